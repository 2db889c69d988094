"""任务: one task with its source, its parts, its history, and the verbs that are allowed now."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from duban.web.pages import show
from duban.web.visitors import CurrentRuntime, Reader
from reports.views.notices import list_departments
from reports.views.tasks import task_page

router = APIRouter(include_in_schema=False)


@router.get("/tasks/{task_id}")
def show_task(request: Request, task_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show one task."""
    now = runtime.clock()
    with runtime.reading() as session:
        page = task_page(session, task_id)
        return show(
            request,
            "task",
            page=page,
            light=None,
            departments=list_departments(session),
            now=now,
        )
