"""A reading as plain data: the form that `duban read --json` prints and a notice's row keeps."""

from datetime import date

from notices.evidence import Span
from notices.reading import Doubt, Duty, Measure, Reading, Target, Task


def reading_as_json(reading: Reading) -> dict[str, object]:
    """Return the reading with lists, strings and numbers only."""
    header = reading.header
    return {
        "title": header.title,
        "doc_number": header.doc_number,
        "issuers": list(header.issuers),
        "issued_on": _day(header.issued_on),
        "addressees": list(header.addressees),
        "place": header.place,
        "contact": header.contact,
        "approval": header.approval,
        "measures": [_measure(measure) for measure in reading.measures],
        "targets": [_target(target) for target in reading.targets],
        "reporting": [_duty(duty) for duty in reading.reporting],
        "plans": [
            {"by": plan.by, "quote": plan.quote, "span": _span(plan.span)} for plan in reading.plans
        ],
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
        "encoding": reading.encoding,
        "text": reading.text,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "no": measure.no,
        "chapter": measure.chapter,
        "section": measure.section,
        "text": measure.text,
        "span": _span(measure.span),
        "tasks": [_task(task) for task in measure.tasks],
    }


def _task(task: Task) -> dict[str, object]:
    return {
        "leads": list(task.leads),
        "supports": list(task.supports),
        "inherited": list(task.inherited),
        "lead_implied": task.lead_implied,
        "clause": task.clause,
        "span": _span(task.span),
        "clause_span": _span(task.clause_span) if task.clause_span else None,
        "deadline": _day(task.deadline),
        "deadline_span": _span(task.deadline_span) if task.deadline_span else None,
        "style": task.style,
        "wants_plan": task.wants_plan,
        "rules": list(task.rules),
        "suggested": list(task.suggested),
    }


def _target(target: Target) -> dict[str, object]:
    value = int(target.value) if target.value == int(target.value) else target.value
    return {
        "indicator": target.indicator,
        "op": target.op,
        "value": value,
        "unit": target.unit,
        "by": _day(target.by),
        "quote": target.quote,
        "span": _span(target.span),
        "stretch": target.stretch,
        "value_max": target.value_max,
        "period": target.period,
        "measure": target.measure,
        "owners": list(target.owners),
    }


def _duty(duty: Duty) -> dict[str, object]:
    return {
        "frequency": duty.frequency,
        "due": duty.due,
        "by": duty.by,
        "to": duty.to,
        "quote": duty.quote,
        "span": _span(duty.span),
        "quarter_month": duty.quarter_month,
        "bulletin": duty.bulletin,
    }


def _doubt(doubt: Doubt) -> dict[str, object]:
    return {
        "kind": doubt.kind,
        "quote": doubt.quote,
        "span": _span(doubt.span),
        "why": doubt.why,
        "choices": list(doubt.choices),
        "measure": doubt.measure,
        "blocking": doubt.blocking,
    }
