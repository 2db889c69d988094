import sqlite3
from pathlib import Path

import pytest

from actions.events import record_event
from runtime.backup import BackupFailed, back_up, check_copy
from runtime.settings import Settings
from runtime.wiring import Runtime
from tests.factories import make_department


@pytest.fixture
def filled(runtime: Runtime) -> Runtime:
    with runtime.transaction() as session:
        record_event(session, "task.closed", make_department(session), now=runtime.clock())
    return runtime


def test_a_copy_holds_what_was_committed_a_moment_ago(filled: Runtime) -> None:
    (filled.settings.home / "evidence").mkdir()
    (filled.settings.home / "evidence" / "照片.jpg").write_bytes(b"jpg")

    copy = back_up(filled, now=filled.clock())

    assert copy == filled.settings.home / "backups" / "duban-20240304-090000.db"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (1,)
    connection.close()
    assert (copy.parent / "evidence-20240304-090000" / "照片.jpg").read_bytes() == b"jpg"


def test_a_damaged_copy_is_noticed(filled: Runtime) -> None:
    copy = back_up(filled, now=filled.clock())
    damaged = bytearray(copy.read_bytes())
    damaged[100:8192] = b"\xff" * 8092
    copy.write_bytes(damaged)

    with pytest.raises(BackupFailed, match="校验不通过"):
        check_copy(copy)


def test_a_folder_that_cannot_be_written_says_what_to_do(filled: Runtime) -> None:
    (filled.settings.home / "backups").write_text("not a folder")

    with pytest.raises(BackupFailed, match="磁盘空间和目录权限"):
        back_up(filled, now=filled.clock())


def test_a_failed_copy_leaves_nothing_behind(filled: Runtime, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.write_bytes(b"")
    filled.settings = Settings(home=tmp_path, database_url=f"sqlite:///{empty}")

    with pytest.raises(BackupFailed):
        back_up(filled, now=filled.clock())

    assert list((tmp_path / "backups").iterdir()) == []
