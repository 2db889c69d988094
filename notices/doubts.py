"""What the reader was unsure of: each a question that a person answers."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from notices.clauses import find_unread
from notices.defaults import Default
from notices.evidence import Span
from notices.injected import Strange, find_strange
from notices.measures import Draft
from notices.odd_figures import find_odd_figures
from notices.owners import Owners
from notices.reading import Doubt, Duty, Header, Measure, Task
from notices.shadow import Shadow
from notices.targets import masked

_SOFT = re.compile(
    r"(?:尽快|适时|尽早|近期|条件成熟(?:时|后)?)[^,;。]{0,16}(?:完成|出台|建成|启动|印发|落地|投用)"
)
_DIGIT = re.compile(r"\d")
_SEASON = re.compile(
    r"(?<!每)(?<!每年)(?<!每学期)(?:春节|元旦|清明节?|五一节?|劳动节|端午节?|中秋节?|国庆节?|[主前后]?汛期|入[冬夏汛春秋]|[供采]暖季|开学|新学期"
    r"|[春秋]季学期(?:开学)?|春耕|冬季|雨季|台风季|全国两会|雨雪天气|高考|中考)(?:来临|到来|开始|结束)?(?:之?前|以前)"
    r"(?!\()[^,;。]{0,20}"
)
_NO_UNIT = "原文没有写明责任单位，需由统筹办公室指定，指定前不能交办。"


def doubts_of_measures(
    shadow: Shadow, drafts: Sequence[Draft], measures: Sequence[Measure]
) -> list[Doubt]:
    """Return the doubts about owners, in the order of the measures."""
    found: list[Doubt] = []
    for index, (draft, measure) in enumerate(zip(drafts, measures, strict=True)):
        for clause, task in zip(draft.clauses, measure.tasks, strict=False):
            found += doubts_about_owners(index, clause.owners, task)
        found += _unread_clauses(shadow, index, draft)
        found += _soft(shadow, index, draft)
    return found + _nobody(measures) + _numbering(measures)


def doubts_about_owners(index: int, owners: Owners, task: Task) -> list[Doubt]:
    """Return what a clause, or a row's cells, leave open about who does it."""
    span, quote = task.clause_span or task.span, task.clause or ""
    found = []
    if task.lead_implied and len(owners.names) > 1:
        why = "原文列出多个责任单位而未写明谁牵头，暂按“排在首位者牵头”理解，请确认。"
        found.append(Doubt("implied-lead", quote, span, why, owners.names, index))
    if "owners-lead" in owners.rules:
        why = "原文写明配合单位而未写“牵头”，暂以几个责任单位共同牵头，请确认。"
        found.append(Doubt("joint-leads", quote, span, why, owners.leads, index))
    if "open-list" in owners.rules:
        why = "责任单位列举以“等”结尾，未列全，请补充其余单位或确认仅限所列。"
        found.append(Doubt("open-list", quote, span, why, (), index))
    if "stray-words" in owners.rules:
        why = "责任分工中夹有网页按钮等无关字样，读取时已略去，请对照原文核对单位名称。"
        found.append(Doubt("stray-words", quote, span, why, owners.names, index))
    if task.supports and not task.leads:
        why = "原文只写明配合单位，没有写明牵头单位，请指定牵头单位。"
        found.append(Doubt("no-owner", quote, task.span, why, owners.supports, index))
    for name, other in owners.others:
        why = f"“{name}”前没有写明层级，可能承前省略（{other}），请确认。"
        found.append(Doubt("elided-name", name, span, why, (name, other), index))
    for name in owners.unsure:
        why = f"“{name}”不像单位名称，请更正或确认。"
        found.append(Doubt("unknown-unit", name, span, why, (), index))
    return found


def _unread_clauses(shadow: Shadow, index: int, draft: Draft) -> list[Doubt]:
    """Return words about owners that were not understood, and a heading's that may hold below."""
    why = "此处像是责任分工，但未能读懂，请人工填写牵头和配合单位。"
    unread = find_unread(shadow.folded, draft.start, draft.end, taken=draft.clauses)
    found = [
        Doubt("clause-unreadable", shadow.clean[s:e], shadow.span(s, e), why, (), index)
        for s, e in unread
    ]
    why = "本项没有写明责任单位，其上级标题写有责任分工，是否适用于本项，请确认。"
    for above in draft.above:
        span = shadow.span(draft.start, draft.end)
        words = shadow.clean[above.start : above.end]
        found.append(Doubt("clause-of-heading", words, span, why, above.owners.names, index))
    return found


def _soft(shadow: Shadow, index: int, draft: Draft) -> list[Doubt]:
    why = "时间要求没有写明日期，如需按时限督办，请设定完成时间。"
    return [
        Doubt("soft-deadline", match[0], shadow.span(*match.span()), why, (), index, blocking=False)
        for rule in (_SOFT, _SEASON)
        for match in rule.finditer(shadow.folded, draft.start, draft.end)
    ]


