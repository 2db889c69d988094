"""10,000 mails taken in while the reader is killed at random: each counted once.

Run from the project's root: `python -m benchmarks.kill_reader`. Needs Dovecot; takes minutes.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.flows.test_reading_survives_kills import fill, kept, read_and_kill
from tests.servers.dovecot import dovecot

MAILS = 10_000


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mail-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "server").mkdir()
        (folder / "server").chmod(0o755)
        with dovecot(folder / "server") as server:
            expected = fill(server, MAILS)
            began = time.monotonic()
            kills = read_and_kill(folder, server.port, chance=random.Random(4))
            seconds = time.monotonic() - began
        keys = kept(folder)
    print(
        f"{MAILS} mails, {kills} kills, {seconds:.0f} s: {len(keys)} rows, {len(set(keys))} mails"
    )
    return 0 if len(keys) == len(set(keys)) == MAILS and set(keys) == expected else 1


if __name__ == "__main__":
    sys.exit(main())
