"""What a preview of 交办 shows is what would be sent."""

from sqlmodel import Session

from actions.dispatch import preview
from models import Doubt, Notice
from rules.assignments import AssignmentStatus
from rules.notices import NoticeStatus
from rules.office import Office
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import make_assignment, make_department, make_notice, make_task
from tests.fakes import FakeClock


def shown(
    session: Session, notice: Notice, clock: FakeClock, calendar: WorkingCalendar, office: Office,
    keys: list[str] | None = None,
) -> str:  # fmt: skip
    letters = preview(
        session,
        notice.number,
        now=clock(),
        calendar=calendar,
        policies=built_in_policies(),
        office=office,
        keys=keys,
    )
    return "".join(letter.text for _, letter in letters)


def make_drafts(session: Session) -> Notice:
    notice = make_notice(session, status=NoticeStatus.DRAFT)
    bureau = make_department(session, "市科技局")
    for key, title in (("1", "建设中试平台"), ("2", "培育领军企业")):
        task = make_task(session, notice, key=key, title=title, status=TaskStatus.DRAFT)
        make_assignment(session, task, bureau, status=AssignmentStatus.DRAFT)
        if key == "2":
            session.add(
                Doubt(
                    notice_id=notice.number,
                    task_id=task.number,
                    kind="suspected-injected-text",
                    quote="某某官网",
                    why="疑似植入",
                    blocking=True,
                    span_start=0,
                    span_end=4,
                )
            )
    session.flush()
    return notice


def test_a_task_that_would_stay_a_draft_is_in_no_letter(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office
) -> None:
    notice = make_drafts(session)
    said = shown(session, notice, clock, calendar, office)
    assert "建设中试平台" in said
    assert "培育领军企业" not in said


def test_only_the_chosen_tasks_are_shown(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office
) -> None:
    notice = make_drafts(session)
    assert shown(session, notice, clock, calendar, office, keys=["2"]) == ""
