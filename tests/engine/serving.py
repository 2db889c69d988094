"""A real `duban serve` in a process of its own, and what a test does to it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

SERVE = """
import sys
from pathlib import Path
from duban.engine.serve import serve
serve(Path(sys.argv[1]), port=0)
"""
COMMAND = [sys.executable, "-c", SERVE]
SLOWEST = 180.0  # seconds, on a machine that is busy


def wait_until(true: Callable[[], object], *, seconds: float = SLOWEST) -> None:
    """Return once `true()` is; raise TimeoutError otherwise."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(str(true))
        time.sleep(0.1)


@dataclass(slots=True)
class Served:
    """One running server."""

    home: Path
    process: subprocess.Popen[str]

    @property
    def facts(self) -> dict[str, Any]:
        """What `serve.json` says."""
        facts: dict[str, Any] = json.loads((self.home / "serve.json").read_text("utf-8"))
        return facts

    def prefect_answers(self) -> bool:
        """Whether the child is up."""
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.facts['prefect_url']}/api/health", trust_env=False).is_success
        return False

    def children(self) -> list[int]:
        """Process ids of its children."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    """Serve a folder until the end of the block, whatever happens in it."""
    environment = {key: value for key, value in os.environ.items() if "PREFECT" not in key}
    with (home / "output.log").open("w") as output:
        process = subprocess.Popen(
            [*COMMAND, str(home)], env=environment, stdout=output, stderr=output, text=True
        )
    served = Served(home, process)
    try:
        wait_until(lambda: (home / "serve.json").exists() or process.poll() is not None)
        assert process.poll() is None, (home / "output.log").read_text()
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
