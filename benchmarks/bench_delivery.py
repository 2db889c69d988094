"""Durable outbox against bare aiosmtplib: same mails, same sink, same connections, in turn.

The limit is aiosmtplib handed finished bytes, built before the clock starts. Beside it stands
a plain script, which builds the same mails by the standard library while it sends.
Run from the project's root: `python -m benchmarks.bench_delivery`.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import aiosmtplib

from actions.outbox import put_in_outbox
from flows.deliver_messages import sweep
from rules.audiences import Audience
from runtime.settings import Settings
from runtime.wiring import Runtime, build_runtime
from templates import Letter
from tests.servers.smtp_sink import smtp_sink

MAILS = 600
CONNECTIONS = 4
ROUNDS = 5
NOW = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)
OFFICE = Address("临澜市科学技术局", "duban", "linlan.example")
LETTER = Letter(
    "【督办】关于报送2024年度进展情况的提醒",
    "请于2024年9月30日前报送以下任务的进展情况。\n" * 20,
    "<p>请于2024年9月30日前报送以下任务的进展情况。</p>\n" * 20,
)


def build(number: int) -> bytes:
    """Return a mail as the outbox writes it, made by the standard library."""
    mail = EmailMessage()
    mail["From"], mail["To"] = OFFICE, address(number)
    mail["Subject"], mail["Message-ID"] = LETTER.subject, f"<{number:032}@linlan.example>"
    mail["Date"], mail["Reply-To"] = format_datetime(NOW), OFFICE
    mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"] = "auto-generated", "OOF, AutoReply"
    mail["X-Duban-Id"], mail["X-Duban-Kind"] = f"{number:032}", "reminder"
    mail.set_content(LETTER.text, cte="base64")
    mail.add_alternative(LETTER.html, subtype="html", cte="base64")
    return mail.as_bytes(policy=SMTP)


def address(number: int) -> str:
    return f"contact{number}@linlan.example"


async def send_bare(port: int, mails: Iterable[tuple[str, Callable[[], bytes]]]) -> float:
    """Return the seconds that aiosmtplib takes for all mails."""
    waiting = iter(mails)

    async def work() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
            for recipient, finished in waiting:
                await client.sendmail("duban@linlan.example", [recipient], finished())

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return time.perf_counter() - started


def finished_mails() -> list[tuple[str, Callable[[], bytes]]]:
    built = [(address(number), build(number)) for number in range(MAILS)]
    return [(recipient, partial(bytes, mail)) for recipient, mail in built]


def unfinished_mails() -> list[tuple[str, Callable[[], bytes]]]:
    return [(address(number), partial(build, number)) for number in range(MAILS)]


def filled_outbox(folder: str, attempt: int, port: int) -> Runtime:
    home = Path(folder, str(attempt))  # each its own: a watermark tells an older database
    home.mkdir()
    settings = Settings(
        home=home, secret_keys="bench",
        office_email="duban@linlan.example", office_name=OFFICE.display_name,
        smtp_host="127.0.0.1", smtp_port=port, smtp_connections=CONNECTIONS,
        most_messages=0,
    )  # fmt: skip
    runtime = build_runtime(settings)
    with runtime.transaction() as session:
        for number in range(MAILS):
            put_in_outbox(
                session, kind="reminder", letter=LETTER, audience=Audience.LIAISON,
                office=runtime.office, today=NOW.date(), now=NOW, to_address=address(number),
            )  # fmt: skip
    return runtime


async def send_durably(runtime: Runtime) -> float:
    """Return the seconds that the outbox takes, each mail committed right after its 250."""
    started = time.perf_counter()
    outcome = await sweep(runtime, now=NOW)
    elapsed = time.perf_counter() - started
    if outcome.done != {"sent": MAILS}:
        raise SystemExit(f"not everything was sent: {outcome}")
    return elapsed


def main() -> None:
    bare, script, durable = [], [], []
    with tempfile.TemporaryDirectory() as folder, smtp_sink() as port:
        for attempt in range(ROUNDS):
            runtime, finished = filled_outbox(folder, attempt, port), finished_mails()
            bare.append(asyncio.run(send_bare(port, finished)))
            durable.append(asyncio.run(send_durably(runtime)))
            script.append(asyncio.run(send_bare(port, unfinished_mails())))
    print("deliver mail                     mails/s   of the limit (aim 0.70)")
    for name, seconds in (("bare, finished bytes", bare), ("plain script, stdlib builds", script),
                          ("durable outbox", durable)):  # fmt: skip
        ratio = statistics.median(b / s for b, s in zip(bare, seconds, strict=True))
        print(f"  {name:30} {MAILS / statistics.median(seconds):6.0f}   {ratio:.2f}")


if __name__ == "__main__":
    main()
