"""Making a data folder: settings, keys, database, register, accounts; and links into it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from actions.accounts import create_account
from actions.links import department_link, sign_in_link
from actions.register import load_register
from actions.register_data import load_bundled_register, name_equivalents
from actions.usual_register import enter_usual_departments
from models import Account
from rules.access import AccountRole
from rules.channels import MAIL_ADDRESS
from rules.errors import NotAllowed
from rules.office import Office
from runtime.clock import HeldClock, system_clock
from runtime.settings import load_settings
from runtime.wiring import Runtime, build_runtime

FIRST_ACCOUNTS = (
    ("office", "统筹办公室", AccountRole.COORDINATOR),
    ("leader", "分管领导", AccountRole.LEADER),
    ("admin", "系统管理员", AccountRole.ADMIN),
)


@dataclass(frozen=True, slots=True)
class NewFolder:
    """What was made: how many departments, and (username, name, first password)."""

    departments: int
    own: int  # of them, the usual ones of the office's own place
    accounts: list[tuple[str, str, str]]


def make_folder(
    home: Path,
    *,
    office: str,
    place: str,
    email: str,
    demo: bool,
    clock: str,
    url: str = "",
    addresses: Mapping[str, str] | None = None,
) -> NewFolder:
    """Make everything of one installation; an existing one is left alone, with an error.

    `addresses` are those of the first accounts, by user name; nobody's address is made up,
    except in a demo.
    """
    for address in (email, *(addresses or {}).values()):
        if not MAIL_ADDRESS.fullmatch(address):
            raise NotAllowed(f"“{address}”不是邮箱地址。")
    if (home / ".env").exists():
        raise NotAllowed(f"{home} 已是 duban 的数据文件夹，没有改动。", "请换一个文件夹。")
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    if demo:
        typed = datetime.fromisoformat(clock) if clock else system_clock()
        aware = typed if typed.tzinfo else typed.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        HeldClock(home / "clock").set(aware)
    known = dict(addresses or {})
    if demo:
        known = {name: _beside(email, name) for name, _, _ in FIRST_ACCOUNTS} | known
    _write_settings(home, office=office, place=place, email=email, demo=demo, url=url)
    runtime = build_runtime(load_settings(home))
    with runtime.transaction() as session:
        count = load_bundled_register(session)
        own = enter_usual_departments(session, place, on=runtime.clock().date())
        accounts = []
        for username, name, role in FIRST_ACCOUNTS:
            password = secrets.token_urlsafe(12)
            create_account(
                session,
                username=username,
                name=name,
                role=role,
                now=runtime.clock(),
                email=known.get(username, ""),
                password=password,
            )
            accounts.append((username, name, password))
    return NewFolder(count + own, own, accounts)


def make_links(runtime: Runtime, who: str, *, now: datetime) -> list[tuple[str, str]]:
    """Return (who, address): sign-in links of one account or all, or a department's page.

    They lead to the server that runs on this folder, whatever port it found.
    """
    office = _office_that_serves(runtime)
    with runtime.transaction() as session:
        accounts = session.exec(select(Account).where(col(Account.active))).all()
        rows = [
            (
                f"{row.name}（{row.username}）",
                sign_in_link(session, row.number, office=office, now=now),
            )
            for row in accounts
            if who in ("", row.username)
        ]
        if who and not rows:
            register = load_register(session, name_equivalents())
            place = runtime.settings.office_place or None
            found = register.resolve(who, place=place, on=runtime.calendar.office_day(now))
            rows = [
                (
                    row.short_name,
                    department_link(session, row.number, office=office, now=now),
                )
                for row in found.departments
            ]
    return rows


def _office_that_serves(runtime: Runtime) -> Office:
    running = runtime.settings.home / "serve.json"
    if runtime.settings.base_url or not running.exists():
        return runtime.office
    return replace(runtime.office, url=json.loads(running.read_text("utf-8"))["url"])


def _write_settings(
    home: Path, *, office: str, place: str, email: str, demo: bool, url: str
) -> None:
    lines = [
        "# duban 的设置；每一项的含义与默认值见 .env.example",
        f"DUBAN_SECRET_KEYS={secrets.token_urlsafe(32)}",
        f"DUBAN_OFFICE_NAME={office}",
        f"DUBAN_OFFICE_PLACE={place}",
        f"DUBAN_OFFICE_EMAIL={email}",
        *([f"DUBAN_BASE_URL={url}"] if url else []),
        *(["DUBAN_DEMO=true"] if demo else []),
    ]
    settings = home / ".env"
    settings.touch(mode=0o600)
    settings.write_text("\n".join(lines) + "\n", "utf-8")


def _beside(email: str, name: str) -> str:
    return f"{name}@{email.rpartition('@')[2]}"
