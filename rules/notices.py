"""The life of a notice (来文)."""

from collections.abc import Mapping, Set
from enum import StrEnum


class NoticeStatus(StrEnum):
    """Where a notice stands."""

    RECEIVED = "received"  # stored, not read yet
    DRAFT = "draft"  # read; waits for a person
    CONFIRMED = "confirmed"  # live
    CLOSED = "closed"
    HISTORICAL = "historical"  # its last target year is past: no reminders
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"  # by a revised notice


Status = NoticeStatus  # for the table below

OVER: Set[Status] = frozenset({Status.WITHDRAWN, Status.SUPERSEDED})  # nobody is asked any more

TRANSITIONS: Mapping[Status, Set[Status]] = {
    Status.RECEIVED: {Status.DRAFT, Status.WITHDRAWN},
    Status.DRAFT: {Status.CONFIRMED, Status.HISTORICAL, Status.WITHDRAWN},
    Status.CONFIRMED: {Status.CLOSED, Status.WITHDRAWN, Status.SUPERSEDED},
    Status.HISTORICAL: {Status.CONFIRMED},
    Status.CLOSED: set(),
    Status.WITHDRAWN: set(),
    Status.SUPERSEDED: set(),
}

LABELS: Mapping[Status, str] = {
    Status.RECEIVED: "待识别",
    Status.DRAFT: "待确认",
    Status.CONFIRMED: "督办中",
    Status.CLOSED: "已办结",
    Status.HISTORICAL: "历史来文",
    Status.WITHDRAWN: "已撤销",
    Status.SUPERSEDED: "已被替代",
}
