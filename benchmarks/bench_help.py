"""`duban --help` against `python -c pass`: wall time, the best of ten (aim: 0.3 s apart)."""

import subprocess
import sys
import time

RUNS = 10


def best(*command: str) -> float:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    bare, ours = best("-c", "pass"), best("-m", "duban", "--help")
    print("| python -c pass | duban --help | apart |\n|---|---|---|")
    print(f"| {bare:.3f} s | {ours:.3f} s | {ours - bare:.3f} s |")


if __name__ == "__main__":
    main()
