"""The life of a return item (填报项): one department's answer about one assignment for one period.

The state of a whole `Return` is derived from its items, so that two departments which lead and
support each other cannot wait for one another.
"""

from collections.abc import Iterable, Mapping, Set
from enum import StrEnum


class ItemStatus(StrEnum):
    """Where one item of a return stands."""

    AWAITED = "awaited"
    GIVEN = "given"
    CONSOLIDATED = "consolidated"  # by the lead, where there is one
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"  # 退回


Status = ItemStatus  # for the table below

TRANSITIONS: Mapping[Status, Set[Status]] = {
    Status.AWAITED: {Status.GIVEN, Status.CONSOLIDATED},
    Status.GIVEN: {Status.GIVEN, Status.CONSOLIDATED, Status.ACCEPTED, Status.SENT_BACK},
    Status.CONSOLIDATED: {Status.CONSOLIDATED, Status.ACCEPTED, Status.SENT_BACK},
    Status.ACCEPTED: {Status.SENT_BACK},
    Status.SENT_BACK: {Status.GIVEN, Status.CONSOLIDATED},
}

OWED = frozenset({Status.AWAITED, Status.SENT_BACK})
"""Items the department still has to answer."""

LABELS: Mapping[Status, str] = {
    Status.AWAITED: "待报",
    Status.GIVEN: "已报",
    Status.CONSOLIDATED: "已汇总",
    Status.ACCEPTED: "已采用",
    Status.SENT_BACK: "退回",
}


class ReturnStatus(StrEnum):
    """Derived, never stored."""

    AWAITED = "awaited"  # nothing given yet
    PARTIAL = "partial"
    COMPLETE = "complete"


def derive_return_status(items: Iterable[ItemStatus]) -> ReturnStatus:
    """Return the state of a return from its items; a return without items is complete."""
    owed = [status in OWED for status in items]
    if not any(owed):
        return ReturnStatus.COMPLETE
    return ReturnStatus.AWAITED if all(owed) else ReturnStatus.PARTIAL
