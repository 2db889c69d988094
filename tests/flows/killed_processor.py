"""A process that understands what was stored until nothing waits; tests kill it at random."""

import asyncio
import sys
from pathlib import Path

from flows.process_inbound import sweep
from runtime.settings import Settings
from runtime.wiring import build_runtime


def main() -> None:
    settings = Settings(
        home=Path(sys.argv[1]), secret_keys="k", office_email="duban@linlan.example"
    )
    runtime = build_runtime(settings)
    while asyncio.run(sweep(runtime, now=runtime.clock())).done:
        pass


if __name__ == "__main__":
    main()
