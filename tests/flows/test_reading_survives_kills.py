"""A full mailbox is taken in while the reader is killed at random: each mail counts once.

`benchmarks/kill_reader.py` does the same with 10,000 mails.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlmodel import Session, select

from models import InboundMessage
from runtime.wiring import connect
from tests.servers.dovecot import Dovecot, dovecot

pytestmark = [pytest.mark.mailservers, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
MAILS = 2000


def fill(server: Dovecot, count: int) -> set[str]:
    for number in range(count):
        body = f"Message-ID: <{number}@x>\r\nFrom: a@b.example\r\n\r\n{number}\r\n"
        server.put(f"{number}.host", body.encode())
    return {f"<{number}@x>" for number in range(count)}


def read_and_kill(home: Path, port: int, *, chance: random.Random) -> int:
    """Run readers, each killed after seconds, until one comes to its end; return the kills."""
    command = [sys.executable, "-m", "tests.flows.killed_reader", str(home), str(port)]
    kills, patience = 0, 3.0
    while True:
        reader = subprocess.Popen(command, cwd=ROOT)
        try:
            if reader.wait(1.5 + chance.random() * patience) == 0:
                return kills
        except subprocess.TimeoutExpired:
            reader.kill()
            reader.wait()
            kills += 1
            patience *= 1.15  # a slow machine comes to its end, too


def kept(home: Path) -> list[str]:
    engine = connect(f"sqlite:///{home / 'duban.db'}")
    with Session(engine) as session:
        return list(session.exec(select(InboundMessage.key)))


def test_each_mail_counts_once_however_often_the_reader_is_killed() -> None:
    with tempfile.TemporaryDirectory(prefix="mail-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "server").mkdir()
        (folder / "server").chmod(0o755)
        with dovecot(folder / "server") as server:
            expected = fill(server, MAILS)
            kills = read_and_kill(folder, server.port, chance=random.Random(4))
        keys = kept(folder)

    assert kills >= 2
    assert len(keys) == len(set(keys)) == MAILS
    assert set(keys) == expected
