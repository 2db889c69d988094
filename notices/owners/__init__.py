"""Who leads, who supports, who answers for it: the words of one responsibility clause.

A clause is cut at its labels (`labels`), each part is read as lists of units, each with the verb
behind it (`statements`), and the roles are settled once all of it is known (`roles`). The words for
each role are a table (`vocabulary`). The forms:

- labels with any punctuation between, or none: 牵头单位：A、B；配合单位：C; 责任部门：A，配合：B;
  责任单位为A; 【牵头单位】A; label alone in brackets, on lines of their own;
- 责任单位 beside 牵头单位 supports, beside 配合单位 leads, alone names no lead;
- a list under a label with its own verbs or marks: 责任单位：A牵头，B配合; A（牵头）、B（配合）;
- verbs: A牵头，B、C配合/参与/协助/按职责分工负责; 由A牵头负责，会同B落实; A会同B负责; A负责，B配合;
  A、B按职责分工负责; A负责、B落实; A为牵头单位，B为配合单位; A主办，B协办;
- names alone: （A、B、C）, with a day or without: （A；2026年6月底前完成）;
- 列第一位的为牵头单位, with 下同 or without; 以下均需…不再列出 is cut out and read by `defaults`;
- beside owners: 完成时限：…, 6月底前完成, 责任人, 备注.

Where no lead is named the first unit is an implied lead and says so.
"""

from notices.owners.parsing import parse_owners
from notices.owners.roles import Owners

__all__ = ["Owners", "parse_owners"]
