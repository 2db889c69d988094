"""Run every benchmark, one after the other, each in a process of its own."""

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Print each benchmark's table; return 1 if one could not run."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}\n", flush=True)
    failed = [path.name for path in sorted(HERE.glob("bench_*.py")) if not ran(path)]
    for name in failed:
        print(f"could not run: {name}", file=sys.stderr)
    return 1 if failed else 0


def ran(path: Path) -> bool:
    """Run one benchmark from the root of the project."""
    print(f"## {path.stem}\n", flush=True)
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(
        [sys.executable, str(path)], cwd=HERE.parent, env=environment, check=False
    )
    print(flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
