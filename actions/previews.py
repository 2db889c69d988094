"""What the next morning will say (拟发预览): the real decisions, in a transaction never committed.

Nothing here decides by rules of its own: the periods, rungs, reminders and letters are made by the
same actions as in the morning itself, and the caller rolls all of it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from actions.addresses import Reach, open_address_book
from actions.approval_requests import request_approvals
from actions.arrivals import note_arrivals
from actions.climbs import plan_climbs
from actions.digests import merge_messages
from actions.escalation import escalate, open_cases
from actions.holds import standing_holds
from actions.links import department_link
from actions.periods import fill_period, open_period, periods_to_fill, periods_to_open
from actions.reminders import cancel_answered, decide_reminders, departments_waiting
from models import (
    Approval,
    Assignment,
    Department,
    EscalationCase,
    Hold,
    OutgoingMessage,
    Rewording,
    Row,
    Task,
)
from rules.audiences import Audience
from rules.office import Office
from rules.policies import Policy
from rules.working_days import WorkingCalendar

Post = tuple[int, Audience | None]  # a department and whom of it; None: all of it


@dataclass(frozen=True, slots=True)
class House:
    """What the morning is computed with."""

    calendar: WorkingCalendar
    policies: Mapping[str, Policy]
    office: Office


@dataclass(frozen=True, slots=True)
class Planned:
    """One message as it will be sent if nothing happens until then."""

    message: OutgoingMessage
    department: Department | None
    to: tuple[Reach, ...]
    copies: tuple[Reach, ...]
    tasks: tuple[Task, ...]
    hold: Hold | None  # a person keeps it back
    rewording: Rewording | None  # a person's words for it; its `ended_reason`: they do not fit
    link: str

    @property
    def can_be_changed(self) -> bool:
        """What goes to the leaders for approval is not a message to a department."""
        return self.department is not None

    @property
    def address(self) -> str:
        """Return where its page is, below the list."""
        return f"{self.message.department_id}/{self.message.audience}"


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything that is to be said on one day, and the drafts it brings."""

    day: date
    planned: tuple[Planned, ...]
    drafts: tuple[Approval, ...]

    @property
    def going_out(self) -> int:
        """Return how many are sent: what a person holds is shown and stays."""
        return sum(one.hold is None for one in self.planned)


