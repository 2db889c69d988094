"""来件 beside what was understood; 发件 and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from actions.breaker import stopped
from actions.triage_undo import last_deed
from actions.waiting_messages import is_waiting
from duban.web.pages import show
from duban.web.security import DOCUMENT_POLICY
from duban.web.visitors import CurrentRuntime, Reader
from reports.views.messages import (
    Asked,
    inbound_page,
    list_inbound,
    list_outgoing,
    outgoing_page,
)
from reports.views.triage import count_triage

router = APIRouter(include_in_schema=False)


def asked_for(
    status: str = "", q: str = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Asked:
    """Return which part of a list the address asks for."""
    return Asked(status, q, page)


Part = Annotated[Asked, Depends(asked_for)]


@router.get("/inbox")
def show_inbox(request: Request, _: Reader, runtime: CurrentRuntime, asked: Part) -> Response:
    """Show what came in; what waits for a person stands first."""
    with runtime.reading() as session:
        waiting = count_triage(session)
        return show(request, "inbox", list=list_inbound(session, asked), waiting=waiting)


@router.get("/inbox/{inbound_id}")
def show_inbound(request: Request, inbound_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show one message as it came, beside what was understood."""
    with runtime.reading() as session:
        page = inbound_page(session, inbound_id)
        return show(request, "inbound", page=page, undoable=last_deed(session, inbound_id))


@router.get("/inbox/{inbound_id}/raw")
def download_raw(inbound_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Return the bytes exactly as they arrived."""
    with runtime.reading() as session:
        row = inbound_page(session, inbound_id).row
        name = f"inbound-{inbound_id}.{'eml' if row.channel == 'email' else 'json'}"
        return Response(
            row.raw,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


@router.get("/outbox")
def show_outbox(request: Request, _: Reader, runtime: CurrentRuntime, asked: Part) -> Response:
    """Show what was decided to be sent, and whether it was."""
    with runtime.reading() as session:
        return show(request, "outbox", list=list_outgoing(session, asked), halted=stopped(session))


@router.get("/outbox/{outgoing_id}")
def show_outgoing(
    request: Request, outgoing_id: int, _: Reader, runtime: CurrentRuntime
) -> Response:
    """Show one message with its addresses."""
    with runtime.reading() as session:
        page = outgoing_page(session, outgoing_id)
        waiting = is_waiting(page.row, now=runtime.clock())
        return show(request, "outgoing", page=page, waiting=waiting)


@router.get("/outbox/{outgoing_id}/html")
def show_letter(outgoing_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Return the letter itself, locked into a sandbox."""
    with runtime.reading() as session:
        html = outgoing_page(session, outgoing_id).row.html or ""
    return Response(
        html, media_type="text/html", headers={"Content-Security-Policy": DOCUMENT_POLICY}
    )
