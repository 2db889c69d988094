"""What every table has: a number, and constraints whose names read well in an error message."""

import re
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, Session, SQLModel
from sqlmodel._compat import SQLModelConfig

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_once",
    "ck": "%(table_name)s_%(constraint_name)s",
    "fk": "%(table_name)s_%(column_0_name)s_exists",
    "pk": "%(table_name)s_number",
}


class Row(SQLModel):
    """Base of every table. The table of `StatusUpdate` is called `status_update`."""

    # Tables are not validated, so their schemas need no building: every command starts sooner.
    model_config = SQLModelConfig(defer_build=True)

    id: int | None = Field(default=None, primary_key=True)

    @declared_attr.directive
    def __tablename__(cls) -> Any:  # noqa: N805
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    @property
    def number(self) -> int:
        """The row's number; only rows that were flushed have one."""
        if self.id is None:
            raise ValueError(f"{type(self).__name__} was not flushed yet")
        return self.id


def insert_new(session: Session, table: type[Row]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that leaves out rows whose unique key is taken, also by another process."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(table) if on_sqlite else postgresql.insert(table)
    return insert.on_conflict_do_nothing()
