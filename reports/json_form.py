"""A Report value to plain JSON and back, so that it can be frozen in a row."""

import dataclasses
import hashlib
import json
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from reports.report import Report


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as JSON data: strings, numbers, lists and dictionaries."""
    data: dict[str, Any] = plain(report)
    return data


def from_data(data: Mapping[str, Any]) -> Report:
    """Return the report that `as_data` wrote down."""
    return _build(Report, data)  # type: ignore[no-any-return]


def facts_sha256(data: Mapping[str, Any]) -> str:
    """Return the hash of a report's facts, the same on every machine."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return dataclasses, tuples and dates as JSON has them."""
    if dataclasses.is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _hints(value.__class__)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _build(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UnionType):
        kind = next(option for option in get_args(kind) if option is not type(None))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        fields = _hints(cast(Hashable, kind))
        return kind(**{name: _build(part, value[name]) for name, part in fields.items()})
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return tuple(_build(item, each) for each in value)
    if kind is datetime or kind is date:
        return kind.fromisoformat(value)
    return float(value) if kind is float else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
