"""Drafts made anew by a person: one task split, two joined, one added from words of the text."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from actions.drafts import short_title
from actions.events import record_event
from actions.parts import choose_consolidator, parts_in
from actions.wordings import find_words, place_of, sentences_of, words_of
from models import Assignment, Doubt, Measure, Notice, Target, Task
from rules.assignments import Role
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus

SHORTEST = 4  # characters that a person must name to add a task


def check_is_draft(task: Task) -> None:
    """Raise `NotAllowed` unless the task still waits for a person."""
    if task.status is not TaskStatus.DRAFT:
        raise NotAllowed(
            f"任务{task.key}已确认或已撤销，不能再改。", "已交办的，请用改派、延期或撤销。"
        )


def split_task(session: Session, task_id: int, *, sentence: int, now: datetime, actor: str) -> Task:
    """Split a draft before its nth sentence (2 is the first possible); return the new task.

    Both keep who was named; a target goes where its words stand.
    """
    task = session.get_one(Task, task_id)
    check_is_draft(task)
    sentences = sentences_of(words_of(session, task))
    if not 2 <= sentence <= len(sentences):
        raise NotAllowed(
            f"任务{task.key}共 {len(sentences)} 句，不能从第 {sentence} 句起拆分。",
            f"请填 2 至 {len(sentences)}。" if len(sentences) > 1 else "只有一句的任务不能拆分。",
        )
    first, second = "".join(sentences[: sentence - 1]), "".join(sentences[sentence - 1 :])
    notice = session.get_one(Notice, task.notice_id)
    at = place_of(notice.text, second, task.span_start, task.span_end)
    new = _second_half(session, task, second, at)
    task.words = first.strip()
    task.key = _key_of_part(session, task)
    if at is not None and at > task.span_start:
        task.span_end = at
    session.add(task)
    session.flush()
    _copy_parts(session, task, new)
    _move_what_stands_in(session, task, new, at)
    record_event(
        session, "task.split", task, now=now, actor=actor, into=new.key, at=second.strip()[:40]
    )
    return new


def _second_half(session: Session, task: Task, words: str, at: int | None) -> Task:
    last = session.exec(select(func.max(Task.part)).where(Task.measure_id == task.measure_id)).one()
    measure = session.get_one(Measure, task.measure_id)
    part = (last or 1) + 1
    new = Task(
        notice_id=task.notice_id,
        measure_id=task.measure_id,
        part=part,
        key=f"{measure.order}.{part}",
        title=short_title(words),
        clause=task.clause,
        words=words.strip(),
        span_start=at if at is not None else task.span_start,
        span_end=task.span_end,
        lead_implied=task.lead_implied,
        wants_plan=task.wants_plan,
        due_on=task.due_on,
        original_due_on=task.original_due_on,
        due_quote=task.due_quote,
    )
    session.add(new)
    session.flush()
    return new


def _key_of_part(session: Session, task: Task) -> str:
    """Return 7.1 for what was 7 while it was whole."""
    measure = session.get_one(Measure, task.measure_id)
    return f"{measure.order}.{task.part}" if "." not in task.key else task.key


def _copy_parts(session: Session, source: Task, receiver: Task) -> None:
    """Give the receiver every part of the source that it does not have yet."""
    taken = {(part.department_id or part.printed_name) for part in parts_in(session, receiver)}
    order = len(taken)
    for part in parts_in(session, source):
        if (part.department_id or part.printed_name) in taken:
            continue
        order += 1
        session.add(
            Assignment(
                task_id=receiver.number,
                department_id=part.department_id,
                collective_id=part.collective_id,
                printed_name=part.printed_name,
                role=part.role,
                order=order,
            )
        )
    session.flush()
    choose_consolidator(session, receiver)
    notice = session.get_one(Notice, receiver.notice_id)
    parts = [row for row in parts_in(session, receiver) if row.role is Role.RESPONSIBLE]
    if notice.first_named_leads and receiver.lead_implied and parts:
        parts[0].consolidates = True
        session.add(parts[0])


def _move_what_stands_in(session: Session, task: Task, new: Task, at: int | None) -> None:
    """Targets and doubts behind the cut belong to the new task."""
    if at is None:
        return
    rows: list[Target | Doubt] = [
        *session.exec(select(Target).where(Target.task_id == task.number)),
        *session.exec(select(Doubt).where(Doubt.task_id == task.number)),
    ]
    for row in rows:
        if row.span_start >= at:
            row.task_id = new.number
            session.add(row)


def merge_tasks(
    session: Session, task_id: int, other_id: int, *, now: datetime, actor: str
) -> Task:
    """Join a draft to another: its words, parts, targets and doubts go over, and it is no more.

    Deadlines that differ are for a person: then nothing is joined.
    """
    task, other = session.get_one(Task, task_id), session.get_one(Task, other_id)
    check_is_draft(task)
    check_is_draft(other)
    if task.number == other.number or task.notice_id != other.notice_id:
        raise NotAllowed("只能合并同一份来文的两项任务。")
    if task.due_on and other.due_on and task.due_on != other.due_on:
        raise NotAllowed(
            f"两项任务的完成时限不同（{task.due_on}、{other.due_on}）。", "请先把时限改为一致。"
        )
    first, second = sorted((task, other), key=lambda row: (row.span_start, row.number))
    words = [words_of(session, row).strip() for row in (first, second)]
    task.words = words[0] if words[0] == words[1] else "\n".join(words)
    if task.due_on is None:
        task.due_on, task.original_due_on = other.due_on, other.original_due_on
        task.due_quote = other.due_quote
    task.wants_plan = task.wants_plan or other.wants_plan
    task.clause = "；".join(dict.fromkeys(c for c in (first.clause, second.clause) if c)) or None
    session.add(task)
    _copy_parts(session, other, task)
    for table in (Target, Doubt):
        for row in session.exec(select(table).where(table.task_id == other.number)):
            row.task_id = task.number
            session.add(row)
    other.move_to(TaskStatus.WITHDRAWN, now=now)
    other.reason = f"并入任务{task.key}"
    session.add(other)
    record_event(session, "task.merged", task, now=now, actor=actor, taken=other.key)
    return task


def add_task(
    session: Session,
    notice_id: int,
    words: str,
    *,
    now: datetime,
    actor: str,
    start: int | None = None,
) -> Task:
    """Make a measure and its task of words that stand in the text.

    `start` tells which of several places is meant. Owners are set afterwards, by a person.
    """
    notice = session.get_one(Notice, notice_id)
    if notice.status not in (NoticeStatus.DRAFT, NoticeStatus.CONFIRMED):
        raise NotAllowed("这份来文现在不能再增加任务。")
    span = _the_place(notice.text, words, start)
    order = session.exec(
        select(func.max(Measure.order)).where(Measure.notice_id == notice_id)
    ).one()
    text = notice.text[span[0] : span[1]].strip()
    near = _before(session, notice_id, span[0])
    measure = Measure(
        notice_id=notice_id,
        order=(order or 0) + 1,
        chapter=near.chapter if near else None,
        title=short_title(text),
        text=text,
        span_start=span[0],
        span_end=span[1],
    )
    session.add(measure)
    session.flush()
    task = Task(
        notice_id=notice_id,
        measure_id=measure.number,
        key=str(measure.order),
        title=measure.title,
        span_start=span[0],
        span_end=span[1],
    )
    session.add(task)
    session.flush()
    record_event(session, "task.added", task, now=now, actor=actor, words=text[:200])
    return task


def _the_place(text: str, words: str, start: int | None) -> tuple[int, int]:
    if len("".join(words.split())) < SHORTEST:
        raise NotAllowed("文字太短。", f"请从来文中选取至少 {SHORTEST} 个字。")
    places = find_words(text, words)
    if not places:
        raise NotAllowed("来文中没有这段文字。", "任务必须有出处：请从来文原文中复制，不要改动。")
    if len(places) == 1:
        return places[0]
    for place in places:
        if place[0] == start:
            return place
    raise NotAllowed(f"这段文字在来文中出现 {len(places)} 处。", "请多选几个字，直到只有一处。")


def _before(session: Session, notice_id: int, place: int) -> Measure | None:
    return session.exec(
        select(Measure)
        .where(Measure.notice_id == notice_id, Measure.span_start <= place)
        .order_by(col(Measure.span_start).desc())
    ).first()
