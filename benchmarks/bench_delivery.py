"""Durable outbox against bare aiosmtplib handed finished bytes: same sink, same connections.

Run from the project's root: `python -m benchmarks.bench_delivery`.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
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
NOW = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)
LETTER = Letter(
    "【督办】关于报送2024年度进展情况的提醒",
    "请于2024年9月30日前报送以下任务的进展情况。\n" * 20,
    "<p>请于2024年9月30日前报送以下任务的进展情况。</p>\n" * 20,
)


def bare_mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "duban@linlan.example", f"contact{number}@linlan.example"
    mail["Subject"], mail["Message-ID"] = LETTER.subject, f"<{number}@linlan.example>"
    mail.set_content(LETTER.text, cte="base64")
    mail.add_alternative(LETTER.html, subtype="html", cte="base64")
    return mail.as_bytes(policy=SMTP)


async def send_bare(port: int) -> float:
    """Return the seconds that plain aiosmtplib takes for all mails."""
    mails = iter([bare_mail(number) for number in range(MAILS)])

    async def work() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
            for mail in mails:
                await client.sendmail("duban@linlan.example", ["contact@linlan.example"], mail)

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return time.perf_counter() - started


def fill_outbox(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        for number in range(MAILS):
            put_in_outbox(
                session, kind="reminder", letter=LETTER, audience=Audience.LIAISON,
                office=runtime.office, today=NOW.date(), now=NOW,
                to_address=f"contact{number}@linlan.example",
            )  # fmt: skip


async def send_durably(runtime: Runtime) -> float:
    """Return the seconds that the outbox takes, each mail committed after its 250."""
    started = time.perf_counter()
    outcome = await sweep(runtime, now=NOW)
    elapsed = time.perf_counter() - started
    if outcome.done != {"sent": MAILS}:
        raise SystemExit(f"not everything was sent: {outcome}")
    return elapsed


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, smtp_sink() as port:
        bare = min(asyncio.run(send_bare(port)) for _ in range(3))
        durable = []
        for attempt in range(3):
            settings = Settings(
                home=Path(folder),
                database_url=f"sqlite:///{folder}/{attempt}.db",
                secret_keys="bench",
                office_email="duban@linlan.example",
                smtp_host="127.0.0.1",
                smtp_port=port,
                smtp_connections=CONNECTIONS,
            )
            runtime = build_runtime(settings)
            fill_outbox(runtime)
            durable.append(asyncio.run(send_durably(runtime)))
    ratio = bare / min(durable)
    print(f"deliver mail: bare {MAILS / bare:.0f}/s, durable {MAILS / min(durable):.0f}/s, "
          f"ratio {ratio:.2f} (aim 0.70)")  # fmt: skip


if __name__ == "__main__":
    main()
