"""Merging what was decided: one message for a department, an audience and a day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby

from sqlmodel import Session, col, select

from actions.events import record_events
from actions.holds import find_holds
from actions.lines import Book, Line, lines_of
from actions.links import department_link
from actions.outbox import new_message, queue_messages
from actions.reminders import waiting_reminders
from actions.rewordings import worded
from models import Department, OutgoingMessage, Reminder, Rewording
from rules.audiences import Audience
from rules.office import Office
from rules.sending import ALWAYS, SendWindow
from rules.wording import wording_for
from rules.working_days import WorkingCalendar
from templates import Letter, render_letter

SUPERVISION = "notice_of_supervision"
Groups = dict[Audience, list[Reminder]]
REPLY_WITHIN = 3  # working days that an urge gives for an answer


def merge_messages(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    departments: Collection[int],
    sending: SendWindow = ALWAYS,
) -> list[OutgoingMessage]:
    """Put everything that waits for departments into one message an audience; none on days off.

    What is decided after today's message was written, or outside the hours in which messages go
    out, waits for the next working day.
    """
    today = calendar.office_day(now)
    if not calendar.is_working_day(today) or not sending.is_open(calendar.time_of_day(now)):
        return []
    waiting: dict[int, Groups] = defaultdict(lambda: defaultdict(list))
    holds = find_holds(session, today=today)
    for reminder in waiting_reminders(session, departments):
        department_id = reminder.department_id or 0
        if not holds.why_silent(reminder.subject_id, department_id) and not holds.why_kept(
            department_id, reminder.audience
        ):
            waiting[department_id][reminder.audience].append(reminder)
    everything = [r for groups in waiting.values() for some in groups.values() for r in some]
    book = Book.of(session, everything, today=today, calendar=calendar)
    told = _told(session, waiting, today)
    departments = _departments(session, waiting)
    day = _Day(session, book, now, today, calendar, office)
    parcels = [
        parcel
        for number in sorted(waiting)
        for parcel in _messages(day, departments[number], waiting[number], told=told)
    ]
    messages = [message for message, _, _ in parcels]
    queue_messages(session, messages, office=office, today=today)
    for message, rewording, reminders in parcels:
        if rewording is not None:
            rewording.message_id = message.number
        for reminder in reminders:
            reminder.message_id = message.number
            session.add(reminder)
    kinds = {message.number: {"kind": message.kind} for message in messages}
    record_events(session, "message.queued", OutgoingMessage, kinds, now=now)
    return messages


@dataclass(frozen=True, slots=True)
class _Day:
    """What all messages of a morning have in common."""

    session: Session
    book: Book
    now: datetime
    today: date
    calendar: WorkingCalendar
    office: Office


def _messages(
    day: _Day, department: Department, groups: Groups, *, told: Collection[str]
) -> Iterator[tuple[OutgoingMessage, Rewording | None, list[Reminder]]]:
    """Write one message for each audience of a department that had none today."""
    free = {
        audience
        for audience in groups
        if _merge_key(department.number, audience, day.today) not in told
    }
    copies = _copies(day.book, groups, free)
    for audience in sorted(free):
        message, rewording = _message(
            day, department, groups[audience], copies=copies[audience], audience=audience,
            told_apart=set(groups) - {audience},
        )  # fmt: skip
        yield message, rewording, groups[audience]


def _copies(book: Book, groups: Groups, free: Collection[Audience]) -> Groups:
    """Return what an audience that has a letter of its own today is to hear as a copy.

    It stands in that letter: two mails on one day would be one too many.
    """
    copies: Groups = defaultdict(list)
    for reminder in chain.from_iterable(groups.values()):
        rung = book.rung(reminder)
        copy_to = rung.cc if rung else None
        if copy_to is not None and {copy_to, reminder.audience} <= set(free):
            copies[copy_to].append(reminder)
    return copies


def _departments(session: Session, numbers: Collection[int]) -> dict[int, Department]:
    rows = session.exec(select(Department).where(col(Department.id).in_(numbers)))
    return {row.number: row for row in rows}


def _told(session: Session, waiting: Mapping[int, Groups], today: date) -> set[str]:
    """Return the keys of today's messages that are written already."""
    keys = {_merge_key(number, a, today) for number, groups in waiting.items() for a in groups}
    query = select(OutgoingMessage.merge_key).where(col(OutgoingMessage.merge_key).in_(keys))
    return {key for key in session.exec(query) if key}


