"""Reporting duties (报送要求): who reports, how often, by when, to whom; bulletins (通报)."""

import re
from datetime import date
from itertools import islice

from notices.duty_parties import FARTHEST, recipient_of, reporter_of
from notices.duty_times import OFTEN, times_of
from notices.reading import Duty
from notices.shadow import Shadow

_REPORT = re.compile(
    r"报送|上报|书面报告|向[^,。;]{2,20}(?:报告|汇报)|报告(?=[^,。;]{0,12}(?:情况|进展|工作|结果))"
    r"|(?:及时|立即|随时|第一时间)(?:报告|上报|汇报)"
    r"|提交(?=[^,。;]{0,20}(?:报告|总结|情况|材料|评估))|填报"
    r"|反馈(?=[^,。;]{0,16}(?:情况|进展|结果))"
    r"|向[^,。;]{1,24}(?:[局委厅办部司处科院]|(?<!社)会|政府|中心|专班|平台)(?:提供|反馈|备案|报备|提交|填报)"
    r"|报(?=[^,。;]{2,40}(?:备案|汇总|审核|一次|备查))|将[^,。;]{2,40}(?:报|反馈|函告|告知)(?=[^,。;]{1,20}(?:局"
    r"|委|厅|办|府|室|会|部|站|科|股|处|司|中心|专班|组))|将[^,。;]{2,40}报(?=[省市区县州][局委厅办府])"
    r"|(?<=前)(?:书面)?报(?!名|考|到|销|价|废|请|刊|送|[^,。;]{0,20}(?:审定|审批|审议|批准|批复))"
    r"(?=[^,。;]{1,30}(?:局|委|厅|办|府|室|会|部|站|科|股|处|司|中心|专班|组))"
    r"|形成[^,。;]{0,10}报告|通报"
)
_SENTENCE = re.compile(r"[^。\n]+")
_SELF_SYSTEM = re.compile(r"(?:建立|健全|完善|推行|实行)[^。;]{0,30}(?:制度|机制|体系|平台)|排名")
_MARKER = re.compile(
    r" *(?:第[一二三四五六七八九十百]{1,4}条|\(?[一二三四五六七八九十\d]{1,3}(?:\)|[、.](?!\d))) *"
)
_STOP = re.compile(r"[,;]")
_DATED = re.compile(
    r"20\d\d {0,3}年|\d{1,2} {0,3}月 {0,3}(?:\d{1,2} {0,3}[日号]|底|末|[上中下]旬)|年底"
)
MOST_VERBS = 24  # of reports in one sentence, so that no text is slow to read
NEAR = 80  # characters between a report's verb and whom it goes to
_BULLETIN = re.compile(r"每(?:个)?(?:月|季|半年|年|周)|按[月季年]|定期")


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
    for verb in islice(_REPORT.finditer(words), MOST_VERBS):
        if verb.start() < place:
            continue
        begin = _clause_start(words, max(place, verb.start() - FARTHEST), verb.start())
        stop = _STOP.search(words, verb.end(), verb.end() + FARTHEST)
        end = stop.start() if stop else min(len(words), verb.end() + FARTHEST)
        part = words[begin:end]
        bulletin = verb[0] == "通报"
        if _SELF_SYSTEM.search(part) or (bulletin and not _is_bulletin(part)):
            continue
        times = times_of(part[: verb.end() - begin], part[verb.end() - begin :], issued_on)
        by = reporter_of(words, begin, verb.start())
        near = words[max(begin, verb.start() - NEAR) : min(end, verb.end() + NEAR)]
        to = None if bulletin else recipient_of(near)
        span = shadow.span(at + begin, at + end)
        quote = shadow.clean[at + begin : at + end].strip()
        duties += [
            Duty(one.frequency, one.due, by, to, quote, span, one.quarter_month, bulletin)
            for one in times
        ]
        if times:
            place = end
    return duties


def _is_bulletin(part: str) -> bool:
    """Say whether 通报 is one to make each month or so, and not one to hear of (对…予以通报)."""
    return bool(_BULLETIN.search(part)) and not re.search(r"通报(?:批评|表扬|约谈)|予以通报", part)


def _clause_start(words: str, place: int, verb: int) -> int:
    """Return where the report's own words begin: two commas back at most, never over a stop."""
    begin = max(words.rfind(";", place, verb) + 1, place)
    for _ in range(2):
        comma = words.rfind(",", begin, verb)
        if comma < 0:
            return begin + (words[begin : begin + 1] in ",;")
        if OFTEN.search(words, comma, verb) or _DATED.search(words, comma, verb):
            return comma + 1
        verb = comma
    return max(verb + 1, begin) if words[verb : verb + 1] == "," else begin
