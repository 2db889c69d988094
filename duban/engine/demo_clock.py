"""Moving the clock of a demo folder: one process asks through a file, `duban serve` moves it.

The moment itself is in `<home>/clock`. The request and the answer are files of their own, each
written whole; the answer carries the number of its request.
"""

import json
import os
import time
import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from rules.errors import NotAllowed

LOOK_EVERY = 0.05  # seconds


def request_move(home: Path, moment: datetime, *, wait_for: float = 600) -> dict[str, Any]:
    """Ask the server of a demo folder to move its clock; return what it then did.

    Raises `NotAllowed` outside demo folders, without a running server, or for a moment that is
    past. The answer: `now`, `ran` (flow, at, ok, done, failures), `sealed`, `seconds`.
    """
    if not (home / "clock").exists():
        raise NotAllowed("只有演示目录的时钟可以拨动。", "正式目录使用系统时间。")
    if not is_serving(home):
        raise NotAllowed("这个演示目录没有正在运行的服务。", "请先运行 duban serve。")
    number = uuid.uuid4().hex
    _write(home / "clock.request", {"number": number, "moment": moment.isoformat()})
    answer = _wait_for_answer(home, number, wait_for)
    if "refused" in answer:
        raise NotAllowed(answer["refused"])
    return answer


def is_serving(home: Path) -> bool:
    """Tell whether the server that wrote `serve.json` is alive."""
    try:
        pid = json.loads((home / "serve.json").read_text("utf-8"))["pid"]
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True


def take_request(home: Path) -> tuple[str, datetime] | None:
    """Take the move that waits, if one does: its number and the moment wanted."""
    path = home / "clock.request"
    try:
        request = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    path.unlink()
    return request["number"], datetime.fromisoformat(request["moment"])


def answer_request(home: Path, number: str, answer: dict[str, Any]) -> None:
    """Tell whoever asked what came of it."""
    _write(home / "clock.answer", {"number": number, **answer})


def _wait_for_answer(home: Path, number: str, wait_for: float) -> dict[str, Any]:
    give_up_at = time.monotonic() + wait_for
    while time.monotonic() < give_up_at:
        with suppress(FileNotFoundError):
            answer: dict[str, Any] = json.loads((home / "clock.answer").read_text("utf-8"))
            if answer.pop("number") == number:
                return answer
        if not is_serving(home):
            break
        time.sleep(LOOK_EVERY)
    raise NotAllowed("服务没有应答。", "请查看它的输出，或重新运行 duban serve。")


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    draft.replace(path)
