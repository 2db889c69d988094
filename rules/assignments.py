"""The life of an assignment (分工): one department's part in one task."""

from collections.abc import Mapping, Set
from enum import StrEnum


class Role(StrEnum):
    """What a department is there for."""

    LEAD = "lead"  # 牵头
    SUPPORT = "support"  # 配合
    RESPONSIBLE = "responsible"  # 责任单位 with no lead stated; keeps its printed order
    INHERITED = "inherited"  # from a document-wide default


ROLE_LABELS: Mapping[Role, str] = {
    Role.LEAD: "牵头",
    Role.SUPPORT: "配合",
    Role.RESPONSIBLE: "责任",
    Role.INHERITED: "落实",
}


class AssignmentStatus(StrEnum):
    """Where a department's part stands."""

    DRAFT = "draft"
    DISPATCHED = "dispatched"  # 交办
    ACKNOWLEDGED = "acknowledged"  # 签收
    OBJECTED = "objected"  # 异议
    ENDED = "ended"  # the task is over, or the part went to somebody else


Status = AssignmentStatus  # for the table below

TRANSITIONS: Mapping[Status, Set[Status]] = {
    Status.DRAFT: {Status.DISPATCHED, Status.ENDED},
    Status.DISPATCHED: {Status.ACKNOWLEDGED, Status.OBJECTED, Status.ENDED},
    Status.ACKNOWLEDGED: {Status.OBJECTED, Status.ENDED},
    Status.OBJECTED: {Status.DISPATCHED, Status.ACKNOWLEDGED, Status.ENDED},  # upheld, or moved
    Status.ENDED: set(),
}

ACTIVE = frozenset({Status.DISPATCHED, Status.ACKNOWLEDGED})
"""Parts whose department is expected to answer."""

LABELS: Mapping[Status, str] = {
    Status.DRAFT: "待交办",
    Status.DISPATCHED: "待签收",
    Status.ACKNOWLEDGED: "已签收",
    Status.OBJECTED: "有异议",
    Status.ENDED: "已结束",
}
