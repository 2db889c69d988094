"""The verbs of a task, each behind a button: check the form, act, say what was done."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from actions import tasks as verbs
from actions.new_deadlines import set_deadline_and_tell
from actions.readings import correct_reading
from actions.returns import accept_item, send_back_item
from actions.status_updates import milestones_from_plan
from duban.web.pages import after
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from models import Assignment, StatusUpdate, Target
from reports.views.tasks import get_task
from rules.errors import NotAllowed, NotFound

router = APIRouter(include_in_schema=False, prefix="/tasks/{task_id}")


def known_task(task_id: int, runtime: CurrentRuntime) -> int:
    """Return the task's number, or raise `NotFound`."""
    with runtime.reading() as session:
        return get_task(session, task_id).number


KnownTask = Annotated[int, Depends(known_task)]


def done(task_id: int, said: str) -> RedirectResponse:
    """Go back to the task with a sentence about what was done."""
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
    return done(task_id, "已登记报结，等待核查。")


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
    return done(task_id, "核查通过，可以销号。")


@router.post("/close")
def close(task_id: KnownTask, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """销号."""
    with runtime.transaction() as session:
        verbs.close(session, task_id, now=runtime.clock(), actor=by.account.name)
    return done(task_id, "已销号。")


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
    return done(task_id, "已退回，并告知责任单位。")


@router.post("/suspend")
def suspend(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """中止, with a reason."""
    reason = form.required("reason", "中止理由")
    with runtime.transaction() as session:
        verbs.suspend(session, task_id, reason=reason, now=runtime.clock(), actor=by.account.name)
    return done(task_id, "已中止，期间不再提醒。")


@router.post("/resume")
def resume(task_id: KnownTask, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Go on after 中止."""
    with runtime.transaction() as session:
        verbs.resume(session, task_id, now=runtime.clock(), actor=by.account.name)
    return done(task_id, "已恢复办理。")


@router.post("/long-term")
def make_long_term(
    task_id: KnownTask, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """转长期."""
    with runtime.transaction() as session:
        verbs.make_long_term(session, task_id, now=runtime.clock(), actor=by.account.name)
    return done(task_id, "已转为长期推进。")


@router.post("/withdraw")
def withdraw(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """撤销, with a reason."""
    reason = form.required("reason", "撤销理由")
    with runtime.transaction() as session:
        verbs.withdraw(session, task_id, reason=reason, now=runtime.clock(), actor=by.account.name)
    return done(task_id, "任务已撤销。")


@router.post("/deadline")
def deadline(
    task_id: KnownTask, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Set a deadline where the notice states none; it is labelled as the office's."""
    due_on = form.day("due_on", "完成时限")
    if due_on is None:
        raise NotAllowed("“完成时限”没有填写。", "请选择日期。")
    with runtime.transaction() as session:
        task = set_deadline_and_tell(
            session, task_id, due_on, now=runtime.clock(), actor=by.account.name,
            calendar=runtime.calendar, office=runtime.office,
        )  # fmt: skip
        moved = f"（{due_on}是休息日，顺延）" if task.due_on != due_on else ""
        said = f"完成时限已设定为{task.due_on}{moved}。"
    return done(task_id, said)


@router.post("/targets/{target_id}/value")
def correct_value(
    task_id: KnownTask, target_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """更正 the value of a target that was noted wrongly; empty: it is taken back."""
    reason = form.required("reason", "更正理由")
    value = form.figure("value", "完成值")
    with runtime.transaction() as session:
        target = session.get(Target, target_id)
        if target is None or target.task_id != task_id:
            raise NotFound("target", target_id)
        correct_reading(
            session, target_id, value, reason=reason, by=by.account.name, now=runtime.clock()
        )
    return done(task_id, "完成值已更正。" if value is not None else "完成值已撤回。")


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
    return done(task_id, f"已采纳实施方案，列入 {count} 个节点。")


@router.post("/items/{item_id}/accept")
def accept_answer(
    task_id: KnownTask, item_id: int, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """采用 one answer of a return for the report."""
    with runtime.transaction() as session:
        accept_item(session, item_id, now=runtime.clock(), actor=by.account.name)
    return done(task_id, "已采用，将列入报告。")


@router.post("/items/{item_id}/send-back")
def send_back_answer(
    task_id: KnownTask, item_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """退回 one answer of a return, with a reason that the department hears."""
    with runtime.transaction() as session:
        send_back_item(
            session,
            item_id,
            reason=form.required("reason", "退回理由"),
            now=runtime.clock(),
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
        )
    return done(task_id, "已退回填报，并告知责任单位。")
