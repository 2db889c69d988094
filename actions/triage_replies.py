"""Answers to who wrote what could not be taken: polite words, seen before they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from actions.outbox import put_in_outbox
from actions.triage import Deed, close_with
from actions.triage_desk import in_triage
from models import InboundMessage, OutgoingMessage
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.office import Office
from templates import Letter, render_letter

LONGEST = 4000  # characters


@dataclass(frozen=True, slots=True)
class Preset:
    """Words that an office chooses and may change before they are sent."""

    label: str
    text: str


PRESETS: Mapping[str, Preset] = {
    "which_task": Preset(
        "请写明任务",
        "来信收悉，但未能确定所答复的是哪一项任务。请直接回复最近一封督办邮件，"
        "并写明任务编号和进展情况。",
    ),
    "own_mailbox": Preset(
        "请用登记的邮箱",
        "来信收悉。按照管理要求，请使用贵单位登记的联络员邮箱答复；"
        "如联络员或邮箱有变化，请函告我办更新。",
    ),
    "unreadable": Preset(
        "内容无法打开",
        "来信收悉，但正文或附件无法打开。请以不加密的邮件重发，附件请用常见格式"
        "（docx、xlsx、pdf、jpg）。",
    ),
    "not_ours": Preset(
        "与督办无关",
        "来信收悉。经核，所述内容与我办督办的任务无关，未作登记。如有疑问，请与我办联系。",
    ),
    "incomplete": Preset(
        "内容不全",
        "来信收悉，但所报内容不全，尚不能登记。请补充完成比例、进展情况、存在问题和下一步措施后"
        "重新报送。",
    ),
}


def reply_letter(text: str, *, office: Office, today: date) -> Letter:
    """Return the letter as it would be sent; raise `NotAllowed` if nothing is said."""
    words = [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not words:
        raise NotAllowed("答复内容没有填写。", "请选择一种答复，或自行填写。")
    if len(text) > LONGEST:
        raise NotAllowed(f"答复超过{LONGEST}字。", "请精简。")
    return render_letter("triage_reply", office=office.name, today=today, paragraphs=words)


def reject(session: Session, inbound_id: int, *, text: str, deed: Deed) -> OutgoingMessage:
    """Answer who wrote, and take the message off the list."""
    inbound = in_triage(session, inbound_id)
    address, department_id = addressee(inbound)
    today = deed.around.calendar.office_day(deed.now)
    known = session.get(OutgoingMessage, inbound.outgoing_id or 0) if department_id else None
    message = put_in_outbox(
        session,
        kind="answer",
        letter=reply_letter(text, office=deed.around.office, today=today),
        audience=Audience.LIAISON,
        office=deed.around.office,
        today=today,
        now=deed.now,
        department_id=department_id,
        to_address=address,
        notice_id=known.notice_id if known else None,
        task_ids=known.task_ids if known else (),
        return_id=known.return_id if known else None,
    )
    close_with(session, inbound_id, deed=deed, event="inbound.rejected", message=message, note=text)
    return message


def addressee(inbound: InboundMessage) -> tuple[str | None, int | None]:
    """Return whom an answer reaches: the address that wrote, else the contacts of the department.

    A machine is not answered: two machines could write to each other for ever.
    """
    if inbound.kind in ("bounce", "auto_reply"):
        raise NotAllowed("退信和自动回复不用答复。", "请直接办结。")
    if inbound.channel == "email" and "@" in inbound.sender:
        return inbound.sender, inbound.department_id
    if inbound.department_id is not None:
        return None, inbound.department_id
    raise NotAllowed("这一来件没有可答复的地址。", "请直接办结，或电话联系。")
