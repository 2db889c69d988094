"""Figures in Chinese numerals as departments dictate them: 两万七千亩, 七点二亿元, 一百二十家."""

import re

DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TIMES = {"十": 10, "百": 100, "千": 1000}
_ANY = "零〇一二三四五六七八九两十百千万亿"
FIGURE = re.compile(
    rf"(?<![{_ANY}第点之])(?:(?P<figure>[{_ANY}]{{2,16}})|(?P<before>[{_ANY}]{{1,16}})点"
    rf"(?P<part>[零〇一二三四五六七八九]{{1,4}})(?P<scale>[万亿]{{0,2}}))(?![{_ANY}月日号年季度成分点])"
    r"(?=[余多]?[\u4e00-\u9fff])"
)


def in_arabic(text: str) -> str:
    """Return a text with its larger figures in digits; 五处 and 十月 stay as they are."""
    return FIGURE.sub(_in_digits, text)


def _in_digits(match: re.Match[str]) -> str:
    if match["part"]:
        value = _number(match["before"])
        part = "".join(str(DIGITS[mark]) for mark in match["part"])
        return match[0] if value is None else f"{value}.{part}{match['scale']}"
    whole = match["figure"].rstrip("万亿")
    scale = match["figure"][len(whole) :]
    if "万" in whole or "亿" in whole:
        whole, scale = match["figure"], ""
    value = _number(whole) if whole else None
    return match[0] if value is None else f"{value}{scale}"


def _number(words: str) -> int | None:
    """Return the number that 二千七百 or 两万七千 is; 两三 and 五六百 are none."""
    for unit, times in (("亿", 100_000_000), ("万", 10_000)):
        if unit in words:
            high, low = (_number(part) if part else 0 for part in words.split(unit, 1))
            return None if high is None or low is None else high * times + low
    total, digit = 0, None
    for mark in words:
        if mark in TIMES:
            total += (1 if digit is None else digit) * TIMES[mark]
            digit = None
        elif digit:
            return None
        else:
            digit = DIGITS[mark]
    return total + (digit or 0)
