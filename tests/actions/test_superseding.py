"""A revised notice takes over: what is the same goes on, what differs a person confirms."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from actions.confirmation import confirm_notice
from actions.differences import differences
from actions.dispatch import waiting_dispatches
from actions.due import Scope, find_due
from actions.matching import decide_match, matches_of, set_supersedes, undecided_matches
from actions.parts import parts_in
from actions.periods import periods_to_open
from actions.reports import periods_to_compile
from actions.twins import find_copies, find_predecessors
from models import (
    Department,
    Measure,
    Milestone,
    Notice,
    Reminder,
    StatusUpdate,
    TargetReading,
    Task,
)
from rules.assignments import AssignmentStatus, Role
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import (
    LONG_AGO,
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
)
from tests.fakes import FakeClock

SAME = "建设十个中试平台，完善共享机制。"
CHANGED = "培育科技领军企业，年内新增三十家以上，建立培育库。"
REWORDED = "培育科技领军企业，年内新增五十家以上，健全培育库。"
GONE = "举办青年创新大赛。"
NEW = "开展算力券发放试点。"

Add = Callable[..., Task]


@pytest.fixture
def departments(session: Session) -> dict[str, Department]:
    return {name: make_department(session, name) for name in ("市科技局", "市财政局")}


@pytest.fixture
def add(session: Session, departments: dict[str, Department]) -> Add:
    def make(notice: Notice, no: int, words: str, lead: str = "市科技局", **facts: Any) -> Task:
        measure = Measure(
            notice_id=notice.number, order=no, no=str(no), title=words[:6], text=f"{no}.{words}",
            span_start=0, span_end=1,
        )  # fmt: skip
        session.add(measure)
        session.flush()
        live = notice.status is NoticeStatus.CONFIRMED
        defaults: dict[str, Any] = {
            "notice_id": notice.number, "measure_id": measure.number, "key": str(no),
            "title": words[:6], "span_start": 0, "span_end": 1,
            "status": TaskStatus.IN_PROGRESS if live else TaskStatus.DRAFT,
            "dispatched_at": LONG_AGO if live else None,
        }  # fmt: skip
        task = Task(**(defaults | facts))
        session.add(task)
        session.flush()
        make_assignment(
            session, task, departments[lead],
            status=AssignmentStatus.ACKNOWLEDGED if live else AssignmentStatus.DRAFT,
            dispatched_at=LONG_AGO if live else None,
            acknowledged_at=LONG_AGO if live else None,
        )  # fmt: skip
        return task

    return make


@pytest.fixture
def old(session: Session) -> Notice:
    return make_notice(session, title="临澜市创新行动方案", text="……")


@pytest.fixture
def new(session: Session, old: Notice) -> Notice:
    return make_notice(
        session, title="临澜市创新行动方案（2024年修订）", text=f"{old.doc_number}同时废止。",
        issued_on=date(2024, 3, 1), status=NoticeStatus.DRAFT, confirmed_at=None,
    )  # fmt: skip


def test_a_revised_notice_is_recognised_by_its_wording_and_title(
    session: Session, old: Notice, new: Notice
) -> None:
    make_notice(session, title="临澜市另一件事的通知")
    (twin,) = find_predecessors(session, new)
    assert twin.notice.number == old.number
    assert "废止" in twin.reason
    assert find_copies(session, new) == []


def test_the_same_number_in_other_bytes_is_a_copy(session: Session, old: Notice) -> None:
    again = make_notice(
        session, title=old.title, doc_number=old.doc_number, status=NoticeStatus.DRAFT
    )
    (twin,) = find_copies(session, again)
    assert twin.notice.number == old.number
    assert str(old.doc_number) in twin.reason
    assert find_predecessors(session, again) == []


def test_only_what_is_wholly_the_same_needs_no_person(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock
) -> None:
    for no, words in enumerate((SAME, CHANGED, GONE), start=1):
        add(old, no, words)
    same, reworded = add(new, 4, SAME), add(new, 1, REWORDED, "市财政局", due_on=date(2024, 9, 30))
    add(new, 2, NEW)

    first, second, third = set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    assert (first.kind, first.new_task_id) == ("identical", same.number)
    assert (second.kind, second.new_task_id) == ("similar", reworded.number)
    assert 60 < second.score < 100
    assert (third.kind, third.new_task_id) == ("none", None)
    assert undecided_matches(session, new.number) == [second, third]

    before = session.get_one(Task, second.old_task_id)
    found = {one.kind: (one.before, one.after) for one in differences(session, before, reworded)}
    assert found["leads"] == ("市科技局", "市财政局")
    assert found["deadline"] == ("", "2024-09-30")
    assert set(found) == {"words", "leads", "deadline"}


def test_nothing_goes_live_before_a_person_has_compared(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock
) -> None:
    add(old, 1, CHANGED)
    add(new, 1, REWORDED)
    set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    with pytest.raises(NotAllowed, match="还有 1 项没有确认"):
        confirm_notice(session, new.number, now=clock(), actor="李")
    assert old.status is NoticeStatus.CONFIRMED


def test_history_steps_values_and_an_extended_day_go_over(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock,
    departments: dict[str, Department],
) -> None:  # fmt: skip
    day, later = date(2024, 6, 30), date(2024, 8, 31)
    before = add(old, 1, CHANGED, due_on=later, original_due_on=day)
    after = add(new, 1, REWORDED, due_on=day, original_due_on=day)
    (part,) = parts_in(session, before)
    session.add(
        StatusUpdate(assignment_id=part.number, percent=40, narrative="已开工", said_at=LONG_AGO)
    )
    session.add(Milestone(task_id=before.number, title="封顶", due_on=day, percent=50))
    target = make_target(session, old, departments["市科技局"], task_id=before.number)
    wanted = make_target(session, new, departments["市科技局"], task_id=after.number)
    session.add(
        TargetReading(
            target_id=target.number, department_id=departments["市科技局"].number, value=450,
            unit="家", read_at=LONG_AGO,
        )
    )  # fmt: skip
    (match,) = set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    decide_match(session, match.number, after.number, now=clock(), actor="李主任")

    confirm_notice(session, new.number, now=clock(), actor="李主任")
    assert after.continues_id == before.number
    assert (after.due_on, after.original_due_on) == (later, day)
    first, again = session.exec(select(StatusUpdate).order_by(StatusUpdate.id)).all()  # type: ignore[arg-type]
    assert (again.percent, again.narrative, again.said_at) == (40, "已开工", first.said_at)
    assert again.carried_from_id == first.id
    assert again.assignment_id == parts_in(session, after)[0].number
    assert [row.task_id for row in session.exec(select(Milestone))] == [
        before.number,
        after.number,
    ]
    told = session.exec(select(TargetReading).where(TargetReading.target_id == wanted.number)).one()
    assert told.value == 450
    assert waiting_dispatches(session) == [(new.number, departments["市科技局"].number)]


def test_what_was_closed_and_reads_the_same_stays_closed(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock
) -> None:
    add(old, 1, SAME, status=TaskStatus.CLOSED, closed_at=LONG_AGO)
    add(old, 2, CHANGED, status=TaskStatus.CLOSED, closed_at=LONG_AGO)
    same, other = add(new, 1, SAME), add(new, 2, REWORDED)
    set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    (match,) = undecided_matches(session, new.number)
    decide_match(session, match.number, other.number, now=clock(), actor="李")
    confirm_notice(session, new.number, now=clock(), actor="李")

    assert (same.status, same.closed_at) == (TaskStatus.CLOSED, LONG_AGO)
    assert other.status is TaskStatus.CONFIRMED
    assert len(waiting_dispatches(session)) == 1


def test_returns_and_reminders_of_the_old_notice_stop_and_its_rows_stay(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock,
    calendar: WorkingCalendar, departments: dict[str, Department],
) -> None:  # fmt: skip
    before = add(old, 1, CHANGED, due_on=date(2024, 3, 1))
    (part,) = parts_in(session, before)
    period = make_period(
        session, make_duty(session, old), opens_on=date(2024, 2, 1), due_on=date(2024, 3, 4)
    )
    item = make_return_item(session, period, part)
    session.add(
        Reminder(
            subject_kind="return", subject_id=item.return_id, rule="return-opens",
            due_instance=f"item:{item.number}", audience=Audience.LIAISON, task_id=before.number,
            decided_on=date(2024, 3, 4), decided_at=clock(),
        )
    )  # fmt: skip
    session.flush()
    due = Scope(until=date(2024, 12, 31))
    assert find_due(session, due, calendar=calendar)
    add(new, 1, NEW)
    (match,) = set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    decide_match(session, match.number, None, now=clock(), actor="李主任")
    confirm_notice(session, new.number, now=clock(), actor="李主任")

    assert old.status is NoticeStatus.SUPERSEDED
    assert before.status is TaskStatus.WITHDRAWN
    assert "不再列入" in (before.reason or "")
    assert part.status is AssignmentStatus.ENDED
    assert find_due(session, due, calendar=calendar) == []
    assert periods_to_compile(session, now=clock(), calendar=calendar) == []
    plans = periods_to_open(session, now=clock(), calendar=calendar, policies=built_in_policies())
    assert plans == []
    assert session.exec(select(Reminder)).one().cancelled_at is not None
    assert session.get(Task, before.number) is not None


def test_a_person_chooses_another_task_than_the_one_proposed(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock
) -> None:
    add(old, 1, CHANGED)
    add(old, 2, GONE)
    reworded = add(new, 1, REWORDED)
    first, second = set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    decide_match(session, second.number, reworded.number, now=clock(), actor="李")
    assert (first.new_task_id, first.decided_at) == (None, None)
    assert (second.kind, second.new_task_id) == ("person", reworded.number)
    with pytest.raises(NotAllowed, match="已确认承接原任务2"):
        decide_match(session, first.number, reworded.number, now=clock(), actor="李")


def test_only_a_live_notice_is_superseded_and_only_by_a_draft(
    session: Session, old: Notice, new: Notice, clock: FakeClock
) -> None:
    with pytest.raises(NotAllowed, match="替代自己"):
        set_supersedes(session, new.number, new.number, now=clock(), actor="李")
    with pytest.raises(NotAllowed, match="待确认"):
        set_supersedes(session, old.number, new.number, now=clock(), actor="李")
    old.status = NoticeStatus.CLOSED
    with pytest.raises(NotAllowed, match="不在督办中"):
        set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    assert matches_of(session, new.number) == []


def test_a_task_confirmed_later_is_carried_over_then(
    session: Session, add: Add, old: Notice, new: Notice, clock: FakeClock
) -> None:
    add(old, 1, SAME)
    add(old, 2, CHANGED)
    first, second = add(new, 1, SAME), add(new, 2, CHANGED)
    set_supersedes(session, new.number, old.number, now=clock(), actor="李")
    confirm_notice(session, new.number, now=clock(), actor="李", keys=["1"])
    assert (first.continues_id is not None, second.continues_id) == (True, None)
    confirm_notice(session, new.number, now=clock(), actor="李")
    assert second.continues_id is not None
    assert parts_in(session, second)[0].role is Role.LEAD
