"""The annual report of 10,000 tasks in four forms: at most 15 s and 1 GiB."""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from reports.fonts import find_fonts
from reports.json_form import as_data, facts_sha256
from reports.rendering import MEDIA_TYPES, render_report
from reports.report import Report
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


def measure(name: str, started: float) -> tuple[str, float, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return name, time.perf_counter() - started, peak


def main() -> int:
    report = large_report()
    find_fonts()
    rows = []
    started = time.perf_counter()
    facts_sha256(as_data(report))
    rows.append(measure("facts as JSON, hashed", started))
    for form in MEDIA_TYPES:
        started = time.perf_counter()
        render_report(report, (form,))
        rows.append(measure(form, started))
    whole = sum(seconds for _, seconds, _ in rows)
    peak = rows[-1][2]
    print(f"| annual report, {TASKS:,} tasks | seconds | peak MiB |\n|---|---|---|")
    for name, seconds, memory in rows:
        print(f"| {name} | {seconds:.2f} | {memory:.0f} |")
    print(f"| all (aim ≤ {SECONDS:.0f} s, < {MEBIBYTES} MiB) | {whole:.2f} | {peak:.0f} |")
    return 0 if whole <= SECONDS and peak < MEBIBYTES else 1


if __name__ == "__main__":
    sys.exit(main())
