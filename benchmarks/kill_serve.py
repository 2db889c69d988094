"""Two `duban serve` and flows run by hand on one SQLite database, killed at random for minutes.

Run from the project's root: `python -m benchmarks.kill_serve [--minutes 10] [--seed 1]`. The same
story is then played without kills, and what was decided, written and sent is compared.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.engine.killing import Result, play_and_kill
from tests.servers.smtp_sink import smtp_sink


def main() -> int:
    """Print what came of it; return 1 if anything is missing, doubled or found by the auditor."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--plain", action="store_true", help="servers without their Prefect child: more kills"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill-serve-") as name:
        root = Path(name)
        (root / "taken").mkdir()
        with smtp_sink(root / "taken") as port:
            result = play_and_kill(
                root, port, seconds=60 * given.minutes, seed=given.seed, plain=given.plain,
                pause=(2.0, 20.0),
            )  # fmt: skip
        show(result, mails=len(list((root / "taken").iterdir())))
    return 0 if result.is_good else 1


def show(result: Result, *, mails: int) -> None:
    """Print the figures, and every line that differs."""
    print(
        f"{result.days} days, {result.kills} kills, {result.by_hand} flows run by hand,"
        f" {mails} mails taken by the server; {result.decisions} rows compared:"
        f" {len(result.missing)} missing, {len(result.extra)} too many,"
        f" {len(result.twice)} doubled, {len(result.alarms)} alarms"
    )
    for what in ("missing", "extra", "twice", "alarms"):
        for line in getattr(result, what):
            print(what, line)


if __name__ == "__main__":
    sys.exit(main())
