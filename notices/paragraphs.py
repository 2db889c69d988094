"""Paragraphs told apart by how they begin: closing words, words about the document, a name."""

import re

CLOSING = re.compile(
    r"(?:请各|各(?:地|级|单位|部门|区|市|县|有关|相关|牵头|责任|配合)[^。]{0,30}(?:要|应|须|请"
    r"|负责|每|于|将)"
    r"|本(?:通知|方案|意见|措施|办法|计划)|以上|上述|特此"
    r"|附件|联系人|自.{0,24}(?:起施行|起实施|起执行)|此前|有效期|\()"
)
OF_ITSELF = re.compile(
    r"本(?:办法|规定|细则|措施|意见|方案|条例|通知|规程|政策|制度|指引)(?:所称|适用|由|自|未尽"
    r"|的解释|中)"
    r"|[^。]{0,60}制定本(?:办法|规定|细则|措施|意见|方案|条例|制度|政策|通知|规程|指引|规划"
    r"|计划)。?|自[^。]{2,24}起(?:施行"
    r"|实施|执行)"
)
NAMED = re.compile(r"[^。,;]{4,40}。(?=[^\n]{10,})")


def are_named(folded: str, paragraphs: list[tuple[int, int]]) -> bool:
    """Say whether several paragraphs all begin with a name of their own."""
    return len(paragraphs) > 1 and all(NAMED.match(folded, *one) for one in paragraphs)


def are_one_sentence(folded: str, parts: list[tuple[int, int]]) -> bool:
    """Say whether numbered parts are one sentence: all but the last end with a semicolon."""
    return all(folded[end - 1] in ";," for _, end in parts[:-1])
