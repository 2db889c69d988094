"""What every test may ask for: a database of its own, a clock it holds, approved texts."""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlmodel import Session, create_engine

from actions import accounts
from rules.office import Office
from rules.working_days import WorkingCalendar
from runtime import wiring
from runtime.calendar import published_days
from runtime.migrate import upgrade
from runtime.office import office_of
from runtime.policies import load_policies
from runtime.settings import Settings
from runtime.wiring import Runtime, connect
from tests.fakes import FakeClock, RecordingNotifier

GOLDEN = Path(__file__).parent / "golden"
SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="approve the texts as they are")


def pytest_collection_finish() -> None:
    """Set aside what was imported and collected: it stays, and need not be looked through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its approved form in `tests/golden/`."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.exists(), f"no approved text {name}: run pytest --update-golden and read it"
        assert text == path.read_text("utf-8")

    return check


@pytest.fixture
def shared() -> Path:
    """The founders' shared folder with the five real notices, where it is at hand."""
    if not (SHARED / "seeds").exists():
        pytest.skip("the shared folder with the seed notices is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords with little work, except where the work itself is looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_databases() -> Iterator[None]:
    """Compile a statement once for all databases of the tests; nothing here need survive a crash.

    Each has an engine of its own; they share the dialect, by which SQLAlchemy keeps what it made.
    """
    first = create_engine("sqlite://")
    first.connect().close()
    compiled: dict[object, object] = {}

    def create(url: str, **options: Any) -> Engine:
        own = create_engine(url, **options)
        if own.dialect.name != first.dialect.name:
            return own
        keeps = {"compiled_cache": compiled}
        return Engine(own.pool, first.dialect, own.url, execution_options=keeps)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "create_engine", create)
        patch.setattr(wiring, "PRAGMAS", (*wiring.PRAGMAS, "synchronous = OFF"))
        yield


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made once by the migrations; each test gets a copy."""
    path = tmp_path_factory.mktemp("database") / "template.db"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture
def engine(tmp_path: Path, migrated_database: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite database of the test's own."""
    shutil.copy(migrated_database, tmp_path / "duban.db")
    engine = connect(f"sqlite:///{tmp_path / 'duban.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session over the test's database; nothing is committed unless the test does."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands at nine on a Monday morning in Shanghai: 2024-03-04."""
    return FakeClock(datetime.fromisoformat("2024-03-04T09:00:00+08:00"))


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The published calendar of 2004 to 2026."""
    return WorkingCalendar(days=published_days(), time_zone="Asia/Shanghai")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a data folder of the test's own."""
    return Settings(
        home=tmp_path,
        secret_keys="test-key-1,test-key-0",
        office_name="临澜市科学技术局",
        office_place="临澜市",
        office_email="duban@linlan.example",
        base_url="http://duban.linlan.example",
    )


@pytest.fixture
def office(settings: Settings) -> Office:
    """The coordinating office of the tests."""
    return office_of(settings)


@pytest.fixture
def recorder() -> RecordingNotifier:
    """A channel that keeps what it was given."""
    return RecordingNotifier()


@pytest.fixture
def runtime(
    engine: Engine,
    calendar: WorkingCalendar,
    clock: FakeClock,
    settings: Settings,
    recorder: RecordingNotifier,
) -> Runtime:
    """A runtime over the test's database, clock and recording channel."""
    return Runtime(
        settings=settings,
        engine=engine,
        calendar=calendar,
        policies=load_policies(settings),
        clock=clock,
        notifiers={"email": recorder},
    )
