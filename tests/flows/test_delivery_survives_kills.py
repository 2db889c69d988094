"""kill -9 at random points of a delivery: no mail is missing, and a repeat is known as one."""

import email
import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from actions.outbox import put_in_outbox
from flows.deliver_messages import is_waiting
from rules.audiences import Audience
from runtime.clock import system_clock
from runtime.wiring import build_runtime
from templates import Letter
from tests.servers.delivering import LINES, deliver_all, settings_of
from tests.servers.smtp_sink import smtp_sink

MAILS, KILLS = 500, 20
SLOWEST = 60.0  # seconds until the next mail, on a machine that is busy
FORKS = multiprocessing.get_context("forkserver")  # a child starts at once, and dies alone
FORKS.set_forkserver_preload(["tests.servers.delivering"])


def test_a_delivery_survives_twenty_kills(tmp_path: Path) -> None:
    sink = tmp_path / "sink"
    sink.mkdir()
    dice = random.Random(7)
    with smtp_sink(sink) as port:
        runtime = build_runtime(settings_of(tmp_path, port))
        now = system_clock()
        with runtime.transaction() as session:
            sent = [
                put_in_outbox(
                    session, kind="dispatch", letter=Letter("提醒", f"第{n}封", "<p>x</p>"),
                    audience=Audience.LIAISON, office=runtime.office, today=now.date(), now=now,
                    to_address=f"contact{n}@linlan.example",
                ).message_id
                for n in range(MAILS)
            ]  # fmt: skip
        kills = 0
        while kills < KILLS:
            before = len(list(sink.iterdir()))
            child = start_child(tmp_path, port)
            wait_for_progress(child, sink, before + dice.randint(1, MAILS // KILLS - 4))
            time.sleep(dice.random() / 50)
            kills += child.is_alive()
            child.kill()
            child.join()
            if child.exitcode == 0:
                break
        last = start_child(tmp_path, port)
        last.join(60)
        assert last.exitcode == 0
        taken = Counter(message_id_of(path) for path in sink.iterdir())

    assert kills == KILLS
    assert set(taken) == set(sent)
    assert sum(taken.values()) - MAILS <= KILLS * 2 * LINES
    assert not is_waiting(runtime, now=system_clock())


def start_child(home: Path, port: int) -> ForkServerProcess:
    child = FORKS.Process(target=deliver_all, args=(home, port))
    child.start()
    return child


def wait_for_progress(child: ForkServerProcess, sink: Path, count: int) -> None:
    end = time.monotonic() + SLOWEST
    while child.is_alive() and len(list(sink.iterdir())) < count:
        assert time.monotonic() < end, "nothing is sent any more"
        time.sleep(0.02)


def message_id_of(path: Path) -> str:
    return str(email.message_from_bytes(path.read_bytes())["Message-ID"])
