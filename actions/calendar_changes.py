"""The office's changes to the calendar, and what they move of what is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from actions.events import record_event
from actions.outlook import Change, compare, look_ahead
from actions.replanning import Moved, replan
from models import CalendarDay, CalendarYear
from rules.calendars import calendar_with
from rules.errors import NotAllowed
from rules.holiday_tables import TableDay
from rules.policies import Policy
from rules.working_days import WorkingCalendar

OFFICE, LIBRARY = "office", "library"


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What became of a change of the calendar."""

    days: list[TableDay]  # those that are now another kind of day than before
    years: list[int]  # published by it
    moved: list[Moved]  # written: limits and support days of what is open
    follows: list[Change]  # computed: reminders, openings and rungs that come on another day
    calendar: WorkingCalendar


def change_days(
    session: Session,
    days: Sequence[TableDay],
    *,
    years: Collection[int],
    now: datetime,
    policies: Mapping[str, Policy],
    actor: str,
    time_zone: str,
    published: Mapping[date, bool],
    name: str = "",
) -> CalendarChange:
    """Write days over the published table, publish `years`, and plan anew what is open."""
    before = _calendar(session, published, time_zone)
    ahead = look_ahead(session, now=now, calendar=before, policies=policies)
    rows = {row.day: row for row in session.exec(select(CalendarDay))}
    if not days:
        raise NotAllowed("没有要改的日期。")
    for one in days:
        row = rows.get(one.day) or CalendarDay(
            day=one.day, is_working_day=one.working, changed_at=now
        )
        row.is_working_day, row.name, row.changed_at = one.working, name or one.name, now
        session.add(row)
    new_years = _publish(session, set(years) - _years(published), now=now)
    session.flush()
    return _finish(
        session, row, days, new_years, before, ahead,
        now=now, policies=policies, actor=actor, time_zone=time_zone, published=published,
    )  # fmt: skip


def clear_days(
    session: Session,
    days: Sequence[date],
    *,
    now: datetime,
    policies: Mapping[str, Policy],
    actor: str,
    time_zone: str,
    published: Mapping[date, bool],
) -> CalendarChange:
    """Take back the office's changes of some days: the published table counts again."""
    before = _calendar(session, published, time_zone)
    ahead = look_ahead(session, now=now, calendar=before, policies=policies)
    gone = [row for row in session.exec(select(CalendarDay)) if row.day in days]
    if not gone:
        raise NotAllowed("这些日期没有本单位的设定。", "可用 duban calendar show 查看。")
    for row in gone:
        session.delete(row)
    session.flush()
    after = _calendar(session, published, time_zone)
    changed = [TableDay(day, after.is_working_day(day)) for day in days]
    return _finish(
        session, gone[0], changed, [], before, ahead,
        now=now, policies=policies, actor=actor, time_zone=time_zone, published=published,
    )  # fmt: skip


def unnoticed_years(session: Session, published: Mapping[date, bool]) -> list[int]:
    """Return the years that came with duban since it last looked; none on its first look."""
    known = set(session.exec(select(CalendarYear.year)))
    return sorted(_years(published) - known) if known else []


def note_published_years(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    published: Mapping[date, bool],
) -> list[Moved]:
    """Plan anew what is open when an update of duban brought the table of another year."""
    new = unnoticed_years(session, published)
    known = set(session.exec(select(CalendarYear.year)))
    for year in sorted(_years(published) - known):
        session.add(CalendarYear(year=year, source=LIBRARY, noted_at=now))
    if not new:
        return []
    before = _calendar(session, published, calendar.time_zone, without=new)
    moved = replan(session, now=now, before=before, after=calendar)
    first = session.exec(select(CalendarYear).where(CalendarYear.year == new[0])).one()
    record_event(
        session, "calendar.published", first, now=now, years=new, moved=[m.as_data() for m in moved]
    )
    return moved


def _publish(session: Session, years: Iterable[int], *, now: datetime) -> list[int]:
    """Mark years as known by the office's table; one that came with duban stays as it is."""
    rows = {row.year: row for row in session.exec(select(CalendarYear))}
    new = [year for year in sorted(years) if year not in rows]
    session.add_all(CalendarYear(year=year, source=OFFICE, noted_at=now) for year in new)
    return new


def _calendar(
    session: Session,
    published: Mapping[date, bool],
    time_zone: str,
    *,
    without: Collection[int] = (),
) -> WorkingCalendar:
    changed = {row.day: row.is_working_day for row in session.exec(select(CalendarDay))}
    years = session.exec(select(CalendarYear.year).where(CalendarYear.source == OFFICE))
    return calendar_with(published, changed, years, time_zone, without=without)


def _years(published: Mapping[date, bool]) -> set[int]:
    return {day.year for day in published}


def _finish(
    session: Session,
    subject: CalendarDay,
    days: Sequence[TableDay],
    years: list[int],
    before: WorkingCalendar,
    ahead: Mapping[tuple[str, str, str, str], date],
    *,
    now: datetime,
    policies: Mapping[str, Policy],
    actor: str,
    time_zone: str,
    published: Mapping[date, bool],
) -> CalendarChange:
    after = _calendar(session, published, time_zone)
    moved = replan(session, now=now, before=before, after=after)
    session.flush()
    follows = compare(
        ahead, look_ahead(session, now=now, calendar=after, policies=policies), calendar=after
    )
    different = [
        one for one in days if before.is_working_day(one.day) != after.is_working_day(one.day)
    ]
    if different or years:
        record_event(
            session, "calendar.changed", subject, now=now, actor=actor, years=years,
            days={one.day.isoformat(): one.working for one in different},
            moved=[one.as_data() for one in moved],
        )  # fmt: skip
    return CalendarChange(different, years, moved, follows, after)
