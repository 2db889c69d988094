"""Telling the leaders, at most once a working day, what waits for their decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.approvals import KINDS, waiting_approvals
from actions.events import record_event
from actions.outbox import put_in_outbox
from models import Approval, EscalationCase, OutgoingMessage
from rules.audiences import Audience
from rules.office import Office
from rules.working_days import WorkingCalendar
from templates import render_letter

KIND = "approval_request"
AGAIN_AFTER = 5  # working days: drafts that were told of are not told of every morning


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """One draft as the leaders read of it."""

    number: int
    kind: str
    title: str
    drafted_on: date
    days_waiting: int  # working days
    link: str


def is_request_due(session: Session, *, now: datetime, calendar: WorkingCalendar) -> bool:
    """Say whether a draft waits that the leaders were not told of, today or for a week."""
    today = calendar.office_day(now)
    if not calendar.is_working_day(today):
        return False
    waiting = _to_tell(session, today)
    last = session.exec(
        select(OutgoingMessage)
        .where(OutgoingMessage.kind == KIND)
        .order_by(col(OutgoingMessage.id).desc())
    ).first()
    if not waiting or last is None:
        return bool(waiting)
    if last.office_day >= today:
        return False
    told = last.data["approvals"]
    return any(row.number not in told for row in waiting) or (
        calendar.add_working_days(last.office_day, AGAIN_AFTER) <= today
    )


def request_approvals(
    session: Session, *, now: datetime, calendar: WorkingCalendar, office: Office
) -> OutgoingMessage | None:
    """Put one message about every waiting draft into the outbox; none on days off.

    What is drafted after today's message waits for the next working day.
    """
    if not is_request_due(session, now=now, calendar=calendar):
        return None
    today = calendar.office_day(now)
    waiting = sorted(_to_tell(session, today), key=lambda row: list(KINDS).index(row.kind))
    drafts = [
        _as_read(number, row, today=today, calendar=calendar, office=office)
        for number, row in enumerate(waiting, start=1)
    ]
    letter = render_letter(
        KIND,
        drafts=drafts,
        groups=_by_kind(drafts),
        newest=sum(draft.drafted_on == today for draft in drafts) % len(drafts),
        link=f"{office.url}/approvals",
        office=office.name,
        today=today,
    )
    message = put_in_outbox(
        session,
        kind=KIND,
        letter=letter,
        audience=Audience.LEADER,
        office=office,
        today=today,
        now=now,
        merge_key=f"approvals:{today.isoformat()}",
        data={"approvals": [row.number for row in waiting]},
    )
    record_event(session, "message.queued", message, now=now, kind=KIND)
    return message


def _to_tell(session: Session, today: date) -> list[Approval]:
    """Return the drafts that want a decision.

    A report has a mail of its own on the day it is compiled, and a draft whose matters were all
    answered meanwhile is not pressed upon anybody.
    """
    waiting = [
        row for row in waiting_approvals(session) if row.kind != "report" or row.drafted_on < today
    ]
    going_on = set(
        session.exec(select(EscalationCase.id).where(col(EscalationCase.ended_at).is_(None)))
    )
    return [row for row in waiting if not row.case_ids or going_on.intersection(row.case_ids)]


def _as_read(
    number: int, row: Approval, *, today: date, calendar: WorkingCalendar, office: Office
) -> WaitingDraft:
    return WaitingDraft(
        number=number,
        kind=KINDS[row.kind],
        title=row.title,
        drafted_on=row.drafted_on,
        days_waiting=calendar.working_days_late(row.drafted_on, today),
        link=f"{office.url}/approvals/{row.number}",
    )


def _by_kind(drafts: Sequence[WaitingDraft]) -> list[tuple[str, list[WaitingDraft]]]:
    groups: dict[str, list[WaitingDraft]] = {}
    for draft in drafts:
        groups.setdefault(draft.kind, []).append(draft)
    return list(groups.items())
