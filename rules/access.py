"""Who may do what."""

from enum import StrEnum


class AccountRole(StrEnum):
    """What a signed-in person is there for."""

    COORDINATOR = "coordinator"  # 统筹办公室
    LEADER = "leader"  # 领导: reads everything, decides approvals
    AUDITOR = "auditor"  # reads everything, changes nothing
    ADMIN = "admin"


MAY_COORDINATE = frozenset({AccountRole.COORDINATOR, AccountRole.ADMIN})
MAY_APPROVE = frozenset({AccountRole.LEADER})