def _nobody(measures: Sequence[Measure]) -> list[Doubt]:
    return [
        Doubt("no-owner", measure.text[:40], task.span, _NO_UNIT, (), index)
        for index, measure in enumerate(measures)
        for task in measure.tasks
        if not task.leads and not task.supports
    ]


def _numbering(measures: Sequence[Measure]) -> list[Doubt]:
    """Point at a gap between numbers: a measure may have been lost on the way."""
    found, last = [], 0
    for index, measure in enumerate(measures):
        above = re.match(r"(\d{1,3})[.、．]", measure.section or "")
        last = int(above[1]) if above else last
        if measure.no is None or not measure.no.isdecimal():
            continue
        number = int(measure.no)
        if last and number > last + 1:
            why = f"序号由{last}跳到{number}，中间可能有缺漏，请对照原件。"
            place = Span(measure.span.start, measure.span.start + 1)
            found.append(Doubt("numbering-gap", measure.no, place, why, (), index, blocking=False))
        last = number
    return found


def _measure_at(drafts: Sequence[Draft], place: int) -> int | None:
    """Return the measure that stands at a place; drafts are in the order of the text."""
    index = bisect_right(drafts, place, key=lambda draft: draft.start) - 1
    return index if index >= 0 and place < drafts[index].end else None


def doubts_of_text(shadow: Shadow, start: int, end: int, drafts: Sequence[Draft]) -> list[Doubt]:
    """Return strange words and characters, each with the measure it stands in."""
    found = []
    for strange in find_strange(shadow.folded, start, end):
        index = _measure_at(drafts, strange.start)
        found.append(_about(shadow, strange, index, blocking=True))
    for index, draft in enumerate(drafts):
        words = shadow.folded[draft.start : draft.end]
        if _DIGIT.search(words):
            found += [
                _about(shadow, odd.moved(draft.start), index, blocking=False)
                for odd in find_odd_figures(masked(words))
            ]
    return found


def _about(shadow: Shadow, strange: Strange, index: int | None, *, blocking: bool) -> Doubt:
    span = shadow.span(strange.start, strange.end)
    quote = shadow.clean[strange.start : strange.end]
    return Doubt(strange.kind, quote, span, strange.why, (), index, blocking=blocking)


def doubts_of_duties(duties: Sequence[Duty], header: Header) -> list[Doubt]:
    """Ask for what a reporting duty leaves open: to whom, and by which day."""
    found, asked = [], set()
    named = (*(duty.to for duty in duties), header.contact, *header.issuers)
    choices = tuple(dict.fromkeys(filter(None, named)))
    for duty in duties:
        if duty.bulletin:
            continue
        if duty.to is None and duty.by is None and duty.frequency == "irregular":
            continue  # 重要情况及时报告: to one's superior, as always
        if duty.to is None and duty.span not in asked:
            asked.add(duty.span)
            why = "报送要求没有写明报送给谁，请确认接收单位。"
            found.append(Doubt("recipient-not-stated", duty.quote, duty.span, why, choices))
        if duty.due is None and duty.frequency != "irregular":
            why = "报送要求没有写明具体日期，请设定。"
            found.append(Doubt("due-not-stated", duty.quote, duty.span, why))
    return found


def doubts_of_defaults(defaults: Sequence[Default], drafts: Sequence[Draft]) -> list[Doubt]:
    """Ask whether a document-wide default also covers the measure it stands in."""
    why = "此处为全文统一规定的落实单位，已加入所涉各项措施；所在的这一项是否也包括，请确认。"
    found = []
    for default in defaults:
        index = _measure_at(drafts, default.at)
        if index is not None:
            kind, names = "default-scope", default.names
            found.append(
                Doubt(kind, default.quote, default.span, why, names, index, blocking=False)
            )
    return found


def doubts_of_header(shadow: Shadow, header: Header, measures: Sequence[Measure]) -> list[Doubt]:
    """Point at what the head leaves open."""
    first = Span(0, min(len(shadow.text), 1))
    found = []
    if header.issued_on is None:
        why = "没有读到成文日期（网页发布日期不算），涉及年度和期限的推算需由人工确认。"
        found.append(Doubt("issued-on-not-stated", "", first, why, blocking=False))
    if not measures:
        why = "没有读到任何措施：如果任务列在表格或附件中，请导入含有任务条目的全文。"
        found.append(Doubt("no-measures", "", first, why))
    if not header.issuers:
        why = "没有读到发文机关，请补充。"
        found.append(Doubt("issuer-not-stated", "", first, why, blocking=False))
    return found
