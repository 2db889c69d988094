"""How far the record had come, kept in a file: a database that was restored falls short of it.

While it does, nothing is sent: what was said since would be said again.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, col, select

from models import Event, OutgoingMessage

NAME = "watermark"


def read_mark(home: Path) -> Mapping[str, int]:
    """Return how far the record had come when it was last looked at; empty if it never was."""
    path = home / NAME
    found: dict[str, int] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def keep_mark(session: Session, home: Path) -> None:
    """Write down how far the record has come; a record that fell behind leaves the mark alone."""
    mark, reached = read_mark(home), how_far(session)
    if _is_a_copy(session) or reached == mark or falls_short(reached, mark):
        return
    draft = home / f"{NAME}.new"
    draft.write_text(json.dumps(reached) + "\n", "utf-8")
    draft.replace(home / NAME)


def is_restored(session: Session, home: Path) -> bool:
    """Say whether the database is older than what was seen of it before."""
    mark = read_mark(home)
    return bool(mark) and not _is_a_copy(session) and falls_short(how_far(session), mark)


def _is_a_copy(session: Session) -> bool:
    """A database in memory is a copy to try something out on: the mark is not about it."""
    return not session.connection().engine.url.database


def how_far(session: Session) -> dict[str, int]:
    """Return the newest numbers of the record."""
    return {
        "events": session.exec(select(func.max(col(Event.id)))).one() or 0,
        "messages": session.exec(select(func.max(col(OutgoingMessage.id)))).one() or 0,
    }


def falls_short(reached: Mapping[str, int], mark: Mapping[str, int]) -> bool:
    """Say whether any number is smaller than it was."""
    return any(reached.get(name, 0) < number for name, number in mark.items())
