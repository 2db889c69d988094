"""The head of a notice: number, addressees, place, contact, beside title and signature."""

import re
from collections import Counter
from dataclasses import dataclass

from notices.doc_numbers import HEAD_LINES, find_doc_number
from notices.lines import Level, Line
from notices.names import make_whole, split_names
from notices.reading import Header
from notices.shadow import Shadow
from notices.signatures import Signature, find_signature
from notices.titles import Title, find_title

_ADDRESSED = re.compile(
    r"(?:政府|管委会|局|委|办|厅|部门|机构|单位|企业|中心|公司|院校|高校|学校|处|室"
    r"|各[省市县区地])(?:\([^)]*\))?[^:。]{0,12}:$"
)
_PLACE = re.compile(
    r"^(?P<place>[\u3400-\u9fff]{2,7}?(?:省|自治区|市|自治州|州|盟|县|区|旗))(?=.{2,})"
)
_LEVEL_ONLY = re.compile(r"^(?P<level>[省市县区州])")
_CONTACT = re.compile(
    r"(?:径|直接|及时)?(?:向|与|报"
    r"|送)(?P<who>[\u3400-\u9fff()]{2,24}?)(?:\([^)]*\))?(?:反映|反馈|联系)"
)
_APPROVED = re.compile(
    r"(?:已?报?经|已由)(?P<what>[\u3400-\u9fff\d、]{2,40}?(?:研究)?(?:同意|审议通过|通过|批准|审定))(?=[,。;])"
)
_QUESTIONS = re.compile(r"(?:问题|情况|意见|建议|困难)[^。]{0,12}请?")


@dataclass(frozen=True, slots=True)
class Head:
    """The header, and where the notice's own parts begin and end in the shadow copy."""

    header: Header
    title: Title | None
    signature: Signature
    addressed_at: int | None


def read_head(shadow: Shadow, lines: list[Line]) -> Head:
    """Return what the head and the signature of the notice say."""
    title = find_title(shadow.clean, shadow.folded, lines)
    signature = find_signature(shadow.folded, lines, title)
    number = find_doc_number(shadow.folded, lines)
    addressees, addressed_at = _addressees(shadow, lines)
    header = Header(
        title=title.text if title else None,
        doc_number=shadow.clean[slice(*number)].strip() if number else None,
        issuers=signature.issuers,
        issued_on=signature.issued_on,
        addressees=addressees,
        place=_place(shadow.folded, signature.issuers, title.text if title else ""),
        contact=_contact(shadow.folded),
        approval=_approval(shadow, lines),
    )
    return Head(header, title, signature, addressed_at)


def _addressees(shadow: Shadow, lines: list[Line]) -> tuple[tuple[str, ...], int | None]:
    for line in lines[:HEAD_LINES]:
        if line.level not in (Level.BODY,):
            break
        words = shadow.folded[line.start : line.end]
        if len(words) <= 300 and _ADDRESSED.search(words) and "。" not in words:
            names = make_whole(split_names(words[:-1]))
            wide = "（" in shadow.clean[line.start : line.end]
            return tuple(_widened(name.text, wide=wide) for name in names), line.end
    return (), None


def _widened(name: str, *, wide: bool) -> str:
    """Return the name with its brackets as they were printed."""
    return name.translate(str.maketrans("()", "（）")) if wide else name


def _place(folded: str, issuers: tuple[str, ...], title: str) -> str | None:
    """Return the place whose 市科技局 is meant: by issuer, title or frequency."""
    for words in (*issuers, title):
        if match := _PLACE.match(words.removeprefix("中共")):
            return match["place"]
    levels = [match["level"] for name in issuers if (match := _LEVEL_ONLY.match(name))]
    if not levels:
        return None
    counts = Counter(match["place"] for match in _places_in(folded[:20000], levels[0]))
    return f"{counts.most_common(1)[0][0]}{levels[0]}" if counts else None


def _places_in(folded: str, level: str) -> list[re.Match[str]]:
    """Return names such as 青屿省 after 《, 于, 建 or at a line's start: whole words only."""
    pattern = (
        rf"(?:(?<=[《“(\n于在建设构建为是])"
        rf"|^)(?P<place>(?![各全本我外])[\u3400-\u9fff]{{2,3}}){level}(?!级|属|直)"
    )
    return list(re.finditer(pattern, folded))


def _approval(shadow: Shadow, lines: list[Line]) -> str | None:
    """Return on whose approval the notice is issued (经市政府同意), as its head says."""
    end = lines[min(len(lines), HEAD_LINES) - 1].end if lines else 0
    found = _APPROVED.search(shadow.folded, 0, end)
    return shadow.clean[found.start("what") : found.end("what")] if found else None


def _contact(folded: str) -> str | None:
    """Return whom questions go to (请径向X反映)."""
    for match in _CONTACT.finditer(folded):
        sentence = folded[max(0, match.start() - 40) : match.start()]
        if "径" in match[0] or _QUESTIONS.search(sentence):
            return match["who"]
    return None
