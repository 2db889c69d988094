"""Measures (措施): one thing the notice says is to be done, with the span it was read from."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class Measure(Row, table=True):
    """One measure; `order` is its place in the text, from 1."""

    __table_args__ = (
        UniqueConstraint("notice_id", "order", name="one_measure_a_place"),
        CheckConstraint("span_start <= span_end", name="span_is_forward"),
    )

    notice_id: int = Field(foreign_key="notice.id", index=True)
    order: int
    no: str | None = None  # as printed
    chapter: str | None = None
    section: str | None = None
    title: str  # its first words, for lists
    text: str
    span_start: int
    span_end: int
