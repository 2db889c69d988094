"""Departments (单位): bodies that can be assigned, with aliases, a level, a place, a successor."""

from datetime import date

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class Department(Row, table=True):
    """One body. `code` is the stable key of the data files and of imports."""

    __table_args__ = (UniqueConstraint("place", "name", name="one_name_a_place"),)

    code: str = Field(unique=True)
    name: str = Field(index=True)  # 临澜市科学技术局
    short_name: str  # 市科技局: how notices of its place print it
    level: str = "city"  # province | city | county | central | enterprise | other
    place: str | None = None  # 临澜市
    kind: str = "department"  # department | government | party | central_vertical | institution
    successor_id: int | None = Field(default=None, foreign_key="department.id")
    succeeded_on: date | None = None
    ended_on: date | None = None
    active: bool = True
    duties: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )  # 职责: words that suggest it where a notice names nobody


class DepartmentAlias(Row, table=True):
    """Another way to print a department's name, from the data files or confirmed by a person."""

    __table_args__ = (UniqueConstraint("department_id", "name", name="one_alias_once"),)

    department_id: int = Field(foreign_key="department.id", index=True)
    name: str = Field(index=True)
    source: str = "data"  # data | confirmed
