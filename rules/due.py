"""Due instances: what a department can owe by a day, and the key that names it once.

The day is part of the key, so an extension makes a new instance with reminders of its own.
A second climb about the same instance (after a 退回, say) has the key with `#2` behind it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DueKind(StrEnum):
    """The five things that can be due, and slowness."""

    ACKNOWLEDGE = "acknowledge"  # 签收
    ITEM = "item"  # 填报项
    MILESTONE = "milestone"  # 节点
    DEADLINE = "deadline"  # 完成时限
    TARGET = "target"  # 指标
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Due:
    """One unanswered due instance of one assignment."""

    kind: DueKind
    subject_id: int  # of the assignment, item, milestone, task or target
    due_on: date
    told_on: date  # the day the department was first told: nobody is late before it
    assignment_id: int
    department_id: int
    task_id: int
    policy: str
    is_support: bool = False
    key: str = ""  # for slowness, whose key is not made from a subject
    again_on: date | None = None  # the day it was owed again: 恢复, 退回, an objection not followed

    @property
    def instance(self) -> str:
        """The key of this due instance."""
        return self.key or due_instance(self.kind, self.subject_id, self.due_on)

    @property
    def counts_from(self) -> date:
        """The day on which the department could have answered at the earliest."""
        return max(self.due_on, self.told_on)

    @property
    def late_from(self) -> date:
        """The day from which lateness is counted: nobody is late while nothing was asked."""
        return max(self.counts_from, self.again_on or self.counts_from)

    @property
    def came_back(self) -> bool:
        """Say whether it is owed again, and its day passed while it was not."""
        return self.late_from > self.counts_from


def due_instance(kind: DueKind, subject_id: int, due_on: date) -> str:
    """Return `item:31:2024-09-30`."""
    return f"{kind}:{subject_id}:{due_on.isoformat()}"


def slow_instance(cause: str, period: str) -> str:
    """Return `slow:behind:2024Q3`."""
    return f"{DueKind.SLOW}:{cause}:{period}"


def climb_key(instance: str, climb: int) -> str:
    """Return the key of the nth climb about one due instance, counted from 1."""
    return instance if climb == 1 else f"{instance}#{climb}"


def base_instance(key: str) -> str:
    """Return the due instance behind the key of any of its climbs."""
    return key.partition("#")[0]


def kind_of(instance: str) -> DueKind:
    """Return what an instance is about."""
    return DueKind(instance.partition(":")[0])


def subject_of(instance: str) -> int:
    """Return the number in an instance such as `item:31:2024-09-30`; slowness has none."""
    return int(instance.split(":")[1])


def day_of(instance: str) -> date | None:
    """Return the day in an instance such as `item:31:2024-09-30`; slowness has none."""
    if kind_of(instance) is DueKind.SLOW:
        return None
    return date.fromisoformat(base_instance(instance).rpartition(":")[2])
