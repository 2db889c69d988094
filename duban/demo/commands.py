"""duban as an office runs it: its commands, and its server as a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

STARTS_WITHIN = 60.0  # seconds
STOPS_WITHIN = 15.0
NOT_WITHOUT_US = (sys.executable, "-m", "duban.engine.die_with_parent")
"""Starts a command that cannot outlive the demo, whatever becomes of it."""


class CommandFailed(Exception):
    """A command of duban went wrong; the message is what it printed."""


@dataclass(slots=True)
class Duban:
    """The commands of one data folder."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None
    clock: subprocess.Popen[str] | None = None
    port: int = 0  # of the pages, once they are served

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed."""
        done = subprocess.run(  # noqa: S603  # nosec B603  # our own program
            [sys.executable, "-m", "duban", *arguments],
            env=self._environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip()
            raise CommandFailed(f"duban {' '.join(arguments)}\n{said}")
        return done.stdout

    def ask(self, *arguments: str) -> Any:
        """Run a command with `--json` and return what it answered."""
        return json.loads(self.run(*arguments, "--json"))

    def move_clock(self, moment: str) -> Any:
        """Move the clock and return what the server then did; one command serves every move."""
        if self.clock is None:
            self.clock = subprocess.Popen(  # nosec B603  # our own program; it ends with our pipe
                [sys.executable, "-m", "duban", "clock", "set", "-", "--json"],
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        assert self.clock.stdin is not None
        assert self.clock.stdout is not None
        assert self.clock.stderr is not None
        self.clock.stdin.write(moment + "\n")
        self.clock.stdin.flush()
        answer = self.clock.stdout.readline()
        if not answer:
            raise CommandFailed(f"duban clock set {moment}\n{self.clock.stderr.read().strip()}")
        return json.loads(answer)

    def start_serving(self) -> None:
        """Start the server, from the thread that lives as long as the demo."""
        log = (self.home / "serve.log").open("ab")
        with log:
            self.server = subprocess.Popen(  # noqa: S603  # nosec B603  # our own program
                [*NOT_WITHOUT_US, str(os.getpid()), sys.executable, "-m", "duban", "serve"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the demo, which stops the server itself
            )

    def stop(self) -> None:
        """Stop the server and what it started."""
        if self.clock is not None:
            self.clock.communicate()
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(signal.SIGTERM)
        try:
            self.server.wait(timeout=STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()

    def wait_until_serving(self) -> dict[str, Any]:
        """Return the server's `serve.json` once everything may be used."""
        path = self.home / "serve.json"
        give_up_at = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < give_up_at:
            if self.server is None or self.server.poll() is not None:
                break
            if path.exists():
                ready: dict[str, Any] = json.loads(path.read_text("utf-8"))
                self.port = urlsplit(ready["url"]).port or 80
                return ready
            time.sleep(0.1)
        said = (self.home / "serve.log").read_text("utf-8", errors="replace")[-2000:]
        raise CommandFailed(f"duban serve did not start:\n{said}")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DUBAN_HOME": str(self.home), **self.environment}
