"""Whether a document bears a classification mark (密级): then it is refused.

A mark stands in the head, alone in its line (GB/T 9704: 秘密★1年, also with a copy number
before it); the word inside a sentence (商业秘密, 绝密级档案管理) is no mark.
"""

import re

from notices.errors import NoticeClassified
from notices.shadow import Shadow

_SPACE = r"[ \n]{0,4}"
_LEVEL = rf"(?:绝{_SPACE}密|机{_SPACE}密|秘{_SPACE}密)"
_TERM = (
    rf"(?:{_SPACE}[★*☆]{_SPACE}(?:\d{{1,3}}{_SPACE}(?:年|个月|月|天)|长期|启用前)?"
    rf"|{_SPACE}(?:级|件))?"
)
_MARK = re.compile(
    rf"^ {{0,3}}(?:(?:No\.?"
    rf"|份号:?)? {{0,3}}\d{{1,8}} {{0,3}})?(?:密级 {{0,3}}[:]? {{0,3}}"
    rf"|\()?(?P<mark>{_LEVEL}{_TERM})\)? {{0,3}}"
    r"(?:(?:特急|加急|平急|急件|\d{1,8}|★).{0,12})?$",
    re.MULTILINE,
)
_STARRED = re.compile(rf"{_LEVEL} {{0,4}}[★☆] {{0,4}}(?:\d{{1,3}} {{0,2}}(?:年|个月)|长期)?")
_INTERNAL = re.compile(
    r"^ {0,3}(内部(?:资料|文件|材料)[^\n]{0,8}(?:不得|严禁|请勿)(?:公开|外传"
    r"|外泄)) {0,3}[。!]? {0,3}$",
    re.M,
)
HEAD = 1500  # characters: marks stand before the title


def check_classification(shadow: Shadow) -> None:
    """Raise `NoticeClassified` where the head of the document bears a mark."""
    head = shadow.folded[:HEAD]
    found = _STARRED.search(head)
    if found:
        raise NoticeClassified(re.sub(r"\s", "", found[0]))
    for rule in (_MARK, _INTERNAL):
        if match := rule.search(head):
            mark = match["mark"] if "mark" in match.groupdict() else match[1]
            raise NoticeClassified(re.sub(r"\s", "", mark))
