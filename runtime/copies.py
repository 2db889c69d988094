"""A copy of the database in memory, to try something out on while everybody else writes on."""

from pathlib import Path

from sqlalchemy import Engine

MOST = 256 * 1024 * 1024  # bytes: a larger file is not copied


def can_be_copied(engine: Engine) -> bool:
    """Say whether this is a SQLite file of a size that is copied in a moment."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return False
    path = Path(name)
    return path.is_file() and path.stat().st_size <= MOST


def copy_into(source: Engine, target: Engine) -> None:
    """Copy every page of a SQLite database, as of one moment; nobody waits for it."""
    origin, copy = source.raw_connection(), target.raw_connection()
    try:
        origin.driver_connection.backup(copy.driver_connection)  # type: ignore[union-attr]
    finally:
        copy.close()
        origin.close()
