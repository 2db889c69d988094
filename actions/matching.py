"""Which task of a revised notice continues which old one: proposed here, decided by people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from actions.differences import differences
from actions.events import record_event
from actions.wordings import body_of, words_of
from models import Measure, Notice, Task, TaskMatch
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus

ALIKE = 55  # of 100: below it two wordings are not proposed as one
BY_READER = "duban"


@dataclass(frozen=True, slots=True)
class _Edition:
    """What of a task tells whether another edition has it too."""

    task: Task
    body: str
    mark: tuple[str, str]  # number and title


def set_supersedes(
    session: Session, notice_id: int, old_id: int, *, now: datetime, actor: str
) -> list[TaskMatch]:
    """Say that a draft notice revises another, and propose which task continues which."""
    notice, old = session.get_one(Notice, notice_id), session.get_one(Notice, old_id)
    if notice_id == old_id:
        raise NotAllowed("来文不能替代自己。")
    if notice.status is not NoticeStatus.DRAFT:
        raise NotAllowed("只有待确认的来文可以设为修订件。")
    if old.status is not NoticeStatus.CONFIRMED:
        raise NotAllowed(
            f"来文 {old_id} 不在督办中，没有可承接的任务。", "重复导入的草稿请用“撤销来文”。"
        )
    for row in matches_of(session, notice_id):
        session.delete(row)
    session.flush()
    notice.supersedes_id = old_id
    session.add(notice)
    found = _propose(session, notice, old, now=now)
    record_event(session, "notice.supersedes_set", notice, now=now, actor=actor, supersedes=old_id)
    return found


def unset_supersedes(session: Session, notice_id: int, *, now: datetime, actor: str) -> None:
    """Take it back: the draft stands on its own."""
    notice = session.get_one(Notice, notice_id)
    if notice.status is not NoticeStatus.DRAFT:
        raise NotAllowed("来文已经确认，替代关系不能再取消。")
    for row in matches_of(session, notice_id):
        session.delete(row)
    notice.supersedes_id = None
    session.add(notice)
    record_event(session, "notice.supersedes_unset", notice, now=now, actor=actor)


def matches_of(session: Session, notice_id: int) -> list[TaskMatch]:
    """Return the matches of a revised notice, in the order of the old tasks."""
    return list(
        session.exec(
            select(TaskMatch)
            .where(TaskMatch.notice_id == notice_id)
            .order_by(col(TaskMatch.old_task_id))
        )
    )


def undecided_matches(session: Session, notice_id: int) -> list[TaskMatch]:
    """Return the matches that wait for a person."""
    return [row for row in matches_of(session, notice_id) if row.decided_at is None]


def decide_match(
    session: Session, match_id: int, new_task_id: int | None, *, now: datetime, actor: str
) -> TaskMatch:
    """Confirm which new task continues an old one; None: it ends with the old notice."""
    match = session.get_one(TaskMatch, match_id)
    if match.carried_at is not None:
        raise NotAllowed("这一项已经承接，不能再改。")
    if new_task_id is not None:
        new = session.get(Task, new_task_id)
        if new is None or new.notice_id != match.notice_id:
            raise NotAllowed("修订后的来文中没有这项任务。")
        _free(session, match, new_task_id)
    if new_task_id != match.new_task_id:
        match.kind, match.score = ("none" if new_task_id is None else "person"), 0
    match.new_task_id = new_task_id
    match.decided_by, match.decided_at = actor, now
    session.add(match)
    record_event(
        session, "match.decided", match, now=now, actor=actor, new_task=new_task_id,
        old_task=match.old_task_id,
    )  # fmt: skip
    return match


def _free(session: Session, match: TaskMatch, new_task_id: int) -> None:
    """Take a new task from another match that nobody decided yet."""
    other = session.exec(
        select(TaskMatch).where(
            TaskMatch.notice_id == match.notice_id,
            TaskMatch.new_task_id == new_task_id,
            TaskMatch.id != match.id,
        )
    ).first()
    if other is None:
        return
    if other.decided_at is not None and other.decided_by != BY_READER:
        old = session.get_one(Task, other.old_task_id)
        raise NotAllowed(f"该任务已确认承接原任务{old.key}。", "请先把那一项改为其他任务。")
    other.new_task_id, other.kind, other.score = None, "none", 0
    other.decided_by = other.decided_at = None
    session.add(other)
    session.flush()


def _propose(session: Session, notice: Notice, old: Notice, *, now: datetime) -> list[TaskMatch]:
    before, after = _editions(session, old), _editions(session, notice)
    found: list[TaskMatch] = []
    ways = (("same-words", _same_words), ("same-number", _same_number), ("similar", _alike))
    for kind, pairs in ways:
        for one, other, score in pairs(before, after):
            before.remove(one)
            after.remove(other)
            found.append(_match(session, notice, one.task, other.task, kind, score, now=now))
    found += [_match(session, notice, one.task, None, "none", 0, now=now) for one in before]
    session.flush()
    return found


def _match(
    session: Session, notice: Notice, old: Task, new: Task | None, kind: str, score: float,
    *, now: datetime,
) -> TaskMatch:  # fmt: skip
    row = TaskMatch(
        notice_id=notice.number,
        old_task_id=old.number,
        new_task_id=new.number if new else None,
        kind=kind,
        score=round(score, 1),
    )
    if new is not None and kind == "same-words" and not differences(session, old, new):
        row.kind, row.decided_by, row.decided_at = "identical", BY_READER, now
    session.add(row)
    return row


def _editions(session: Session, notice: Notice) -> list[_Edition]:
    rows = session.exec(
        select(Task, Measure)
        .join(Measure, col(Measure.id) == col(Task.measure_id))
        .where(Task.notice_id == notice.number, col(Task.status) != TaskStatus.WITHDRAWN)
        .order_by(col(Measure.order), col(Task.part))
    ).all()
    return [
        _Edition(task, body_of(task, words_of(session, task)), (measure.no or "", task.title))
        for task, measure in rows
    ]


Pair = tuple[_Edition, _Edition, float]


def _same_words(before: Sequence[_Edition], after: Sequence[_Edition]) -> list[Pair]:
    return _by_key({id(one): one.body for one in [*before, *after]}, before, after)


def _same_number(before: Sequence[_Edition], after: Sequence[_Edition]) -> list[Pair]:
    keys = {id(one): "|".join(one.mark) if one.mark[0] else "" for one in [*before, *after]}
    return _by_key(keys, before, after)


def _by_key(
    keys: Mapping[int, str], before: Sequence[_Edition], after: Sequence[_Edition]
) -> list[Pair]:
    """Return the pairs that share a key which each side has once."""
    left, right = _once(keys, before), _once(keys, after)
    return [
        (one, right[key], fuzz.ratio(one.body, right[key].body))
        for key, one in left.items()
        if key in right
    ]


def _once(keys: Mapping[int, str], editions: Sequence[_Edition]) -> dict[str, _Edition]:
    counts = Counter(keys[id(one)] for one in editions)
    return {keys[id(one)]: one for one in editions if keys[id(one)] and counts[keys[id(one)]] == 1}


def _alike(before: Sequence[_Edition], after: Sequence[_Edition]) -> list[Pair]:
    """Return pairs whose words are alike, the most alike first, each task once."""
    bodies = [one.body for one in after]
    scored = [
        (score, row, column)
        for row, one in enumerate(before)
        for _, score, column in process.extract(
            one.body, bodies, scorer=fuzz.ratio, limit=5, score_cutoff=ALIKE
        )
    ]
    rows: set[int] = set()
    columns: set[int] = set()
    found = []
    for score, row, column in sorted(scored, key=lambda hit: (-hit[0], hit[1], hit[2])):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            found.append((before[row], after[column], score))
    return found
