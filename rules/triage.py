"""How long a message may wait for a person: one working day."""

from datetime import datetime

from rules.working_days import WorkingCalendar


def to_be_done_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment one working day after a message came.

    What came on Friday at ten is a day old on Monday at ten; what came on a day off counts from
    the beginning of the next working day.
    """
    day = calendar.office_day(received_at)
    start = calendar.next_working_day(day)
    next_day = calendar.add_working_days(start, 1)
    if start != day:
        return calendar.moment(next_day, "00:00")
    since_midnight = received_at - calendar.moment(day, "00:00")
    return calendar.moment(next_day, "00:00") + since_midnight
