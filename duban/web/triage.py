"""待人工: what duban could not take by itself, and what a person makes of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from actions import triage, triage_desk, triage_replies
from actions.triage import Deed
from actions.triage_undo import undo
from duban.web.corrections import read_corrections
from duban.web.forms import Form
from duban.web.hearing import surroundings
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from reports.views.messages import inbound_page
from reports.views.triage import GROUPS, desk_of, list_triage
from rules.errors import NotAllowed
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False, prefix="/inbox")
LIST = "/inbox/triage"


def make_deed(by: Coordinator, runtime: CurrentRuntime) -> Deed:
    """Return who acts, when, and with what."""
    return Deed(by.account.name, runtime.clock(), surroundings(runtime))


OfficeDeed = Annotated[Deed, Depends(make_deed)]


@router.get("/triage")
def show_list(request: Request, _: Reader, runtime: CurrentRuntime, group: str = "") -> Response:
    """Show what waits, the oldest first."""
    with runtime.reading() as session:
        listed = list_triage(session, now=runtime.clock(), calendar=runtime.calendar, group=group)
        return show(request, "triage", list=listed, groups=GROUPS, group=group)


@router.get("/{inbound_id}/triage")
def show_desk(
    request: Request,
    inbound_id: int,
    _: Reader,
    runtime: CurrentRuntime,
    department: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """Show one message beside what may be done with it. Opening changes nothing."""
    return _desk(request, runtime, inbound_id, department_id=department)


@router.post("/{inbound_id}/take")
def take(inbound_id: int, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """领办."""
    with runtime.transaction() as session:
        triage_desk.take(session, inbound_id, actor=by.account.name, now=runtime.clock())
    return after(f"/inbox/{inbound_id}/triage", "已领办。")


@router.post("/{inbound_id}/release")
def release(inbound_id: int, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """放回."""
    with runtime.transaction() as session:
        triage_desk.release(session, inbound_id, actor=by.account.name, now=runtime.clock())
    return after(f"/inbox/{inbound_id}/triage", "已放回，其他人可以领办。")


@router.post("/{inbound_id}/assign")
def assign(
    inbound_id: int, form: CheckedForm, deed: OfficeDeed, runtime: CurrentRuntime
) -> RedirectResponse:
    """归口: whose it is; applied as if it had come right."""
    with runtime.transaction() as session:
        applied = triage.assign(
            session,
            inbound_id,
            department_id=_department(form),
            task_ids=[int(number) for number in form.texts("task") if number.isdigit()],
            add_sender=form.text("add_sender") == "yes",
            deed=deed,
        )
    told = "；".join(applied.problems)
    return after(f"/inbox/{inbound_id}", "已归口并登记。" + (f"其中：{told}" if told else ""))


@router.post("/{inbound_id}/accept")
def accept(
    request: Request,
    inbound_id: int,
    form: CheckedForm,
    deed: OfficeDeed,
    runtime: CurrentRuntime,
) -> Response:
    """更正后采用: as a person read it; what is wrong is told beside its field."""
    department_id = _department(form)
    corrections = read_corrections(form)
    if corrections.errors:
        return _desk(
            request, runtime, inbound_id, department_id=department_id, status=422,
            typed=form.typed(), errors=corrections.errors,
        )  # fmt: skip
    with runtime.transaction() as session:
        triage.accept(
            session, inbound_id, department_id=department_id, items=corrections.items, deed=deed
        )
    return after(f"/inbox/{inbound_id}", "已按更正后的内容登记，并注明由办公室代录。")


@router.post("/{inbound_id}/reject")
def reject(
    request: Request, inbound_id: int, form: CheckedForm, deed: OfficeDeed, runtime: CurrentRuntime
) -> Response:
    """退回并答复: first shown as it would be sent, then sent."""
    text = form.text("text")
    if form.text("send") != "yes":
        letter = triage_replies.reply_letter(
            text, office=runtime.office, today=runtime.calendar.office_day(deed.now)
        )
        return _desk(request, runtime, inbound_id, preview=letter, typed={"text": text})
    with runtime.transaction() as session:
        triage_replies.reject(session, inbound_id, text=text, deed=deed)
    return after(f"/inbox/{inbound_id}", "答复已放入待发，来件已办结。")


@router.post("/{inbound_id}/resolve")
def resolve(
    inbound_id: int, form: CheckedForm, deed: OfficeDeed, runtime: CurrentRuntime
) -> RedirectResponse:
    """办结: a person dealt with it, and says how."""
    note = form.required("reason", "处理情况")
    with runtime.transaction() as session:
        triage.close_with(session, inbound_id, deed=deed, event="inbound.resolved", note=note)
    return after(f"/inbox/{inbound_id}", "已标记为办结。")


@router.post("/{inbound_id}/undo")
def take_back(
    inbound_id: int, _: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """撤销: the message waits again; what stays is told."""
    with runtime.transaction() as session:
        result = undo(session, inbound_id, actor=by.account.name, now=runtime.clock())
    stays = "；".join(result.stays)
    said = "已撤销，来件回到待人工。" + (f"请注意：{stays}。" if stays else "")
    return after(f"/inbox/{inbound_id}/triage", said)


def _department(form: Form) -> int:
    number = form.number("department")
    if number is None:
        raise NotAllowed("没有选择单位。", "请先选择这一来件是哪个单位的。")
    return number


def _desk(
    request: Request,
    runtime: Runtime,
    inbound_id: int,
    *,
    department_id: int | None = None,
    status: int = 200,
    **shown: object,
) -> Response:
    """Render the desk, with what was typed and what is wrong with it."""
    with runtime.reading() as session:
        page = inbound_page(session, inbound_id)
        desk = desk_of(
            session, page.row, now=runtime.clock(), calendar=runtime.calendar,
            department_id=department_id,
        )  # fmt: skip
        context: dict[str, object] = {"typed": {}, "errors": {}, "preview": None, **shown}
        return show(
            request, "triage_desk", status=status, page=page, desk=desk, groups=GROUPS,
            presets=triage_replies.PRESETS, **context,
        )  # fmt: skip
