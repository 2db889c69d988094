"""The small values of a scenario: moments, days, lists that may be one thing, posts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from rules.audiences import LABELS, Audience

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
WORK_BEGINS = 9  # o'clock: a moment that names only its day
POSTS: Mapping[str, Audience] = {a.value: a for a in Audience} | {
    label: audience for audience, label in LABELS.items()
}


class Strict(BaseModel):
    """A part of a scenario: an unknown key is refused, with its place."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def as_moment(value: Any) -> datetime:
    """Read `2024-03-01T10:00+08:00`; without a zone the office's; a day alone is nine o'clock."""
    if not isinstance(value, str):
        raise ValueError("a moment is written 2024-03-01T10:00+08:00")
    moment = datetime.fromisoformat(value)
    if len(value) == len("2024-03-01"):
        moment = moment.replace(hour=WORK_BEGINS)
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)


def as_end(value: Any) -> datetime:
    """Read the last moment that is played; a day alone is played to its end."""
    if isinstance(value, str) and len(value) == len("2024-03-01"):
        return as_moment(f"{value}T23:59:59")
    return as_moment(value)


def as_day(value: Any) -> date:
    """Read `2024-09-30`."""
    if not isinstance(value, str):
        raise ValueError("a day is written 2024-09-30")
    return date.fromisoformat(value)


def as_list(value: Any) -> Any:
    """One thing where a list is wanted is a list of one; a number is a task's key."""
    if value is None:
        return None
    many = value if isinstance(value, list | tuple) else [value]
    return [str(one) if isinstance(one, int | float) else one for one in many]


def as_post(value: Any) -> Audience:
    """Read `liaison` or 联络员."""
    if value not in POSTS:
        raise ValueError(f"must be one of {', '.join(POSTS)}")
    return POSTS[value]


Moment = Annotated[
    datetime,
    BeforeValidator(as_moment),
    WithJsonSchema({"type": "string", "examples": ["2024-03-01T10:00+08:00", "2024-03-01"]}),
]
End = Annotated[
    datetime,
    BeforeValidator(as_end),
    WithJsonSchema({"type": "string", "examples": ["2024-12-31"]}),
]
Day = Annotated[date, BeforeValidator(as_day), WithJsonSchema({"type": "string", "format": "date"})]
Keys = Annotated[
    list[str] | None,
    BeforeValidator(as_list),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "integer"},
                {"type": "array", "items": {"type": ["string", "integer"]}},
                {"type": "null"},
            ],
            "examples": ["7.2", ["1", "7.2"]],
        }
    ),
]
Post = Annotated[
    Audience,
    BeforeValidator(as_post),
    WithJsonSchema({"type": "string", "enum": list(POSTS)}),
]
