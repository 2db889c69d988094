"""Moments that a person types."""

from datetime import UTC, datetime

import pytest

from duban.cli.context import moment
from rules.errors import NotAllowed
from runtime.wiring import Runtime


@pytest.mark.parametrize("typed", ["2024-03-01T09:00", "2024-03-01T09:00+08:00"])
def test_a_typed_moment_is_the_office_s_and_is_kept_in_utc(runtime: Runtime, typed: str) -> None:
    meant = moment(runtime, typed)
    assert meant == datetime(2024, 3, 1, 1, tzinfo=UTC)
    assert meant.tzinfo is UTC  # typst stamps its documents with nothing else


def test_what_is_no_moment_says_how_to_write_one(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed, match="2026-09-04T09:00"):
        moment(runtime, "明天上午")
