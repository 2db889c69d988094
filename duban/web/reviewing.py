"""The review of drafts, each verb behind a button; nothing is handed out by any of them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from actions import reshaping, review
from actions.corrections import correct_target, name_part
from actions.register import load_register
from actions.register_data import name_equivalents
from actions.suggestions import accept_suggestion, suggestions_of
from duban.web.confirming import named
from duban.web.pages import after
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from models import Assignment, Target, Task
from reports.views.notices import get_notice
from rules.errors import NotAllowed, NotFound

router = APIRouter(include_in_schema=False, prefix="/notices/{notice_id}")


def known_draft(notice_id: int, task_id: int, runtime: CurrentRuntime) -> Task:
    """Return the task, or raise `NotFound` if the notice has no such task."""
    with runtime.reading() as session:
        row = session.get(Task, task_id)
        if row is None or row.notice_id != notice_id:
            raise NotFound("task", task_id)
        session.expunge(row)
        return row


Draft = Annotated[Task, Depends(known_draft)]


def back(task: Task, said: str) -> RedirectResponse:
    """Go back to the task's card with a sentence about what was done."""
    return after(f"/notices/{task.notice_id}#task-{task.number}", said)


@router.post("/tasks/{task_id}/accept")
def accept(task: Draft, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """无误: a person compared it with its words."""
    with runtime.transaction() as session:
        review.accept_task(session, task.number, now=runtime.clock(), actor=by.account.name)
    return back(task, f"任务 {task.key} 已核对。")


@router.post("/tasks/{task_id}/title")
def retitle(
    task: Draft, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Another short title."""
    title = form.required("title", "名称")
    with runtime.transaction() as session:
        review.set_title(session, task.number, title, now=runtime.clock(), actor=by.account.name)
    return back(task, f"任务 {task.key} 已改名。")


@router.post("/tasks/{task_id}/split")
def split(
    task: Draft, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """拆分 before the chosen sentence."""
    sentence = form.number("sentence")
    if sentence is None:
        raise NotAllowed("没有选择从哪一句起拆分。", "请先选一句。")
    with runtime.transaction() as session:
        new = reshaping.split_task(
            session, task.number, sentence=sentence, now=runtime.clock(), actor=by.account.name
        )
        said = f"已拆为两项，新的一项是任务 {new.key}。分工暂与原来相同，请逐项核对。"
    return back(task, said)


@router.post("/tasks/{task_id}/merge")
def merge(
    task: Draft, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """合并 another draft into this one."""
    other = form.number("other")
    if other is None:
        raise NotAllowed("没有选择要并入的任务。", "请先选一项。")
    with runtime.transaction() as session:
        reshaping.merge_tasks(
            session, task.number, other, now=runtime.clock(), actor=by.account.name
        )
    return back(task, f"已并入任务 {task.key}，分工取两项之和，请核对。")


@router.post("/tasks/{task_id}/drop")
def drop(
    task: Draft, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """剔除, with a reason."""
    reason = form.required("reason", "剔除理由")
    with runtime.transaction() as session:
        review.drop_task(
            session, task.number, reason=reason, now=runtime.clock(), actor=by.account.name
        )
    return after(f"/notices/{task.notice_id}#dropped", f"任务 {task.key} 已剔除，可在页末恢复。")


@router.post("/tasks/{task_id}/restore")
def restore(task: Draft, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Take a dropped draft back."""
    with runtime.transaction() as session:
        review.restore_task(session, task.number, now=runtime.clock(), actor=by.account.name)
    return back(task, f"任务 {task.key} 已恢复。")


@router.post("/tasks/{task_id}/suggestion")
def take_suggestion(
    task: Draft, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Accept one suggestion; it must still be one."""
    number, now = form.number("department"), runtime.clock()
    with runtime.transaction() as session:
        register = load_register(session, name_equivalents())
        notice = get_notice(session, task.notice_id)
        found = suggestions_of(session, notice, register=register, now=now)
        chosen = [s for s in found.get(task.number, ()) if s.department.number == number]
        if not chosen:
            raise NotAllowed("这条建议已不适用。", "请刷新后重新选择。")
        accept_suggestion(
            session,
            task.number,
            chosen[0].department,
            reason=chosen[0].reason,
            now=now,
            actor=by.account.name,
        )
        name = chosen[0].department.short_name
    return back(task, f"任务 {task.key} 由{name}牵头。")


@router.post("/tasks/{task_id}/parts/{part_id}")
def name(
    task: Draft, part_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Say which department a printed name means, and remember it if asked to."""
    with runtime.transaction() as session:
        part = session.get(Assignment, part_id)
        if part is None or part.task_id != task.number:
            raise NotFound("assignment", part_id)
        meant = named(session, form.required("department", "单位"), task.notice_id, runtime)
        name_part(
            session,
            part_id,
            meant[0],
            remember=bool(form.text("remember")),
            now=runtime.clock(),
            actor=by.account.name,
        )
        said = f"“{part.printed_name}”即{meant[0].short_name}。"
    return back(task, said + ("以后照此识别。" if form.text("remember") else ""))


@router.post("/add")
def add(
    notice_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """增补: a task from words of the text."""
    words = form.required("words", "来文原句")
    with runtime.transaction() as session:
        get_notice(session, notice_id)
        task = reshaping.add_task(
            session,
            notice_id,
            words,
            start=form.number("start"),
            now=runtime.clock(),
            actor=by.account.name,
        )
        session.flush()
        session.expunge(task)
    return back(task, f"已增补任务 {task.key}，请指定责任单位。")


@router.post("/owners")
def assign_many(
    notice_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Give the ticked tasks, for which nobody is named, to one department."""
    name, now = form.required("department", "单位"), runtime.clock()
    ticked = [int(number) for number in form.texts("task") if number.isdecimal()]
    if not ticked:
        raise NotAllowed("没有勾选任务。", "请先勾选要指定的任务。")
    with runtime.transaction() as session:
        row = named(session, name, notice_id, runtime)[0]
        for number in ticked:
            task = session.get(Task, number)
            if task is None or task.notice_id != notice_id:
                raise NotFound("task", number)
            accept_suggestion(
                session, number, row, reason="由人指定", now=now, actor=by.account.name
            )
    return after(f"/notices/{notice_id}#tasks", f"{len(ticked)} 项任务由{row.short_name}牵头。")


@router.post("/targets/{target_id}/value")
def set_value(
    notice_id: int,
    target_id: int,
    form: CheckedForm,
    by: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:
    """Set right what a target asks for."""
    with runtime.transaction() as session:
        target = session.get(Target, target_id)
        if target is None or target.notice_id != notice_id:
            raise NotFound("row", target_id)
        correct_target(
            session,
            target_id,
            op=form.required("op", "比较方式"),
            value=_figure(form.required("value", "数值")),
            unit=form.required("unit", "单位"),
            now=runtime.clock(),
            actor=by.account.name,
        )
    return after(f"/notices/{notice_id}#target-{target_id}", "指标已更正，原句保留在旁。")


def _figure(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotAllowed(f"“{text}”不是数值。", "请填阿拉伯数字，如 600 或 2.5。") from None


@router.post("/withdraw")
def withdraw(
    notice_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Put aside a notice that nobody confirmed."""
    reason = form.required("reason", "撤销理由")
    with runtime.transaction() as session:
        get_notice(session, notice_id)
        review.withdraw_notice(
            session, notice_id, reason=reason, now=runtime.clock(), actor=by.account.name
        )
    return after("/notices", "来文已撤销，原件仍保存。")
