"""A process that empties an outbox, to be killed by a test."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from flows.deliver_messages import sweep
from models import OutgoingMessage
from runtime.clock import system_clock
from runtime.settings import Settings
from runtime.wiring import build_runtime

LINES = 4
SHORT_LEASE = timedelta(seconds=0.3)


def settings_of(home: Path, port: int) -> Settings:
    return Settings(home=home, secret_keys="k", office_email="duban@linlan.example",
                    smtp_host="127.0.0.1", smtp_port=port, smtp_connections=LINES)  # fmt: skip


def deliver_all(home: Path, port: int) -> None:
    """Sweep until nothing waits."""
    asyncio.run(_deliver_all(home, port))


async def _deliver_all(home: Path, port: int) -> None:
    runtime = build_runtime(settings_of(home, port))
    while True:
        await sweep(runtime, now=system_clock(), lease=SHORT_LEASE, batch=20)
        with runtime.reading() as session:
            pending = select(OutgoingMessage.id).where(OutgoingMessage.status == "pending")
            if session.exec(pending.limit(1)).first() is None:
                return
        await asyncio.sleep(0.05)