def next_morning(next_run: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the run on the first working day: `next_run` is the next one by the timetable."""
    day = calendar.office_day(next_run)
    return next_run + (calendar.next_working_day(day) - day)


def preview(
    session: Session, house: House, *, at: datetime, department_id: int | None = None
) -> Morning:
    """Return what the morning at `at` will say; **the caller rolls the session back**.

    What waits in the outbox is taken as sent by then. What a person holds is shown as it would be.
    """
    holds = _lift_holds(session, at, house.calendar)
    rewordings = _rewordings(session)
    _send_what_waits(session, house, at=at)
    told, drafted = _newest(session, OutgoingMessage), _newest(session, Approval)
    _open_and_climb(session, house, at=at, department_id=department_id)
    _say(session, house, department_id, at=at)
    if department_id is None:
        request_approvals(session, now=at, calendar=house.calendar, office=house.office)
    session.flush()
    rows = session.exec(select(OutgoingMessage).where(col(OutgoingMessage.id) > told)).all()
    around = _Surroundings(session, house, rows, at, holds, rewordings)
    return Morning(
        day=house.calendar.office_day(at),
        planned=tuple(around.of(row) for row in rows),
        drafts=tuple(session.exec(select(Approval).where(col(Approval.id) > drafted))),
    )


def _lift_holds(session: Session, at: datetime, calendar: WorkingCalendar) -> dict[Post, Hold]:
    """Take the holds of whole messages away, and return them by whom they keep from hearing."""
    standing = standing_holds(session, today=calendar.office_day(at))
    lifted = [hold for hold in standing if hold.task_id is None]
    for hold in lifted:
        hold.released_at, hold.released_by = at, hold.placed_by
        session.add(hold)
    session.flush()
    return {(hold.department_id, hold.audience): hold for hold in lifted}


def _send_what_waits(session: Session, house: House, *, at: datetime) -> None:
    waiting = col(OutgoingMessage.status) == "pending"
    numbers = list(session.exec(select(OutgoingMessage.id).where(waiting)))
    session.connection().execute(
        update(OutgoingMessage).where(waiting).values(status="sent", sent_at=_before(at, house))
    )
    note_arrivals(
        session, [n for n in numbers if n], now=at, calendar=house.calendar, policies=house.policies
    )


def _before(at: datetime, house: House) -> datetime:
    """Return the midnight before: a letter of that very day would hold a climb."""
    return house.calendar.moment(house.calendar.office_day(at), "00:00") - timedelta(minutes=1)


def _open_and_climb(
    session: Session, house: House, *, at: datetime, department_id: int | None
) -> None:
    """Open what opens, and climb: all of it, or what concerns one department."""
    plans = periods_to_open(session, now=at, calendar=house.calendar, policies=house.policies)
    for plan in plans:
        open_period(session, plan, now=at)
    for number in periods_to_fill(session, today=house.calendar.office_day(at)):
        fill_period(session, number)
    climbs = plan_climbs(session, now=at, calendar=house.calendar, policies=house.policies)
    begin = [due for due in climbs.to_open if department_id in (None, due.department_id)]
    opened = open_cases(session, begin, now=at, policies=house.policies)
    cases = [*opened, *_of_department(session, climbs.to_consider, department_id)]
    escalate(session, cases, now=at, calendar=house.calendar, office=house.office)


def _of_department(
    session: Session, cases: Sequence[int], department_id: int | None
) -> Sequence[int]:
    if department_id is None:
        return cases
    query = select(EscalationCase.id).join(
        Assignment, col(Assignment.id) == col(EscalationCase.assignment_id)
    )
    own = set(session.exec(query.where(Assignment.department_id == department_id)))
    return [number for number in cases if number in own]


def _say(session: Session, house: House, department_id: int | None, *, at: datetime) -> None:
    """Decide for everyone, and write what one department, or each, is to hear."""
    calendar = house.calendar
    decide_reminders(session, now=at, calendar=calendar, policies=house.policies)
    waiting = departments_waiting(session, now=at, calendar=calendar)
    departments = [number for number in waiting if department_id in (None, number)]
    cancel_answered(session, now=at, calendar=calendar, departments=departments)
    merge_messages(session, now=at, calendar=calendar, office=house.office, departments=departments)


def _newest(session: Session, table: type[Row]) -> int:
    return session.exec(select(func.max(col(table.id)))).one() or 0


def _rewordings(session: Session) -> dict[tuple[int, Audience], Rewording]:
    rows = session.exec(select(Rewording).where(col(Rewording.ended_at).is_(None)))
    return {(row.department_id, row.audience): row for row in rows}


class _Surroundings:
    """What the messages of a morning are shown with."""

    def __init__(
        self, session: Session, house: House, rows: Sequence[OutgoingMessage], at: datetime,
        holds: Mapping[Post, Hold], rewordings: Mapping[tuple[int, Audience], Rewording],
    ) -> None:  # fmt: skip
        self.session, self.house, self.at = session, house, at
        self.holds, self.rewordings = holds, rewordings
        today = house.calendar.office_day(at)
        self.book = open_address_book(session, rows, office_email=house.office.email, today=today)

    def of(self, row: OutgoingMessage) -> Planned:
        """Return one message with everything that is shown beside it."""
        who = row.department_id or 0
        return Planned(
            message=row,
            department=self.session.get(Department, who),
            to=tuple(self.book.reach(row)),
            copies=tuple(self.book.copies(row)),
            tasks=tuple(self.session.exec(select(Task).where(col(Task.id).in_(row.task_ids)))),
            hold=self.holds.get((who, row.audience)) or self.holds.get((who, None)),
            rewording=self.rewordings.get((who, row.audience)),
            link=self._link(row),
        )

    def _link(self, row: OutgoingMessage) -> str:
        if row.department_id is None:
            return ""
        return department_link(
            self.session, row.department_id, office=self.house.office, now=self.at,
            return_id=row.return_id,
        )  # fmt: skip
