"""The annual report of 10,000 tasks in four forms: at most 15 s of processor time and 1 GiB.

The second report is the largest that is printed task by task.
"""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from reports.fonts import find_fonts
from reports.json_form import as_data, facts_sha256
from reports.rendering import MEDIA_TYPES, render_report
from reports.report import MOST_PRINTED, Report
from tests.reports.invented import make_entry, make_report, make_returns, make_target_entry

TASKS = 10_000
SECONDS, MEBIBYTES = 15.0, 1024


def large_report(tasks: int = TASKS) -> Report:
    entries = tuple(
        make_entry(number, section=f"（{number // 100}）第{number // 100 + 1}类任务")
        for number in range(1, tasks + 1)
    )
    targets = tuple(make_target_entry(number) for number in range(1, 101))
    return make_report(entries, targets, make_returns(entries))


def measure(report: Report) -> list[tuple[str, float, float]]:
    """Return (what, seconds of processor time, peak MiB) of each step."""
    rows = []
    for form in ("facts", *MEDIA_TYPES):
        started = time.process_time()
        if form == "facts":
            facts_sha256(as_data(report))
        else:
            render_report(report, (form,))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append((form, time.process_time() - started, peak))
    return rows


def main() -> int:
    """Print both tables; fail where the large report takes too long or too much."""
    find_fonts()
    good = True
    for tasks in (MOST_PRINTED, TASKS):
        rows = measure(large_report(tasks))
        whole, peak = sum(seconds for _, seconds, _ in rows), rows[-1][2]
        print(f"| annual report, {tasks:,} tasks | processor seconds | peak MiB |\n|---|---|---|")
        for name, seconds, memory in rows:
            print(f"| {name} | {seconds:.2f} | {memory:.0f} |")
        print(f"| all (aim ≤ {SECONDS:.0f} s, < {MEBIBYTES} MiB) | {whole:.2f} | {peak:.0f} |\n")
        good = good and whole <= SECONDS and peak < MEBIBYTES
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
