"""The units of a row: its cells read as one clause, with the grammar of clauses."""

import re
from dataclasses import replace

from notices.owners import Owners, parse_owners
from notices.shadow import Shadow
from notices.tables.columns import Meaning
from notices.tables.grids import Field
from notices.units import CORE, STRONG_END, is_unit

_LABELS = {
    Meaning.LEAD: "牵头单位：",
    Meaning.OWNER: "责任单位：",
    Meaning.SUPPORT: "配合单位：",
}
_FOLDED = str.maketrans("：；", ":;")
_BREAK = re.compile(r" *\n[ \n]*")
_COUNTED = re.compile(r"(?:(?<=^)|(?<=[ \n、;,]))\d{1,2}[.、] *(?=[\u3400-\u9fff])")
# 市委 may go on (宣传部), 市卫生健康委 is whole; 员会 and 办公室 begin no name.
_WHOLE = re.compile(
    rf"(?<!^[省市区县州])(?:{STRONG_END}|管委会|公司)(?:\([^()]*\))?(?:牵头|配合|负责|\(牵头\))?$"
)
_BEGINS = re.compile(
    rf"(?:[省市区县州旗镇乡](?=.{{2}})|各|国家|国网|中国|人民银行|团[省市区县州]|驻|{CORE.pattern})"
)
FAR = 80  # characters before and behind a line break that show what it parts
_PERSON = re.compile(r"(?<=[ \n(、,;:])([\u3400-\u9fff]{2,4})(?=[ \n)、,;]|$)")
_LABELLED = re.compile(r"(?:牵头|责任|配合|主办|协办|参与|承办)(?:责任)?(?:单位|部门)? {0,3}:")


def owners_of(shadow: Shadow, units: tuple[tuple[Meaning, Field], ...]) -> Owners:
    """Return who the cells of a row say leads, supports, answers."""
    clean, folded = [], []
    for meaning, one in units:
        printed, words = _cell(shadow, one)
        label = "" if _LABELLED.match(words) else _LABELS[meaning]
        clean.append(label + printed)
        folded.append(label.translate(_FOLDED) + words)
    owners = parse_owners("；".join(clean), ";".join(folded))
    columns = {f"column-{meaning.value}" for meaning, _ in units}
    rules = {rule for rule in owners.rules if not rule.startswith("label-")}
    return replace(owners, rules=tuple(sorted(rules | columns)))


def clause_of(shadow: Shadow, units: tuple[tuple[Meaning, Field], ...]) -> str:
    """Return the cells as they are shown to a person, each behind what its column says."""
    parts = []
    for meaning, one in units:
        printed, words = _cell(shadow, replace(one, persons=False))
        parts.append(("" if _LABELLED.match(words) else _LABELS[meaning]) + printed.strip())
    return "；".join(parts)


def place_of(units: tuple[tuple[Meaning, Field], ...]) -> tuple[int, int]:
    """Return where the cells stand: from first to last, or the first where rows lie between."""
    fields = [one for _, one in units]
    if len({one.row for one in fields}) == 1 or len(fields) == 1:
        return min(one.start for one in fields), max(one.end for one in fields)
    return fields[0].start, fields[0].end


def _cell(shadow: Shadow, one: Field) -> tuple[str, str]:
    """Return a cell's words on one line: a break parts two units or is none at all."""
    folded = shadow.folded[one.start : one.end]
    clean = shadow.clean[one.start : one.end]
    folded, clean = _without(_COUNTED, folded, clean)
    if one.persons:
        folded, clean = _without_persons(folded, clean)
    parts, shown, place = [], [], 0
    for gap in _BREAK.finditer(folded):
        sign = _between(
            folded[max(0, gap.start() - FAR) : gap.start()], folded[gap.end() : gap.end() + FAR]
        )
        parts += [folded[place : gap.start()], sign]
        shown += [clean[place : gap.start()], sign]
        place = gap.end()
    return "".join([*shown, clean[place:]]), "".join([*parts, folded[place:]])


def _without(rule: re.Pattern[str], folded: str, clean: str) -> tuple[str, str]:
    """Part what is counted in a cell: 1.市教育局 2.市财政局."""
    found = list(rule.finditer(folded))
    if len(found) < 2:
        return folded, clean
    return _overwritten(folded, clean, [(*m.span(), "、" * (m.start() > 0)) for m in found])


def _without_persons(folded: str, clean: str) -> tuple[str, str]:
    """Blank out 张三 in 市教育局 张三; a field of work (财政、税务部门) stays."""
    persons = [
        (*match.span(1), "")
        for match in _PERSON.finditer(folded)
        if not is_unit(match[1]) and not CORE.search(match[1])
    ]
    return _overwritten(folded, clean, persons)


def _overwritten(folded: str, clean: str, places: list[tuple[int, int, str]]) -> tuple[str, str]:
    """Put a sign and blanks over stretches of both copies, which keep their length."""
    shown, read = list(clean), list(folded)
    for start, end, sign in places:
        shown[start:end] = read[start:end] = sign.ljust(end - start)
    return "".join(read), "".join(shown)


def _between(before: str, after: str) -> str:
    """Return what a line break in a cell stands for."""
    if before.endswith(("、", ",", ";", "(", ":")) or after.startswith(("、", ",", ";", ")")):
        return ""
    if _LABELLED.match(after):
        return ";"
    if before.count("(") > before.count(")"):
        return ""
    head = re.split(r"[\n、,;: ]", before)[-1]
    tail = re.split(r"[\n、,;]", after)[0]
    return "、" if _WHOLE.search(head) and _BEGINS.match(tail) and is_unit(tail) else ""
