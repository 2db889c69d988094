"""The leaders hear what waits for their decision, and are not worn down by it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

from actions.approval_requests import is_request_due, request_approvals
from actions.approvals import refuse
from models import Approval, OutgoingMessage
from rules.access import AccountRole
from rules.audiences import Audience
from rules.office import Office
from rules.working_days import WorkingCalendar
from tests.factories import make_account, make_department, make_notice
from tests.fakes import FakeClock

Ask = Callable[[str], OutgoingMessage | None]


@pytest.fixture
def ask(session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office) -> Ask:
    """Run the morning of a day."""

    def on(day: str) -> OutgoingMessage | None:
        now = clock.set(f"{day}T08:30")
        return request_approvals(session, now=now, calendar=calendar, office=office)

    return on


@pytest.fixture
def draft(session: Session, clock: FakeClock) -> Callable[..., Approval]:
    """Make a draft that waits."""
    notice = make_notice(session)
    department = make_department(session, "市商务局")

    def made(kind: str, title: str, *, on: date) -> Approval:
        row = Approval(
            key=f"{kind}:{title}",
            kind=kind,
            notice_id=notice.number,
            department_id=department.number,
            title=title,
            text="文稿。",
            drafted_on=on,
            created_at=clock.now,
        )
        session.add(row)
        session.flush()
        return row

    return made


MONDAY = date(2024, 9, 9)


def test_one_message_names_every_draft(
    ask: Ask, draft: Callable[..., Approval], golden: Callable[[str, str], None]
) -> None:
    draft("talk", "关于就3项逾期任务约请临澜市商务局负责同志面谈的通知", on=date(2024, 9, 5))
    draft("bulletin", "关于临澜市商务局3项任务逾期情况的通报", on=MONDAY)
    draft("bulletin", "关于临澜市财政局1项任务逾期情况的通报", on=MONDAY)
    message = ask("2024-09-09")
    assert message is not None
    assert (message.kind, message.audience) == ("approval_request", Audience.LEADER)
    assert message.merge_key == "approvals:2024-09-09"
    golden("approval_request.txt", f"{message.subject}\n\n{message.text}")
    golden("approval_request.html", message.html or "")


def test_once_a_day_and_never_on_days_off(ask: Ask, draft: Callable[..., Approval]) -> None:
    draft("bulletin", "通报", on=date(2024, 9, 6))
    assert ask("2024-09-07") is None  # a Saturday
    assert ask("2024-09-09") is not None
    draft("talk", "约谈", on=MONDAY)
    assert ask("2024-09-09") is None
    assert ask("2024-09-10") is not None


def test_what_they_know_is_repeated_after_a_week_only(
    ask: Ask, draft: Callable[..., Approval]
) -> None:
    draft("bulletin", "通报", on=MONDAY)
    days = ["2024-09-09", "2024-09-10", "2024-09-11", "2024-09-12", "2024-09-13", "2024-09-14"]
    heard = [day for day in days if ask(day)]
    assert heard == ["2024-09-09", "2024-09-14"]  # the 14th was a Saturday of work


def test_what_was_decided_is_not_asked_again(
    session: Session,
    ask: Ask,
    draft: Callable[..., Approval],
    clock: FakeClock,
    calendar: WorkingCalendar,
) -> None:
    row = draft("bulletin", "通报", on=MONDAY)
    leader = make_account(session, AccountRole.LEADER)
    refuse(session, row.number, by=leader, reason="已报送。", now=clock.now)
    assert not is_request_due(session, now=clock.set("2024-09-10T08:30"), calendar=calendar)
    assert ask("2024-09-10") is None


def test_a_report_is_asked_for_from_the_day_after_its_own_mail(
    ask: Ask, draft: Callable[..., Approval]
) -> None:
    draft("report", "2024年度落实情况的报告", on=MONDAY)
    assert ask("2024-09-09") is None
    assert ask("2024-09-10") is not None
