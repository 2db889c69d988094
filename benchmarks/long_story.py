"""Thousands of steps of a story that hypothesis makes up: the promises are checked after each.

Run from the project's root: `python -m benchmarks.long_story [--steps 10000] [--seed 1]`. A
counterexample is printed as the steps that lead to it; `--shrink` looks for the fewest.
"""

import argparse
import logging
import sys
import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.replay.long_story import LongStory

STEPS_OF_A_STORY = 50


def main() -> int:
    """Play, and print how much; a broken promise ends it with the story that broke it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--shrink", action="store_true", help="look for the shortest counterexample")
    given = asked.parse_args()
    logging.disable(logging.CRITICAL)  # a kill is no news here
    phases = [Phase.generate, Phase.shrink] if given.shrink else [Phase.generate]
    long = settings(
        max_examples=max(1, given.steps // STEPS_OF_A_STORY),
        stateful_step_count=min(STEPS_OF_A_STORY, given.steps),
        deadline=None,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    seed(given.seed)(LongStory)
    began = time.monotonic()
    try:
        run_state_machine_as_test(LongStory, settings=long)
    finally:
        played = LongStory.played
        seconds = time.monotonic() - began
        print(f"{played['steps']} steps in {played['stories']} stories, {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
