"""Answers are understood while the process is killed at random: each counts once, none is lost."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session, select

from actions.inbound import record_mail
from actions.outbox import put_in_outbox
from models import Contact, InboundMessage, OutgoingMessage, StatusUpdate
from rules.audiences import Audience
from runtime.settings import Settings
from runtime.wiring import Runtime, build_runtime
from templates import Letter
from tests.factories import make_assignment, make_department, make_notice, make_task
from tests.mails import reply_to

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ANSWERS = 240


def test_each_answer_counts_once_however_often_its_reader_is_killed(tmp_path: Path) -> None:
    runtime = build_runtime(
        Settings(home=tmp_path, secret_keys="k", office_email="duban@linlan.example")
    )
    with runtime.transaction() as session:
        fill(session, runtime)

    kills = process_and_kill(tmp_path, chance=random.Random(4))

    assert kills > 0
    with runtime.reading() as session:
        rows = session.exec(select(InboundMessage.status)).all()
        told = session.exec(select(StatusUpdate.narrative)).all()
        receipts = session.exec(select(OutgoingMessage.kind)).all()
    assert Counter(rows) == {"processed": ANSWERS}
    assert sorted(map(str, told)) == sorted(words(number) for number in range(ANSWERS))
    assert Counter(receipts)["receipt"] == 100  # of one address a day


def words(number: int) -> str:
    return f"第{number}号厂房主体已封顶，正常推进。"


def fill(session: Session, runtime: Runtime) -> None:
    """Store answers to one letter, each in its own words."""
    part = make_assignment(
        session, make_task(session, make_notice(session)), make_department(session)
    )
    message = put_in_outbox(
        session, kind="reminder", letter=Letter("提醒", "请反馈。", ""), audience=Audience.LIAISON,
        office=runtime.office, today=runtime.clock().date(), now=runtime.clock(),
        department_id=part.department_id, task_ids=[part.task_id],
    )  # fmt: skip
    sender = session.exec(
        select(Contact.address).where(Contact.department_id == part.department_id)
    ).first()
    for number in range(ANSWERS):
        raw = reply_to(message, words(number), sender=str(sender), message_id=f"<{number}@x>")
        record_mail(session, raw, mailbox="m", now=runtime.clock())


def process_and_kill(home: Path, *, chance: random.Random) -> int:
    """Run processors, each killed after seconds, until one comes to its end; return the kills."""
    command = [sys.executable, "-m", "tests.flows.killed_processor", str(home)]
    kills, patience = 0, 1.0
    while True:
        processor = subprocess.Popen(command, cwd=ROOT)
        try:
            if processor.wait(2.0 + chance.random() * patience) == 0:
                return kills
        except subprocess.TimeoutExpired:
            processor.kill()
            processor.wait()
            kills += 1
            patience *= 1.15  # a slow machine comes to its end, too
