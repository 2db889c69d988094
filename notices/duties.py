"""Reporting duties (报送要求): who reports, how often, by when, to whom."""

import re
from datetime import date

from notices.dates import WHEN, moment_of
from notices.numerals import number_of
from notices.reading import Duty
from notices.shadow import Shadow

_REPORT = re.compile(
    r"报送|上报|书面报告|向[^,。;]{2,20}报告|报告(?=[^,。;]{0,12}(?:情况|进展|工作|结果))"
    r"|提交(?=[^,。;]{0,20}(?:报告|总结|情况|材料|评估))|填报"
    r"|反馈(?=[^,。;]{0,16}(?:情况|进展|结果))"
    r"|报(?=[^,。;、]{2,24}(?:备案|汇总|审核))|将[^,。;]{2,40}报(?=[^,。;]{2,20}(?:局"
    r"|委|厅|办|府|室|会|部))|形成[^,。;]{0,10}报告|通报"
)
_SENTENCE = re.compile(r"[^。\n]+")
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_OFTEN = re.compile(
    r"(?P<annual>(?:每|逐|各|次)年度?|年度(?=[^。]{0,6}(?:前|末|终了|结束))"
    r"|每个?自然年)|(?P<quarterly>(?:每|逐)(?:个)?季度?|按季度?|季度(?:末|初))"
    r"|(?P<monthly>(?:每|逐)(?:个)?月|按月)|(?P<half>(?:每|逐)半年|半年(?=一|报)"
    r"|半年度)|(?P<weekly>每(?:周|旬|日)|按周)"
    r"|(?P<irregular>定期|不定期|及时|适时|随时)"
)
_DAY = re.compile(rf"(?P<day>{_N}) *[日号](?:之?前|以前)?|(?P<end>月?(?:底|末))(?:之?前|以前)?")
_QUARTER_MONTH = re.compile(
    r"(?P<first>首月|第一个月|次月|下(?:一)?(?:个)?季度|结束后|终了后|后的?(?:首"
    r"|第一)个?月)|(?P<last>末月|最后一个?月|第三个月|(?:季)?(?:度)?(?:末|底))"
)
_MONTH_DAY = re.compile(
    rf"第?(?P<q>[一二三四1-4]) {{0,3}}季度(?:末|底|结束)?|(?P<half>上半年|下半年)"
    rf"|(?P<m>{_N}) {{0,3}}月(?:份)?(?: {{0,3}}(?P<d>{_N}) {{0,3}}[日号]|(?P<part>底|末"
    rf"|上旬|中旬|下旬|初))?"
    r"|(?P<yearend>年(?:终|底|末|度末)|(?<=每)年(?:终|底|末))|(?P<yearstart>年初)"
)
_BEFORE_WORD = re.compile(r"(?:之?前|以前|底|末|日|号|旬|内|终|完成)")
_SUBJECT = re.compile(
    r"(?:请|由|,|;|、| )*(?P<who>[\u3400-\u9fff()、,]{2,50}?)(?:应当|应|要|请|均|须|需"
    r"|必须|负责|于|在|将|每|按|定期|及时|做好|认真|切实|结合|根据|对照|进一步|(?=报送"
    r"|上报|提交|填报|向))"
)
_WHO_END = re.compile(
    r"(?:单位|部门|政府|局|委|厅|办|处|院|中心|公司|地市|各地|[省市区县镇乡]|委会|机构"
    r"|企业|高校|\))$"
)
_TO = re.compile(
    r"(?:向|至|给|抄送|送)(?P<to>[\u3400-\u9fff、]{2,24}?(?:局|委|厅|办|部|政府|办公室"
    r"|中心|处|会|院|专班))(?=报|反馈|提交|书面|汇总|备案|[,。;(]|$|统一|并)"
    r"|报送?(?:至|给)?(?P<to2>[\u3400-\u9fff]{2,24}?(?:局|委|厅|办|部|政府|办公室|中心"
    r"|处|会|院|专班)(?:[\u3400-\u9fff]{2,6}[处科室])?)(?=汇总|备案|审|[,。;(]|$|统一"
    r"|并|[\u3400-\u9fff]{0,4}处)"
)
_NOT_TO = re.compile(r"^(?:[^局委厅办]*(?:情况|进展|工作|报告|总结))")
_ONCE = re.compile(rf"(?P<when>{WHEN.pattern})(?:之?前|以前|内)?")
_SELF_SYSTEM = re.compile(r"(?:建立|健全|完善|推行|实行)[^。;]{0,30}(?:制度|机制|体系|平台)|排名")

