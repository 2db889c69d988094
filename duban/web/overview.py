"""总览: the first page of leaders and office."""

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from duban.web.ledger import read_lines
from duban.web.pages import show
from duban.web.visitors import CurrentRuntime, Reader
from reports.views.documents import list_reports
from reports.views.ledger import COLOURS, Line, count_lights, notices_in
from reports.views.overview import coming_up, waiting_approvals, waiting_for_office

router = APIRouter(include_in_schema=False)
LOOK_AHEAD = 15  # working days


@router.get("/")
def show_overview(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show the lights, what is red and why, and what waits for whom."""
    today = runtime.calendar.office_day(runtime.clock())
    with runtime.reading() as session:
        lines = read_lines(session, runtime)
        by_notice: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            by_notice[line.notice.number].append(line)
        return show(
            request,
            "overview",
            lights=count_lights(lines),
            total=len(lines),
            red=[line for line in lines if line.task.colour == "red"],
            notices=[
                (notice, count_lights(by_notice[notice.number]), len(by_notice[notice.number]))
                for notice in notices_in(lines)
            ],
            colours=COLOURS,
            approvals=waiting_approvals(session),
            waiting=waiting_for_office(session, today=today),
            due=coming_up(
                session,
                today=today,
                until=runtime.calendar.add_working_days(today, LOOK_AHEAD),
            ),
            reports=list_reports(session)[:5],
        )
