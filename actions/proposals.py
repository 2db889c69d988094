"""Drafts (代拟稿) of 通报, 约谈 and 建议问责: proposed by the ladder, decided by a named leader."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.lags import lags_of
from actions.lines import days_late
from actions.reach import sent_on
from actions.subjects import parts_by_id, subjects_of
from models import Approval, Department, EscalationCase, Reminder
from rules.due import day_of
from rules.office import Office
from rules.policies import EscalationLadder, LadderRung
from rules.wording import Wording, chinese_date, wording_for
from rules.working_days import WorkingCalendar
from templates import render

ANSWER_WITHIN = 3  # working days that a draft gives for an answer; a leader may change the text


def propose(
    session: Session,
    cases: Sequence[EscalationCase],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> None:
    """Put these cases into today's drafts, one a department, notice and rung; write them anew.

    One draft covers all cases that reach the rung on one day, so a leader decides once.
    """
    parts = parts_by_id(session, {case.assignment_id for case in cases})
    together: dict[tuple[LadderRung, int, int], list[EscalationCase]] = defaultdict(list)
    for case in cases:
        part = parts[case.assignment_id]
        rung = LadderRung.from_data(case.ladder[case.steps_taken - 1])
        together[rung, part.notice_id, part.department_id].append(case)
    today = calendar.office_day(now)
    for (rung, notice_id, department_id), some in together.items():
        draft = _draft(session, rung, notice_id, department_id, today=today, now=now)
        draft.case_ids = sorted({*draft.case_ids, *(case.number for case in some)})
        tasks = {parts[case.assignment_id].task_id for case in some}
        draft.task_ids = sorted({*draft.task_ids, *tasks})
        _write(session, draft, rung, calendar=calendar, office=office)
        is_new = draft.id is None
        session.add(draft)
        session.flush()
        if is_new:
            record_event(session, "approval.drafted", draft, now=now, kind=draft.kind)


def _draft(
    session: Session,
    rung: LadderRung,
    notice_id: int,
    department_id: int,
    *,
    today: date,
    now: datetime,
) -> Approval:
    """Return today's draft if nobody decided it yet, else a new one."""
    kind = rung.template.removesuffix("_draft")
    key = f"{kind}:{department_id}:{notice_id}:{rung.name}:{today.isoformat()}"
    known = session.exec(select(Approval).where(col(Approval.key).startswith(key))).all()
    waiting = next((draft for draft in known if draft.status == "waiting"), None)
    return waiting or Approval(
        key=key if not known else f"{key}#{len(known) + 1}",
        kind=kind,
        notice_id=notice_id,
        department_id=department_id,
        title="",
        text="",
        drafted_on=today,
        created_at=now,
    )


def _write(
    session: Session,
    draft: Approval,
    rung: LadderRung,
    *,
    calendar: WorkingCalendar,
    office: Office,
) -> None:
    department = session.get_one(Department, draft.department_id)
    wording = wording_for(office.standing, level=department.level, kind=department.kind)
    facts = _facts(session, draft, calendar=calendar, wording=wording)
    whole = render(
        f"messages/{rung.template}.txt",
        department=department.name,
        wording=wording,
        office=office.name,
        tasks=facts,
        notice=facts[0]["notice"],
        doc_number=facts[0]["doc_number"],
        today=draft.drafted_on,
        answer_by=calendar.add_working_days(draft.drafted_on, ANSWER_WITHIN),
    )
    title, _, text = whole.lstrip().partition("\n")
    draft.title, draft.text = title.strip(), text.strip() + "\n"
    draft.facts = {
        "rung": rung.label,
        "department": department.name,
        "tasks": [{**fact, "due_on": _iso(fact["due_on"])} for fact in facts],
    }


def _facts(
    session: Session, draft: Approval, *, calendar: WorkingCalendar, wording: Wording
) -> list[dict[str, Any]]:
    """Return each case as a leader must be able to check it: what, by when, who was urged when."""
    cases = session.exec(
        select(EscalationCase)
        .where(col(EscalationCase.id).in_(draft.case_ids))
        .order_by(col(EscalationCase.due_on), col(EscalationCase.id))
    ).all()
    parts = parts_by_id(session, {case.assignment_id for case in cases})
    subjects = subjects_of(session, {case.due_instance for case in cases})
    details = lags_of(
        session,
        [(case.assignment_id, case.due_instance) for case in cases],
        today=draft.drafted_on,
        calendar=calendar,
    )
    return [
        {
            "key": parts[case.assignment_id].key,
            "title": parts[case.assignment_id].title,
            "notice": parts[case.assignment_id].notice,
            "doc_number": parts[case.assignment_id].doc_number,
            "what": subjects[case.due_instance].what,
            "detail": details.get((case.assignment_id, case.due_instance), ""),
            "due_on": day_of(case.due_instance),
            "days_late": days_late(
                case.due_instance,
                counted_from=case.due_on,
                today=draft.drafted_on,
                calendar=calendar,
            ),
            "urges": _urges(session, case, wording, calendar),
        }
        for case in cases
    ]


def _urges(
    session: Session, case: EscalationCase, wording: Wording, calendar: WorkingCalendar
) -> list[str]:
    """Return `2024年10月8日第一次催办` and so on: only what reached somebody, on the day it did."""
    rungs = EscalationLadder.from_data(case.ladder).rungs
    reminders = session.exec(
        select(Reminder)
        .where(
            Reminder.subject_kind == "assignment",
            Reminder.subject_id == case.assignment_id,
            Reminder.due_instance == case.due_instance,
            col(Reminder.rule).startswith("ladder-"),
            col(Reminder.message_id).is_not(None),
        )
        .order_by(col(Reminder.id))
    ).all()
    days = sent_on(session, [r.message_id for r in reminders if r.message_id], calendar=calendar)
    told = [
        (days[r.message_id], int(r.rule.removeprefix("ladder-")))
        for r in reminders
        if r.message_id in days
    ]
    return [f"{chinese_date(day)}{_done(rungs[step - 1], wording)}" for day, step in told]


def _done(rung: LadderRung, wording: Wording) -> str:
    if not rung.label.endswith("单"):
        return rung.label
    return "发函督促" if wording.form == "函" else f"发出{rung.label}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
