"""Small phrases of Chinese official prose."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

NUMERALS = "〇一二三四五六七八九"
OPERATORS = {"=": "", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "~": "约"}
LIGHTS = {
    "green": "绿灯",
    "yellow": "黄灯",
    "red": "红灯",
    "grey": "灰灯",
    "blue": "蓝灯",
}
LIGHT_MEANINGS = {
    "green": "进展正常",
    "yellow": "需要关注",
    "red": "逾期或明显滞后",
    "grey": "未启动或未到期",
    "blue": "已销号",
}
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_NUMBERING = re.compile(
    r"^(第[一二三四五六七八九十百]+[章节条]|[（(]?[一二三四五六七八九十百]+[)）]?[、.．]?|\d+[.．、])\s*"
)
_SENSE = re.compile(r"(?=三年|行动方案|行动计划|实施方案|实施意见|工作方案|若干|促进|支撑|（\d{4})")
_FINAL = "。！？；，、："
_FIRST = re.compile(r"^.*?(?<![统唯单第之])一是|^[二三四五六七八九十]是")
_OURS = re.compile(r"我(?=分局|市|镇|公司|局|委|部|区|县|厅|办|校|院|行|关|中心|单位|实验室)")
_QUOTES = {"「": "“", "」": "”", "“": "“", "”": "”"}
_INNER = {"“": "‘", "”": "’"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def numeral(number: int) -> str:
    """Return 十二 for 12; up to 99."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else NUMERALS[tens]) + "十"
    return head + (NUMERALS[ones] if ones or not tens else "")


def day_figures(day: date) -> str:
    """Return 2024-09-30, for pages and workbooks."""
    return day.isoformat()


def day_dots(day: date) -> str:
    """Return 2024.9.30 for a narrow column: a date with hyphens would be broken there."""
    return f"{day.year}.{day.month}.{day.day}"


def number_words(value: float) -> str:
    """Return 2.14, 600, 580: no needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def percent_words(value: float) -> str:
    """Return 66.7%."""
    return f"{number_words(round(value, 1))}%"


def share_words(part: int, whole: int) -> str:
    """Return 66.7%, or 0% of nothing."""
    return percent_words(100 * part / whole) if whole else "0%"


def join(names: Iterable[str], empty: str = "无") -> str:
    """Return 甲、乙、丙."""
    return "、".join(names) or empty


def plain_title(text: str) -> str:
    """Return a heading without its own number (ours is put in front), commas made full-width."""
    return _NUMBERING.sub("", text).strip().replace(",", "，").replace(";", "；")


def sentence(text: str) -> str:
    """Return `text` with one full stop at its end."""
    return text.strip().rstrip(_FINAL) + "。" if text.strip() else ""


def clean(text: str) -> str:
    """Return `text` on one line, without what no document may hold."""
    lines = [line.strip() for line in _CONTROL.sub("", text).splitlines()]
    return "".join(
        line if line[-1] in _FINAL else line + "；" for line in lines if line
    ).removesuffix("；")


def full_width(title: str) -> str:
    """Return a title with the brackets of Chinese print."""
    return title.replace("(", "（").replace(")", "）")


def quoted(text: str) -> str:
    """Return `text` with “” for 「」, and ‘’ inside them (GB/T 15834); unpaired ones stay."""
    marks = [_QUOTES[letter] for letter in text if letter in _QUOTES]
    if marks.count("“") != marks.count("”"):
        return text
    depth, told = 0, []
    for letter in text:
        mark = _QUOTES.get(letter, letter)
        depth -= mark == "”"
        told.append(_INNER.get(mark, mark) if depth > 0 else mark)
        depth += mark == "“"
    return "".join(told)


def digest(text: str, budget: int) -> str:
    """Return the first clauses of what a department said, about `budget` characters, as ours.

    The lead-in before 一是 and the ordinals are left out, 我局 becomes 该局.
    """
    text = quoted(_OURS.sub("该", text))
    if "一是" not in text:
        return sentence(leading_sentences(text, budget))
    taken = ""
    for clause in _SENTENCE.findall(text):
        said = _FIRST.sub("", clause)
        if taken and len(taken) + len(said) > budget:
            break
        taken += said
    return sentence(taken)


def brief_reason(reason: str) -> str:
    """Return the first of several reasons, and how many there are."""
    first, *others = reason.rstrip("。").split("；")
    return f"{first}等{len(others) + 1}项原因" if others else first


def leading_sentences(text: str, budget: int) -> str:
    """Return whole sentences from the start of `text`, about `budget` characters, at least one."""
    taken = ""
    for match in _SENTENCE.finditer(text):
        if taken and len(taken) + len(match[0]) > budget:
            break
        taken += match[0]
    return taken.rstrip("；，")


def item_numbers(keys: Sequence[str]) -> str:
    """Return 第1、3—5项 for the keys 1, 3, 4, 5."""
    whole = sorted({int(key) for key in keys if key.isdigit()})
    others = [key for key in dict.fromkeys(keys) if not key.isdigit()]
    return f"第{'、'.join([*_runs(whole), *others])}项"


def id_ranges(ids: Iterable[int], most: int | None = None) -> str:
    """Return #1—#9、#12 for numbers of rows; 无 for none; the first `most` ranges only."""
    runs = _runs(sorted(set(ids)), mark="#")
    return "、".join(runs[:most]) or "无"


def _runs(numbers: Sequence[int], mark: str = "") -> list[str]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        told
        for run in runs
        for told in (
            [f"{mark}{run[0]}—{mark}{run[-1]}"] if len(run) > 2 else [f"{mark}{n}" for n in run]
        )
    ]


def title_lines(title: str, width: int) -> list[str]:
    """Break a title by sense into lines of at most `width` characters (GB/T 9704)."""
    head, opening, rest = title.partition("《")
    if not opening:
        return _halves(title, width)
    name, _, tail = rest.rpartition("》")
    return [line for part in (head, f"《{name}》", tail) if part for line in _halves(part, width)]


def _halves(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text]
    middle = len(text) / 2
    places = [match.start() for match in _SENSE.finditer(text)]
    near = [place for place in places if abs(place - middle) <= len(text) / 5]
    cut = min(near, key=lambda place: abs(place - middle), default=round(middle))
    return _halves(text[:cut], width) + _halves(text[cut:], width)
