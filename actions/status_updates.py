"""What a department said about one assignment (进展反馈): written down once, and never changed."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from actions.events import record_event
from actions.milestones import reach_milestones
from actions.pursuit import end_pursuit
from inbox.heard import Item, TargetValue
from models import (
    Assignment,
    InboundMessage,
    Milestone,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
)
from rules.returns import OWED, ItemStatus

ANSWERABLE = (ItemStatus.AWAITED, ItemStatus.SENT_BACK, ItemStatus.GIVEN, ItemStatus.CONSOLIDATED)
ANSWERABLE_ITEMS = (
    select(ReturnItem)
    .join(Return, col(Return.id) == col(ReturnItem.return_id))
    .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
    .where(
        ReturnItem.assignment_id == bindparam("assignment_id"),
        col(ReportingPeriod.compiled_at).is_(None) | col(ReturnItem.status).in_(OWED),
    )
    .order_by(col(ReturnItem.due_on))
)
UPDATES_OF_ITEM = (
    select(StatusUpdate)
    .where(StatusUpdate.return_item_id == bindparam("item_id"))
    .order_by(col(StatusUpdate.id).desc())
    .limit(1)
)


def record_update(
    session: Session,
    assignment: Assignment,
    item: Item,
    *,
    channel: str,
    said_by: str,
    now: datetime,
    inbound_id: int | None = None,
    return_id: int | None = None,
    known: ReturnItem | None = None,
) -> StatusUpdate:
    """Write down one answer, and end what ran after it.

    An answer to an item that was answered before corrects it: what it does not say stays as it was.
    `known` is the item of that return, where it was read before.
    """
    answered = known
    if known is None or known.status not in OWED:
        answered = _item_answered(session, assignment, return_id=return_id)
    earlier = _earlier(session, answered)
    before = earlier or StatusUpdate(assignment_id=assignment.number, said_at=now)
    update = StatusUpdate(
        assignment_id=assignment.number,
        return_item_id=answered.number if answered else None,
        inbound_id=inbound_id,
        corrects_id=earlier.number if earlier else None,
        percent=item.percent if item.percent is not None else before.percent,
        state=item.status or before.state,
        narrative=item.narrative or before.narrative,
        problems=item.problems or before.problems,
        next_steps=item.next_steps or before.next_steps,
        channel=channel,
        said_by=said_by,
        said_at=now,
    )
    session.add(update)
    session.flush()
    with session.no_autoflush:  # what is looked for below is not what was just written
        _follow_up(session, update, item, assignment, answered, now=now)
    return update


def _follow_up(
    session: Session,
    update: StatusUpdate,
    item: Item,
    assignment: Assignment,
    answered: ReturnItem | None,
    *,
    now: datetime,
) -> None:
    """Move what the answer answers, write it into the log, and end what ran after it."""
    said_by = update.said_by
    only_asks_for_time = item.status == "申请延期" and item.percent is None
    if answered is not None and answered.status in ANSWERABLE and not only_asks_for_time:
        _move(session, answered, assignment, now=now)
    record_event(
        session, "update.recorded", update, now=now, actor=said_by,
        task_id=assignment.task_id, percent=update.percent, state=update.state,
    )  # fmt: skip
    reach_milestones(session, assignment, item.percent, now=now, actor=said_by)


def record_reading(
    session: Session,
    target: Target,
    value: TargetValue,
    *,
    department_id: int,
    now: datetime,
    inbound_id: int | None = None,
    return_id: int | None = None,
) -> TargetReading:
    """Write down the value an owner gave of one target; the latest counts."""
    reading = TargetReading(
        target_id=target.number,
        department_id=department_id,
        return_id=return_id,
        inbound_id=inbound_id,
        value=value.value,
        unit=value.unit or target.unit,
        read_at=now,
    )
    session.add(reading)
    record_event(session, "reading.recorded", reading, now=now, value=value.value)
    return reading


def milestones_from_plan(session: Session, update_id: int, *, now: datetime, actor: str) -> int:
    """Turn the dated steps of an answer into milestones, and return how many.

    Called when the office accepts the answer's item: until then a plan is only words.
    """
    update = session.get_one(StatusUpdate, update_id)
    inbound = session.get(InboundMessage, update.inbound_id) if update.inbound_id else None
    part = session.get_one(Assignment, update.assignment_id)
    known = session.exec(select(Milestone.id).where(Milestone.update_id == update_id)).first()
    if inbound is None or known is not None:
        return 0
    steps = _steps(inbound, session.get_one(Task, part.task_id))
    for place, step in enumerate(steps, start=1):
        milestone = Milestone(
            task_id=part.task_id,
            department_id=part.department_id,
            title=step[0],
            due_on=datetime.fromisoformat(step[1]).date(),
            percent=round(100 * place / len(steps), 1),
            source="plan",
            update_id=update_id,
        )
        session.add(milestone)
    if steps:
        record_event(session, "plan.accepted", update, now=now, actor=actor, milestones=len(steps))
    return len(steps)


def _steps(inbound: InboundMessage, task: Task) -> list[tuple[str, str]]:
    for item in (inbound.heard or {}).get("items", []):
        if item.get("steps") and item.get("task") in (None, task.key):
            return [(step["title"], step["due_on"]) for step in item["steps"]]
    return []


def _item_answered(
    session: Session, assignment: Assignment, *, return_id: int | None
) -> ReturnItem | None:
    """Return the item an answer is for: of the return it names, else the earliest that is owed."""
    items = session.exec(ANSWERABLE_ITEMS, params={"assignment_id": assignment.number}).all()
    named = [item for item in items if item.return_id == return_id]
    owed = [item for item in items if item.status in OWED]
    return next(iter(named or owed or items[::-1]), None)


def _earlier(session: Session, item: ReturnItem | None) -> StatusUpdate | None:
    if item is None:
        return None
    return session.exec(UPDATES_OF_ITEM, params={"item_id": item.number}).first()


def _move(session: Session, item: ReturnItem, assignment: Assignment, *, now: datetime) -> None:
    """The lead's word consolidates; everyone else's is given."""
    item.move_to(ItemStatus.CONSOLIDATED if assignment.consolidates else ItemStatus.GIVEN, now=now)
    session.add(item)
    end_pursuit(
        session,
        [assignment.number],
        reason="已反馈",
        now=now,
        due_instance=f"item:{item.number}:{item.due_on}",
    )
