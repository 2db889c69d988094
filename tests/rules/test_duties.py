"""Periods of reporting duties."""

from datetime import date
from typing import Any

import pytest

from rules.duties import check_due, periods_between
from rules.errors import NotAllowed

YEAR: dict[str, Any] = {"first": date(2024, 1, 3), "last": date(2024, 12, 31)}


@pytest.mark.parametrize(
    ("frequency", "due", "expected"),
    [
        ("annual", "09-30", [("2024年度", "2024-09-30")]),
        ("annual", "01-31", [("2023年度", "2024-01-31")]),
        ("once", "2024-06-15", [("截至2024年6月", "2024-06-15")]),
        ("irregular", None, []),
        ("annual", None, []),
    ],
)
def test_a_duty_falls_due_on_its_day(
    frequency: str, due: str | None, expected: list[tuple[str, str]]
) -> None:
    found = periods_between(frequency, due, **YEAR)
    assert [(period.label, period.due_on.isoformat()) for period in found] == expected


def test_a_quarter_is_reported_early_in_the_next_one() -> None:
    found = periods_between("quarterly", "10", **YEAR)
    assert [(p.label, p.due_on.isoformat()) for p in found] == [
        ("2023年第四季度", "2024-01-10"),
        ("2024年第一季度", "2024-04-10"),
        ("2024年第二季度", "2024-07-10"),
        ("2024年第三季度", "2024-10-10"),
    ]


@pytest.mark.parametrize(
    ("quarter_month", "day", "expected"),
    [
        (1, "25", ["2024-01-25", "2024-04-25", "2024-07-25", "2024-10-25"]),
        (3, "10", ["2024-03-10", "2024-06-10", "2024-09-10", "2024-12-10"]),
        (None, "25", ["2024-03-25", "2024-06-25", "2024-09-25", "2024-12-25"]),
    ],
)
def test_a_quarter_s_day_stands_in_the_month_that_the_notice_names(
    quarter_month: int | None, day: str, expected: list[str]
) -> None:
    found = periods_between("quarterly", day, **YEAR, quarter_month=quarter_month)
    assert [p.due_on.isoformat() for p in found] == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("06-30", [("2024年上半年", "2024-06-30"), ("2024年下半年", "2024-12-31")]),
        ("12-31", [("2024年上半年", "2024-06-30"), ("2024年下半年", "2024-12-31")]),
        ("07-10", [("2023年下半年", "2024-01-10"), ("2024年上半年", "2024-07-10")]),
        ("05-20", [("2024年上半年", "2024-05-20"), ("2024年下半年", "2024-11-20")]),
    ],
)
def test_a_half_year_has_two_days(due: str, expected: list[tuple[str, str]]) -> None:
    found = periods_between("semiannual", due, **YEAR)
    assert [(p.label, p.due_on.isoformat()) for p in found] == expected


def test_a_month_without_a_31st_is_reported_on_its_last_day() -> None:
    found = periods_between("monthly", "31", first=date(2024, 2, 1), last=date(2024, 4, 30))
    assert [p.due_on.isoformat() for p in found] == ["2024-02-29", "2024-03-31", "2024-04-30"]


def test_the_first_period_is_the_first_day_on_or_after_the_start() -> None:
    found = periods_between("annual", "09-30", first=date(2024, 10, 1), last=date(2026, 1, 1))
    assert [p.label for p in found] == ["2025年度"]


@pytest.mark.parametrize(
    ("frequency", "due"),
    [("annual", "12-32"), ("annual", "年底"), ("monthly", "40"), ("once", "12-10"), ("daily", "1")],
)
def test_a_day_that_cannot_be_is_refused(frequency: str, due: str) -> None:
    with pytest.raises(NotAllowed):
        check_due(frequency, due)
