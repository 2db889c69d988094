"""Part of the auditor: everything that stands in the tables has its trace in the sealed log.

Who edits a row past the house leaves the log as it was; who edits the log breaks the seals.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from sqlalchemy import exists, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import Audit
from models import (
    Approval,
    Assignment,
    EscalationCase,
    Event,
    Extension,
    InboundMessage,
    Notice,
    OutgoingMessage,
    ReportingPeriod,
    Return,
    ReturnItem,
    Row,
    StatusUpdate,
    TargetReading,
    Task,
)
from rules.errors import in_words

ANY: Set[str] = frozenset()
HANDED_OVER = "task.dispatched"  # no event of its own: its parts have it


class Traced(NamedTuple):
    """A table whose rows begin with an event."""

    table: type[Row]
    event: str
    words: str
    always: bool = False  # every row has it, not only some kinds


TRACED = (
    Traced(EscalationCase, "duban.escalation.opened", "督办", always=True),
    Traced(ReportingPeriod, "duban.period.opened", "报送期", always=True),
    Traced(Extension, "duban.extension.asked", "延期申请", always=True),
    Traced(Assignment, "duban.assignment.dispatched", "分工"),
    Traced(Task, "duban.task.confirmed", "任务"),
    Traced(OutgoingMessage, "duban.message.queued", "发件"),
    Traced(OutgoingMessage, "duban.message.sent", "发件"),
    Traced(Approval, "duban.approval.drafted", "代拟稿"),
    Traced(InboundMessage, "duban.inbound.received", "来件"),
    Traced(StatusUpdate, "duban.update.recorded", "进展反馈"),
    Traced(TargetReading, "duban.reading.recorded", "指标读数"),
)

LIFE: Mapping[type[Row], tuple[str, Mapping[str, Set[str]]]] = {
    Task: ("任务", {
        "task.confirmed": {"confirmed", "in_progress"}, "task.submitted": {"submitted"},
        "task.verified": {"verified"}, "task.closed": {"closed"}, "task.returned": {"in_progress"},
        "task.suspended": {"suspended"}, "task.resumed": {"in_progress"},
        "task.made_long_term": {"long_term"},
        HANDED_OVER: {"in_progress", "long_term", "submitted", "verified"},
        "task.withdrawn": {"withdrawn"},
        "task.superseded": ANY, "task.dropped": ANY, "task.merged": ANY, "task.restored": ANY,
        "task.continued": ANY, "task.split": ANY,
    }),
    Assignment: ("分工", {
        "assignment.dispatched": {"dispatched"}, "assignment.arrived": {"dispatched"},
        "assignment.acknowledged": {"acknowledged"}, "assignment.objected": {"objected"},
        "assignment.upheld": {"acknowledged"}, "assignment.reassigned": {"ended"},
    }),
    Extension: ("延期申请", {
        "extension.asked": {"asked"}, "extension.granted": {"granted"},
        "extension.refused": {"refused"},
    }),
    Approval: ("代拟稿", {
        "approval.drafted": {"waiting"}, "approval.accepted": {"accepted"},
        "approval.refused": {"refused"}, "approval.withdrawn": {"withdrawn"},
    }),
    Notice: ("来文", {
        "notice.confirmed": {"confirmed"}, "notice.withdrawn": {"withdrawn"},
        "notice.superseded": {"superseded"},
    }),
}  # fmt: skip
OVER = ("closed", "withdrawn")  # a task that ends takes its parts with it


def rows_gone(session: Session, audit: Audit) -> Iterator[str]:
    """What the log says came into being is there."""
    gone: dict[str, None] = {}
    for table, event, words, _ in TRACED:
        there = exists().where(col(table.id) == col(Event.subject_id))
        query = rows_of(col(Event.subject_id)).where(
            col(Event.name) == event, col(Event.happened_at) >= audit.since, ~there
        )
        gone |= dict.fromkeys(f"{words}{n}已不在" for n in session.execute(query).scalars())
    item = exists().where(col(ReturnItem.id) == col(StatusUpdate.return_item_id))
    lost = rows_of(col(StatusUpdate.return_item_id)).where(
        col(StatusUpdate.return_item_id).is_not(None), ~item
    )
    gone |= dict.fromkeys(f"填报项{n}已不在" for n in session.execute(lost).scalars())
    yield from gone


def rows_untraced(session: Session, audit: Audit) -> Iterator[str]:
    """What is there came into being in the log. Rows older than the log have no history."""
    for table, event, words, always in TRACED:
        if not always and table is not StatusUpdate:
            continue
        query = rows_of(func.min(col(Event.subject_id))).where(col(Event.name) == event)
        first = session.execute(query).scalar()
        if first is None:
            continue
        traced = exists().where(col(Event.name) == event, col(Event.subject_id) == col(table.id))
        found = rows_of(col(table.id)).where(col(table.id) > first, ~traced, *_own(table))
        yield from (f"{words}{number}没有登记" for number in session.execute(found).scalars())
    yield from _opened_twice(session, audit)


def _own(table: type[Row]) -> list[Any]:
    """Answers that were carried over to a revised notice, or undone, have no event of theirs."""
    if table is not StatusUpdate:
        return []
    undone = col(StatusUpdate.said_by).contains("撤销第")
    return [col(StatusUpdate.carried_from_id).is_(None), ~undone]


def _opened_twice(session: Session, audit: Audit) -> Iterator[str]:
    query = (
        rows_of(col(ReportingPeriod.due_on), func.count())
        .where(col(ReportingPeriod.due_on) >= audit.day(audit.since))
        .group_by(col(ReportingPeriod.duty_id), col(ReportingPeriod.due_on))
        .having(func.count() > 1)
    )
    yield from (f"{day}的报送期开始了{count}次" for day, count in session.execute(query))


def states_altered(session: Session, audit: Audit) -> Iterator[str]:
    """A state is the one that the last event about it says."""
    undone = _undone(session, audit)
    for table, (words, states) in LIFE.items():
        last = _last_events(session, audit, [f"duban.{name}" for name in states])
        if table is Task:
            last = {**_handed_over(session, audit), **last}
        query: Any = rows_of(col(table.id), table.status)  # type: ignore[attr-defined]
        for number, status in session.execute(query):
            expected = states.get(last.get(number, ""), ANY)
            if not expected or str(status) in expected:
                continue
            if f"{table.__tablename__}:{number}" in undone:
                continue
            if table is Assignment and _ended_with_its_task(session, number, str(status)):
                continue
            yield f"{words}{number}的状态与记录不符（{expected_words(expected)}）"
    yield from _items_altered(session, audit)


def expected_words(states: Set[str]) -> str:
    """Return what the record says a state is."""
    return f"记录为{'或'.join(in_words(state) for state in sorted(states))}"


def _last_events(session: Session, audit: Audit, names: list[str]) -> dict[int, str]:
    """Return the name of the last of these events about each subject, without `duban.`."""
    newest = (
        rows_of(func.max(col(Event.id)))
        .where(col(Event.name).in_(names), col(Event.id) >= _first_event(session, audit))
        .group_by(col(Event.subject_id))
    )
    query = rows_of(col(Event.subject_id), col(Event.name)).where(col(Event.id).in_(newest))
    return {number: name.removeprefix("duban.") for number, name in session.execute(query)}


def _first_event(session: Session, audit: Audit) -> int:
    """Return from where on the log is read: a clock that was set leaves its numbers in order."""
    query = rows_of(func.min(col(Event.id))).where(col(Event.happened_at) >= audit.since)
    return session.execute(query).scalar() or 0


def _handed_over(session: Session, audit: Audit) -> dict[int, str]:
    """Return the tasks of which a part was handed to a department."""
    query = (
        rows_of(col(Assignment.task_id))
        .join(Event, col(Event.subject_id) == col(Assignment.id))
        .where(
            col(Event.name) == "duban.assignment.dispatched",
            col(Event.id) >= _first_event(session, audit),
        )
        .distinct()
    )
    return dict.fromkeys(session.execute(query).scalars(), HANDED_OVER)


def _ended_with_its_task(session: Session, number: int, status: str) -> bool:
    query = (
        rows_of(col(Task.status))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .where(col(Assignment.id) == number)
    )
    return status == "ended" and str(session.execute(query).scalar()) in OVER


def _items_altered(session: Session, audit: Audit) -> Iterator[str]:
    """An item is given by an answer, accepted or sent back by the office: each is in the log."""
    decided = _last_events(session, audit, ["duban.item.accepted", "duban.item.sent_back"])
    undone = _undone(session, audit)
    said: dict[int, list[StatusUpdate]] = defaultdict(list)
    query = rows_of(StatusUpdate).where(col(StatusUpdate.return_item_id).is_not(None))
    for update in session.execute(query).scalars():
        said[update.return_item_id or 0].append(update)
    since = col(ReportingPeriod.opened_at) >= audit.since
    items = (
        rows_of(col(ReturnItem.id), col(ReturnItem.status))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(since)
    )
    for number, status in session.execute(items):
        updates = [u for u in said[number] if not _only_asks(u)]
        if f"return_item:{number}" in undone:
            continue
        match str(status):
            case "accepted":
                fits = decided.get(number) == "item.accepted"
            case "sent_back":
                fits = decided.get(number) == "item.sent_back"
            case "awaited":
                fits = not updates and number not in decided
            case _:
                fits = bool(said[number])
        if not fits:
            yield f"填报项{number}的状态与记录不符"


def _undone(session: Session, audit: Audit) -> set[str]:
    """Return what a person put back as it was, as `task:7`."""
    query = rows_of(col(Event.payload)).where(
        col(Event.name) == "duban.inbound.undone", col(Event.happened_at) >= audit.since
    )
    return {one for p in session.execute(query).scalars() for one in p.get("touched", ())}


def _only_asks(update: StatusUpdate) -> bool:
    return update.state == "申请延期" and update.percent is None
