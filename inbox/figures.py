"""Percentages as they are written: 62.5%, 百分之八十, 八成五, 三分之二, 一半."""

import re

from inbox.clauses import FULL_WIDTH

CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 5, "〇": 0}
PERCENT = re.compile(
    r"(?P<digits>\d{1,6}(?:\.\d{1,4})?)\s?%"
    r"|百分之(?P<words>[零〇一二两三四五六七八九十百点\d.]{1,12})"
    r"|(?<![一二三四五六七八九十])(?P<tenths>[一二两三四五六七八九十]|"
    r"\d(?=成))成(?P<half>[一二三四五六七八九半])?"
    r"(?![立员果绩功效为本品都就长熟])"
    r"|(?P<part>[二三四五六七八九十])分之(?P<over>[一二三四五六七八九])"
    r"|(?P<one>一半)(?!以上|左右以上)"
)
UP_TO = re.compile(r"%\s*[-—–~～至到]+\s*\d{1,3}(\.\d+)?\s?%")


def read_percent(words: str) -> float | None:
    """Return the number of a field that holds a percentage, with or without its sign."""
    value = words.translate(FULL_WIDTH).strip(" 约近：:（）()")
    plain = re.match(r"(\d{1,6}(?:\.\d{1,4})?)\s*(?:%|$|[，,。；;、（(\s])", value)
    if plain and not UP_TO.search(value):
        return float(plain[1])
    match = PERCENT.search(value)
    return value_of(match) if match and not UP_TO.search(value) else None


def value_of(match: re.Match[str]) -> float | None:
    """Return the percentage that a match of `PERCENT` is, or None where it is none."""
    if match["digits"]:
        return float(match["digits"])
    if match["one"]:
        return 50.0
    if match["part"]:
        whole, over = CHINESE[match["part"]], CHINESE[match["over"]]
        return round(100 * over / whole, 1) if over < whole else None
    if match["tenths"]:
        tens = match["tenths"]
        half = CHINESE.get(match["half"] or "零", 0)
        return float((int(tens) if tens.isdigit() else CHINESE[tens]) * 10 + half)
    return _chinese_number(match["words"])


def _chinese_number(words: str) -> float | None:
    """Read 八十, 六十二点五, 百 and 80."""
    if re.fullmatch(r"\d+(\.\d+)?", words):
        return float(words)
    whole, _, rest = words.partition("点")
    if whole in ("百", "一百"):
        return 100.0
    hundred = re.match(r"一?百零?", whole)
    whole = whole[hundred.end() :] if hundred else whole
    tens, ten, ones = whole.partition("十")
    if not ten:
        tens, ones = "零", whole
    try:
        value = (100 if hundred else 0) + float(CHINESE[tens or "一"] * 10 + CHINESE[ones or "零"])
        return value + (float("0." + "".join(str(CHINESE[c]) for c in rest)) if rest else 0)
    except (KeyError, ValueError):
        return None
