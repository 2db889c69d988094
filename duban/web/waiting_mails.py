"""A mail in a department's name, confirmed behind its signed link: GET shows it, POST takes it."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.confirmed_mail import confirm_mail, confirmer, get_waiting_mail
from actions.triage import Deed
from duban.web.doors import DoorForm, OpenDoor, make_nonce
from duban.web.hearing import surroundings
from duban.web.pages import after, show
from duban.web.visitors import CurrentRuntime

router = APIRouter(include_in_schema=False, prefix="/d/{token}/mails/{inbound_id}")


@router.get("")
def show_mail(
    request: Request, inbound_id: int, door: OpenDoor, runtime: CurrentRuntime
) -> Response:
    """Show who wrote what. Opening the page takes nothing."""
    with runtime.reading() as session:
        mail = get_waiting_mail(session, inbound_id, department_id=door.department_id)
    nonce = make_nonce(runtime.office, door)
    return show(request, "department_mail", mail=mail, door=door, nonce=nonce)


@router.post("")
def confirm(
    inbound_id: int, door: OpenDoor, form: DoorForm, runtime: CurrentRuntime
) -> RedirectResponse:
    """Take the mail as the department's own answer."""
    with runtime.transaction() as session:
        deed = Deed(confirmer(session, door.department_id), runtime.clock(), surroundings(runtime))
        confirm_mail(
            session, inbound_id, department_id=door.department_id,
            add_sender=form.text("add_sender") == "yes", deed=deed,
        )  # fmt: skip
    return after(door.address, "来信已确认并登记，回执已发往单位联系人。")