_MARKER = re.compile(
    r" *(?:第[一二三四五六七八九十百]{1,4}条|\(?[一二三四五六七八九十\d]{1,3}(?:\)|[、.](?!\d))) *"
)
_STOP = re.compile(r"[,;]")
FARTHEST = 300  # characters between a subject and its verb


def find_duties(shadow: Shadow, start: int, end: int, *, issued_on: date | None) -> list[Duty]:
    """Return the duties between `start` and `end`, in the order of the text."""
    found: list[Duty] = []
    for sentence in _SENTENCE.finditer(shadow.folded, start, end):
        if _REPORT.search(sentence[0]):
            number = _MARKER.match(sentence[0])
            begin = number.end() if number else 0
            words = sentence[0][begin:]
            found += _in_sentence(shadow, sentence.start() + begin, words, issued_on)
    return found


def _in_sentence(shadow: Shadow, at: int, words: str, issued_on: date | None) -> list[Duty]:
    """Return the duties of one sentence: one for each report verb with a time of its own."""
    duties: list[Duty] = []
    place = 0
    for verb in _REPORT.finditer(words):
        if verb.start() < place:
            continue
        begin = _clause_start(words, max(place, verb.start() - FARTHEST), verb.start())
        stop = _STOP.search(words, verb.end(), verb.end() + FARTHEST)
        end = stop.start() if stop else min(len(words), verb.end() + FARTHEST)
        part = words[begin:end]
        if verb[0] == "通报" or _SELF_SYSTEM.search(part):
            continue
        times = _times(part[: verb.end() - begin], part[verb.end() - begin :], issued_on)
        by, to = _subject(words, begin, verb.start()), _recipient(words[begin : end + 60])
        span = shadow.span(at + begin, at + end)
        quote = shadow.clean[at + begin : at + end].strip()
        duties += [Duty(often, due, by, to, quote, span, month) for often, due, month in times]
        if times:
            place = end
    return duties


def _clause_start(words: str, place: int, verb: int) -> int:
    """Return where the report's own words begin: two commas back at most, never over a stop."""
    begin = max(words.rfind(";", place, verb) + 1, place)
    for _ in range(2):
        comma = words.rfind(",", begin, verb)
        if comma < 0:
            return begin + (words[begin : begin + 1] in ",;")
        if _OFTEN.search(words, comma, verb) or WHEN_DATED.search(words, comma, verb):
            return comma + 1
        verb = comma
    return max(verb + 1, begin) if words[verb : verb + 1] == "," else begin


WHEN_DATED = re.compile(r"20\d\d {0,3}年|\d{1,2} {0,3}月 {0,3}(?:\d{1,2} {0,3}[日号]|底|末)|年底")


def _times(
    before: str, after: str, issued_on: date | None
) -> list[tuple[str, str | None, int | None]]:
    """Return (frequency, due, month of the quarter) for each time the words state."""
    often = None
    for match in _OFTEN.finditer(before + after):
        if often is None or often.lastgroup == "irregular":
            often = match
    text = before + after
    match often.lastgroup if often else None:
        case "annual":
            return [("annual", due, None) for due in _annual(text)]
        case "quarterly":
            return [("quarterly", *_quarterly(text[often.end() :] if often else ""))]
        case "monthly":
            return [("monthly", _day(text[often.start() :] if often else ""), None)]
        case "half":
            dues = [due for due in _annual(text) if due]
            return [("annual", due, None) for due in dues] or [("irregular", None, None)]
        case "weekly":
            return [("irregular", None, None)]
    once = _once(before, issued_on) or _once(after, issued_on)
    if once:
        return [("once", once, None)]
    return [("irregular", None, None)] if often and re.search("报送|上报|报告", text) else []


