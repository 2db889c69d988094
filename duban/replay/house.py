"""A whole installation in memory: its clock is held, its channels only note what they are given."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from models import Account
from notifiers import Message, Receipt
from rules.access import AccountRole
from rules.policies import Policy
from rules.working_days import WorkingCalendar
from runtime.migrate import upgrade
from runtime.settings import Settings
from runtime.wiring import Runtime, connect_in_memory

if TYPE_CHECKING:
    from duban.replay.outlook import Outlook
    from duban.replay.rows import Row

CHANNELS = ("email", "webhook", "wecom", "dingtalk", "feishu")
DOMAIN = "replay.example"
LEADER = "领导"
OFFICE = "统筹办公室"


@dataclass(slots=True)
class HeldMoment:
    """A clock that shows what it was last set to."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now


@dataclass(frozen=True, slots=True)
class SilentChannel:
    """A channel that takes everything: what went out stands in the tables."""

    channel: str

    async def send(self, message: Message) -> Receipt:
        """Take the message."""
        return Receipt(self.channel, provider_id=message.message_id)

    async def close(self) -> None:
        """Hold nothing open."""


@dataclass(slots=True)
class House:
    """One installation and its clock."""

    runtime: Runtime
    clock: HeldMoment
    folder: Path
    is_dark: bool = False  # the server is down
    everybody_has_mail: bool = False  # no contacts were given: new departments have theirs, too
    outlook: "Outlook | None" = None
    came_back: "list[Row]" = field(default_factory=list)  # sent before a letter bounced
    names: dict[int, str] = field(default_factory=dict)  # department → as the scenario calls it

    @property
    def now(self) -> datetime:
        """What its clock shows."""
        return self.clock.now


def build_house(
    *,
    now: datetime,
    policies: Mapping[str, Policy],
    calendar: WorkingCalendar,
    office_name: str,
    standing: str,
    place: str,
) -> House:
    """Return an empty installation whose clock shows `now`."""
    folder = Path(mkdtemp(prefix="duban-replay-"))
    settings = Settings(_env_file=None).model_copy(
        update={
            "home": folder,
            "secret_keys": secrets.token_hex(16),
            "office_name": office_name,
            "office_standing": standing,
            "office_place": place,
            "office_email": f"duban@{DOMAIN}",
            "base_url": f"http://duban.{DOMAIN}",
            "smtp_connections": 20,  # letters that nobody has to wait for are committed together
        }
    )
    engine = empty_database()
    clock = HeldMoment(now)
    runtime = Runtime(
        settings=settings,
        engine=engine,
        calendar=calendar,
        policies=policies,
        clock=clock,
        notifiers={channel: SilentChannel(channel) for channel in CHANNELS},
    )
    with runtime.transaction() as session:
        _add_people(session)
    return House(runtime, clock, folder)


def empty_database() -> Engine:
    """Return a database in memory with all tables; the migrations run once in a process."""
    engine = connect_in_memory()
    with engine.connect() as connection:
        _raw(connection).deserialize(_migrated())
        connection.rollback()
    return engine


@cache
def _migrated() -> bytes:
    engine = connect_in_memory()
    upgrade(engine)
    with engine.connect() as connection:
        content: bytes = _raw(connection).serialize()
        connection.rollback()
    engine.dispose()
    return content


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _add_people(session: Session) -> None:
    """The office and one leader, each with an address."""
    for username, name, role in (
        ("office", "统筹办公室", AccountRole.COORDINATOR),
        ("leader", LEADER, AccountRole.LEADER),
    ):
        session.add(Account(username=username, name=name, role=role, email=f"{username}@{DOMAIN}"))
