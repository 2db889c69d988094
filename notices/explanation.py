"""Which rule found what: every finding of a reading, in the order of the text."""

from collections.abc import Iterator

from notices.evidence import Finding, Span
from notices.reading import Measure, Reading, Task

RULES = {
    "measure": "有编号的一段，列为措施",
    "measure-of-parts": "有编号的几段共用一处责任分工，合为一条措施",
    "measure-paragraph": "无编号、写有责任分工或段首标题的一段，列为措施",
    "measure-table": "任务分工表中的一行",
    "clause-bracket": "责任分工在括号内",
    "clause-line": "责任分工单独成行",
    "clause-shared": "责任分工写在几项措施之后，一并说明",
    "clause-inline": "责任分工在句末，以“责任单位：”等字样引出",
    "clause-opening": "句首写明由谁牵头、谁配合",
    "clause-sentence": "整句（或句尾）只写由谁负责",
    "table-row": "责任分工在表格的一行",
    "column-lead": "“牵头单位”一栏为牵头",
    "column-support": "“配合单位”一栏为配合",
    "column-owner": "“责任单位”一栏",
    "label-lead": "“牵头单位”之后为牵头",
    "label-support": "“配合单位”等之后为配合",
    "label-owner": "“责任单位”：旁有牵头单位时为配合，旁有配合单位时为牵头，单独出现时未写明牵头",
    "label-due": "“完成时限”之后为时限",
    "label-other": "责任人、备注等，不含单位",
    "verb-lead": "“……牵头”“……会同……”",
    "verb-support": "“……配合”“……参与”等",
    "verb-owner": "“……负责”“……落实”等，未写明牵头",
    "by-duty": "“按职责分工负责”，未写明牵头",
    "bare": "括号内只列单位名称",
    "marked": "单位名称后注明（牵头）（配合）",
    "first-leads": "原文写明列第一位的为牵头单位",
    "implied-lead": "未写明牵头，暂以首列单位为牵头，待确认",
    "owners-lead": "旁有配合单位，几个责任单位共同牵头，待确认",
    "elided-prefix": "补全承前省略的层级（市发展改革委、科技局）",
    "elided-suffix": "补全蒙后省略的名称（岭东区、河西区政府）",
    "open-list": "列举以“等”结尾，未列全",
    "stray-words": "略去夹在责任分工中的网页字样",
    "inherited": "全文统一规定，不再逐项列出",
    "column-due": "“完成时限”一栏",
    "deadline": "写明的完成日期",
    "target": "要求在某年达到的数值",
    "duty": "要求报送、报告或通报",
    "plan": "要求制定方案或分解任务",
    "doubt": "不能确定，请人确认",
}


def explain(reading: Reading) -> list[Finding[str]]:
    """Return each finding in words, with its rules and its place."""
    found = [one for measure in reading.measures for one in _of_measure(measure)]
    for target in reading.targets:
        value = f"{target.indicator} {target.op} {target.value:g}{target.unit}"
        by = target.by.isoformat() if target.by else target.period or ""
        found.append(Finding(f"{value} {by}".strip(), target.span, "target"))
    for duty in reading.reporting:
        words = f"{duty.by or '未写明'} → {duty.to or '未写明'} {duty.due or ''}".strip()
        found.append(Finding(words, duty.span, "duty"))
    found += [Finding(plan.by or "未写明", plan.span, "plan") for plan in reading.plans]
    found += [Finding(doubt.why, doubt.span, "doubt") for doubt in reading.doubts]
    return sorted(found, key=lambda one: (one.span.start, -one.span.end))


def _of_measure(measure: Measure) -> Iterator[Finding[str]]:
    head = measure.text.split("\n", 1)[0][:24]
    yield Finding(f"{measure.no or ''} {head}".strip(), measure.span, measure.rule)
    for task in measure.tasks:
        yield from _of_task(task)


def _of_task(task: Task) -> Iterator[Finding[str]]:
    if task.clause is not None:
        words = f"牵头 {'、'.join(task.leads) or '无'}；配合 {'、'.join(task.supports) or '无'}"
        implied = ("implied-lead",) if task.lead_implied and task.supports else ()
        yield Finding(words, task.clause_span or task.span, " ".join((*task.rules, *implied)))
    if task.inherited:
        yield Finding("、".join(task.inherited), task.span, "inherited")
    if task.deadline:
        place: Span = task.deadline_span or task.clause_span or task.span
        yield Finding(task.deadline.isoformat(), place, "deadline")


def in_words(rule: str) -> str:
    """Return what the rules behind a finding say, for a person."""
    return "；".join(RULES.get(name, name) for name in rule.split())
