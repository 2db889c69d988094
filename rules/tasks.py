"""The life of a task (确认 → 办理 → 报结 → 核查 → 销号)."""

from collections.abc import Mapping, Set
from enum import StrEnum


class TaskStatus(StrEnum):
    """Where a task stands. (Being late is not a status: it depends on today.)"""

    DRAFT = "draft"  # read from the notice, not yet confirmed by a person
    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"  # 办理
    SUBMITTED = "submitted"  # 报结: the lead says it is done
    VERIFIED = "verified"  # 核查: the office found it so
    CLOSED = "closed"  # 销号
    LONG_TERM = "long_term"  # 转长期
    SUSPENDED = "suspended"  # 中止, with a reason
    WITHDRAWN = "withdrawn"  # 撤销


Status = TaskStatus  # for the tables below

TRANSITIONS: Mapping[Status, Set[Status]] = {
    Status.DRAFT: {Status.CONFIRMED, Status.WITHDRAWN},
    Status.CONFIRMED: {Status.IN_PROGRESS, Status.WITHDRAWN},
    Status.IN_PROGRESS: {
        Status.SUBMITTED,
        Status.SUSPENDED,
        Status.LONG_TERM,
        Status.WITHDRAWN,
    },
    Status.SUBMITTED: {Status.VERIFIED, Status.IN_PROGRESS, Status.WITHDRAWN},  # or 退回
    Status.VERIFIED: {Status.CLOSED, Status.IN_PROGRESS, Status.WITHDRAWN},
    Status.LONG_TERM: {Status.IN_PROGRESS, Status.SUBMITTED, Status.WITHDRAWN},
    Status.SUSPENDED: {Status.IN_PROGRESS, Status.WITHDRAWN},
    Status.CLOSED: set(),
    Status.WITHDRAWN: {Status.DRAFT},  # only what was never handed out comes back
}

OPEN = frozenset({Status.IN_PROGRESS, Status.SUBMITTED, Status.VERIFIED, Status.LONG_TERM})
"""Dispatched and not ended: what lights, reminders and returns look at."""

LABELS: Mapping[Status, str] = {
    Status.DRAFT: "待确认",
    Status.CONFIRMED: "已确认",
    Status.IN_PROGRESS: "办理中",
    Status.SUBMITTED: "已报结",
    Status.VERIFIED: "已核查",
    Status.CLOSED: "已销号",
    Status.LONG_TERM: "长期推进",
    Status.SUSPENDED: "中止",
    Status.WITHDRAWN: "撤销",
}
