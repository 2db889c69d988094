"""Contacts: who hears for a department. Duties belong to the post, so a row is a post's holder."""

from datetime import date

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.audiences import Audience


class Contact(Row, table=True):
    """One way to reach one person of a department."""

    __table_args__ = (
        UniqueConstraint("department_id", "audience", "address", name="one_address_a_post"),
    )

    department_id: int = Field(foreign_key="department.id", index=True)
    audience: Audience = Field(
        sa_column=Column(stored_by_value(Audience), nullable=False)
    )  # 联络员 | 分管领导 | 主要领导
    name: str = ""
    channel: str = "email"  # email | webhook | wecom | dingtalk | feishu
    address: str = Field(index=True)
    secret: str = Field(default="", repr=False)  # a robot's 加签 key
    phone: str = ""
    active: bool = True
    absent_until: date | None = None
    deputy_of_id: int | None = Field(  # AB角: hears only while that contact cannot
        default=None, foreign_key="contact.id"
    )
    undeliverable_reason: str | None = None  # set by a bounce, cleared by a person
