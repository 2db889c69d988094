"""A department's answer: checked, stored as it was typed, understood, and echoed in a receipt."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from duban.web.answers import Answer, read_answer
from duban.web.departments import form_page
from duban.web.doors import DoorForm, OpenDoor
from duban.web.hearing import hear_form
from duban.web.pages import after, show
from duban.web.visitors import CurrentRuntime
from reports.views.departments import DepartmentPage, department_page, receipt_page

router = APIRouter(include_in_schema=False, prefix="/d/{token}")


@router.post("/return")
def submit(request: Request, door: OpenDoor, form: DoorForm, runtime: CurrentRuntime) -> Response:
    """Store the answer once, however often the button was clicked; then show the receipt."""
    with runtime.reading() as session:
        page = department_page(session, door.link)
        session.expunge_all()
    answer = read_answer(form, page)
    if answer.errors:
        return form_page(
            request, door, runtime, status=422, typed=form.typed(), errors=answer.errors
        )
    key = form.text("nonce").partition(".")[0]
    hear_form(runtime, page.department, key=key, raw=_payload(page, answer))
    return after(f"{door.address}/receipts/{key}")


@router.get("/receipts/{key}")
def show_receipt(request: Request, key: str, door: OpenDoor, runtime: CurrentRuntime) -> Response:
    """Show what was recorded."""
    with runtime.reading() as session:
        page = receipt_page(session, door.department_id, key)
        return show(request, "receipt", page=page, door=door)


def _payload(page: DepartmentPage, answer: Answer) -> bytes:
    """Return the JSON that is kept byte for byte."""
    body = {
        "department": page.department.code,
        "return_id": page.link.return_id,
        "items": answer.items,
        "targets": answer.targets,
        "attachments": answer.files,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
