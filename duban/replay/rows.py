"""The answer: one row for each day, kind, department, audience and channel, before merging.

Read from what was sent: a decision that an answer overtook is no row. A draft is a row on the day
it was written, for the leader who is to decide.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import (
    Approval,
    Contact,
    Delivery,
    EscalationCase,
    Notice,
    OutgoingMessage,
    Reminder,
    Task,
)
from rules.audiences import Audience
from rules.policies import EscalationLadder, LadderRung

DRAFTS = ("bulletin", "talk", "accountability")
PLAIN = {"dispatch", "receipt", "report", "alarm", *DRAFTS}  # messages whose kind is the row's
LADDER = "ladder-"
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the answer, with the fields of the contract."""

    on: str
    kind: str
    department: str
    audience: str
    tasks: list[str]
    channel: str

    @property
    def order(self) -> Key:
        """Its place, and what makes it one row."""
        return (self.on, self.kind, self.department, self.audience, self.channel)

    def as_data(self) -> dict[str, object]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one message or draft says to one audience."""

    on: date
    kind: str
    department_id: int | None
    audience: Audience | str
    task_ids: tuple[int, ...]
    notice_id: int | None = None  # where it is about a notice as a whole


def rows_of(
    session: Session, names: Mapping[int, str], *, notice_id: int | None = None
) -> list[Row]:
    """Return the rows of everything that was said, sorted; of one notice if one is given."""
    book = _Book(session)
    tasks: dict[Key, set[int]] = defaultdict(set)
    for said, channel in [*_messages(session, book), *_drafts(session)]:
        if notice_id is not None and not book.is_about(notice_id, said):
            continue
        name = names.get(said.department_id or 0, "")
        key = (said.on.isoformat(), said.kind, name, str(said.audience), channel)
        tasks[key].update(said.task_ids)
    return [
        Row(on, kind, department, audience, book.keys(tasks[key]), channel)
        for key in sorted(tasks)
        for on, kind, department, audience, channel in [key]
    ]


def together(rows: Iterable[Row]) -> list[Row]:
    """Return rows sorted, those that are one as one."""
    tasks: dict[Key, set[str]] = defaultdict(set)
    for row in rows:
        tasks[row.order].update(row.tasks)
    return [
        Row(on, kind, department, audience, sorted(tasks[key], key=_place), channel)
        for key in sorted(tasks)
        for on, kind, department, audience, channel in [key]
    ]


def _place(key: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"[/.]", key))


class _Book:
    """What rows look up: tasks by number, channels by address, climbs by what they are about."""

    def __init__(self, session: Session) -> None:
        tasks = session.exec(select(Task)).all()
        notices = list(session.exec(select(Notice.id).order_by(col(Notice.id))).all())
        several = len(notices) > 1
        self._keys = {
            t.number: (
                (t.notice_id, *_parts(t.key)),
                f"{notices.index(t.notice_id) + 1}/{t.key}" if several else t.key,
            )
            for t in tasks
        }
        self._notice = {t.number: t.notice_id for t in tasks}
        contacts = session.exec(select(Contact)).all()
        self._channels = {(c.department_id, c.address): c.channel for c in contacts}
        self._posts = {(c.department_id, c.address, c.audience) for c in contacts}
        self._ladders = {
            (c.assignment_id, c.due_instance): EscalationLadder.from_data(c.ladder)
            for c in session.exec(select(EscalationCase))
        }
        self.deliveries: dict[int, list[Delivery]] = defaultdict(list)
        for delivery in session.exec(select(Delivery).order_by(col(Delivery.id))):
            self.deliveries[delivery.outgoing_id].append(delivery)

    def keys(self, numbers: set[int]) -> list[str]:
        """Return tasks by their place in the text, then clause."""
        return [key for _, key in sorted(self._keys[number] for number in numbers)]

    def is_about(self, notice_id: int, said: _Said) -> bool:
        """Say whether it is about the notice, or about any of its tasks."""
        return said.notice_id == notice_id or any(
            self._notice[number] == notice_id for number in said.task_ids
        )

    def rung(self, reminder: Reminder) -> LadderRung | None:
        """Return the rung that a decision took; None for a reminder before the day."""
        if not reminder.rule.startswith(LADDER):
            return None
        ladder = self._ladders[reminder.subject_id, reminder.due_instance]
        return ladder.rungs[int(reminder.rule.removeprefix(LADDER)) - 1]

    def channels(self, message: OutgoingMessage, *, copies: bool = False) -> list[str]:
        """Return by which channels a message (or its copy) went, each once."""
        found = [d for d in self.deliveries[message.number] if d.copy_only is copies]
        return self._channels_of(message, found)

    def channels_to(self, message: OutgoingMessage, post: Audience) -> list[str]:
        """Return by which channels a message reached who holds a post, whoever was meant."""
        unit = message.department_id
        found = self.deliveries[message.number]
        return self._channels_of(
            message, [d for d in found if (unit, d.address, post) in self._posts]
        )

    def _channels_of(self, message: OutgoingMessage, found: Iterable[Delivery]) -> list[str]:
        unit = message.department_id or 0
        reached = {d.address for d in found if d.status != "failed"}
        return sorted({self._channels.get((unit, a), message.channel) for a in reached})


def _parts(key: str) -> tuple[int, ...]:
    return tuple(int(part) for part in key.split("."))


def _messages(session: Session, book: _Book) -> list[tuple[_Said, str]]:
    reminders: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in session.exec(select(Reminder).where(col(Reminder.message_id).is_not(None))):
        reminders[reminder.message_id or 0].append(reminder)
    approvals = {f"approval:{row.number}": row for row in session.exec(select(Approval))}
    messages = session.exec(select(OutgoingMessage).where(OutgoingMessage.status == "sent")).all()
    same_day = {(m.department_id, m.audience, m.office_day): m for m in messages if m.merge_key}
    found = []
    for message in messages:
        said = _said(message, reminders[message.number], approvals, book)
        found += [(one, ch) for one in said for ch in book.channels(message)]
        for one, audience in _copies(message, said, reminders[message.number], book):
            copy = _Said(one.on, one.kind, one.department_id, audience, one.task_ids)
            channels = book.channels(message, copies=True) if message.cc_audience else []
            own = same_day.get((message.department_id, Audience(audience), message.office_day))
            channels = channels or (book.channels(own) if own else [])
            channels = channels or book.channels_to(message, Audience(audience))
            found += [(copy, channel) for channel in channels]
    return found


def _said(
    message: OutgoingMessage,
    reminders: list[Reminder],
    approvals: Mapping[str, Approval],
    book: _Book,
) -> list[_Said]:
    """Return what a message says: its own kind, or one entry for each decision it carries."""
    on, audience = message.office_day, message.audience
    if reminders:
        rungs = [(r, book.rung(r)) for r in reminders]
        return [
            _Said(on, rung.name if rung else "reminder", message.department_id, audience,
                  (r.task_id or 0,))
            for r, rung in rungs
        ]  # fmt: skip
    if message.kind not in PLAIN:
        return []
    approval = approvals.get(message.merge_key or "")
    if message.kind == "alarm":
        lost = [int(row["department_id"]) for row in message.data.get("lost", ())]
        departments: list[int | None] = [*lost] or [None]
        return [_Said(on, "alarm", number, audience, ()) for number in departments]
    department = approval.department_id if approval else message.department_id
    about = message.notice_id if message.kind == "report" else None
    heard = message.data.get("heard")  # a receipt is for what was recorded, whatever was asked
    tasks = tuple(heard or message.task_ids)
    return [_Said(on, message.kind, department, audience, tasks, about)]


def _copies(
    message: OutgoingMessage, said: list[_Said], reminders: list[Reminder], book: _Book
) -> list[tuple[_Said, str]]:
    """Return what goes to an audience in copy: what the rung says, or the whole letter."""
    if not reminders:
        return [(one, message.cc_audience) for one in said if message.cc_audience]
    rungs = [book.rung(reminder) for reminder in reminders]
    return [(one, rung.cc) for one, rung in zip(said, rungs, strict=True) if rung and rung.cc]


def _drafts(session: Session) -> list[tuple[_Said, str]]:
    return [
        (
            _Said(row.drafted_on, f"{row.kind}_draft", row.department_id, Audience.LEADER,
                  tuple(row.task_ids)),
            "email",
        )
        for row in session.exec(select(Approval).where(col(Approval.kind).in_(DRAFTS)))
    ]  # fmt: skip
