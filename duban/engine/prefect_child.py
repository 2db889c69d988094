"""The private Prefect server: a supervised child that keeps the run history and shows it.

It listens on 127.0.0.1 only, has its own SQLite file in the data folder, schedules nothing,
sends no statistics, and cannot outlive us.
"""

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a restart: 1, 2, 4, … 60
STARTS_WITHIN = 120.0  # a fresh database on a slow machine
KEEP_RUNS_FOR = 30 * 24 * 3600  # seconds of run history
_NOT_NEEDED = (  # this server starts nothing, so what watches over starting rests
    "CANCELLATION_CLEANUP", "CLEANUP_RECONCILER", "EVENT_LOGGER", "FOREMAN", "LATE_RUNS",
    "PAUSE_EXPIRATIONS", "REPOSSESSOR", "SCHEDULER", "TASK_RUN_RECORDER", "TRIGGERS",
)  # fmt: skip


def client_settings(folder: Path, port: int) -> dict[str, str]:
    """Return the environment for Prefect in our own process; set it before Prefect is imported."""
    return {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_API_REQUEST_TIMEOUT": "10",  # seconds: a child that hangs must not hold us up
        "PREFECT_CLIENT_MAX_RETRIES": "1",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",  # they are of one installation
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }


def server_settings(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the child's environment: ours, without what would point it at another server."""
    kept = {key: value for key, value in environment.items() if not key.startswith("PREFECT_")}
    idle = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in _NOT_NEEDED}
    return {
        **kept,
        **idle,
        "PREFECT_HOME": str(folder),
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",  # no flow of ours uses a block
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEEP_RUNS_FOR),
    }


@dataclass(slots=True)
class PrefectChild:
    """The child and its state. `supervise` runs for as long as the engine does."""

    folder: Path
    port: int
    process: Process | None = field(default=None, init=False)
    answers: bool = field(default=False, init=False)

    @property
    def url(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_up(self) -> bool:
        """Whether a run can be recorded now."""
        return self.answers and self.process is not None and self.process.returncode is None

    async def supervise(self) -> None:
        """Start the child, and start it again whenever it dies; stop it when cancelled."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._start()
                self.answers = await self._wait_until_it_answers()
                pause = FIRST_PAUSE if self.answers else pause
                if self.process is not None and self.answers:
                    await self.process.wait()
            finally:
                self.answers = False
                await self._stop()
            log.warning(
                "Prefect 子进程已退出，%.0f 秒后重新启动；在此期间流程照常运行，只是不入运行记录。",
                pause,
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "prefect", "server", "start"]
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "duban.engine.die_with_parent", str(os.getpid()),
                *command, *address,
                env=server_settings(self.folder, os.environ),
                stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,  # Ctrl-C is for us; we stop it
            )  # fmt: skip

    async def _wait_until_it_answers(self) -> bool:
        async with httpx.AsyncClient(trust_env=False, timeout=2) as http:
            for _ in range(int(STARTS_WITHIN / 0.25)):
                if self.process is None or self.process.returncode is not None:
                    return False
                with contextlib.suppress(httpx.HTTPError):
                    if (await http.get(f"{self.url}/api/health")).is_success:
                        return True
                await asyncio.sleep(0.25)
        return False

    async def _stop(self) -> None:
        """Ask it to stop; after two seconds, make it."""
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), timeout=2)
        except TimeoutError:
            process.kill()
            await process.wait()
