"""Who may do what."""

from collections.abc import Mapping
from enum import StrEnum


class AccountRole(StrEnum):
    """What a signed-in person is there for."""

    COORDINATOR = "coordinator"  # 统筹办公室
    LEADER = "leader"  # 领导: reads everything, decides approvals
    AUDITOR = "auditor"  # reads everything, changes nothing
    ADMIN = "admin"


ROLES: Mapping[AccountRole, str] = {
    AccountRole.COORDINATOR: "统筹办公室",
    AccountRole.LEADER: "领导",
    AccountRole.AUDITOR: "审计（只读）",
    AccountRole.ADMIN: "系统管理员",
}
MAY_COORDINATE = frozenset({AccountRole.COORDINATOR, AccountRole.ADMIN})
MAY_APPROVE = frozenset({AccountRole.LEADER})