def _annual(words: str) -> list[str | None]:
    """Return each MM-DD that is stated; [None] where the words give no day."""
    dues: list[str | None] = []
    for match in _MONTH_DAY.finditer(words):
        month, day = _month_day(match)
        tail = words[match.end() : match.end() + 6]
        if not (
            match["d"]
            or match["part"]
            or match["q"]
            or match["yearend"]
            or _BEFORE_WORD.match(tail)
        ):
            continue
        if match["m"] and not match["d"] and not match["part"] and re.match(r"之?前|以前", tail):
            month, day = (month - 1 or 12), 31  # 11月前: before that month begins
        if 1 <= month <= 12 and 1 <= day <= 31:
            dues.append(f"{month:02d}-{min(day, _last(month)):02d}")
    return list(dict.fromkeys(dues)) or [None]


def _month_day(match: re.Match[str]) -> tuple[int, int]:
    if match["q"]:
        return 3 * (number_of(match["q"]) or 0), 31
    if match["half"]:
        return (6 if match["half"] == "上半年" else 12), 31
    if match["yearend"]:
        return 12, 31
    if match["yearstart"]:
        return 1, 31
    month = number_of(match["m"]) or 0
    if match["d"]:
        return month, number_of(match["d"]) or 0
    return month, {"上旬": 10, "初": 10, "中旬": 20}.get(match["part"] or "", 31)


def _last(month: int) -> int:
    return 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def _quarterly(words: str) -> tuple[str | None, int | None]:
    which = _QUARTER_MONTH.search(words[:20])
    month = None if which is None else 1 if which["first"] else 3
    day = _day(words[:24])
    if day is None and month == 3:
        return "31", 3
    return day, month


def _day(words: str) -> str | None:
    """Return the day of the month as a number; 31 is its last day."""
    match = _DAY.search(words[:24])
    if not match:
        return None
    day = 31 if match["end"] else number_of(match["day"]) or 0
    return str(day) if 1 <= day <= 31 else None


def _once(words: str, issued_on: date | None) -> str | None:
    for match in _ONCE.finditer(words):
        when = WHEN.fullmatch(match["when"])
        if not when or not match["when"].strip() or not (when["month"] or when["year"]):
            continue
        moment = moment_of(when, issued_on=issued_on)
        if moment is None or not re.search(r"前|内|底|末|日|号", match[0]):
            continue
        day = moment.resolve(issued_on.year if issued_on else None)
        if day and issued_on and moment.year is None and day < issued_on:
            day = moment.resolve(issued_on.year + 1)
        if day:
            return day.isoformat()
    return None


def _subject(words: str, begin: int, verb: int) -> str | None:
    """Return who reports: the subject of this clause, or of the nearest one before it."""
    first = max(0, verb - FARTHEST)
    starts = [first] + [m.end() for m in re.finditer(r"[,;]", words[first:verb])]
    starts = [first] + [first + at for at in starts[1:]]
    for start in sorted({*starts, begin}, reverse=True):
        if start > verb:
            continue
        match = _SUBJECT.match(words, start, verb + 2)
        if match and _WHO_END.search(match["who"]) and not match["who"].startswith(("本", "以上")):
            return match["who"].strip("、,")
    return None


def _recipient(words: str) -> str | None:
    match = _TO.search(words)
    if not match:
        return None
    to = match["to"] or match["to2"]
    return None if _NOT_TO.match(to) else to
