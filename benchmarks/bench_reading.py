"""How fast notices are read: five seeds together, and one notice grown to 10 MB (processor time).

python benchmarks/bench_reading.py [SEEDS_FOLDER]
"""

import sys
import time
from pathlib import Path

from notices import read

CORPUS = Path(__file__).parents[1] / "tests" / "corpus" / "notices"
SIZES = (0.1, 1, 10)  # MB


def seconds(content: bytes) -> tuple[float, int]:
    begun = time.process_time()
    measures = len(read(content, "notice.txt").measures)
    return time.process_time() - begun, measures


def grown(megabytes: float) -> bytes:
    """The corpus's longest form of notice, its measures repeated until it is so large."""
    text = (CORPUS / "sea_ranch_plan.txt").read_text("utf-8")
    at = text.index("    二、重点任务")
    times = int(megabytes * 1e6) // len(text[at:].encode()) + 1
    return (text[:at] + text[at:] * times).encode()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    files = sorted(folder.glob("*.txt"))
    read(files[0].read_bytes(), "warm-up.txt")
    total = sum(seconds(path.read_bytes())[0] for path in files)
    print(f"| {'what':28} | {'seconds':>8} | {'measures':>8} | {'s/MB':>6} |")
    print(f"|{'-' * 30}|{'-' * 10}|{'-' * 10}|{'-' * 8}|")
    print(f"| {f'{len(files)} notices of {folder.name}':28} | {total:8.3f} | {'':8} | {'':6} |")
    for size in SIZES:
        took, measures = seconds(grown(size))
        print(
            f"| {f'one notice of {size} MB':28} | {took:8.2f} | {measures:8} | {took / size:6.2f} |"
        )


if __name__ == "__main__":
    main()
