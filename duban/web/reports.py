"""报告: the compiled documents, to read and to take away."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.reports import approve_report
from duban.web.pages import after, show
from duban.web.security import DOCUMENT_POLICY
from duban.web.visitors import Approver, CurrentRuntime, Reader
from models import Account
from reports.views.documents import get_file, list_reports, report_page

router = APIRouter(include_in_schema=False)


@router.get("/reports")
def show_reports(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show every report."""
    with runtime.reading() as session:
        return show(request, "reports", lines=list_reports(session))


@router.get("/reports/{report_id}")
def show_report(request: Request, report_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show one report with its files."""
    with runtime.reading() as session:
        return show(request, "report", page=report_page(session, report_id))


@router.post("/reports/{report_id}/approve")
def approve(report_id: int, by: Approver, runtime: CurrentRuntime) -> RedirectResponse:
    """Approve a draft; a flow issues it."""
    with runtime.transaction() as session:
        person = session.get_one(Account, by.account.number)
        approve_report(session, report_id, by=person, now=runtime.clock())
    return after(f"/reports/{report_id}", "报告已审定，随即印发。")


@router.get("/reports/{report_id}/{form}")
def download(
    report_id: int, form: str, _: Reader, runtime: CurrentRuntime, inline: bool = False
) -> Response:
    """Return one file of a report; `inline` shows the html inside its page, in a sandbox."""
    with runtime.reading() as session:
        file = get_file(session, report_id, form)
    where = "inline" if inline else "attachment"
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "Content-Security-Policy": DOCUMENT_POLICY,
            "Content-Disposition": f"{where}; filename*=UTF-8''{quote(file.filename)}",
        },
    )
