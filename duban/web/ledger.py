"""台账: every task, filtered, with its light and why; and the same as a workbook."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from duban.web.pages import show
from duban.web.visitors import CurrentRuntime, Reader
from reports.ledger import ledger_rows
from reports.views.ledger import (
    COLOURS,
    Choice,
    Line,
    all_lines,
    names_in,
    notices_in,
)
from reports.words import LIGHTS
from reports.xlsx import ledger_xlsx
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False)


def choice_from(
    notice: str = "",
    department: str = "",
    chapter: str = "",
    light: str = "",
    status: str = "",
    words: str = "",
) -> Choice:
    """Return the filters in the address; a notice that is no number means all of them."""
    return Choice(
        notice=int(notice) if notice.isdigit() else None,
        department=department,
        chapter=chapter,
        light=light if light in COLOURS else "",
        status=status,
        words=words.strip(),
    )


Chosen = Annotated[Choice, Depends(choice_from)]


def read_lines(session: Session, runtime: Runtime) -> list[Line]:
    """Return every followed task as it stands now."""
    return all_lines(
        session,
        now=runtime.clock(),
        calendar=runtime.calendar,
        policies=runtime.policies,
        office=runtime.office,
    )


@router.get("/ledger")
def show_ledger(request: Request, choice: Chosen, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show the tasks that the filters choose."""
    with runtime.reading() as session:
        lines = read_lines(session, runtime)
        return show(
            request,
            "ledger",
            lines=[line for line in lines if choice.takes(line)],
            total=len(lines),
            choice=choice,
            notices=notices_in(lines),
            departments=names_in(name for line in lines for name in line.departments),
            chapters=names_in(line.task.chapter for line in lines),
            statuses=names_in(line.task.status for line in lines),
            colours=COLOURS,
            lights=LIGHTS,
        )


@router.get("/ledger.xlsx")
def export_ledger(choice: Chosen, _: Reader, runtime: CurrentRuntime) -> Response:
    """Return the ledger of one notice, or of all, as a workbook."""
    now = runtime.clock()
    with runtime.reading() as session:
        rows = ledger_rows(
            session,
            choice.notice,
            now=now,
            calendar=runtime.calendar,
            policies=runtime.policies,
        )
    day = runtime.calendar.office_day(now)
    return Response(
        ledger_xlsx(rows, as_of=now, title=f"{runtime.office.name}督办台账"),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'督办台账{day}.xlsx')}"
        },
    )
