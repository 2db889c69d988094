"""Rewordings (改稿): a person's words for a message before it is written, kept over new facts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from models import Department, Rewording
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.rewordings import carry_over
from templates import Letter, render

LINK = "［填报链接］"  # stands for the signed link, which is made when the message is written
CHANGED = "改稿之后，要说的事项有变化，改稿未采用，按系统拟稿发出"
OTHER = "改稿所说的事项已不在这封信里，改稿作废"


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter as it goes out, and what its message keeps of the rewording."""

    letter: Letter
    row: Rewording | None = None
    data: dict[str, object] = field(default_factory=dict)


def open_rewording(session: Session, department_id: int, audience: Audience) -> Rewording | None:
    """Return the rewording that waits for the next message to a post, or None."""
    query = select(Rewording).where(
        Rewording.department_id == department_id,
        Rewording.audience == audience,
        col(Rewording.ended_at).is_(None),
    )
    return session.exec(query.order_by(col(Rewording.id).desc())).first()


def reword(
    session: Session,
    department_id: int,
    audience: Audience,
    *,
    base: Letter,
    subject: str,
    text: str,
    office_day: date,
    task_ids: Collection[int],
    by: str,
    now: datetime,
) -> Rewording:
    """Keep a person's words for the message that `base` (see `for_editing`) will be.

    Raises `NotAllowed` where the link is gone, or nothing is said.
    """
    subject, text = " ".join(subject.split()), _lines(text)
    if not subject or not text.strip():
        raise NotAllowed("主题和正文都不能为空。")
    if LINK in base.text and LINK not in text:
        raise NotAllowed(f"正文里要保留“{LINK}”这几个字，单位靠它打开填报页。")
    session.get_one(Department, department_id)
    row = open_rewording(session, department_id, audience)
    if row is None:
        row = Rewording(department_id=department_id, audience=audience, office_day=office_day,
                        base_subject="", base_text="", subject="", text="",
                        written_by=by, written_at=now)  # fmt: skip
    row.office_day, row.base_subject, row.base_text = office_day, base.subject, base.text
    row.task_ids = sorted(task_ids)
    row.subject, row.text, row.written_by, row.written_at = subject, text, by, now
    session.add(row)
    session.flush()
    record_event(
        session, "message.reworded", row, now=now, actor=by,
        words={"subject": subject, "text": text},
        instead_of={"subject": base.subject, "text": base.text},
    )  # fmt: skip
    return row


def give_up_rewording(
    session: Session, department_id: int, audience: Audience, *, by: str, now: datetime
) -> None:
    """Go back to the message's own words."""
    row = open_rewording(session, department_id, audience)
    if row is None:
        raise NotAllowed("这条消息没有改稿。")
    _end(session, row, f"{by}恢复系统拟稿", now=now, actor=by)


def for_editing(letter: Letter, link: str) -> Letter:
    """Return a letter with a word in place of its link."""
    return Letter(letter.subject, letter.text.replace(link, LINK), letter.html)


def worded(
    session: Session,
    letter: Letter,
    *,
    department_id: int,
    audience: Audience,
    link: str,
    task_ids: Collection[int],
    first_decided: date,
    today: date,
    now: datetime,
    office: str,
) -> Worded:
    """Return the letter in a person's words where they wrote some and these still fit."""
    row = open_rewording(session, department_id, audience)
    if row is None:
        return Worded(letter)
    told = for_editing(letter, link)
    later = row.office_day != today and first_decided > row.office_day
    if later or not set(row.task_ids) & set(task_ids):
        _end(session, row, OTHER, now=now)
        return Worded(letter, None, {"rewording_dropped": OTHER})
    subject = _subject(row, told.subject)
    text = carry_over(row.base_text, row.text, told.text)
    if subject is None or text is None:
        why = f"{CHANGED}（{row.written_by}改）"
        _end(session, row, why, now=now)
        return Worded(letter, row, {"rewording_dropped": why})
    _end(session, row, "", now=now)
    kept: dict[str, object] = {
        "reworded_by": row.written_by, "reworded_at": row.written_at.isoformat(),
        "own_words": {"subject": told.subject, "text": told.text},
    }  # fmt: skip
    text = text.replace(LINK, link)
    return Worded(plain_letter(subject, text, link=link, today=today, office=office), row, kept)


def plain_letter(subject: str, text: str, *, link: str, today: date, office: str) -> Letter:
    """Return a letter that a person wrote: its html says the same, with the link as a button."""
    paragraphs = [part.split("\n") for part in text.strip().split("\n\n")]
    html = render(
        "messages/reworded.html", subject=subject, paragraphs=paragraphs, link=link,
        today=today, office=office,
    )  # fmt: skip
    return Letter(subject, text.strip() + "\n", html)


def _subject(row: Rewording, now_said: str) -> str | None:
    if row.subject == row.base_subject:
        return now_said
    return row.subject if now_said == row.base_subject else None


def _lines(text: str) -> str:
    """Return the text with line ends as ours are; browsers send CR LF."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n"


def _end(
    session: Session, row: Rewording, reason: str, *, now: datetime, actor: str = "系统"
) -> None:
    row.ended_at, row.ended_reason = now, reason or None
    session.add(row)
    name = "rewording.dropped" if reason else "rewording.used"
    record_event(session, name, row, now=now, actor=actor, reason=reason)
