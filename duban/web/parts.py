"""What the office does with one department's part of a task: 签收, 异议, 维持, 改派."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from actions import assignments
from actions.register import load_register
from actions.register_data import name_equivalents
from duban.web.pages import after
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from models import Assignment
from reports.views.notices import get_notice
from reports.views.tasks import get_task
from rules.errors import NotAllowed, NotFound

router = APIRouter(include_in_schema=False, prefix="/tasks/{task_id}/assignments/{assignment_id}")


def known_part(task_id: int, assignment_id: int, runtime: CurrentRuntime) -> int:
    """Return the part's number, or raise `NotFound` if the task has no such part."""
    with runtime.reading() as session:
        row = session.get(Assignment, assignment_id)
        if row is None or row.task_id != task_id:
            raise NotFound("assignment", assignment_id)
        return row.number


KnownPart = Annotated[int, Depends(known_part)]


@router.post("/acknowledge")
def acknowledge(
    task_id: int, part: KnownPart, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """签收, noted by the office (a department called)."""
    with runtime.transaction() as session:
        assignments.acknowledge(session, part, now=runtime.clock(), actor=by.account.name)
    return after(f"/tasks/{task_id}", "已登记签收。")


@router.post("/object")
def object_to(
    task_id: int, part: KnownPart, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """异议, noted by the office."""
    reason = form.required("reason", "异议理由")
    with runtime.transaction() as session:
        assignments.object_to(
            session, part, reason=reason, now=runtime.clock(), actor=by.account.name
        )
    return after(f"/tasks/{task_id}", "异议已登记，请改派或维持原分工。")


@router.post("/uphold")
def uphold(
    task_id: int, part: KnownPart, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """维持原分工, with the reason that the department hears."""
    with runtime.transaction() as session:
        assignments.uphold(
            session,
            part,
            reason=form.required("reason", "答复理由"),
            now=runtime.clock(),
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
        )
    return after(f"/tasks/{task_id}", "已维持原分工，并告知该单位。")


@router.post("/reassign")
def reassign(
    task_id: int, part: KnownPart, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """改派: the new department gets its own 交办."""
    name, now = form.required("department", "改派给"), runtime.clock()
    with runtime.transaction() as session:
        place = get_notice(session, get_task(session, task_id).notice_id).place
        found = load_register(session, name_equivalents()).resolve(
            name, place=place, on=runtime.calendar.office_day(now)
        )
        if len(found.departments) != 1:
            raise NotAllowed(f"名册中没有唯一的“{name}”。", "请填名册中的全称。")
        assignments.reassign(
            session,
            part,
            found.departments[0],
            reason=form.required("reason", "改派理由"),
            now=now,
            actor=by.account.name,
            calendar=runtime.calendar,
            office=runtime.office,
        )
    return after(f"/tasks/{task_id}", f"已改派{found.departments[0].short_name}。")
