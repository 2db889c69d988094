"""Column types that keep the database readable.

Moments need no type of ours: SQLModel stores `datetime` as UTC and refuses naive ones.
"""

from enum import StrEnum

from sqlalchemy import Enum


def stored_by_value(members: type[StrEnum]) -> Enum:
    """Store `"lead"` rather than `"LEAD"`, so that SQL speaks the domain."""
    return Enum(
        members,
        values_callable=lambda enum: [member.value for member in enum],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=f"known_{members.__name__.lower()}",
    )
