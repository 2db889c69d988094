"""Backing up: a copy of the database that is whole, taken while the server works, and checked."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import make_url

from rules.errors import DubanError
from runtime.wiring import Runtime


class BackupFailed(DubanError):
    """No usable copy was made; `reason` says why, `advice` what to do."""

    def __init__(self, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(f"备份未完成：{reason} {advice}")


def back_up(runtime: Runtime, *, now: datetime) -> Path:
    """Copy the database (and the folder of evidence, if there is one) and return the copy's path.

    SQLite: through its backup API, which sees what the write-ahead log still holds.
    PostgreSQL: `pg_dump`, where it is installed. Raises `BackupFailed`.
    """
    folder = runtime.settings.home / "backups"
    stamp = now.astimezone(ZoneInfo(runtime.settings.time_zone)).strftime("%Y%m%d-%H%M%S")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = _copy_database(runtime, folder / f"duban-{stamp}")
        evidence = runtime.settings.home / "evidence"
        if evidence.is_dir():
            shutil.copytree(evidence, folder / f"evidence-{stamp}", dirs_exist_ok=True)
    except OSError as error:
        raise BackupFailed(str(error), "请检查磁盘空间和目录权限。") from error
    return copy


def check_copy(copy: Path) -> None:
    """Read the whole copy of a SQLite database; raise `BackupFailed` if it is damaged."""
    with closing(sqlite3.connect(copy)) as connection:
        try:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT count(*) FROM event").fetchone()
        except sqlite3.DatabaseError as error:
            answer = str(error)
    if answer != "ok":
        raise BackupFailed(f"{copy.name}校验不通过：{answer}", "请不要使用这份备份，重新备份一次。")


def _copy_database(runtime: Runtime, stem: Path) -> Path:
    if runtime.engine.dialect.name == "sqlite":
        return _copy_sqlite(runtime, stem.with_suffix(".db"))
    return _dump_postgresql(runtime, stem.with_suffix(".dump"))


def _copy_sqlite(runtime: Runtime, copy: Path) -> Path:
    source = make_url(runtime.settings.database).database or ""
    draft = copy.with_suffix(".part")
    try:
        with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(draft)) as other:
            database.backup(other)
            other.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        check_copy(draft)
    except (sqlite3.Error, BackupFailed) as error:
        draft.unlink(missing_ok=True)
        raise BackupFailed(str(error), "请检查磁盘空间后重试。") from error
    draft.replace(copy)
    return copy


def _dump_postgresql(runtime: Runtime, copy: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupFailed(
            "本机没有 pg_dump。", "请安装 postgresql-client，或在数据库服务器上备份。"
        )
    url = make_url(runtime.settings.database).set(drivername="postgresql")
    password, url = url.password or "", url.set(password=None)
    command = [program, "--format=custom", f"--file={copy}", url.render_as_string()]
    ran = subprocess.run(  # noqa: S603  # nosec B603  # our own command line, no shell
        command,
        env={
            **os.environ,
            "PGPASSWORD": str(password),
        },  # not on the command line, where all see it
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        copy.unlink(missing_ok=True)
        raise BackupFailed(ran.stderr.strip(), "请检查数据库地址和权限。")
    return copy
