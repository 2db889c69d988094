"""A process that reads a mailbox until it is empty; tests kill it at random."""

import asyncio
import sys
from pathlib import Path

from flows.read_mailbox import sweep
from runtime.settings import Settings
from runtime.wiring import build_runtime


def main() -> None:
    home, port = Path(sys.argv[1]), int(sys.argv[2])
    settings = Settings(
        home=home, secret_keys="k", office_email="duban@linlan.example", imap_host="127.0.0.1",
        imap_port=port, imap_user="duban", imap_password="secret", imap_security="none",
    )  # fmt: skip
    runtime = build_runtime(settings)
    while asyncio.run(sweep(runtime, now=runtime.clock())).done:
        pass


if __name__ == "__main__":
    main()
