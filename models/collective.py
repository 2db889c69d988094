"""Collectives (集合单位): 各地级以上市人民政府 and the like, a name that stands for members."""

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class Collective(Row, table=True):
    """A name that stands for members; `names` are the ways it is printed."""

    code: str = Field(unique=True)
    name: str
    names: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    place: str | None = None  # where the name means these members; None: anywhere
    version: int = 1


class CollectiveMember(Row, table=True):
    """One member, in its printed order."""

    __table_args__ = (UniqueConstraint("collective_id", "department_id", name="one_member_once"),)

    collective_id: int = Field(foreign_key="collective.id", index=True)
    department_id: int = Field(foreign_key="department.id")
    order: int
