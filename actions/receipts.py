"""Echo receipts (回执): what was recorded for which task, what is missing, how to correct it."""

import unicodedata
from datetime import date, datetime

from sqlmodel import Session

from actions.answer_limits import (
    are_enough_asked,
    are_enough_refused,
    confirmation_key,
    is_enough_said,
    refusal_key,
)
from actions.applying import Applied
from actions.hearing import Hearing
from actions.links import department_link
from actions.outbox import put_in_outbox
from models import Department, InboundMessage, OutgoingMessage
from rules.audiences import Audience
from rules.office import Office
from templates import Letter, render_letter

MOST_NAMED = 20  # refused files that a letter lists
LONGEST_NAMED = 60  # characters of a name


def send_answer(
    session: Session,
    inbound: InboundMessage,
    hearing: Hearing,
    applied: Applied,
    *,
    now: datetime,
    today: date,
    office: Office,
    to_contacts: bool = False,
) -> OutgoingMessage | None:
    """Answer a mail, where an answer is due; forms and webhooks show theirs at once.

    A stranger is told nothing but where answers go, and once a day. `to_contacts`: the office
    took the answer for this department, so its contacts hear, whoever wrote.
    """
    if hearing.answer is None or inbound.channel != "email":
        return None
    address = hearing.heard.sender.address
    is_new_sender = hearing.heard.sender.verdict == "stranger"
    if hearing.answer == "confirm":
        asked = _ask_contacts(session, inbound, hearing, now=now, today=today, office=office)
        if not is_new_sender:
            return asked
    refused = hearing.answer in ("refused", "confirm")
    nothing = not (applied.lines or applied.readings)
    kind = "question" if hearing.answer == "receipt" and nothing else hearing.answer
    if not to_contacts and _is_too_much(session, hearing, kind, refused=refused, today=today):
        return None
    letter = (
        render_letter("refused", office=office.name, today=today)
        if refused
        else _letter(session, kind, hearing, applied, now=now, today=today, office=office)
    )
    outgoing = hearing.outgoing
    known = None if refused else outgoing
    return put_in_outbox(
        session,
        kind=kind,
        letter=letter,
        audience=Audience.LIAISON,
        office=office,
        today=today,
        now=now,
        department_id=hearing.department_id if to_contacts or known else None,
        notice_id=known.notice_id if known else None,
        task_ids=known.task_ids if known else (),
        return_id=known.return_id if known else None,
        to_address=None if to_contacts else address,
        in_reply_to=None if to_contacts else hearing.message_id,
        merge_key=refusal_key(address, today) if refused else None,
        data={"heard": _heard(applied)} if kind == "receipt" else None,
    )


def _is_too_much(
    session: Session, hearing: Hearing, kind: str, *, refused: bool, today: date
) -> bool:
    if refused:
        return are_enough_refused(session, today=today)
    return is_enough_said(
        session, kind, department_id=hearing.department_id or 0,
        address=hearing.heard.sender.address, today=today,
    )  # fmt: skip


def _heard(applied: Applied) -> list[int]:
    """Return the tasks about which something was recorded: what the receipt is a receipt for."""
    return sorted({part.task.number for part, _ in applied.lines})


def _ask_contacts(
    session: Session,
    inbound: InboundMessage,
    hearing: Hearing,
    *,
    now: datetime,
    today: date,
    office: Office,
) -> OutgoingMessage | None:
    """Ask a department's listed contacts whether a mail is theirs; once a day for each sender."""
    answered = hearing.outgoing
    if answered is None or answered.department_id is None:
        return None
    sender = hearing.heard.sender
    if are_enough_asked(session, department_id=answered.department_id, today=today):
        return None
    door = department_link(session, answered.department_id, office=office, now=now)
    letter = render_letter(
        "confirm_mail",
        office=office.name,
        today=today,
        department=session.get_one(Department, answered.department_id).name,
        sender=sender.address,
        is_new_sender=sender.verdict == "stranger",
        link=f"{door}/mails/{inbound.number}",
    )
    return put_in_outbox(
        session, kind="question", letter=letter, audience=Audience.LIAISON, office=office,
        today=today, now=now, department_id=answered.department_id,
        notice_id=answered.notice_id, task_ids=answered.task_ids,
        merge_key=confirmation_key(answered.department_id, sender.address, today),
    )  # fmt: skip


def _letter(
    session: Session,
    kind: str,
    hearing: Hearing,
    applied: Applied,
    *,
    now: datetime,
    today: date,
    office: Office,
) -> Letter:
    department = session.get_one(Department, hearing.department_id or 0)
    reasons = [*hearing.heard.reasons, *applied.problems]
    with session.no_autoflush:  # links do not depend on what was just written
        link = department_link(
            session, department.number, office=office, now=now, return_id=hearing.return_id
        )
    return render_letter(
        kind,
        office=office.name,
        today=today,
        department=department.name,
        tasks=[
            {"key": part.task.key, "title": part.task.title, "lines": lines}
            for part, lines in applied.lines
        ],
        readings=applied.readings,
        missing=applied.missing,
        questions=list(dict.fromkeys(reasons)),
        accepted=[a.name for a in hearing.heard.attachments if a.accepted],
        refused=_refused_files(hearing),
        link=link,
    )


def _refused_files(hearing: Hearing) -> list[tuple[str, str]]:
    """Return names with reasons, as they may stand in a letter: on one line, and not too many."""
    refused = [a for a in hearing.heard.attachments if not a.accepted]
    named = [(_on_a_line(a.name), a.reason or "") for a in refused[:MOST_NAMED]]
    rest = len(refused) - len(named)
    return [*named, (f"等另外{rest}个", "附件过多")] if rest else named


def _on_a_line(name: str) -> str:
    """Return a name without marks that turn or break the line it stands in."""
    shown = "".join(
        "�" if unicodedata.category(mark) in ("Cf", "Cc", "Cs", "Zl", "Zp") else mark
        for mark in name
    )
    return shown if len(shown) <= LONGEST_NAMED else shown[:LONGEST_NAMED] + "…"
