"""任务: one task with its source, its parts, its history, and the verbs that are allowed now."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from actions.why import why
from duban.web.pages import show
from duban.web.visitors import CurrentRuntime, Reader
from models import Task
from reports.facts import collect
from reports.report import TaskEntry
from reports.views.notices import list_departments
from reports.views.tasks import task_page
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False)


@router.get("/tasks/{task_id}")
def show_task(request: Request, task_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show one task."""
    with runtime.reading() as session:
        page = task_page(session, task_id)
        return show(
            request,
            "task",
            page=page,
            light=_light(session, page.notice.number, task_id, runtime),
            departments=list_departments(session),
            why=why(
                session,
                session.get_one(Task, task_id),
                now=runtime.clock(),
                calendar=runtime.calendar,
                policies=runtime.policies,
            ),
        )


def _light(session: Session, notice_id: int, task_id: int, runtime: Runtime) -> TaskEntry | None:
    """Return the task as the ledger has it today: its colour and why."""
    report = collect(
        session,
        notice_id,
        now=runtime.clock(),
        calendar=runtime.calendar,
        policies=runtime.policies,
        office=runtime.office,
    )
    return next((task for task in report.tasks if task.task_id == task_id), None)
