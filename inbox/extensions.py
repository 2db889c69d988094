"""An extension that a reply asks for: until when, and why."""

import re
from calendar import monthrange
from datetime import date, timedelta

from inbox.clauses import SENTENCE_ENDS
from inbox.dates import DAY, arabic, find_date, numeral, read_day

ASKED = r"(?:延期|延长|顺延|推迟|延迟|延后|展期|宽限|放宽|调整|延)"
UNTIL = re.compile(rf"{ASKED}[^。；;\n]{{0,30}}?(?:至|到|为|在)\s*(?:的?)\s*{DAY}")
LATER_BY = re.compile(
    rf"{ASKED}(?:时间|工期|时限|完成)?(?:约|大约|至少|了)?\s*"
    r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s*"
    r"(?P<unit>个(?P<half>半)?月|个?季度|周|个?星期|个?礼拜|天|日|年)(?![底末初前])"
)
OLD_DAY = re.compile(rf"原(?:定|计划|时限)[^，。；]{{0,10}}?{DAY}")
WEEKS = ("周", "星期", "礼拜")
REASON = re.compile(r"(?:原因|理由)(?:是|为|如下)?[:：]?\s*(?P<words>[^\n]+)")
CAUSE = re.compile(
    r"(?:由于|因为|因|鉴于|受)(?P<words>[^。；\n]+?)(?=[，,](?:特|拟|现|故|我|恳|申|请|希|需|"
    r"无法|原定|预计)|[。；\n]|$)"
)
REQUEST = re.compile(
    r"[，,]?(?:特|现|拟|故|我局|本单位|恳请|申请|请求|希望|建议)[^，,。；\n]{0,24}(?:延期|"
    r"延长|顺延|推迟|延后|调整).*$",
    re.S,
)


def until_day(text: str, *, today: date, due_on: date | None = None) -> date | None:
    """Return the day until which more time is asked for, or None where no day is said.

    延期一个月 counts from the day that the words call the old one, else from `due_on`.
    """
    plain = arabic(text)
    for match in UNTIL.finditer(plain):
        if (day := read_day(match, today=today)) is not None:
            return day
    clause = re.search(rf"{ASKED}[^。；，,\n]{{0,20}}", plain)
    found = find_date(clause[0], today=today) if clause else None
    return found or _later_by(plain, today=today, due_on=due_on)


def _later_by(text: str, *, today: date, due_on: date | None) -> date | None:
    """Return the day that is so many days, weeks or months after the old one."""
    match = LATER_BY.search(text)
    stated = OLD_DAY.search(text)
    start = (read_day(stated, today=today) if stated else None) or due_on
    if match is None or start is None:
        return None
    unit = match["unit"].lstrip("个")
    number = _number(match["number"])
    if unit in WEEKS or unit in ("天", "日"):
        return start + timedelta(days=int(number * (7 if unit in WEEKS else 1)))
    months = {"季度": 3, "年": 12}.get(unit, 1) * number + (0.5 if match["half"] else 0)
    later = _months_on(start, int(months))
    return later + timedelta(days=15) if months % 1 else later


def _number(words: str) -> float:
    if words == "半":
        return 0.5
    return float(words) if words.isdigit() else float(numeral(words.replace("两", "二")))


def _months_on(day: date, months: int) -> date:
    """Return the same day so many months on, or the last one of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def reason_for(text: str) -> str | None:
    """Return why more time is needed, in the words of the reply."""
    stated = REASON.search(text) or CAUSE.search(text)
    if stated:
        words = stated["words"].strip().rstrip("。；;，,")
        return REQUEST.sub("", words).strip() or words
    sentence = next(
        (s for s in re.split(rf"(?<=[{SENTENCE_ENDS}])", text) if re.search(ASKED, s)), ""
    )
    return REQUEST.sub("", sentence).strip(" ，,。\n") or None
