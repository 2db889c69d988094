"""Stored replies understood and applied, each in a transaction of its own with its receipt.

Run from the project's root: `python -m benchmarks.bench_inbound`.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from actions.inbound import record_mail
from actions.outbox import put_in_outbox
from flows.process_inbound import sweep
from models import Contact, InboundMessage, OutgoingMessage
from rules.assignments import Role
from rules.audiences import Audience
from runtime.settings import Settings
from runtime.wiring import Runtime, build_runtime
from templates import Letter
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)
from tests.mails import reply_to

REPLIES = 400
DEPARTMENTS = 20
NOW = datetime(2024, 9, 11, 1, 0, tzinfo=UTC)
ANSWER = """您好：

进度/状态：60%，正常推进
进展：主体结构已封顶，机电安装完成过半，累计完成投资4.2亿元。
存在问题：供电方案尚未批复。
下一步：10月底前完成设备招标，12月底前完成联调。

> 《临澜市科技创新行动方案》年度填报将于2024年9月30日截止，请反馈以下任务的进展情况。
> 上次填报：进度90%，已完成
"""
LETTER = Letter(
    "【督办】关于报送2024年度进展情况的提醒",
    "《临澜市科技创新行动方案》年度填报将于2024年9月30日截止，请反馈以下任务的进展情况。\n"
    "上次填报：进度90%，已完成\n",
    "<p>请反馈以下任务的进展情况。</p>",
)


def fill(runtime: Runtime) -> None:
    """Store as many replies as are measured, each about a task of its own."""
    with runtime.transaction() as session:
        notice = make_notice(session)
        period = make_period(session, make_duty(session, notice))
        departments = [make_department(session) for _ in range(DEPARTMENTS)]
        for number in range(REPLIES):
            department = departments[number % DEPARTMENTS]
            part = make_assignment(
                session, make_task(session, notice), department, role=Role.LEAD, consolidates=True
            )
            item = make_return_item(session, period, part)
            message = put_in_outbox(
                session, kind="reminder", letter=LETTER, audience=Audience.LIAISON,
                office=runtime.office, today=NOW.date(), now=NOW, department_id=department.id,
                task_ids=[part.task_id], return_id=item.return_id,
            )  # fmt: skip
            store(session, runtime, message, number)


def store(session: Session, runtime: Runtime, message: OutgoingMessage, number: int) -> None:
    sender = session.exec(
        select(Contact.address).where(Contact.department_id == message.department_id)
    ).first()
    raw = reply_to(message, ANSWER, sender=str(sender), message_id=f"<{number}@linlan.example>")
    record_mail(session, raw, mailbox=runtime.settings.office_email, now=NOW)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        runtime = build_runtime(
            Settings(home=Path(folder), secret_keys="bench", office_email="duban@linlan.example")
        )
        fill(runtime)
        started, busy = time.perf_counter(), time.process_time()
        outcome = asyncio.run(sweep(runtime, now=NOW))
        elapsed, busy = time.perf_counter() - started, time.process_time() - busy
        with runtime.reading() as session:
            states = session.exec(select(col(InboundMessage.status))).all()
    if set(states) != {"processed"} or len(states) != REPLIES:
        raise SystemExit(f"not every reply was understood: {outcome}")
    print("process stored replies           replies/s   (aim 100 on one core)")
    print(f"  by the clock                      {REPLIES / elapsed:6.0f}")
    print(f"  by the time of the processor      {REPLIES / busy:6.0f}")


if __name__ == "__main__":
    main()
