"""The same migrations and the same promises on PostgreSQL."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from actions.events import record_event
from runtime.migrate import upgrade
from runtime.wiring import connect
from tests.factories import make_assignment, make_notice
from tests.fakes import FakeClock
from tests.servers.postgres import postgres_server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with postgres_server() as url:
        engine = connect(url)
        upgrade(engine)
        yield engine
        engine.dispose()


def test_migrations_and_models_say_the_same(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_rows_go_in_and_come_out_with_their_moments(engine: Engine, clock: FakeClock) -> None:
    with Session(engine) as session:
        part = make_assignment(session)
        part.acknowledged_at = clock()
        session.commit()
        session.refresh(part)
        assert part.acknowledged_at == clock()


@pytest.mark.parametrize("sql", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
def test_the_database_refuses_to_edit_the_record(
    engine: Engine, clock: FakeClock, sql: str
) -> None:
    with Session(engine) as session:
        record_event(session, "notice.received", make_notice(session), now=clock())
        session.flush()
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(sql))
