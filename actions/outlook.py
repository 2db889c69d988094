"""Every day that is ahead of what is open: computed twice, it shows what a change would move."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from actions.due import Scope, find_due
from actions.periods import plan_period
from models import (
    Assignment,
    Department,
    EscalationCase,
    Notice,
    ReportingDuty,
    ReportingPeriod,
    Task,
)
from rules.due import Due, DueKind, base_instance
from rules.duties import periods_between
from rules.notices import NoticeStatus
from rules.policies import EscalationLadder, Policy, policy_of
from rules.reminders import OPENS, late_points, reminder_points
from rules.working_days import WorkingCalendar

AHEAD = timedelta(days=400)
WORDS = {
    DueKind.ACKNOWLEDGE: "签收", DueKind.ITEM: "填报", DueKind.MILESTONE: "节点",
    DueKind.DEADLINE: "完成时限", DueKind.TARGET: "指标",
}  # fmt: skip
Key = tuple[str, str, str, str]  # notice, task or period, department, what
Outlook = Mapping[Key, date]


@dataclass(frozen=True, slots=True)
class Change:
    """One day that a change would move, bring or take away."""

    notice: str
    task: str
    department: str
    what: str
    before: date | None
    after: date | None
    assumed: bool  # the year is not published: Monday to Friday was counted

    def as_data(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "notice": self.notice, "task": self.task, "department": self.department,
            "what": self.what, "before": self.before and self.before.isoformat(),
            "after": self.after and self.after.isoformat(), "assumed": self.assumed,
        }  # fmt: skip


def compare(before: Outlook, after: Outlook, *, calendar: WorkingCalendar) -> list[Change]:
    """Return what differs, by day."""
    changed = [
        Change(*key, before.get(key), after.get(key), _is_assumed(after.get(key), calendar))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    ]
    return sorted(
        changed,
        key=lambda c: (c.after or c.before or date.max, c.notice, c.task, c.department, c.what),
    )


def look_ahead(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> Outlook:
    """Return the days on which what is open will be due, reminded of, urged and opened."""
    today = calendar.office_day(now)
    book = _Book(session)
    found: dict[Key, date] = {}
    climbing = book.climbing
    for due in find_due(session, Scope(until=today + AHEAD), calendar=calendar):
        for what, on in _days_of(due, calendar, policy_of(policies, due.policy), climbing):
            found[book.key(due, what)] = on
    found.update(_rungs(book, calendar))
    found.update(_periods(session, today, calendar, policies))
    return {key: on for key, on in found.items() if on >= today}


def _days_of(
    due: Due, calendar: WorkingCalendar, policy: Policy, climbing: set[tuple[int, str]]
) -> Iterator[tuple[str, date]]:
    word = WORDS.get(due.kind, str(due.kind))
    about = f"{word}{_nth(due)}"
    yield f"{about}截止", due.due_on
    for point in reminder_points(due, calendar=calendar, policy=policy):
        name = (
            "开始提醒" if point.rule == OPENS else f"前{point.rule.rpartition('-')[2]}个工作日提醒"
        )
        yield f"{about}{name}", point.on
    for point in late_points(due, calendar=calendar, policy=policy):
        yield f"{about}逾期第{point.rule.rpartition('-')[2]}个工作日提醒", point.on
    if (due.assignment_id, due.instance) not in climbing:
        for rung in policy.ladder.rungs:
            on = calendar.add_working_days(due.late_from, rung.after_working_days)
            yield f"{about}逾期{rung.label}", on


def _nth(due: Due) -> str:
    """Milestones and items of one part are told apart by their number."""
    return f"#{due.subject_id}" if due.kind in (DueKind.MILESTONE, DueKind.ITEM) else ""


def _rungs(book: "_Book", calendar: WorkingCalendar) -> Iterator[tuple[Key, date]]:
    """The rungs that climbs under way have before them, by their own copies of the ladder."""
    for case in book.cases:
        ladder = EscalationLadder.from_data(case.ladder)
        for rung in ladder.rungs[case.steps_taken :]:
            on = calendar.add_working_days(case.due_on, rung.after_working_days)
            what = f"{case.due_instance.partition(':')[0]}已逾期{rung.label}"
            yield (*book.part(case.assignment_id), what), on


def _periods(
    session: Session, today: date, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> Iterator[tuple[Key, date]]:
    """The periods of live duties that are to open."""
    known = set(session.exec(select(ReportingPeriod.duty_id, ReportingPeriod.label)))
    duties = session.exec(
        select(ReportingDuty, Notice)
        .join(Notice, col(Notice.id) == col(ReportingDuty.notice_id))
        .where(
            col(ReportingDuty.confirmed_at).is_not(None),
            col(Notice.status) == NoticeStatus.CONFIRMED,
        )
    )
    for duty, notice in duties:
        policy = policy_of(policies, notice.policy)
        for period in periods_between(
            duty.frequency, duty.due, first=today, last=today + AHEAD,
            quarter_month=duty.quarter_month,
        ):  # fmt: skip
            if (duty.number, period.label) in known:
                continue
            plan = plan_period(duty, period, calendar=calendar, policy=policy)
            place = (notice.title or notice.filename, period.label, "")
            yield (*place, "报送期开始"), plan.opens_on
            yield (*place, "配合单位截止"), plan.support_due_on
            yield (*place, "报送截止"), plan.due_on


class _Book:
    """What the days are about, in words."""

    def __init__(self, session: Session) -> None:
        self.cases = session.exec(
            select(EscalationCase).where(col(EscalationCase.ended_at).is_(None))
        ).all()
        self.climbing = {
            (case.assignment_id, base_instance(case.due_instance)) for case in self.cases
        }
        titles = {n.number: n.title or n.filename for n in session.exec(select(Notice))}
        tasks = {t.number: (titles[t.notice_id], t.key) for t in session.exec(select(Task))}
        names = {d.number: d.short_name for d in session.exec(select(Department))}
        self._parts = {
            part.number: (*tasks[part.task_id], names.get(part.department_id or 0, ""))
            for part in session.exec(select(Assignment))
        }

    def part(self, number: int) -> tuple[str, str, str]:
        """Return notice, task and department of a part."""
        return self._parts[number]

    def key(self, due: Due, what: str) -> Key:
        """Return what names a day of this due instance, whatever day it is."""
        return (*self.part(due.assignment_id), what)


def _is_assumed(day: date | None, calendar: WorkingCalendar) -> bool:
    return day is not None and not calendar.is_published(day)
