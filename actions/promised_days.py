"""Part of the auditor: whether a reporting duty names a given day, asked day by day."""

from calendar import monthrange
from datetime import date, timedelta

from models import ReportingDuty


def is_due_day(duty: ReportingDuty, day: date) -> bool:
    """Say whether this duty falls due on `day`, within its years and after it was confirmed."""
    if not duty.due or duty.confirmed_at is None or day <= duty.confirmed_at.date():
        return False
    match duty.frequency:
        case "annual":
            month, number = (int(part) for part in duty.due.split("-"))
            looks_back = month <= 3
            named = day.month == month and _is_numbered(day, number)
        case "semiannual":
            month, number = (int(part) for part in duty.due.split("-"))
            looks_back = day.month <= 3
            at_end = number >= 30 and (day + timedelta(days=1)).day == 1
            named = (day.month - month) % 6 == 0 and (
                at_end if number >= 30 else _is_numbered(day, number)
            )
        case "quarterly":
            in_next = int(duty.due) <= 15 if duty.quarter_month is None else duty.quarter_month == 1
            looks_back = in_next and day.month == 1
            named = day.month % 3 == int(in_next) and _is_numbered(day, int(duty.due))
        case "monthly":
            looks_back = int(duty.due) <= 15 and day.month == 1
            named = _is_numbered(day, int(duty.due))
        case "once":
            looks_back, named = False, day == date.fromisoformat(duty.due)
        case _:
            return False
    covered = day.year - looks_back
    return named and (duty.first_year or covered) <= covered <= (duty.last_year or covered)


def _is_numbered(day: date, number: int) -> bool:
    """每月31日 is the last day of a short month."""
    return day.day == min(number, monthrange(day.year, day.month)[1])
