"""联系人: who hears for each department, who is away, who stands in; the table in and out."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from actions.contacts import export_contacts, import_contacts
from actions.deputies import clear_deputy, set_absence, set_deputy
from actions.register import load_register
from actions.register_data import name_equivalents
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from models import Contact
from reports.views.contacts import list_contacts
from rules.errors import NotAllowed

router = APIRouter(include_in_schema=False, prefix="/contacts")
LIST = "/contacts"


@router.get("")
def show_contacts(request: Request, _: Reader, runtime: CurrentRuntime, q: str = "") -> Response:
    """Show the contacts by department."""
    with runtime.reading() as session:
        return show(request, "contacts", lines=list_contacts(session, q), q=q, refused=())


@router.get("/export")
def download(_: Reader, runtime: CurrentRuntime) -> Response:
    """Return the table that an office keeps in its spreadsheet."""
    with runtime.reading() as session:
        text = export_contacts(session)
    return Response(
        text, media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="contacts.csv"'},
    )  # fmt: skip


@router.post("/import")
async def take_table(
    request: Request, form: CheckedForm, _: Coordinator, runtime: CurrentRuntime
) -> Response:
    """Take a table; rows at fault are told by line, the others are taken."""
    file = form.file("file")
    if file is None:
        raise NotAllowed("没有选择文件。", "请选择联系人表（CSV）。")
    content = await file.read()
    with runtime.transaction() as session:
        result = import_contacts(
            session, content, register=load_register(session, name_equivalents()),
            place=runtime.settings.office_place or None,
            on=runtime.calendar.office_day(runtime.clock()),
        )  # fmt: skip
    if not result.refused:
        return after(LIST, f"已收录 {result.taken} 位联系人。")
    with runtime.reading() as session:
        return show(
            request, "contacts", status=422, lines=list_contacts(session), q="",
            refused=result.refused, taken=result.taken,
        )  # fmt: skip


@router.post("/{contact_id}/away")
def send_away(
    contact_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """离岗: until a day, or back where no day is given."""
    until = form.day("until", "离岗至")
    with runtime.transaction() as session:
        contact = session.get_one(Contact, contact_id)
        set_absence(session, contact, until, by=by.account.name, now=runtime.clock())
    return after(LIST, "已登记离岗，期间由代理人接收。" if until else "已在岗。")


@router.post("/{contact_id}/deputy")
def name_deputy(
    contact_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """代理人（AB角）: another address, or nobody where none is given."""
    address = form.text("address")
    with runtime.transaction() as session:
        contact = session.get_one(Contact, contact_id)
        if address:
            set_deputy(
                session, contact, address=address, name=form.text("name"),
                by=by.account.name, now=runtime.clock(),
            )  # fmt: skip
        else:
            clear_deputy(session, contact, by=by.account.name, now=runtime.clock())
    return after(LIST, "代理人已登记。" if address else "代理人已取消。")
