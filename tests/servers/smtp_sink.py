"""An SMTP server in a process of its own that keeps what it takes, or counts it.

Run as `python -m tests.servers.smtp_sink PORT FOLDER`; without a folder mails are only taken.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession


class Sink:
    """Writes each mail to a file of its own before saying 250."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.taken = 0

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: SmtpSession, envelope: Envelope
    ) -> str:
        self.taken += 1
        if self.folder is not None and isinstance(envelope.content, bytes):
            (self.folder / f"{self.taken:06d}.eml").write_bytes(envelope.content)
        return "250 taken"


async def serve(port: int, folder: Path | None) -> None:
    sink = Sink(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink), "127.0.0.1", port)
    await server.serve_forever()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, *, seconds: float = 15) -> None:
    """Return once something listens on `port`; raise TimeoutError otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


@contextmanager
def smtp_sink(folder: Path | None = None) -> Iterator[int]:
    """Run a sink in a process of its own; give its port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.servers.smtp_sink", str(port)]
    process = subprocess.Popen([*command, *([str(folder)] if folder else [])])
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