def _merge_key(department_id: int, audience: Audience, today: date) -> str:
    return f"digest:{department_id}:{audience}:{today.isoformat()}"


def _message(
    day: _Day,
    department: Department,
    reminders: Sequence[Reminder],
    *,
    copies: Sequence[Reminder],
    audience: Audience,
    told_apart: set[Audience],
) -> tuple[OutgoingMessage, Rewording | None]:
    session, now, today, office = day.session, day.now, day.today, day.office
    lines = lines_of(day.book, [*reminders, *copies], today=today, calendar=day.calendar)
    return_id = _one_return(lines)
    link = department_link(session, department.number, office=office, now=now, return_id=return_id)
    letter = _letter(
        department, lines, link=link, today=today, calendar=day.calendar, office=office
    )
    words = worded(
        session, letter, department_id=department.number, audience=audience, link=link,
        task_ids={line.part.task_id for line in lines},
        first_decided=min(reminder.decided_on for reminder in reminders), today=today, now=now,
        office=office.name,
    )  # fmt: skip
    message = new_message(
        words.letter,
        kind=_kind(lines),
        audience=audience,
        cc_audience=_copy_to(lines, told_apart | {audience}),
        office=office,
        today=today,
        now=now,
        department_id=department.number,
        notice_id=_one([line.part.notice_id for line in lines]),
        task_ids=sorted({line.part.task_id for line in lines}),
        return_id=return_id,
        merge_key=_merge_key(department.number, audience, today),
        data=_data(reminders, lines) | words.data,
    )
    return message, words.row


def _letter(
    department: Department,
    lines: Sequence[Line],
    *,
    link: str,
    today: date,
    calendar: WorkingCalendar,
    office: Office,
) -> Letter:
    reply_by = calendar.add_working_days(today, REPLY_WITHIN)
    late = [line for line in lines if line.overdue]
    coming = [line for line in lines if not line.overdue]
    return render_letter(
        SUPERVISION if _kind(lines) == SUPERVISION else "digest",
        department=department.name,
        wording=wording_for(office.standing, level=department.level, kind=department.kind),
        late=late,
        late_groups=_alike(late),
        coming=coming,
        coming_groups=_alike(coming),
        lines=lines,
        notices=list(dict.fromkeys(line.part.printed for line in lines)),
        today=today,
        reply_by=reply_by,
        first_due=min((line.due_on for line in lines if line.due_on), default=None),
        link=link,
        office=office.name,
        assumption=calendar.assumption([reply_by, *(line.due_on for line in lines)]),
    )


def _alike(lines: Sequence[Line]) -> list[list[Line]]:
    """Return neighbours that ask for the same thing by the same day: one heading serves them."""
    return [
        list(group)
        for _, group in groupby(
            lines,
            key=lambda line: (
                line.part.notice_id,
                line.rung.label if line.rung else "",
                line.subject.what,
                line.due_on,
                line.days_late,
            ),
        )
    ]


def _kind(lines: Sequence[Line]) -> str:
    names = {line.rung.template for line in lines if line.rung}
    if SUPERVISION in names:
        return SUPERVISION
    return "urge" if names else "reminder"


def _copy_to(lines: Sequence[Line], told_apart: set[Audience]) -> Audience | None:
    """Copy the leader that a rung names, unless a message of their own comes the same day."""
    wanted = {line.rung.cc for line in lines if line.rung and line.rung.cc} - told_apart
    return min(wanted, default=None)


def _one_return(lines: Sequence[Line]) -> int | None:
    """Return the return that answers every line, if one does."""
    return _one([line.subject.return_id for line in lines])


def _one(numbers: Sequence[int | None]) -> int | None:
    return numbers[0] if len(set(numbers)) == 1 else None


def _data(reminders: Sequence[Reminder], lines: Sequence[Line]) -> dict[str, object]:
    """Return what a reply is read against: the numbered lines, and the decisions they carry."""
    return {
        "channels": sorted({ch for line in lines if line.rung for ch in line.rung.channels}),
        "rules": sorted({reminder.rule for reminder in reminders}),
        "reminders": [reminder.number for reminder in reminders],
        "lines": [
            {
                "number": line.number,
                "task": line.part.key,
                "task_id": line.part.task_id,
                "assignment_id": line.part.assignment_id,
                "due_on": line.due_on.isoformat() if line.due_on else None,
                "kind": line.kind,
            }
            for line in lines
        ],
    }
