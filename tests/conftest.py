"""What every test may ask for: a database of its own, a clock it holds, approved texts."""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event
from sqlmodel import Session

from actions import accounts
from rules.office import Office
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days
from runtime.migrate import upgrade
from runtime.office import office_of
from runtime.policies import load_policies
from runtime.settings import Settings
from runtime.wiring import Runtime, connect
from tests.fakes import FakeClock, OneEngine, RecordingNotifier

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


@pytest.fixture(scope="session")
def one_engine(migrated_database: Path) -> OneEngine:
    """The engine of this process; nothing here outlives a test, so no disk is waited for."""
    one = OneEngine(connect(f"sqlite:///{migrated_database}"), migrated_database)
    event.listen(one.engine, "do_connect", one.connect)
    event.listen(one.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous = OFF"))
    return one


@pytest.fixture
def engine(tmp_path: Path, migrated_database: Path, one_engine: OneEngine) -> Iterator[Engine]:
    """An empty, migrated SQLite database of the test's own."""
    yield one_engine.open(Path(shutil.copy(migrated_database, tmp_path / "duban.db")))
    one_engine.engine.dispose()


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
