"""Run the whole suite, and say at the end which tests were skipped and why.

With `CI=true` a test that was skipped for want of a server, a browser or a package is a failure:
there, `make deps` has installed them all.
"""

import os
import re
import sys
from collections import Counter

import pytest

ALLOWED_IN_CI = ("shared folder",)  # what no package can bring


class Skips:
    """Collects why tests were skipped."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one skipped test."""
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons[re.sub(r"^Skipped: ", "", report.longrepr[2])] += 1


def main() -> int:
    """Return pytest's exit code, or 1 where CI skipped what it must run."""
    skips = Skips()
    code = int(pytest.main(sys.argv[1:], plugins=[skips]))
    for reason, count in skips.reasons.items():
        print(f"skipped {count}: {reason}")
    unmet = [reason for reason in skips.reasons if not any(a in reason for a in ALLOWED_IN_CI)]
    if unmet and os.environ.get("CI") == "true":
        print("CI must run these: see make deps.")
        return code or 1
    if unmet:
        print("To run them too: make deps")
    return code


if __name__ == "__main__":
    sys.exit(main())
