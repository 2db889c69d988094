"""Merging what was decided: one message for a department, an audience and a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from sqlmodel import Session, select

from actions.events import record_event
from actions.holds import find_holds
from actions.lines import Line, lines_of
from actions.links import department_link
from actions.outbox import put_in_outbox
from actions.reminders import waiting_reminders
from actions.rewordings import worded
from actions.rungs import rungs_of
from models import Department, OutgoingMessage, Reminder
from rules.audiences import Audience
from rules.office import Office
from rules.sending import ALWAYS, SendWindow
from rules.wording import wording_for
from rules.working_days import WorkingCalendar
from templates import Letter, render_letter

SUPERVISION = "notice_of_supervision"
REPLY_WITHIN = 3  # working days that an urge gives for an answer


def merge_messages(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    department_id: int,
    sending: SendWindow = ALWAYS,
) -> list[OutgoingMessage]:
    """Put everything that waits for a department into one message an audience; none on days off.

    What is decided after today's message was written, or outside the hours in which messages go
    out, waits for the next working day.
    """
    today = calendar.office_day(now)
    if not calendar.is_working_day(today) or not sending.is_open(calendar.time_of_day(now)):
        return []
    groups: dict[Audience, list[Reminder]] = defaultdict(list)
    holds = find_holds(session, today=today)
    for reminder in waiting_reminders(session, department_id):
        if not holds.why_silent(reminder.subject_id, department_id) and not holds.why_kept(
            department_id, reminder.audience
        ):
            groups[reminder.audience].append(reminder)
    free = {
        audience for audience in groups if not _was_told(session, department_id, audience, today)
    }
    copies = _copies(session, groups, free)
    return [
        _message(
            session,
            groups[audience],
            copies=copies[audience],
            audience=audience,
            told_apart=set(groups) - {audience},
            now=now,
            calendar=calendar,
            office=office,
        )
        for audience in sorted(free)
    ]


def _copies(
    session: Session, groups: Mapping[Audience, list[Reminder]], free: Collection[Audience]
) -> dict[Audience, list[Reminder]]:
    """Return what an audience that has a letter of its own today is to hear as a copy.

    It stands in that letter: two mails on one day would be one too many.
    """
    copies: dict[Audience, list[Reminder]] = defaultdict(list)
    for reminders in groups.values():
        for reminder, rung in zip(reminders, rungs_of(session, reminders), strict=True):
            copy_to = rung.cc if rung else None
            if copy_to is not None and {copy_to, reminder.audience} <= set(free):
                copies[copy_to].append(reminder)
    return copies


def _was_told(session: Session, department_id: int, audience: Audience, today: date) -> bool:
    key = _merge_key(department_id, audience, today)
    query = select(OutgoingMessage.id).where(OutgoingMessage.merge_key == key)
    return session.exec(query).first() is not None


def _merge_key(department_id: int, audience: Audience, today: date) -> str:
    return f"digest:{department_id}:{audience}:{today.isoformat()}"


def _message(
    session: Session,
    reminders: Sequence[Reminder],
    *,
    copies: Sequence[Reminder],
    audience: Audience,
    told_apart: set[Audience],
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> OutgoingMessage:
    today = calendar.office_day(now)
    department = session.get_one(Department, reminders[0].department_id)
    lines = lines_of(session, [*reminders, *copies], today=today, calendar=calendar)
    return_id = _one_return(lines)
    kind = _kind(lines)
    link = department_link(session, department.number, office=office, now=now, return_id=return_id)
    letter = _letter(department, lines, link=link, today=today, calendar=calendar, office=office)
    words = worded(
        session, letter, department_id=department.number, audience=audience, link=link,
        task_ids={line.part.task_id for line in lines},
        first_decided=min(reminder.decided_on for reminder in reminders), today=today, now=now,
        office=office.name,
    )  # fmt: skip
    message = put_in_outbox(
        session,
        kind=kind,
        letter=words.letter,
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
    if words.row is not None:
        words.row.message_id = message.number
    for reminder in reminders:
        reminder.message_id = message.number
        session.add(reminder)
    record_event(session, "message.queued", message, now=now, kind=kind)
    return message


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
