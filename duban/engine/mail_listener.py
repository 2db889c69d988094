"""A demo folder takes its mail by SMTP on this machine, and stores it as `read_mailbox` does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Visit

from actions.inbound import record_inbound
from duban.engine.ports import listen
from runtime.outcome import Outcome
from runtime.wiring import Runtime

LARGEST = 30 * 1024 * 1024  # bytes
STORED = "250 OK"
TRY_AGAIN = "451 not stored, please try again"


@dataclass(frozen=True)  # without slots: aiosmtpd looks at every member, and Python 3.11.2 trips
class MailHandler:
    """Says 250 only after the bytes are committed."""

    runtime: Runtime

    async def handle_DATA(self, server: SMTP, visit: Visit, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Store one mail as it came; its events start the rest."""
        boundary = Outcome("mail-listener")
        with boundary.attempt("store"):
            await asyncio.to_thread(self._store, _bytes_of(envelope))
        return TRY_AGAIN if boundary.failures else STORED

    def _store(self, raw: bytes) -> None:
        with self.runtime.transaction() as session:
            record_inbound(
                session,
                channel="email",
                mailbox=self.runtime.settings.office_email,
                raw=raw,
                now=self.runtime.clock(),
            )


def _bytes_of(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content.encode() if isinstance(content, str) else content


@asynccontextmanager
async def listen_for_mail(runtime: Runtime) -> AsyncIterator[int]:
    """Take mail while open; gives the port, 0 outside demo folders or where none is set."""
    wanted = runtime.settings.inbound_smtp_port
    if not (runtime.settings.demo and wanted):
        yield 0
        return
    door = listen("127.0.0.1", wanted, or_any=True)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(MailHandler(runtime), hostname="localhost", data_size_limit=LARGEST),
        sock=door,
    )
    async with server:
        yield int(door.getsockname()[1])
