"""Units that issue a notice, as a line of its own prints them or the words before 关于."""

import re

from notices.units import STRONG_END

_LINE = re.compile(r"^[\u3400-\u9fff()·、 ]{2,90}$")
_END = re.compile(rf"(?:{STRONG_END}|[会院室社行])$")
_PARTY = re.compile(
    r"^(?P<party>中共[\u3400-\u9fff]{1,16}?委(?:员会)?(?:办公[室厅])?)"
    r"(?P<other>[\u3400-\u9fff]{1,16}?人民政府(?:办公[室厅])?)$"
)
_OTHERS = re.compile(r"等(?:[一二三四五六七八九十\d]+个?)?(?:部门|单位|委办局|厅局)$")
_NOT_ISSUER = re.compile(
    r"关于|网站|政府网|门户|文件$|行政规范性|信息公开|来源|部门$|单位$|各[^族]"
)
SHORTEST, LONGEST = 3, 30  # characters of a unit's name


def units_of_line(words: str) -> tuple[str, ...]:
    """Return the units that a line names and nothing else, in the order printed; else nothing."""
    if not _LINE.match(words) or _NOT_ISSUER.search(words):
        return ()
    parts = [part for part in re.split(r"[ 、]+", words.strip()) if part]
    if parts and all(len(part) >= SHORTEST and _END.search(part) for part in parts):
        return tuple(unit for part in parts for unit in _apart(part))
    whole = re.sub(r" +", "", words)
    if SHORTEST < len(whole) <= LONGEST and _END.search(whole) and "、" not in whole:
        return _apart(whole)
    return ()


def units_before_about(words: str) -> tuple[str, ...]:
    """Return the units before 关于 in a title: 财政部 科技部关于…, 市财政局等五部门关于…."""
    named = _OTHERS.sub("", words.strip())
    return units_of_line(named)


def _apart(unit: str) -> tuple[str, ...]:
    """Part the offices of party and government that are printed as one word."""
    joint = _PARTY.match(unit)
    return (joint["party"], joint["other"]) if joint else (unit,)
