"""Wiring: settings in, working parts out. Nothing else constructs an engine."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import NoResultFound, OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from notifiers import Notifier
from rules.errors import NotFound, PolicyInvalid, StorageFailed
from rules.office import Office
from rules.policies import Policy
from rules.sending import ALWAYS, SendWindow
from rules.working_days import WorkingCalendar
from runtime.calendar import calendar_version, load_calendar
from runtime.channels import build_notifiers
from runtime.clock import Clock, HeldClock, system_clock
from runtime.copies import can_be_copied, copy_into
from runtime.migrate import upgrade
from runtime.office import office_of
from runtime.policies import load_policies, load_sending, policy_mark
from runtime.settings import Settings, load_settings
from runtime.watermark import is_restored

log = logging.getLogger(__name__)
REFUSALS = {  # what SQLite says → what it means for the office
    "disk is full": ("磁盘已满，这一步没有写入。", "已有数据不受影响；请清理磁盘后重试。"),
    "disk I/O error": ("磁盘读写出错，这一步没有写入。", "请检查磁盘，必要时用备份恢复。"),
    "database is locked": ("数据库正忙，这一步没有写入。", "请稍后重试。"),
    "readonly database": ("数据库只读，这一步没有写入。", "请检查数据文件夹的权限。"),
}
PRAGMAS = (
    "busy_timeout = 30000",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",  # what was acknowledged survives a power cut
)


@dataclass(slots=True)
class Runtime:
    """The parts that a flow, a page or a command needs to act."""

    settings: Settings
    engine: Engine
    calendar: WorkingCalendar
    policies: Mapping[str, Policy]
    clock: Clock = system_clock
    notifiers: Mapping[str, Notifier] = field(default_factory=dict)
    sending: SendWindow = ALWAYS
    seen: tuple[object, ...] | None = None  # calendar and policy file as they were last read

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that commits on success and rolls back on error.

        Rows keep their loaded values after the commit.
        """
        with (
            _clear_errors(),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads: it waits for nobody and nobody waits for it."""
        with _clear_errors(), Session(self.engine.execution_options(read_only=True)) as session:
            yield session

    @contextmanager
    def trial(self) -> Iterator[Session]:
        """Open a session in which anything may be tried: all of it is undone at the end.

        What was loaded or made stays as it was then, to be shown. A SQLite file of usual size is
        copied first, for it has one writer; else nothing is committed.
        """
        with (
            _clear_errors(),
            _own_copy(self.engine) as engine,
            Session(engine, expire_on_commit=False) as session,
        ):
            yield session
            session.flush()
            session.expunge_all()
            session.rollback()

    @property
    def caps(self) -> tuple[int, int]:
        """How many messages a run may send without asking, and how many times the usual.

        The policy file's 「发送」 says it, or else the settings do.
        """
        sending, settings = self.sending, self.settings
        return (
            settings.most_messages if sending.most is None else sending.most,
            settings.most_times_usual if sending.times is None else sending.times,
        )

    @property
    def office(self) -> Office:
        """Who we are, for letters and links."""
        return office_of(self.settings)

    def refresh(self) -> None:
        """Take over what the office changed meanwhile: the calendar, the policy file.

        A file that was spoilt by hand is left aside, with a warning: the one before it counts on.
        Parts that a test or a trial was given stay as they are.
        """
        if self.seen is None:
            return
        with self.reading() as session:
            seen = (policy_mark(self.settings), calendar_version(session))
            if seen == self.seen:
                return
            self.calendar = load_calendar(session, self.settings.time_zone)
        self.seen = seen
        try:
            self.policies = load_policies(self.settings)
            self.sending = load_sending(self.settings)
        except PolicyInvalid as invalid:
            log.warning("办理方案文件有误，仍按原来的办理：%s", invalid)


@contextmanager
def _own_copy(engine: Engine) -> Iterator[Engine]:
    if not can_be_copied(engine):
        yield engine
        return
    copy = connect_in_memory()
    try:
        copy_into(engine, copy)
        yield copy
    finally:
        copy.dispose()


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn a missing row and a disk that refuses into errors a person can act on."""
    try:
        yield
    except NoResultFound:
        raise NotFound("row") from None
    except OperationalError as error:
        said = str(error.orig)
        for sign, (reason, advice) in REFUSALS.items():
            if sign in said:
                raise StorageFailed(reason, advice) from error
        raise


def connect(database_url: str) -> Engine:
    """Open a database; make SQLite honour foreign keys, wait for its one writer, and use WAL."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def connect_in_memory() -> Engine:
    """Open an empty SQLite database that lives in memory, as long as its engine, on one line."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a read that turns into a write could otherwise fail half-way."""
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def build_runtime(settings: Settings) -> Runtime:
    """Open everything an installation needs; the database is brought up to date first."""
    engine = connect(settings.database)
    upgrade(engine)
    held = settings.home / "clock"
    clock: Clock = HeldClock(held) if settings.demo and held.exists() else system_clock
    with Session(engine.execution_options(read_only=True)) as session:
        calendar = load_calendar(session, settings.time_zone)
        version = calendar_version(session)
        is_restored(session, settings.home)  # noticed before anything is written
    return Runtime(
        settings=settings,
        engine=engine,
        calendar=calendar,
        policies=load_policies(settings),
        clock=clock,
        notifiers=build_notifiers(settings),
        sending=load_sending(settings),
        seen=(policy_mark(settings), version),
    )


def get_runtime() -> Runtime:
    """Return this process's runtime, with calendar and policies as the office has them now.

    Tests build their own instead.
    """
    runtime = runtime_of_process()
    runtime.refresh()
    return runtime


@cache
def runtime_of_process() -> Runtime:
    """Build the runtime for this process. Tests build their own instead.

    Raises `StorageFailed` where the database file is gone: only `duban init` makes one.
    """
    settings = load_settings()
    file = database_file(settings)
    if file is not None and not file.exists():
        raise StorageFailed(
            f"数据库文件 {file} 不见了，没有新建空库。",
            "请把备份（duban backup 的文件）放回原处，或检查数据文件夹是否已挂载。",
        )
    return build_runtime(settings)


def database_file(settings: Settings) -> Path | None:
    """Return where SQLite keeps everything; None for another database."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)
