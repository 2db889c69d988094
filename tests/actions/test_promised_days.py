"""The auditor's own way to a duty's days agrees with the way they were decided."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.promised_days import is_due_day
from models import ReportingDuty
from rules.duties import periods_between

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
BEFORE = datetime(2023, 6, 1, tzinfo=UTC)
month_and_day = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
days = st.integers(1, 31).map(str)
duties = st.one_of(
    st.tuples(st.just("annual"), month_and_day, st.none()),
    st.tuples(st.just("semiannual"), month_and_day, st.none()),
    st.tuples(st.just("quarterly"), days, st.sampled_from([None, 1, 3])),
    st.tuples(st.just("monthly"), days, st.none()),
)


@given(duties)
def test_both_name_the_same_days(stated: tuple[str, str, int | None]) -> None:
    frequency, due, quarter_month = stated
    duty = ReportingDuty(
        notice_id=1,
        frequency=frequency,
        due=due,
        quarter_month=quarter_month,
        confirmed_at=BEFORE,
    )
    every_day = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    decided = periods_between(frequency, due, first=FIRST, last=LAST, quarter_month=quarter_month)
    assert [day for day in every_day if is_due_day(duty, day)] == [p.due_on for p in decided]
