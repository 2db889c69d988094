"""Climbing the ladder (督办阶梯): one rung a working day at most, none skipped, none repeated."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from actions.events import record_event, record_events
from actions.grounds import Footing, Grounds
from actions.holds import find_holds
from actions.promised_record import ladder_hash
from actions.proposals import propose
from actions.reach import LOST, has_untried_address
from actions.withdrawals import withdraw_settled
from models import EscalationCase, OutgoingMessage, Reminder
from rules.due import Due, day_of
from rules.escalation import rung_now
from rules.office import Office
from rules.policies import EscalationLadder, LadderRung, Policy, policy_of
from rules.working_days import WorkingCalendar


class Letter(StrEnum):
    """What became of the letter of a climb's last rung."""

    NONE = "none"  # no rung yet, or a draft: nothing to wait for
    WAITS = "waits"  # not written or not sent yet, or sent today
    REACHED = "reached"
    LOST = "lost"


def open_cases(
    session: Session, dues: Sequence[Due], *, now: datetime, policies: Mapping[str, Policy]
) -> list[int]:
    """Open climbs about due instances, each with a copy of its ladder; once, however often run."""
    known = {
        (case.assignment_id, case.due_instance): case.number
        for case in session.exec(
            select(EscalationCase).where(
                col(EscalationCase.assignment_id).in_({due.assignment_id for due in dues}),
                col(EscalationCase.due_instance).in_({due.instance for due in dues}),
            )
        )
    }
    new = [due for due in dues if (due.assignment_id, due.instance) not in known]
    cases = [_case(due, policy_of(policies, due.policy), now=now) for due in new]
    session.add_all(cases)
    session.flush()
    payloads = {
        case.number: {"due_instance": case.due_instance, "ladder": ladder_hash(case.ladder)}
        for case in cases
    }
    record_events(session, "escalation.opened", EscalationCase, payloads, now=now)
    return [*known.values(), *payloads]


def _case(due: Due, policy: Policy, *, now: datetime) -> EscalationCase:
    return EscalationCase(
        assignment_id=due.assignment_id,
        due_instance=due.instance,
        due_on=due.late_from,
        ladder=policy.ladder.as_data(),
        opened_at=now,
    )


def escalate(
    session: Session,
    case_ids: Collection[int],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> dict[int, LadderRung]:
    """Take the rung that is due for each of these cases; end those whose cause is gone.

    Return case → rung taken. Safe to repeat, and to run twice at once: a case takes at most one
    rung a day, and the reminder's unique key refuses a second copy of the same decision. A rung
    counts as taken when its letter reached somebody: until then the climb stands still, and a
    letter that is lost is written again. It stands still as well while the office owes an answer.
    """
    today = calendar.office_day(now)
    if not calendar.is_working_day(today):
        return {}
    open_ones = (
        select(EscalationCase)
        .where(col(EscalationCase.id).in_(case_ids), col(EscalationCase.ended_at).is_(None))
        .order_by(col(EscalationCase.id))
        .with_for_update()
    )
    cases = session.exec(open_ones).all()
    grounds = Grounds.of(session, cases, today=today, calendar=calendar)
    over = {case.number: grounds.why_over(case) for case in cases}
    end_cases(session, [(c, reason) for c in cases if (reason := over[c.number])], now=now)
    holds = find_holds(session, today=today)
    taken: dict[int, LadderRung] = {}
    for case in cases:
        part = grounds.footings[case.assignment_id]
        if over[case.number] or holds.why(case.assignment_id, part.department_id or 0):
            continue
        rung = _step(session, case, grounds, now=now, calendar=calendar)
        if rung is not None:
            taken[case.number] = rung
    drafts = [case for case in cases if case.number in taken and taken[case.number].drafts]
    propose(session, drafts, now=now, calendar=calendar, office=office)
    return taken


def end_cases(
    session: Session, ended: Sequence[tuple[EscalationCase, str]], *, now: datetime
) -> None:
    """End climbs, each with its reason in words."""
    for case, reason in ended:
        case.ended_at, case.ended_reason = now, reason
        session.add(case)
        record_event(session, "escalation.ended", case, now=now, reason=reason)
    if ended:
        session.flush()
        withdraw_settled(session, now=now)


def _step(
    session: Session,
    case: EscalationCase,
    grounds: Grounds,
    *,
    now: datetime,
    calendar: WorkingCalendar,
) -> LadderRung | None:
    """Take the rung that is due for a case, or decide a lost one anew; None if neither is."""
    today = calendar.office_day(now)
    letter = _letter_of(session, case, grounds, today=today, calendar=calendar)
    if letter is Letter.WAITS:
        return None
    ladder = EscalationLadder.from_data(case.ladder)
    if letter is Letter.LOST:
        repeated = _repeat(session, case, grounds.decisions[case.number], now=now, today=today)
        return ladder.rungs[case.steps_taken - 1] if repeated else None
    rung = rung_now(
        ladder, due_on=case.due_on, steps_taken=case.steps_taken, stepped_on=case.stepped_on,
        today=today, calendar=calendar,
    )  # fmt: skip
    if rung is not None:
        _take(session, case, rung, grounds.footings[case.assignment_id], now=now, today=today)
    return rung


def _letter_of(
    session: Session,
    case: EscalationCase,
    grounds: Grounds,
    *,
    today: date,
    calendar: WorkingCalendar,
) -> Letter:
    """Return what became of the letter of the rung that a climb took last."""
    reminder = grounds.decisions.get(case.number)
    if reminder is None:
        return Letter.NONE
    if reminder.cancelled_at is not None:
        return Letter.LOST
    status, sent_at = grounds.sent.get(reminder.message_id or 0, ("pending", None))
    if status in ("pending", "held"):
        return Letter.WAITS
    if status in LOST:
        message = session.get_one(OutgoingMessage, reminder.message_id)
        return Letter.LOST if has_untried_address(session, message, today=today) else Letter.WAITS
    sent_today = sent_at is not None and calendar.office_day(sent_at) == today
    return Letter.WAITS if sent_today else Letter.REACHED


def _repeat(
    session: Session, case: EscalationCase, reminder: Reminder, *, now: datetime, today: date
) -> bool:
    """Decide a rung anew whose letter reached nobody: the same step, on another day."""
    if case.stepped_on == today:
        return False
    reminder.message_id = reminder.cancelled_at = reminder.cancelled_reason = None
    reminder.decided_on, reminder.decided_at = today, now
    case.stepped_on = today
    session.add_all([reminder, case])
    name = case.ladder[case.steps_taken - 1]["name"]
    record_event(session, "escalation.repeated", case, now=now, rung=name, step=case.steps_taken)
    return True


def _take(
    session: Session,
    case: EscalationCase,
    rung: LadderRung,
    part: Footing,
    *,
    now: datetime,
    today: date,
) -> None:
    case.steps_taken += 1
    case.stepped_on = today
    session.add(case)
    if not rung.drafts:
        session.add(_reminder(case, part, rung, now=now, today=today))
    record_event(
        session, "escalation.stepped", case, now=now, rung=rung.name, step=case.steps_taken
    )


def _reminder(
    case: EscalationCase, part: Footing, rung: LadderRung, *, now: datetime, today: date
) -> Reminder:
    return Reminder(
        subject_kind="assignment",
        subject_id=case.assignment_id,
        rule=f"ladder-{case.steps_taken}",
        due_instance=case.due_instance,
        audience=rung.audience,  # a post; addresses are resolved when sending
        department_id=part.department_id,
        task_id=part.task_id,
        due_on=day_of(case.due_instance) or case.due_on,
        decided_on=today,
        decided_at=now,
    )
