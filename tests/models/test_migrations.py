"""The migrations make the tables that the models describe, and the record refuses to be edited."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from actions.events import record_event
from runtime.migrate import NEWEST, alembic_config, is_up_to_date, upgrade
from runtime.wiring import connect
from tests.factories import make_notice
from tests.fakes import FakeClock


def test_the_newest_migration_is_the_one_we_look_for() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [NEWEST]


def test_migrations_and_models_say_the_same(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_constraint_has_a_name_of_its_own(engine: Engine) -> None:
    for table in SQLModel.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'new.db'}")
    assert not is_up_to_date(engine)
    upgrade(engine)
    upgrade(engine)
    assert is_up_to_date(engine)
    engine.dispose()


@pytest.mark.parametrize("sql", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
def test_the_database_refuses_to_edit_the_record(
    session: Session, clock: FakeClock, sql: str
) -> None:
    record_event(session, "notice.received", make_notice(session), now=clock())
    session.flush()
    with pytest.raises(IntegrityError, match="append-only"):
        session.execute(text(sql))
