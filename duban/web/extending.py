"""延期: by the office itself, or its answer to what a department asked for."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from sqlmodel import Session, select

from actions import extensions
from duban.web.verbs import KnownTask, done
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from models import Assignment, Extension
from rules.assignments import ACTIVE
from rules.errors import NotAllowed, NotFound

router = APIRouter(include_in_schema=False, prefix="/tasks/{task_id}")


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
    return done(task_id, "已延期，原定时限保留在案，并告知责任单位。")


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
    return done(task_id, "已同意延期，并告知责任单位。")


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
    return done(task_id, "未同意延期，并告知责任单位。")


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
