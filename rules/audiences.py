"""Whom we address: posts, never persons. Addresses are resolved when a message is sent."""

from collections.abc import Mapping
from enum import StrEnum


class Audience(StrEnum):
    """A post, in a department or in the coordinating office."""

    LIAISON = "liaison"  # 联络员
    SUPERVISING_LEADER = "supervising_leader"  # 分管领导
    PRINCIPAL_LEADER = "principal_leader"  # 主要领导
    OFFICE = "office"  # 统筹办公室
    LEADER = "leader"  # 领导: approves 通报 and 约谈, receives reports


LABELS: Mapping[Audience, str] = {
    Audience.LIAISON: "联络员",
    Audience.SUPERVISING_LEADER: "分管领导",
    Audience.PRINCIPAL_LEADER: "主要领导",
    Audience.OFFICE: "统筹办公室",
    Audience.LEADER: "领导",
}
