"""时间表: when each flow ran and will run; run now, pause, another time."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions import schedule
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from runtime.timetable import current_timetable, get_entry, overview

router = APIRouter(include_in_schema=False, prefix="/schedule")


@router.get("")
def show_schedule(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show the timetable with last and next runs."""
    return show(request, "schedule", rows=overview(runtime))


@router.post("/{flow}/run")
def run_now(flow: str, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Ask the engine to run a flow now."""
    with runtime.transaction() as session:
        entry = get_entry(current_timetable(session), flow)
        schedule.request_run(session, entry.flow, by=by.account.name, now=runtime.clock())
    return after("/schedule", f"“{entry.label}”已排入，引擎随即运行。")


@router.post("/{flow}/pause")
def pause(flow: str, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Stop a flow until it is resumed."""
    with runtime.transaction() as session:
        entry = get_entry(current_timetable(session), flow)
        schedule.pause(session, entry.flow, by=by.account.name, now=runtime.clock())
    return after("/schedule", f"“{entry.label}”已暂停。")


@router.post("/{flow}/resume")
def resume(flow: str, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """Let a flow run again."""
    with runtime.transaction() as session:
        entry = get_entry(current_timetable(session), flow)
        schedule.resume(session, entry.flow, by=by.account.name, now=runtime.clock())
    return after("/schedule", f"“{entry.label}”已恢复，会补做积压的事项。")


@router.post("/{flow}/time")
def set_time(
    flow: str, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Run a daily flow at another time of day."""
    with runtime.transaction() as session:
        entry = get_entry(current_timetable(session), flow)
        schedule.set_time(
            session,
            entry.flow,
            form.required("at", "时刻"),
            printed=entry.printed,
            by=by.account.name,
            now=runtime.clock(),
        )
    return after("/schedule", f"“{entry.label}”的运行时刻已改。")
