"""Which reporting period of each duty opens next: what `duban why` can say before it is open."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from actions.periods import OpeningPeriod, is_within_years, plan_period
from models import Notice, ReportingDuty, ReportingPeriod
from rules.duties import periods_between
from rules.notices import NoticeStatus
from rules.policies import Policy
from rules.working_days import WorkingCalendar

AHEAD = timedelta(days=400)  # a yearly duty has a day within it


def next_periods(
    session: Session, notice: Notice, *, today: date, calendar: WorkingCalendar, policy: Policy
) -> list[tuple[ReportingDuty, OpeningPeriod]]:
    """Return, for each confirmed duty of a live notice, its next period that is not open yet."""
    if notice.status is not NoticeStatus.CONFIRMED:
        return []
    duties = session.exec(
        select(ReportingDuty)
        .where(
            ReportingDuty.notice_id == notice.number,
            col(ReportingDuty.confirmed_at).is_not(None),
        )
        .order_by(col(ReportingDuty.id))
    ).all()
    known = set(
        session.exec(
            select(ReportingPeriod.duty_id, ReportingPeriod.label).where(
                ReportingPeriod.notice_id == notice.number
            )
        )
    )
    found = []
    for duty in duties:
        periods = periods_between(
            duty.frequency, duty.due, first=today, last=today + AHEAD,
            quarter_month=duty.quarter_month,
        )  # fmt: skip
        plans = (
            plan_period(duty, period, calendar=calendar, policy=policy)
            for period in periods
            if is_within_years(duty, period) and (duty.number, period.label) not in known
        )
        found += [(duty, plan) for plan in [next(plans, None)] if plan is not None]
    return found
