"""A short run of the long story; `python -m benchmarks.long_story` makes the long one."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.replay.long_story import LongStory

SHORT = settings(
    max_examples=4,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
def test_whatever_happens_the_promises_are_kept() -> None:
    run_state_machine_as_test(LongStory, settings=SHORT)
