"""The verbs of a task, each behind a button: check the form, act, say what was done."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse
from sqlmodel import Session, select

from actions import extensions
from actions import tasks as verbs
from actions.corrections import set_deadline
from actions.status_updates import milestones_from_plan
from duban.web.pages import after
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from models import Assignment, Extension, StatusUpdate
from reports.views.tasks import get_task
from rules.assignments import ACTIVE
from rules.errors import NotAllowed, NotFound

router = APIRouter(include_in_schema=False, prefix="/tasks/{task_id}")


def known_task(task_id: int, runtime: CurrentRuntime) -> int:
    """Return the task's number, or raise `NotFound`."""
    with runtime.reading() as session:
        return get_task(session, task_id).number


KnownTask = Annotated[int, Depends(known_task)]


def _done(task_id: int, said: str) -> RedirectResponse:
    return after(f"/tasks/{task_id}", said)


@router.post("/submit")
def submit(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """报结, noted by the office for a department."""
    with runtime.transaction() as session:
        verbs.submit(
            session,
            task_id,
            department_id=None,
            now=runtime.clock(),
            actor=by.account.name,
            evidence=form.text("reason"),
        )
    return _done(task_id, "已登记报结，等待核查。")


@router.post("/verify")
def verify(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """核查: found so."""
    with runtime.transaction() as session:
        verbs.verify(
            session,
            task_id,
            now=runtime.clock(),
            actor=by.account.name,
            found=form.text("reason"),
        )
    return _done(task_id, "核查通过，可以销号。")


@router.post("/close")
def close(task_id: KnownTask, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """销号."""
    with runtime.transaction() as session:
        verbs.close(session, task_id, now=runtime.clock(), actor=by.account.name)
    return _done(task_id, "已销号。")


@router.post("/return")
def return_for_rework(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """退回, with a reason that the department hears."""
    with runtime.transaction() as session:
        verbs.return_for_rework(
            session,
            task_id,
            reason=form.required("reason", "退回理由"),
            now=runtime.clock(),
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
        )
    return _done(task_id, "已退回，并告知责任单位。")


@router.post("/suspend")
def suspend(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """中止, with a reason."""
    reason = form.required("reason", "中止理由")
    with runtime.transaction() as session:
        verbs.suspend(session, task_id, reason=reason, now=runtime.clock(), actor=by.account.name)
    return _done(task_id, "已中止，期间不再提醒。")


@router.post("/resume")
def resume(task_id: KnownTask, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Go on after 中止."""
    with runtime.transaction() as session:
        verbs.resume(session, task_id, now=runtime.clock(), actor=by.account.name)
    return _done(task_id, "已恢复办理。")


@router.post("/long-term")
def make_long_term(
    task_id: KnownTask, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """转长期."""
    with runtime.transaction() as session:
        verbs.make_long_term(session, task_id, now=runtime.clock(), actor=by.account.name)
    return _done(task_id, "已转为长期推进。")


@router.post("/withdraw")
def withdraw(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """撤销, with a reason."""
    reason = form.required("reason", "撤销理由")
    with runtime.transaction() as session:
        verbs.withdraw(session, task_id, reason=reason, now=runtime.clock(), actor=by.account.name)
    return _done(task_id, "任务已撤销。")


@router.post("/deadline")
def deadline(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Set a deadline where the notice states none; it is labelled as the office's."""
    due_on = form.day("due_on", "完成时限")
    if due_on is None:
        raise NotAllowed("“完成时限”没有填写。", "请选择日期。")
    with runtime.transaction() as session:
        set_deadline(session, task_id, due_on, now=runtime.clock(), actor=by.account.name)
    return _done(task_id, "完成时限已设定。")


@router.post("/extend")
def extend(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """延期 by the office itself: asked and granted at once; the original date stays."""
    until_on = form.day("until_on", "延期至")
    if until_on is None:
        raise NotAllowed("“延期至”没有填写。", "请选择延期后的日期。")
    reason, now = form.required("reason", "延期理由"), runtime.clock()
    with runtime.transaction() as session:
        asked = extensions.ask(
            session,
            _answering_part(session, task_id).number,
            until_on=until_on,
            reason=reason,
            now=now,
            actor=by.account.name,
            calendar=runtime.calendar,
        )
        extensions.grant(
            session,
            asked.number,
            now=now,
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
            reason=reason,
        )
    return _done(task_id, "已延期，原定时限保留在案，并告知责任单位。")


@router.post("/extensions/{extension_id}/grant")
def grant(
    task_id: KnownTask,
    extension_id: int,
    form: CheckedForm,
    by: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:
    """Grant what a department asked for."""
    with runtime.transaction() as session:
        _check_belongs(session, extension_id, task_id)
        extensions.grant(
            session,
            extension_id,
            now=runtime.clock(),
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
            reason=form.text("reason"),
        )
    return _done(task_id, "已同意延期，并告知责任单位。")


@router.post("/extensions/{extension_id}/refuse")
def refuse(
    task_id: KnownTask,
    extension_id: int,
    form: CheckedForm,
    by: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:
    """Refuse what a department asked for, with a reason."""
    with runtime.transaction() as session:
        _check_belongs(session, extension_id, task_id)
        extensions.refuse(
            session,
            extension_id,
            reason=form.required("reason", "理由"),
            now=runtime.clock(),
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
        )
    return _done(task_id, "未同意延期，并告知责任单位。")


@router.post("/updates/{update_id}/plan")
def accept_plan(
    task_id: KnownTask, update_id: int, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Accept the dated steps of an answer (实施方案) as the task's milestones."""
    with runtime.transaction() as session:
        update = session.get(StatusUpdate, update_id)
        part = session.get(Assignment, update.assignment_id) if update else None
        if part is None or part.task_id != task_id:
            raise NotFound("status update", update_id)
        count = milestones_from_plan(session, update_id, now=runtime.clock(), actor=by.account.name)
    if not count:
        raise NotAllowed("这次反馈中没有可采纳的节点，或已经采纳过。")
    return _done(task_id, f"已采纳实施方案，列入 {count} 个节点。")


def _check_belongs(session: Session, extension_id: int, task_id: int) -> None:
    row = session.get(Extension, extension_id)
    if row is None or row.task_id != task_id:
        raise NotFound("extension", extension_id)


def _answering_part(session: Session, task_id: int) -> Assignment:
    parts = session.exec(select(Assignment).where(Assignment.task_id == task_id)).all()
    active = [part for part in parts if part.status in ACTIVE]
    if not active:
        raise NotAllowed("该任务没有在办的单位。", "请先交办或改派。")
    return next((part for part in active if part.consolidates), active[0])
