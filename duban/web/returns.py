"""A department's answer: checked, stored as it was typed, understood, and echoed in a receipt."""

import hashlib
import json
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from actions.form_drafts import forget_draft, save_draft
from duban.web.answers import Answer, read_answer
from duban.web.departments import form_page
from duban.web.described import PAGES, form_body
from duban.web.doors import DoorForm, OpenDoor
from duban.web.hearing import hear_form
from duban.web.pages import after, show
from duban.web.visitors import CurrentRuntime
from reports.views.departments import DepartmentPage, department_page, receipt_page

router = APIRouter(prefix="/d/{token}", tags=["forms"], default_response_class=HTMLResponse)


@router.post("/return", summary="提交填报", responses=PAGES, openapi_extra=form_body("nonce"))
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
    raw = _payload(page, answer)
    key = _key(form.text("nonce"), raw)
    hear_form(runtime, page.department, key=key, raw=raw)
    with runtime.transaction() as session:
        forget_draft(session, door.link.number, form.typed())
    return after(f"{door.address}/receipts/{key}")


@router.post("/draft", summary="保存草稿", responses=PAGES, openapi_extra=form_body("nonce"))
def keep_draft(
    request: Request, door: OpenDoor, form: DoorForm, runtime: CurrentRuntime
) -> Response:
    """Keep what was typed so far: by itself while typing, or by the button without scripts."""
    now = runtime.clock()
    with runtime.transaction() as session:
        save_draft(session, door.link.number, form.typed(), now=now)
    if request.headers.get("hx-request"):
        zone = ZoneInfo(runtime.settings.time_zone)
        return HTMLResponse(f"草稿已保存（{now.astimezone(zone):%H:%M}），还没有提交。")
    return after(door.address, "草稿已保存，还没有提交；下次打开同一链接可继续填写。")


@router.get("/receipts/{key}", summary="回执", responses=PAGES)
def show_receipt(request: Request, key: str, door: OpenDoor, runtime: CurrentRuntime) -> Response:
    """Show what was recorded."""
    with runtime.reading() as session:
        page = receipt_page(session, door.department_id, key)
        return show(request, "receipt", page=page, door=door)


def _key(nonce: str, raw: bytes) -> str:
    """Return the key of an answer: a double click sends the same, an edited form another."""
    return f"{nonce.partition('.')[0]}-{hashlib.sha256(raw).hexdigest()[:16]}"


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
