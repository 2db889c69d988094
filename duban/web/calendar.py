"""工作日历: a year at a glance; what a change would move is shown before it is made."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from actions.calendar_changes import CalendarChange, change_days, clear_days
from duban.web.forms import Form
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from reports.views.calendar import year_page
from rules.errors import CalendarInvalid, NotAllowed
from rules.holiday_tables import TableDay, decoded, parse_table, whole_years
from runtime.calendar import published_days, published_names
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False, prefix="/calendar")
SCOPES = {"auto": "自动判断", "year": "全年安排", "days": "个别日期"}
Change = Callable[[Session], CalendarChange]


@router.get("")
def show_calendar(
    request: Request, _: Reader, runtime: CurrentRuntime,
    year: Annotated[int, Query(ge=0, le=2100)] = 0,
) -> Response:  # fmt: skip
    """Show a year month by month: 休, 班, whose table it is, or that there is none yet."""
    return _page(request, runtime, year)


@router.post("/preview")
async def preview_change(
    request: Request, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> Response:
    """Show what a change would move; nothing is written."""
    typed = await _typed(form)
    try:
        change = _change(typed, runtime, by.account.name)
        with runtime.trial() as session:
            tried = change(session)
    except CalendarInvalid as invalid:
        return _page(request, runtime, 0, status=422, invalid=str(invalid))
    return show(request, "calendar_preview", tried=tried, typed=typed)


@router.post("/apply")
async def apply_change(
    form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Write the change that was shown, and plan anew what is open."""
    typed = await _typed(form)
    change = _change(typed, runtime, by.account.name)
    with runtime.transaction() as session:
        made = change(session)
    runtime.calendar = made.calendar
    first = made.days[0].day.year if made.days else (made.years or [0])[0]
    said = f"已写入日历；重新安排了 {len(made.moved)} 项期限。"
    return after(f"/calendar?year={first}", said)


def _page(
    request: Request, runtime: Runtime, year: int, *, status: int = 200, invalid: str = ""
) -> Response:
    shown = year or runtime.calendar.office_day(runtime.clock()).year
    with runtime.reading() as session:
        page = year_page(session, max(shown, 1990), runtime.calendar, published_names())
    return show(request, "calendar", status=status, page=page, scopes=SCOPES, invalid=invalid)


async def _typed(form: Form) -> dict[str, str]:
    """Return what was asked for; an uploaded table as its text, to be sent again."""
    typed = {
        name: form.text(name)
        for name in ("verb", "first", "last", "kind", "name", "table", "filename", "scope")
    }
    if file := form.file("file"):
        typed["table"], typed["filename"] = decoded(await file.read()), file.filename or ""
    return typed


def _change(typed: dict[str, str], runtime: Runtime, by: str) -> Change:
    """Return the change as an action on a session, by the same rules as the commands."""
    now, zone, policies = runtime.clock(), runtime.settings.time_zone, runtime.policies
    if typed["verb"] == "clear":
        chosen = [one.day for one in _span(typed, "班")]
        return lambda session: clear_days(
            session, chosen, now=now, policies=policies, actor=by, time_zone=zone,
            published=published_days(),
        )  # fmt: skip
    if typed["verb"] == "import":
        if not typed["table"]:
            raise NotAllowed("没有选择文件。", "请选择 csv、toml、json 或 ics 文件。")
        days = parse_table(typed["table"].encode(), typed["filename"])
        every = sorted({one.day.year for one in days})
        years = {"year": every, "days": []}.get(typed["scope"], whole_years(days))
    else:
        days, years = _span(typed, typed["kind"]), []
    return lambda session: change_days(
        session, days, years=years, now=now, policies=policies, actor=by, time_zone=zone,
        published=published_days(), name=typed["name"],
    )  # fmt: skip


def _span(typed: dict[str, str], kind: str) -> list[TableDay]:
    table = f"日期,结束,类型\n{typed['first']},{typed['last']},{kind}"
    return parse_table(table.encode(), "typed.csv")
