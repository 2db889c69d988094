"""Laying a reading out as drafts: measures, tasks, parts, targets, duties and doubts.

Nothing here is live: a person confirms it (`actions.confirmation`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from actions.parts import add_parts, parts_in, parts_of
from actions.register import Register
from models import Doubt, Measure, Notice, ReportingDuty, Target, Task
from rules.assignments import Role

Data = Mapping[str, Any]  # the JSON that `duban read --json` prints, or a part of it

CHOICES = {  # what a person may do where the reader offers no choices of its own
    "suspected-injected-text": ("删除", "保留原文"),
    "unknown-characters": ("保留原文", "删除"),
    "soft-deadline": ("不设时限",),  # or a day
    "numbering-gap": ("已核对，没有缺漏",),
    "issued-on-not-stated": ("已核对",),
    "issuer-not-stated": ("已核对",),
    "character-lost": ("已核对",),
    "open-list": ("仅限所列单位",),
    "stray-words": ("已核对",),
    "joint-leads": ("是，共同牵头",),
    "default-scope": ("包括", "不包括"),
}
TITLE_LENGTH = 28  # characters shown in lists


def draft_from_reading(
    session: Session, notice: Notice, reading: Data, *, register: Register, now: datetime
) -> None:
    """Write the drafts of one notice; unknown names become doubts with suggestions."""
    on = notice.issued_on or now.date()
    tasks: list[Task] = []
    for order, data in enumerate(reading["measures"], start=1):
        measure = _measure(session, notice, data, order)
        for part, clause in enumerate(data["tasks"], start=1):
            several = len(data["tasks"]) > 1
            task = _task(session, notice, measure, clause, part=part, several=several)
            for printed, role, place_in_clause in parts_of(clause):
                add_parts(
                    session,
                    notice,
                    task,
                    printed,
                    role=role,
                    order=place_in_clause,
                    register=register,
                    on=max(on, now.date()),
                )
            tasks.append(task)
    _targets(session, notice, reading, tasks, register=register, on=on)
    _duties(session, notice, reading, register=register, on=on)
    _doubts(session, notice, reading, tasks)
    _ask_who_leads(session, notice, tasks)


def _measure(session: Session, notice: Notice, data: Data, order: int) -> Measure:
    measure = Measure(
        notice_id=notice.number,
        order=order,
        no=data.get("no"),
        chapter=data.get("chapter"),
        section=data.get("section"),
        title=short_title(data["text"]),
        text=data["text"],
        span_start=data["span"][0],
        span_end=data["span"][1],
    )
    session.add(measure)
    session.flush()
    return measure


def short_title(text: str) -> str:
    """Return the first sentence of a measure without its number, cut for lists."""
    first = text.strip().lstrip("0123456789.、．（）()一二三四五六七八九十 　")
    first = first.splitlines()[0] if first else text.strip()
    for stop in "。：；:;":
        first = first.partition(stop)[0]
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def _task(
    session: Session, notice: Notice, measure: Measure, clause: Data, *, part: int, several: bool
) -> Task:
    span = clause.get("span") or [measure.span_start, measure.span_end]
    due_on = date.fromisoformat(clause["deadline"]) if clause.get("deadline") else None
    task = Task(
        notice_id=notice.number,
        measure_id=measure.number,
        part=part,
        key=f"{measure.order}.{part}" if several else str(measure.order),
        title=measure.title,
        clause=clause.get("clause"),
        span_start=span[0],
        span_end=span[1],
        lead_implied=bool(clause.get("lead_implied")),
        wants_plan=bool(clause.get("wants_plan")),
        due_on=due_on,
        original_due_on=due_on,
        due_quote=clause.get("deadline_quote"),
    )
    session.add(task)
    session.flush()
    return task


def _targets(
    session: Session,
    notice: Notice,
    reading: Data,
    tasks: list[Task],
    *,
    register: Register,
    on: date,
) -> None:
    """Store the targets; one that stands in a measure belongs to that measure's consolidator.

    In a table of indicators, the one unit printed beside a number owns it.
    """
    for order, data in enumerate(reading["targets"], start=1):
        if data.get("value") is None:
            continue
        task = _task_around(session, tasks, data["span"])
        parts = parts_in(session, task) if task else []
        owner = next((part.department_id for part in parts if part.consolidates), None)
        if owner is None and len(printed := data.get("owners") or []) == 1:
            named = register.resolve(printed[0], place=notice.place, on=on).departments
            owner = named[0].number if len(named) == 1 else None
        session.add(
            Target(
                notice_id=notice.number,
                task_id=task.number if task else None,
                owner_id=owner,
                order=order,
                indicator=data["indicator"],
                op=data["op"],
                value=data["value"],
                unit=data["unit"],
                by=date.fromisoformat(data["by"]) if data.get("by") else None,
                stretch=bool(data.get("stretch")),
                quote=data["quote"],
                span_start=data["span"][0],
                span_end=data["span"][1],
            )
        )


def _task_around(session: Session, tasks: list[Task], span: list[int]) -> Task | None:
    for task in reversed(tasks):
        measure = session.get_one(Measure, task.measure_id)
        if measure.span_start <= span[0] < measure.span_end:
            return task
    return None


def _duties(
    session: Session, notice: Notice, reading: Data, *, register: Register, on: date
) -> None:
    for data in reading["reporting"]:
        if data.get("bulletin"):  # the office's own to make, nothing that is handed in
            continue
        printed = data.get("by") or ""
        found = register.resolve(printed, place=notice.place, on=on)
        session.add(
            ReportingDuty(
                notice_id=notice.number,
                frequency=data["frequency"],
                due=data.get("due"),
                quarter_month=data.get("quarter_month"),
                reporters=printed or "所有责任单位",
                reporter_ids=[row.number for row in found.departments] or None,
                recipient=data.get("to"),
                first_year=notice.issued_on.year if notice.issued_on else None,
                last_year=_last_target_year(reading),
                quote=data["quote"],
                span_start=data["span"][0],
                span_end=data["span"][1],
            )
        )


def _last_target_year(reading: Data) -> int | None:
    years = [int(data["by"][:4]) for data in reading["targets"] if data.get("by")]
    return max(years, default=None)


def _doubts(session: Session, notice: Notice, reading: Data, tasks: list[Task]) -> None:
    for data in reading["doubts"]:
        if data["kind"] == "implied-lead":
            continue  # one question for the whole notice, below
        task = _task_around(session, tasks, data["span"])
        session.add(
            Doubt(
                notice_id=notice.number,
                task_id=task.number if task else None,
                kind=data["kind"],
                quote=data["quote"],
                span_start=data["span"][0],
                span_end=data["span"][1],
                why=data["why"],
                choices=list(data.get("choices") or CHOICES.get(data["kind"], ())),
                blocking=bool(data.get("blocking", task is not None)),
            )
        )


def _ask_who_leads(session: Session, notice: Notice, tasks: list[Task]) -> None:
    """Ask once for the whole notice whether the first of several named units leads."""
    for task in tasks:
        several = [p for p in parts_in(session, task) if p.role is Role.RESPONSIBLE]
        if task.lead_implied and len(several) > 1:
            session.add(
                Doubt(
                    notice_id=notice.number,
                    kind="first-named-leads",
                    quote=task.clause or "",
                    span_start=task.span_start,
                    span_end=task.span_end,
                    why="文中只列责任单位、未写明牵头。是否以列第一位的单位为牵头并负责汇总？",
                    choices=["是", "否"],
                    blocking=False,
                )
            )
            return
