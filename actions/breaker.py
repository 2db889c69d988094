"""The circuit breaker (熔断): a run that would say far more than usual stops and asks a person."""

from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.claims import OF_OUR_OWN_ACCORD, RELEASED
from actions.events import record_event
from actions.outbox import put_in_outbox
from actions.waiting_messages import HELD_BY, cancel, let_go
from models import OutgoingMessage
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.office import Office
from templates import render_letter

DAYS = 5  # of those on which anything was said, the last so many tell what is usual
FEW = 200  # so many are never too many, however quiet the days before were


def stop_a_flood(
    session: Session, *, most: int, times: int, now: datetime, today: date, office: Office
) -> int:
    """Hold what waits if it is more than `most`, or `times` the busiest of the last days.

    Return how many messages were held. What a person released is not counted again.
    """
    usual = _usual(session, today)
    limit = _limit(most, times, usual)
    if limit is None or _count_waiting(session) <= limit:
        return 0
    waiting = [row for row in _waiting(session) if RELEASED not in row.data]
    if len(waiting) <= limit:
        return 0
    why = f"本次共{len(waiting)}封，超过上限{limit}封（近期最多一天{usual}封）"
    for row in waiting:
        row.status, row.last_error = "held", why
        session.add(row)
    first = waiting[0]
    record_event(session, "outbox.stopped", first, now=now, messages=len(waiting), limit=limit)
    letter = render_letter(
        "too_many", office=office.name, why=why, messages=waiting[:10], count=len(waiting),
        link=f"{office.url}/outbox", today=today,
    )  # fmt: skip
    put_in_outbox(
        session, kind="alarm", letter=letter, audience=Audience.OFFICE, office=office,
        today=today, now=now, merge_key=f"flood:{first.number}",
    )  # fmt: skip
    return len(waiting)


def limit_on(session: Session, *, most: int, times: int, today: date) -> int | None:
    """Return how many messages a run may send on a day without asking; None: any number."""
    return _limit(most, times, _usual(session, today))


def stopped(session: Session) -> list[OutgoingMessage]:
    """Return what the breaker holds and a person has not decided about."""
    query = select(OutgoingMessage).where(OutgoingMessage.status == "held")
    rows = session.exec(query.order_by(col(OutgoingMessage.id)))
    return [row for row in rows if HELD_BY not in row.data]  # what a person holds is theirs


def release_held(session: Session, *, by: str, now: datetime, today: date) -> int:
    """Send what the breaker held, or say it anew where its day has passed; return how many."""
    held = _held(session)
    for row in held:
        let_go(session, row, by=by, today=today)
    record_event(session, "outbox.released", held[0], now=now, actor=by, messages=len(held))
    return len(held)


def drop_held(session: Session, *, by: str, reason: str, now: datetime) -> int:
    """Give up what the breaker held; climbs take the rung again on the next working day."""
    held = _held(session)
    for row in held:
        cancel(row, by=by, reason=reason)
        session.add(row)
    record_event(
        session, "outbox.dropped", held[0], now=now, actor=by, reason=reason, messages=len(held)
    )
    return len(held)


UNSENT = (
    col(OutgoingMessage.status) == "pending",
    col(OutgoingMessage.kind).in_(OF_OUR_OWN_ACCORD),
    col(OutgoingMessage.attempts) == 0,
    col(OutgoingMessage.claimed_by).is_(None),
)


def _count_waiting(session: Session) -> int:
    return session.exec(select(func.count(col(OutgoingMessage.id))).where(*UNSENT)).one()


def _waiting(session: Session) -> list[OutgoingMessage]:
    query = select(OutgoingMessage).where(*UNSENT).order_by(col(OutgoingMessage.id))
    return list(session.exec(query))


def _held(session: Session) -> list[OutgoingMessage]:
    held = stopped(session)
    if not held:
        raise NotAllowed("没有因超过上限而暂扣的发件。")
    return held


def _usual(session: Session, today: date) -> int:
    query = (
        rows_of(col(OutgoingMessage.office_day), func.count(col(OutgoingMessage.id)))
        .where(
            col(OutgoingMessage.kind).in_(OF_OUR_OWN_ACCORD),
            col(OutgoingMessage.office_day) < today,
        )
        .group_by(col(OutgoingMessage.office_day))
        .order_by(col(OutgoingMessage.office_day).desc())
        .limit(DAYS)
    )
    return max((count for _, count in session.execute(query)), default=0)


def _limit(most: int, times: int, usual: int) -> int | None:
    limits = [most] if most else []
    if times and usual:
        limits.append(max(FEW, times * usual))
    return min(limits, default=None)
