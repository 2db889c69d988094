"""One `duban serve` a data folder: a lock that the kernel lets go of when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rules.errors import DubanError


class AlreadyServing(DubanError):
    """Another process serves this data folder."""

    def __init__(self, home: Path, pid: str) -> None:
        self.home = home
        self.pid = pid
        super().__init__(
            f"数据目录 {home} 已有 duban serve 在运行（进程 {pid}）。"
            "一个数据目录只能由一个服务使用：请先停止它，或用 DUBAN_HOME 指定另一个目录。"
        )


@contextmanager
def only_server_of(home: Path) -> Iterator[None]:
    """Hold the folder's lock, or raise `AlreadyServing`."""
    with (home / "serve.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyServing(home, file.read().strip() or "?") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
