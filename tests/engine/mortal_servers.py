"""Two servers that share a database, and flows run by hand; a thread kills one after another."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from duban.engine.demo_clock import request_move
from rules.errors import NotAllowed

PATIENCE = timedelta(minutes=11)  # after which the claims of the dead run out
SERVE = """
import sys
from pathlib import Path
from duban.engine import serve
if sys.argv[2] == "plain":
    serve._prefect_child = lambda settings: None
serve.serve(Path(sys.argv[1]), port=0)
"""
BY_HAND = ("open_periods", "escalate_slow_tasks", "send_reminders", "deliver_messages")
EARLY = ("open_periods", "escalate_slow_tasks", "deliver_messages")  # while a morning runs


def _mail_waits(database: Path) -> bool:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        return bool(
            db.execute("SELECT 1 FROM outgoing_message WHERE status = 'pending'").fetchone()
        )


@dataclass(slots=True)
class Servers:
    """Both servers and what is run by hand; a thread kills one after another."""

    homes: tuple[Path, Path]
    dice: random.Random
    plain: bool
    pause: tuple[float, float]  # seconds between two kills
    kills: int = 0
    by_hand: int = 0
    may_run: tuple[str, ...] = EARLY
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self) -> None:
        """Start what is not there, kill something, and again; until it is over."""
        while not self.over.wait(self.dice.uniform(*self.pause)):
            with self.lock:
                name = self.dice.choice(sorted(self.processes))
                process = self.processes.pop(name)
                self.kills += process.poll() is None
                process.kill()
                process.wait()
            self.start()
            if self.dice.random() < 0.6:
                self.run_by_hand()

    def move(self, moment: datetime) -> None:
        """Have the clock moved by whoever is alive, as often as it takes; all mail leaves."""
        self.may_run = EARLY
        self.wait_for_hand()
        self._move(moment)
        while _mail_waits(self.homes[0] / "duban.db"):
            moment += PATIENCE
            self._move(moment)
        self.may_run = BY_HAND

    def _move(self, moment: datetime) -> None:
        moved = False
        while not moved:
            home = self._leader()
            with suppress(NotAllowed):
                request_move(home, moment, wait_for=6)
                moved = True
            if not moved:
                time.sleep(0.3)

    def _leader(self) -> Path:
        """Return the folder whose server holds the lease of the engine."""
        with sqlite3.connect(f"file:{self.homes[0] / 'duban.db'}?mode=ro", uri=True) as db:
            row = db.execute("SELECT holder FROM lease WHERE name = 'engine'").fetchone()
        return next((h for h in self.homes if row and row[0].endswith(str(h))), self.homes[0])

    def start(self) -> None:
        """Start each server that does not run."""
        for home in self.homes:
            known = self.processes.get(home.name)
            if known is None or known.poll() is not None:
                command = ["-c", SERVE, str(home), "plain" if self.plain else "whole"]
                self._open(home.name, home, command)

    def run_by_hand(self) -> None:
        """Start a flow in a process of its own, on either folder."""
        flow = self.dice.choice(self.may_run)
        self.by_hand += 1
        command = ["-m", "duban", "run", flow]
        self._open(f"run{self.by_hand}", self.dice.choice(self.homes), command)

    def wait_for_hand(self) -> None:
        """Wait until no flow that was run by hand is under way."""
        for name, process in list(self.processes.items()):
            if name.startswith("run"):
                process.wait()
                with self.lock:
                    self.processes.pop(name, None)

    def _open(self, name: str, home: Path, command: list[str]) -> None:
        kept = {key: value for key, value in os.environ.items() if "PREFECT" not in key}
        with (home / "output.log").open("ab") as output, self.lock:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command], env={**kept, "DUBAN_HOME": str(home)},
                stdout=output, stderr=output,
            )  # fmt: skip

    def stop(self) -> None:
        """End everything in good order."""
        self.over.set()
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            process.kill()
            process.wait()
