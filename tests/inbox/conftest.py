"""The city of the corpus of mails, made once for all tests that read it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from runtime.wiring import connect
from tests.inbox.city_of_mails import build, read_setup


@pytest.fixture(scope="session")
def city(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The departments, tasks and letters that the mails are about; nothing is changed here."""
    path = tmp_path_factory.mktemp("mails") / "duban.db"
    shutil.copy(migrated_database, path)
    engine = connect(f"sqlite:///{path}")
    with Session(engine) as session:
        build(session, read_setup())
        yield session
    engine.dispose()
