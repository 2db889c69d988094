import os
import signal
import smtplib
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from duban.engine.demo_clock import request_move
from models import FlowRun, InboundMessage
from runtime.settings import load_settings
from runtime.wiring import Runtime, build_runtime
from tests.engine.serving import COMMAND, serving, wait_until
from tests.factories import (
    make_assignment,
    make_department,
    make_notice,
    make_task,
)
from tests.servers.smtp_sink import free_port, smtp_sink

PARENT = """
import os, subprocess, sys, time
tell = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
module = [sys.executable, "-m", "duban.engine.die_with_parent", str(os.getpid())]
child = subprocess.Popen([*module, sys.executable, "-c", tell])
time.sleep(600)
"""
MAIL = """\
From: kjj@linlan.example
To: duban@linlan.example
Subject: hello
Message-ID: <one@linlan.example>

hello
"""


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return False


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-09-{text}:00+08:00")


def make_demo_folder(home: Path, smtp_port: int) -> Runtime:
    """A demo folder with one task that is due on 2024-09-30 and reminded of on 09-14."""
    (home / ".env").write_text(
        "DUBAN_DEMO=true\nDUBAN_SECRET_KEYS=test\nDUBAN_OFFICE_EMAIL=duban@linlan.example\n"
        f"DUBAN_SMTP_HOST=127.0.0.1\nDUBAN_SMTP_PORT={smtp_port}\n"
        f"DUBAN_INBOUND_SMTP_PORT={free_port()}\nDUBAN_PREFECT_PORT={free_port()}\n"
    )
    (home / "clock").write_text(at("12T18:00").isoformat())
    runtime = build_runtime(load_settings(home))
    with runtime.transaction() as session:
        department = make_department(session, "市科技局")
        task = make_task(session, make_notice(session), due_on=date(2024, 9, 30))
        make_assignment(session, task, department)
    return runtime


def runs_of(runtime: Runtime, flow: str) -> list[tuple[bool | None, bool]]:
    with runtime.reading() as session:
        runs = session.exec(select(FlowRun).where(FlowRun.flow == flow)).all()
        return [(run.ok, run.recorded_by_prefect) for run in runs]


@pytest.mark.flows
@pytest.mark.slow
def test_reminders_go_out_on_time_although_prefect_was_killed(tmp_path: Path) -> None:
    """The whole of `duban serve`: pages, mail in, runs recorded, the child killed, a clean end."""
    home, taken = tmp_path / "home", tmp_path / "taken"
    home.mkdir()
    taken.mkdir()
    with smtp_sink(taken) as smtp_port:
        runtime = make_demo_folder(home, smtp_port)
        with serving(home) as served:
            assert httpx.get(served.facts["url"], trust_env=False).status_code < 500
            second = subprocess.run(
                [*COMMAND, str(home)], capture_output=True, text=True, check=False
            )
            assert second.returncode != 0
            assert f"进程 {served.process.pid}" in second.stderr

            with smtplib.SMTP("127.0.0.1", served.facts["inbound_smtp_port"]) as smtp:
                smtp.sendmail("kjj@linlan.example", "duban@linlan.example", MAIL)
            with runtime.reading() as session:
                assert session.exec(select(InboundMessage)).one().channel == "email"

            wait_until(served.prefect_answers)
            request_move(home, at("13T18:00"))
            wait_until(lambda: (True, True) in runs_of(runtime, "check_promises"))

            (child,) = served.children()
            os.kill(child, signal.SIGKILL)
            answer = request_move(home, at("14T18:00"))
            assert runs_of(runtime, "send_reminders") == [(True, False)], answer
            mails = [path.read_bytes() for path in taken.glob("*.eml")]
            assert sum(b"X-Duban-Kind: reminder" in mail for mail in mails) == 1, answer

            wait_until(served.prefect_answers)  # started again
            children = served.children()
        assert served.process.returncode == 0, (home / "output.log").read_text()
        assert not [pid for pid in children if is_alive(pid)]
        assert not (home / "serve.json").exists()
        runtime.engine.dispose()


def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    wait_until(lambda: not is_alive(child), seconds=10)
