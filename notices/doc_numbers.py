"""The number of a document (文号): 青政发〔2024〕8号, in every kind of bracket and place."""

import re

from notices.lines import Line

NUMBER = (
    r"[\u3400-\u9fffA-Za-z]{1,16} {0,3}[〔\[(] {0,3}(?:19|20)\d\d {0,3}[〕\])]"
    r" {0,3}第? {0,3}\d{1,5} {0,3}号"
)
_LABEL = r"(?:文 {0,6}号|发文字号|发布文号|文件编号|文件字号) {0,3}"
_ALONE = re.compile(
    rf"^[ (|*]{{0,4}}(?:[(\[]?{_LABEL}[)\]]?[:| ]{{0,4}})?(?P<no>{NUMBER})[ |*]{{0,4}}\)?"
    r"(?:[ *|].*| *\d{4}年.*)?$"
)
_LABELLED = re.compile(rf"{_LABEL}[)\]]?[:| \n]{{0,12}}(?P<no>{NUMBER})")
_AFTER_TITLE = re.compile(
    rf"(?:通知|意见|方案|办法|措施|决定|通报|公告)》? *\((?P<no>{NUMBER})\)[ |]*$"
)
_BEFORE_TITLE = re.compile(rf"^[ (]*(?P<no>{NUMBER})[ )]*(?=[\u3400-\u9fff《“ ]{{6}})[^。;:]*$")
HEAD_LINES = 60


def find_doc_number(folded: str, lines: list[Line]) -> tuple[int, int] | None:
    """Return where the notice's own number stands; one cited in a sentence is another's."""
    head = lines[:HEAD_LINES]
    for rule in (_ALONE, _AFTER_TITLE, _BEFORE_TITLE):
        for line in head:
            words = folded[line.start : line.end]
            match = rule.search(words) if "号" in words else None
            if match:
                return line.start + match.start("no"), line.start + match.end("no")
    end = head[-1].end if head else 0
    found = _LABELLED.search(folded, 0, end)
    return found.span("no") if found else None
