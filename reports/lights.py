"""The lights of many tasks on one day."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from models.facts import task_facts
from reports.loading import Rows
from rules.lights import Light, light_of
from rules.policies import Policy, policy_of
from rules.working_days import WorkingCalendar


def lights_of(
    session: Session,
    rows: Rows,
    *,
    today: date,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
) -> dict[int, Light]:
    """Return the light of every loaded task, each under its own notice's preset."""
    notice_id = next(iter(rows.notices)) if len(rows.notices) == 1 else None
    facts = task_facts(session, notice_id, today=today, office_day=calendar.office_day)
    presets = {
        task.number: policy_of(policies, rows.notices[task.notice_id].policy)
        for task, _ in rows.tasks
    }
    return {
        each.task_id: light_of(each, today, calendar, presets[each.task_id])
        for each in facts
        if each.task_id in presets
    }
