"""The doctor: checks what an installation depends on, and says what to do about what is wrong."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from models import Account
from rules.access import AccountRole
from runtime.clock import system_clock
from runtime.doctor_mail import ANSWER_WITHIN, MAIL_CHECKS, Check
from runtime.migrate import alembic_config
from runtime.wiring import Runtime

__all__ = ["Check", "check_installation"]

SMALLEST_FREE = 1024**3  # bytes
BACKUP_AGES_AFTER = timedelta(days=8)
CLOCK_MAY_DIFFER = timedelta(minutes=2)
HEARTBEAT_WITHIN = timedelta(hours=2)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_NAMES = (
    "cjk",
    "fangsong",
    "simsun",
    "simhei",
    "simfang",
    "songti",
    "stsong",
    "wqy",
    "hansans",
)


def check_installation(runtime: Runtime, *, now: datetime) -> list[Check]:
    """Look at everything; a part that is not set up is in order and says so."""
    checks: tuple[Callable[[Runtime, datetime], Check], ...] = (
        _python, _database, _keys, _clock, _calendar, *MAIL_CHECKS, _people, _fonts,
        _disk, _backup,
        _heartbeat, _prefect,
    )  # fmt: skip
    return [check(runtime, now) for check in checks]


def _python(_: Runtime, __: datetime) -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = (3, 11) <= sys.version_info[:2] < (3, 15)
    return Check("Python", ok, version, "" if ok else "请使用 3.11 至 3.14 版的 Python。")


def _database(runtime: Runtime, _: datetime) -> Check:
    heads = set(ScriptDirectory.from_config(alembic_config()).get_heads())
    try:
        with runtime.engine.connect() as connection:
            current = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError as error:
        return Check(
            "数据库", False, f"无法连接：{type(error).__name__}", "请检查 DUBAN_DATABASE_URL。"
        )
    ok = current == heads
    return Check(
        "数据库",
        ok,
        f"{runtime.engine.dialect.name}，结构版本{'、'.join(sorted(current)) or '无'}",
        "" if ok else "请停止服务后运行 duban init 更新结构。",
    )


def _keys(runtime: Runtime, _: datetime) -> Check:
    number = len(runtime.office.keys)
    advice = "" if number else "请运行 duban init，或设置 DUBAN_SECRET_KEYS；没有密钥无法签发链接。"
    return Check("签名密钥", bool(number), f"{number}个", advice)


def _clock(runtime: Runtime, now: datetime) -> Check:
    if runtime.settings.demo:
        return Check("时钟", True, f"演示时钟停在{_office_time(runtime, now)}")
    written = datetime.fromtimestamp(_newest_write(runtime.settings.home), UTC)
    ok = written - now < CLOCK_MAY_DIFFER and now.year >= 2024
    return Check(
        "时钟",
        ok,
        _office_time(runtime, now),
        "" if ok else "系统时间早于已有记录，请校准时间（NTP）。",
    )


def _calendar(runtime: Runtime, now: datetime) -> Check:
    today = runtime.calendar.office_day(now)
    if not runtime.calendar.is_published(today):
        advice = "请更新 chinesecalendar，或由办公室录入今年的节假日安排。"
        return Check(
            "工作日历", False, f"{today.year}年的节假日安排未收录，暂按周一至周五计", advice
        )
    following = runtime.calendar.is_published(date(today.year + 1, 1, 1))
    late = today.month == 12 and not following
    detail = f"已收录至{today.year + following}年"
    return Check("工作日历", not late, detail, "请收录明年的节假日安排。" if late else "")


def _people(runtime: Runtime, _: datetime) -> Check:
    """Alarms, approvals and reports go to the office's own people."""
    with runtime.reading() as session:
        rows = session.exec(select(Account).where(col(Account.active))).all()
    missing = [
        name
        for role, name in ((AccountRole.COORDINATOR, "统筹办公室"), (AccountRole.LEADER, "领导"))
        if not any(row.role is role and row.email for row in rows)
    ]
    if not missing:
        return Check("账号邮箱", True, "统筹办公室和领导都有邮箱")
    advice = "请用 duban accounts set 用户名 --email 地址 填写。"
    return Check("账号邮箱", False, f"{'、'.join(missing)}没有邮箱，收不到请示和报告", advice)


def _fonts(_: Runtime, __: datetime) -> Check:
    font = _chinese_font()
    if font is None:
        advice = "请安装 fonts-noto-cjk，或 pip install 'duban[fonts]'。"
        return Check("中文字体", False, "没有找到", advice)
    return Check("中文字体", True, font)


def _chinese_font() -> str | None:
    for folder in FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*.[to]t[fc]"):
            if any(name in path.name.lower() for name in FONT_NAMES):
                return path.name
    from importlib.util import find_spec  # only when the system has none

    return "mplfonts" if find_spec("mplfonts") else None


def _disk(runtime: Runtime, _: datetime) -> Check:
    free = shutil.disk_usage(runtime.settings.home).free
    ok = free > SMALLEST_FREE
    return Check("磁盘空间", ok, f"剩余{free / 1024**3:.1f}GB", "" if ok else "请清理磁盘或扩容。")


def _backup(runtime: Runtime, _: datetime) -> Check:
    copies = sorted((runtime.settings.home / "backups").glob("duban-*.d*"), key=_written_at)
    if not copies:
        return Check("备份", runtime.settings.demo, "尚无备份", "请运行 duban backup，并定期执行。")
    written = datetime.fromtimestamp(_written_at(copies[-1]), UTC)
    ok = system_clock() - written < BACKUP_AGES_AFTER
    return Check(
        "备份", ok, copies[-1].name, "" if ok else "最近的备份已超过一周，请运行 duban backup。"
    )


def _heartbeat(runtime: Runtime, now: datetime) -> Check:
    """The auditor's sign of life: silence is a fault like any other."""
    try:
        text = (runtime.settings.home / "heartbeat").read_text("utf-8")
    except FileNotFoundError:
        return Check("承诺核对", True, "尚未运行过（服务启动后每小时一次）")
    last = datetime.fromisoformat(text.strip())
    ok = now - last < HEARTBEAT_WITHIN
    advice = "请确认 duban serve 正在运行，并查看时间表中“核对承诺”的结果。"
    return Check(
        "承诺核对", ok, f"最近一次通过：{_office_time(runtime, last)}", "" if ok else advice
    )


def _prefect(runtime: Runtime, _: datetime) -> Check:
    url = runtime.settings.prefect_api_url or _child_url(runtime.settings.home)
    if not url:
        return Check("Prefect", True, "服务未运行")
    try:
        answer = httpx.get(f"{url.rstrip('/')}/health", timeout=ANSWER_WITHIN, trust_env=False)
        ok = answer.is_success
    except httpx.HTTPError:
        ok = False
    advice = "流程照常运行，只是暂无运行记录；请查看数据目录下 prefect/server.log。"
    return Check("Prefect", ok, url if ok else f"{url} 没有应答", "" if ok else advice)


def _child_url(home: Path) -> str:
    try:
        return str(json.loads((home / "serve.json").read_text("utf-8"))["prefect_url"]) + "/api"
    except FileNotFoundError:
        return ""


def _office_time(runtime: Runtime, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(runtime.settings.time_zone)):%Y-%m-%d %H:%M}"


def _newest_write(home: Path) -> float:
    return max((_written_at(path) for path in home.glob("duban.db*")), default=0.0)


def _written_at(path: Path) -> float:
    return path.stat().st_mtime
