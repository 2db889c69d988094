"""What a deed changed in rows, field by field: it can be taken back as long as it stands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from models import Assignment, Milestone, ReturnItem, Row, Task
from rules.errors import NotAllowed

TABLES: Mapping[str, type[Row]] = {
    str(table.__tablename__): table for table in (Assignment, Milestone, ReturnItem, Task)
}
Picture = dict[tuple[str, int], dict[str, Any]]
Change = dict[str, Any]  # table, id, field, before, after: plain values, for the log


def picture(rows: Iterable[Row]) -> Picture:
    """Return every field of the rows as it is now."""
    return {(str(type(row).__tablename__), row.number): row.model_dump(mode="json") for row in rows}


def changes(before: Picture, after: Picture) -> list[Change]:
    """Return the fields that differ, with both values."""
    return [
        {"table": table, "id": number, "field": name, "before": old, "after": after_row[name]}
        for (table, number), row in before.items()
        if (after_row := after.get((table, number))) is not None
        for name, old in row.items()
        if after_row[name] != old
    ]


def take_back(session: Session, made: Sequence[Change]) -> None:
    """Give every field its value from before; raise `NotAllowed` where it changed again since."""
    rows = [(session.get_one(TABLES[one["table"]], one["id"]), one) for one in made]
    for row, one in rows:
        if getattr(row, one["field"]) != _value(row, one["field"], one["after"]):
            raise NotAllowed(
                "此后又有新的办理（如采用、核查、再次填报），不能撤销。",
                "请在任务页用退回、更正等办理。",
            )
    for row, one in rows:
        setattr(row, one["field"], _value(row, one["field"], one["before"]))
        session.add(row)


def _value(row: Row, name: str, plain: Any) -> Any:
    """Return a value of the log as the row holds it: moments and statuses are words there."""
    kind: Any = type(row).model_fields[name].annotation
    return TypeAdapter(kind).validate_python(plain)
