"""Renders a page, with what every page shows: who is signed in, the office, the held clock."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from duban.web import words
from rules import access, assignments, audiences, returns, tasks
from rules.wording import chinese_date
from rules.working_days import WorkingCalendar
from runtime.wiring import Runtime
from templates import render

STATIC = Path(__file__).parent / "static"
SAID = "duban_said"  # cookie: what the last click did, shown once


@cache
def asset(name: str) -> str:
    """Return the address of a static file; it changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def show(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render `pages/<name>.html`."""
    runtime: Runtime = request.app.state.runtime
    now = runtime.clock()
    said = unquote(request.cookies.get(SAID, ""))
    page = render(
        f"pages/{name}.html",
        **_everywhere(request, runtime, now),
        said=said,
        **context,
    )
    response = HTMLResponse(page, status)
    if said:
        response.delete_cookie(SAID)
    return response


def after(address: str, said: str = "") -> RedirectResponse:
    """Send the browser on after a POST, with a sentence about what was done."""
    response = RedirectResponse(address, status_code=303)
    if said:
        response.set_cookie(SAID, quote(said), max_age=60, httponly=True, samesite="lax")
    return response


class Limits:
    """Prints days that are counted in working days, and keeps what has to be said of them.

    A day of a year whose holidays are not published bears a mark; the page explains it once.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.days: set[date] = set()

    def __call__(self, value: date | None) -> str:
        """2027年3月5日※, or a dash."""
        if value is None:
            return "—"
        self.days.add(value)
        return chinese_date(value) + ("※" if self.calendar.assumption([value]) else "")

    @property
    def note(self) -> str:
        """The sentence behind the mark; empty where no day needs it."""
        return self.calendar.assumption(self.days)


def _everywhere(request: Request, runtime: Runtime, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(runtime.settings.time_zone)

    def moment(value: datetime | None) -> str:
        """2024-03-04 09:00, where the office is."""
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else ""

    def day(value: date | None) -> str:
        """2024年9月30日, or a dash."""
        return chinese_date(value) if value else "—"

    return {
        "visitor": getattr(request.state, "visitor", None),
        "path": request.url.path,
        "office": runtime.settings.office_name,
        "held": moment(now) if runtime.settings.demo else "",
        "today": runtime.calendar.office_day(now),
        "asset": asset,
        "moment": moment,
        "day": day,
        "limit": Limits(runtime.calendar),
        "words": words,
        "labels": {
            "task": tasks.LABELS,
            "assignment": assignments.LABELS,
            "role": assignments.ROLE_LABELS,
            "item": returns.LABELS,
            "audience": audiences.LABELS,
            "account": access.AccountRole,
        },
    }
