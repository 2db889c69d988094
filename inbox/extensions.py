"""An extension that a reply asks for: until when, and why."""

import re
from datetime import date

from inbox.clauses import SENTENCE_ENDS
from inbox.dates import DAY, arabic, find_date, read_day

ASKED = r"(?:延期|延长|顺延|推迟|延迟|延后|展期|宽限|放宽|调整|延)"
UNTIL = re.compile(rf"{ASKED}[^。；;\n]{{0,30}}?(?:至|到|为|在)\s*(?:的?)\s*{DAY}")
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


def until_day(text: str, *, today: date) -> date | None:
    """Return the day until which more time is asked for, or None where no day is said."""
    plain = arabic(text)
    for match in UNTIL.finditer(plain):
        if (day := read_day(match, today=today)) is not None:
            return day
    clause = re.search(rf"{ASKED}[^。；，,\n]{{0,20}}", plain)
    return find_date(clause[0], today=today) if clause else None


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
