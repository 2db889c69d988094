"""Every morning: open the reporting periods that are due to start."""

from datetime import datetime

from prefect import flow

from actions.calendar_changes import note_published_years, unnoticed_years
from actions.periods import fill_period, open_period, periods_to_fill, periods_to_open
from runtime.calendar import published_days
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Say whether a period is to be opened or filled."""
    with runtime.reading() as session:
        if unnoticed_years(session, published_days()):
            return True
        opening = periods_to_open(
            session, now=now, calendar=runtime.calendar, policies=runtime.policies
        )
        today = runtime.calendar.office_day(now)
        return bool(opening or periods_to_fill(session, today=today))


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Open each period in a transaction of its own, then fill what lacks a department."""
    outcome = Outcome("open-periods")
    with outcome.attempt("calendar"), runtime.transaction() as session:
        moved = note_published_years(
            session, now=now, calendar=runtime.calendar, published=published_days()
        )
        outcome.count("replanned", len(moved))
    with runtime.reading() as session:
        opening = periods_to_open(
            session, now=now, calendar=runtime.calendar, policies=runtime.policies
        )
    for plan in opening:
        with outcome.attempt((plan.duty_id, plan.period.label)), runtime.transaction() as session:
            open_period(session, plan, now=now)
            outcome.count("periods")
    with runtime.reading() as session:
        lacking = periods_to_fill(session, today=runtime.calendar.office_day(now))
    for period_id in lacking:
        with outcome.attempt(period_id), runtime.transaction() as session:
            outcome.count("items", fill_period(session, period_id))
    return outcome


@flow(name="open-periods", retries=2, retry_delay_seconds=60)
async def open_periods(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
