"""审批: drafts that wait for a leader. Nothing is sent before somebody with a name accepted it."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions import approvals
from duban.web.pages import after, show
from duban.web.visitors import Approver, CheckedForm, CurrentRuntime, Reader
from models import Account, Approval
from reports.views.approvals import approval_page, list_approvals
from rules.errors import NotFound

router = APIRouter(include_in_schema=False)


@router.get("/approvals")
def show_approvals(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show what waits, and what was decided."""
    with runtime.reading() as session:
        return show(request, "approvals", lines=list_approvals(session))


@router.get("/approvals/{approval_id}")
def show_approval(
    request: Request, approval_id: int, _: Reader, runtime: CurrentRuntime
) -> Response:
    """Show one draft with the facts it rests on."""
    with runtime.reading() as session:
        return show(request, "approval", page=approval_page(session, approval_id))


@router.post("/approvals/{approval_id}/accept")
def accept(
    approval_id: int, form: CheckedForm, by: Approver, runtime: CurrentRuntime
) -> RedirectResponse:
    """Accept the draft as the leader left it."""
    with runtime.transaction() as session:
        _check_exists(session.get(Approval, approval_id), approval_id)
        approvals.accept(
            session,
            approval_id,
            by=session.get_one(Account, by.account.number),
            now=runtime.clock(),
            calendar=runtime.calendar,
            office=runtime.office,
            text=form.text("text").replace("\r\n", "\n") or None,
        )
    return after(f"/approvals/{approval_id}", "已同意，文稿进入发件箱。")


@router.post("/approvals/{approval_id}/refuse")
def refuse(
    approval_id: int, form: CheckedForm, by: Approver, runtime: CurrentRuntime
) -> RedirectResponse:
    """Refuse the draft, with a reason; nothing is sent."""
    with runtime.transaction() as session:
        _check_exists(session.get(Approval, approval_id), approval_id)
        approvals.refuse(
            session,
            approval_id,
            by=session.get_one(Account, by.account.number),
            reason=form.required("reason", "理由"),
            now=runtime.clock(),
        )
    return after(f"/approvals/{approval_id}", "已退回草稿，不会发出。")


def _check_exists(row: Approval | None, approval_id: int) -> None:
    if row is None:
        raise NotFound("approval", approval_id)
