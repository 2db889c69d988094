"""How far the record had come, kept in a file: a database that was restored falls short of it.

From then on nothing is sent but the alarm, until a person has looked and removed the file: what
was said since would be said again. The file remembers that it was so, also when the record has
grown past the mark meanwhile.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, col, select

from models import Event, OutgoingMessage

NAME = "watermark"
RESTORED = "restored"


def read_mark(home: Path) -> Mapping[str, int]:
    """Return how far the record had come when it was last looked at; empty if it never was."""
    path = home / NAME
    found: dict[str, int] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def keep_mark(session: Session, home: Path) -> None:
    """Write down how far the record has come; a record that fell behind leaves the mark alone."""
    mark, reached = read_mark(home), how_far(session)
    if reached == mark or is_restored(session, home) or _is_a_copy(session):
        return
    _write(home, reached)


def is_restored(session: Session, home: Path) -> bool:
    """Say whether the database is, or ever was, older than what was seen of it before."""
    mark = read_mark(home)
    if not mark or _is_a_copy(session):
        return False
    if RESTORED not in mark and falls_short(how_far(session), mark):
        mark = {**mark, RESTORED: 1}
        _write(home, mark)
    return RESTORED in mark


def _write(home: Path, mark: Mapping[str, int]) -> None:
    draft = home / f"{NAME}.new"
    draft.write_text(json.dumps(mark) + "\n", "utf-8")
    draft.replace(home / NAME)


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
