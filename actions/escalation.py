"""Climbing the ladder (督办阶梯): one rung a working day at most, none skipped, none repeated."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, select

from actions.climbs import rung_of, why_over
from actions.events import record_event
from actions.holds import find_holds
from actions.promised_record import ladder_hash
from actions.proposals import propose
from actions.reach import Letter, last_decision, letter_of
from actions.withdrawals import withdraw_settled
from models import Assignment, EscalationCase, Reminder
from rules.due import Due, day_of
from rules.office import Office
from rules.policies import EscalationLadder, LadderRung, Policy, policy_of
from rules.working_days import WorkingCalendar


def open_case(
    session: Session, due: Due, *, now: datetime, policies: Mapping[str, Policy]
) -> EscalationCase:
    """Open the climb about one due instance, with a copy of its ladder; once, however often run."""
    known = session.exec(
        select(EscalationCase).where(
            EscalationCase.assignment_id == due.assignment_id,
            EscalationCase.due_instance == due.instance,
        )
    ).first()
    if known is not None:
        return known
    case = EscalationCase(
        assignment_id=due.assignment_id,
        due_instance=due.instance,
        due_on=due.late_from,
        ladder=policy_of(policies, due.policy).ladder.as_data(),
        opened_at=now,
    )
    session.add(case)
    record_event(
        session, "escalation.opened", case,
        now=now, due_instance=due.instance, ladder=ladder_hash(case.ladder),
    )  # fmt: skip
    return case


def escalate(
    session: Session, case_id: int, *, now: datetime, calendar: WorkingCalendar, office: Office
) -> LadderRung | None:
    """Take the rung that is due for this case, if one is; end the case if its cause is gone.

    Safe to repeat, and to run twice at once: a case takes at most one rung a day, and
    the reminder's unique key refuses a second copy of the same decision. A rung counts as taken
    when its letter reached somebody: until then the climb stands still, and a letter that is lost
    is written again. It stands still as well while the office owes an answer.
    """
    case = session.get_one(EscalationCase, case_id, with_for_update=True)
    if case.ended_at is not None or not calendar.is_working_day(calendar.office_day(now)):
        return None
    reason = why_over(session, case, now=now, calendar=calendar)
    if reason is not None:
        end_case(session, case, reason=reason, now=now)
        return None
    today = calendar.office_day(now)
    letter = letter_of(session, case, today=today, calendar=calendar)
    rung = rung_of(case, now=now, calendar=calendar)
    if letter is Letter.WAITS or _is_held(session, case, today=today):
        return None
    if letter is Letter.LOST:
        return _repeat(session, case, now=now, today=today)
    if rung is None:
        return None
    _take(session, case, rung, now=now, calendar=calendar, office=office)
    return rung


def _is_held(session: Session, case: EscalationCase, *, today: date) -> bool:
    part = session.get_one(Assignment, case.assignment_id)
    holds = find_holds(session, today=today)
    return holds.why(part.number, part.department_id or 0) is not None


def _repeat(
    session: Session, case: EscalationCase, *, now: datetime, today: date
) -> LadderRung | None:
    """Decide a rung anew whose letter reached nobody: the same step, on another day."""
    reminder = last_decision(session, case)
    if reminder is None or case.stepped_on == today:
        return None
    reminder.message_id = reminder.cancelled_at = reminder.cancelled_reason = None
    reminder.decided_on, reminder.decided_at = today, now
    case.stepped_on = today
    session.add_all([reminder, case])
    rung = EscalationLadder.from_data(case.ladder).rungs[case.steps_taken - 1]
    record_event(
        session, "escalation.repeated", case, now=now, rung=rung.name, step=case.steps_taken
    )
    return rung


def end_case(session: Session, case: EscalationCase, *, reason: str, now: datetime) -> None:
    """End a climb; `reason` is kept in words."""
    case.ended_at, case.ended_reason = now, reason
    session.add(case)
    record_event(session, "escalation.ended", case, now=now, reason=reason)
    session.flush()
    withdraw_settled(session, now=now)


def _take(
    session: Session,
    case: EscalationCase,
    rung: LadderRung,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> None:
    part = session.get_one(Assignment, case.assignment_id)
    case.steps_taken += 1
    case.stepped_on = calendar.office_day(now)
    session.add(case)
    if rung.drafts:
        propose(session, case, rung, now=now, calendar=calendar, office=office)
    else:
        session.add(_reminder(case, part, rung, now=now))
    record_event(
        session, "escalation.stepped", case, now=now, rung=rung.name, step=case.steps_taken
    )


def _reminder(
    case: EscalationCase, part: Assignment, rung: LadderRung, *, now: datetime
) -> Reminder:
    if case.stepped_on is None:
        raise ValueError("a case that took a rung knows its day")
    return Reminder(
        subject_kind="assignment",
        subject_id=part.number,
        rule=f"ladder-{case.steps_taken}",
        due_instance=case.due_instance,
        audience=rung.audience,  # a post; addresses are resolved when sending
        department_id=part.department_id,
        task_id=part.task_id,
        due_on=day_of(case.due_instance) or case.due_on,
        decided_on=case.stepped_on,
        decided_at=now,
    )
