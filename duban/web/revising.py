"""修订件: which notice it replaces, and which of its tasks continues which old one."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session, col, select

from actions.differences import Difference, differences
from actions.matching import decide_match, matches_of, set_supersedes, unset_supersedes
from actions.wordings import words_of
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from models import Notice, Task, TaskMatch
from reports.views.notices import get_notice
from rules.errors import NotAllowed, NotFound
from rules.tasks import TaskStatus

router = APIRouter(include_in_schema=False, prefix="/notices/{notice_id}")


@dataclass(frozen=True, slots=True)
class Pair:
    """One old task beside the new one that is to continue it."""

    match: TaskMatch
    old: Task
    old_words: str
    new: Task | None
    new_words: str
    differences: list[Difference]


@router.get("/compare")
def show_comparison(
    request: Request, notice_id: int, _: Reader, runtime: CurrentRuntime
) -> Response:
    """Show old and new tasks side by side, with what changed."""
    with runtime.reading() as session:
        notice = get_notice(session, notice_id)
        if notice.supersedes_id is None:
            raise NotAllowed("这份来文没有设为修订件。", "请在来文页选择它替代哪一份来文。")
        pairs = pairs_of(session, notice_id)
        taken = {pair.new.id for pair in pairs if pair.new}
        tasks = _living_tasks(session, notice_id)
        return show(
            request,
            "notice_compare",
            notice=notice,
            old=session.get_one(Notice, notice.supersedes_id),
            pairs=pairs,
            tasks=tasks,
            added=[task for task in tasks if task.id not in taken],
            waiting=sum(pair.match.decided_at is None for pair in pairs),
        )


def pairs_of(session: Session, notice_id: int) -> list[Pair]:
    """Return every old task with its match and what differs."""
    pairs = []
    for match in matches_of(session, notice_id):
        old = session.get_one(Task, match.old_task_id)
        new = session.get(Task, match.new_task_id) if match.new_task_id else None
        pairs.append(
            Pair(
                match,
                old,
                words_of(session, old),
                new,
                words_of(session, new) if new else "",
                differences(session, old, new) if new else [],
            )
        )
    return pairs


def _living_tasks(session: Session, notice_id: int) -> list[Task]:
    return list(
        session.exec(
            select(Task)
            .where(Task.notice_id == notice_id, col(Task.status) != TaskStatus.WITHDRAWN)
            .order_by(col(Task.measure_id), col(Task.part))
        )
    )


@router.post("/supersedes")
def supersede(
    notice_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Say which notice this one replaces; matches are proposed at once."""
    old_id = form.number("old")
    if old_id is None:
        raise NotAllowed("没有选择被替代的来文。", "请先选一份。")
    with runtime.transaction() as session:
        get_notice(session, notice_id)
        get_notice(session, old_id)
        set_supersedes(session, notice_id, old_id, now=runtime.clock(), actor=by.account.name)
    return after(f"/notices/{notice_id}/compare", "已与原来文逐项比对，请确认不一致之处。")


@router.post("/supersedes/undo")
def stand_alone(notice_id: int, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Take it back: an ordinary notice."""
    with runtime.transaction() as session:
        get_notice(session, notice_id)
        unset_supersedes(session, notice_id, now=runtime.clock(), actor=by.account.name)
    return after(f"/notices/{notice_id}", "已取消替代关系，这份来文单独办理。")


@router.post("/matches/{match_id}")
def decide(
    notice_id: int, match_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Confirm which new task continues an old one, or that none does."""
    with runtime.transaction() as session:
        match = session.get(TaskMatch, match_id)
        if match is None or match.notice_id != notice_id:
            raise NotFound("row", match_id)
        decide_match(
            session, match_id, form.number("new"), now=runtime.clock(), actor=by.account.name
        )
        key = session.get_one(Task, match.old_task_id).key
    return after(f"/notices/{notice_id}/compare#match-{match_id}", f"原任务 {key} 的去向已确认。")
