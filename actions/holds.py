"""What keeps us from urging: what waits for the office, and what never reached a department."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.events import record_event
from actions.reach import reachable_departments, untold_parts
from actions.waiting_answers import answers_in_triage
from models import Assignment, Department, Extension, Hold, Task
from rules.assignments import ACTIVE
from rules.audiences import Audience
from rules.errors import NotAllowed

NOBODY = "该单位没有可用的联系人地址"
UNTOLD = "交办通知尚未送达"
EXTENSION = "延期申请待答复"
WAITS = "单位的来件待人工处理"


@dataclass(frozen=True, slots=True)
class Holds:
    """What holds climbs, and of that what holds reminders as well, each with its reason."""

    reachable: frozenset[int]
    silent: Mapping[tuple[int | None, int | None], str]  # (part, department) → nothing is said
    waiting: Mapping[int, str]  # part → nothing is urged
    kept: Mapping[tuple[int, Audience], str] = field(default_factory=dict)  # decided, not said

    def why(self, assignment_id: int, department_id: int) -> str | None:
        """Return why this part is not urged now, or None."""
        if silent := self.why_silent(assignment_id, department_id):
            return silent
        return self.waiting.get(assignment_id)

    def why_silent(self, assignment_id: int, department_id: int) -> str | None:
        """Return why nothing at all is said about this part now, or None."""
        if department_id not in self.reachable:
            return NOBODY
        return self.silent.get((assignment_id, None)) or self.silent.get((None, department_id))

    def why_kept(self, department_id: int, audience: Audience) -> str | None:
        """Return why what was decided for a post is not said now, or None."""
        return self.kept.get((department_id, audience))


def find_holds(session: Session, *, today: date) -> Holds:
    """Return everything that holds anything today."""
    silent: dict[tuple[int | None, int | None], str] = {
        (number, None): UNTOLD for number in untold_parts(session)
    }
    placed = standing_holds(session, today=today)
    silent |= _placed(session, [hold for hold in placed if hold.audience is None])
    kept = {(h.department_id, h.audience): words_of(h) for h in placed if h.audience is not None}
    waiting = dict.fromkeys(answers_in_triage(session), WAITS)
    waiting |= dict.fromkeys(_extensions_asked(session), EXTENSION)
    return Holds(frozenset(reachable_departments(session, today=today)), silent, waiting, kept)


def place_hold(
    session: Session,
    department_id: int,
    *,
    reason: str,
    until_on: date | None,
    by: str,
    now: datetime,
    today: date,
    task_id: int | None = None,
    audience: Audience | None = None,
) -> Hold:
    """Keep what would be said to a department, or about one of its tasks, until a day.

    With an audience only what that post would hear is kept: it is decided all the same, and said
    after the release with the facts of that day. Without a day it stands until it is released.
    One that stands already takes the new words: what is held once is released once.
    """
    if not reason.strip():
        raise NotAllowed("暂缓发送须写明理由。")
    if until_on is not None and until_on < today:
        raise NotAllowed(f"暂缓的最后一天（{until_on}）已经过去。")
    session.get_one(Department, department_id, with_for_update=True)  # of two clicks, one waits
    if task_id is not None:
        session.get_one(Task, task_id)
    about = (department_id, task_id, audience)
    standing = [h for h in standing_holds(session, today=today) if _about(h) == about]
    hold = standing[0] if standing else Hold(
        department_id=department_id, task_id=task_id, audience=audience, reason="",
        placed_by=by, placed_at=now,
    )  # fmt: skip
    if (hold.reason, hold.until_on) == (reason.strip(), until_on):
        return hold
    hold.reason, hold.until_on = reason.strip(), until_on
    hold.placed_by, hold.placed_at = by, now
    session.add(hold)
    record_event(
        session, "hold.placed", hold, now=now, actor=by, reason=hold.reason,
        until=str(until_on or ""), audience=audience or "",
    )  # fmt: skip
    return hold


def release_hold(session: Session, hold_id: int, *, by: str, now: datetime) -> Hold:
    """End a hold early; what is due is said on the next run."""
    hold = session.get_one(Hold, hold_id)
    if hold.released_at is not None:
        raise NotAllowed(f"这一暂缓已由{hold.released_by}解除。")
    hold.released_by, hold.released_at = by, now
    session.add(hold)
    record_event(session, "hold.released", hold, now=now, actor=by)
    return hold


def standing_holds(session: Session, *, today: date) -> list[Hold]:
    """Return the holds that stand on a day, oldest first."""
    query = select(Hold).where(
        col(Hold.released_at).is_(None),
        or_(col(Hold.until_on).is_(None), col(Hold.until_on) >= today),
    )
    return list(session.exec(query.order_by(col(Hold.id))))


def _about(hold: Hold) -> tuple[int, int | None, Audience | None]:
    return hold.department_id, hold.task_id, hold.audience


def words_of(hold: Hold) -> str:
    """Return who holds what back, until when, and why."""
    until = f"至{hold.until_on}" if hold.until_on else "，直到放行"
    return f"{hold.placed_by}暂缓{until}：{hold.reason}"


def _placed(session: Session, holds: Iterable[Hold]) -> dict[tuple[int | None, int | None], str]:
    found: dict[tuple[int | None, int | None], str] = {}
    for hold in holds:
        words = words_of(hold)
        if hold.task_id is None:
            found[None, hold.department_id] = words
            continue
        parts = select(Assignment.id).where(
            Assignment.department_id == hold.department_id, Assignment.task_id == hold.task_id
        )
        found |= {(number, None): words for number in session.exec(parts)}
    return found


def _extensions_asked(session: Session) -> set[int]:
    """Return the parts with an extension asked for in time and not decided."""
    query = (
        rows_of(col(Assignment.id))
        .join(
            Extension,
            or_(
                col(Extension.assignment_id) == col(Assignment.id),
                col(Extension.assignment_id).is_(None)
                & (col(Extension.task_id) == col(Assignment.task_id)),
            ),
        )
        .where(
            col(Extension.status) == "asked",
            col(Extension.late).is_(False),
            col(Assignment.status).in_(ACTIVE),
        )
    )
    return set(session.execute(query).scalars())
