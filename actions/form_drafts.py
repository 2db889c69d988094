"""What was typed behind a link and not handed in yet: kept, so that a phone call loses nothing."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from models import FormDraft

KEPT = ("item-", "target-")  # the fields of an answer; no nonce, no file
LONGEST = 200_000  # characters in all
MOST = 2000  # fields


def save_draft(
    session: Session, link_id: int, typed: Mapping[str, str], *, now: datetime
) -> FormDraft:
    """Keep the fields that hold something; those of the items that this form does not show stay."""
    given = {name: value for name, value in typed.items() if name.startswith(KEPT)}
    draft = _find(session, link_id) or FormDraft(link_id=link_id, saved_at=now)
    merged = {name: value for name, value in {**draft.typed, **given}.items() if value.strip()}
    if len(merged) <= MOST and sum(map(len, merged.values())) <= LONGEST:
        draft.typed, draft.saved_at = merged, now
    session.add(draft)
    return draft


def read_draft(session: Session, link_id: int) -> FormDraft | None:
    """Return what was typed, or None."""
    return _find(session, link_id)


def forget_draft(session: Session, link_id: int, names: Mapping[str, str]) -> None:
    """Leave out the fields that were handed in now."""
    draft = _find(session, link_id)
    if draft is not None:
        draft.typed = {name: text for name, text in draft.typed.items() if name not in names}
        session.add(draft)


def _find(session: Session, link_id: int) -> FormDraft | None:
    return session.exec(select(FormDraft).where(FormDraft.link_id == link_id)).first()
