"""What a person makes of a message in triage: applied as if it had come right, and undoable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from actions.inbound import Surroundings, process, record_inbound, record_mail
from actions.outbox import put_in_outbox
from actions.triage import Deed, accept, assign, close_with
from actions.triage_desk import release, take
from actions.triage_replies import PRESETS, reject, reply_letter
from actions.triage_undo import undo
from actions.waiting_answers import answers_in_triage
from inbox.heard import Item, TargetValue
from models import (
    Assignment,
    Contact,
    Department,
    Event,
    Evidence,
    InboundMessage,
    OutgoingMessage,
    ReturnItem,
    StatusUpdate,
    TargetReading,
    Task,
)
from models.facts import task_facts
from rules.assignments import AssignmentStatus
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.office import Office
from rules.returns import ItemStatus
from rules.tasks import TaskStatus
from rules.triage import to_be_done_by
from rules.working_days import WorkingCalendar
from runtime.evidence import store_evidence
from templates import Letter
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
    make_task,
)
from tests.fakes import FakeClock
from tests.mails import reply_to

STRANGER = "zhoumin@personal.example"
WHO = "周宁"


@dataclass(slots=True)
class Desk:
    """A department with one awaited item, our reminder, and the office's desk."""

    session: Session
    clock: FakeClock
    around: Surroundings
    department: Department
    part: Assignment
    task: Task
    item: ReturnItem
    message: OutgoingMessage

    @property
    def deed(self) -> Deed:
        return Deed(WHO, self.clock(), self.around)

    def receive(self, text: str, **facts: object) -> InboundMessage:
        facts.setdefault("sender", STRANGER)
        facts.setdefault("Authentication_Results", "mx.linlan.example; dmarc=pass")
        raw = reply_to(self.message, text, **facts)  # type: ignore[arg-type]
        inbound = record_mail(self.session, raw, mailbox="m", now=self.clock())
        return process(self.session, inbound.number, now=self.clock(), around=self.around)

    def assign(self, inbound: InboundMessage, **facts: object) -> None:
        assign(
            self.session, inbound.number, department_id=self.department.number,
            deed=self.deed, **facts,  # type: ignore[arg-type]
        )  # fmt: skip

    def accept(self, inbound: InboundMessage, **facts: object) -> None:
        item = Item(task=str(self.task.number), **facts)  # type: ignore[arg-type]
        accept(
            self.session, inbound.number, department_id=self.department.number,
            items=[item], deed=self.deed,
        )  # fmt: skip

    def updates(self) -> list[StatusUpdate]:
        return list(self.session.exec(select(StatusUpdate).order_by(col(StatusUpdate.id))))

    def answered(self) -> tuple[bool, float | None]:
        (facts,) = task_facts(
            self.session, self.task.notice_id, today=date(2024, 9, 12),
            office_day=self.around.calendar.office_day,
        )  # fmt: skip
        return facts.has_answered, facts.percent


@pytest.fixture
def desk(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office, tmp_path: Path
) -> Desk:
    clock.set("2024-09-11T10:00")
    notice = make_notice(session)
    department = make_department(session, "市工业和信息化局")
    task = make_task(session, notice, key="7", title="建设临澜算力中心一期工程")
    part = make_assignment(session, task, department)
    make_target(session, notice, department)
    item = make_return_item(session, make_period(session, make_duty(session, notice)), part)
    message = put_in_outbox(
        session, kind="reminder",
        letter=Letter("【督办】填报提醒", "【任务7】上次填报：进度90%\n", ""),
        audience=Audience.LIAISON, office=office, today=date(2024, 9, 11), now=clock(),
        department_id=department.id, task_ids=[task.number], return_id=item.return_id,
    )  # fmt: skip
    around = Surroundings(
        calendar, {}, office, lambda content: store_evidence(tmp_path, content), "mx.linlan.example"
    )
    return Desk(session, clock, around, department, part, task, item, message)


def test_an_assigned_mail_counts_as_if_it_had_come_right(desk: Desk) -> None:
    inbound = desk.receive(
        "总体进度60%，正常推进，主体已封顶。\n\n> 上次填报：进度90%",
        attachments=(("佐证.pdf", b"%PDF-1.7"),),
    )
    assert (inbound.status, desk.updates()) == ("triage", [])

    desk.assign(inbound)

    (update,) = desk.updates()
    assert (update.percent, update.state, update.inbound_id) == (60, "正常推进", inbound.id)
    assert STRANGER in update.said_by
    assert (inbound.status, inbound.department_id) == ("processed", desk.department.id)
    assert desk.item.status is ItemStatus.CONSOLIDATED
    assert desk.session.exec(select(Evidence)).one().name == "佐证.pdf"


def test_the_receipt_of_an_assigned_mail_goes_to_the_departments_contacts(desk: Desk) -> None:
    desk.assign(desk.receive("总体进度60%。"))

    receipt = desk.session.exec(
        select(OutgoingMessage).where(OutgoingMessage.kind == "receipt")
    ).one()
    assert (receipt.to_address, receipt.department_id) == (None, desk.department.id)


def test_the_sender_becomes_a_contact_in_the_same_step(desk: Desk) -> None:
    desk.assign(desk.receive("总体进度60%。"), add_sender=True)

    again = desk.receive("总体进度70%。", message_id="<second@x>")

    assert again.status == "processed"
    assert desk.updates()[-1].percent == 70


def test_what_says_nothing_cannot_be_assigned(desk: Desk) -> None:
    inbound = desk.receive("谢谢。")

    with pytest.raises(NotAllowed, match="没有读出"):
        desk.assign(inbound)
    assert inbound.status == "triage"


def test_an_answer_accepted_as_corrected_names_the_office(desk: Desk) -> None:
    inbound = desk.receive("进度大概一半多吧", attachments=(("a.pdf", b"%PDF-1.7"),))

    desk.accept(
        inbound, percent=55.0, status="正常推进", narrative="主体施工过半。",
        targets=(TargetValue("高新技术企业数量", 512, "家"),),
    )  # fmt: skip

    (update,) = desk.updates()
    assert (update.percent, update.narrative) == (55, "主体施工过半。")
    assert f"{WHO}代录" in update.said_by
    assert desk.session.exec(select(TargetReading)).one().value == 512
    assert desk.session.exec(select(Evidence)).one().sha256


def test_nobody_can_be_given_a_task_that_is_not_theirs(desk: Desk) -> None:
    inbound = desk.receive("总体进度60%。")
    other = make_department(desk.session, "市财政局")

    with pytest.raises(NotAllowed, match="没有承担"):
        assign(desk.session, inbound.number, department_id=other.number, deed=desk.deed)


def test_an_undone_assignment_leaves_everything_as_it_was(desk: Desk) -> None:
    desk.part.status = AssignmentStatus.DISPATCHED
    desk.part.acknowledged_at = None
    inbound = desk.receive("该项任务已完成，项目通过验收，申请办结。")
    desk.assign(inbound, add_sender=True)
    assert desk.task.status.value == TaskStatus.SUBMITTED.value

    result = undo(desk.session, inbound.number, actor=WHO, now=desk.clock())

    assert (desk.part.status, desk.part.acknowledged_at) == (AssignmentStatus.DISPATCHED, None)
    assert desk.task.status.value == TaskStatus.IN_PROGRESS.value
    assert (desk.item.status, desk.item.given_at) == (ItemStatus.AWAITED, None)
    assert (inbound.status, inbound.department_id) == ("triage", None)
    assert desk.answered() == (False, None)
    assert result.stays == []
    statuses = {m.kind: m.status for m in desk.session.exec(select(OutgoingMessage))}
    assert statuses["receipt"] == "cancelled"
    added = desk.session.exec(select(Contact).where(Contact.address == STRANGER)).one()
    assert not added.active


def test_an_undo_is_a_record_that_supersedes_and_the_earlier_word_counts_again(desk: Desk) -> None:
    desk.assign(desk.receive("总体进度40%，正常推进，开工。"))
    wrong = desk.receive("总体进度90%，已完成。", message_id="<wrong@x>")
    desk.assign(wrong)

    undo(desk.session, wrong.number, actor=WHO, now=desk.clock())

    first, second, third = desk.updates()
    assert second.percent == 90
    assert (third.percent, third.narrative, third.corrects_id) == (40, first.narrative, second.id)
    assert desk.answered() == (True, 40)
    names = [e.name for e in desk.session.exec(select(Event).order_by(col(Event.id)))]
    assert names[-1] == "duban.inbound.undone"


def test_what_was_sent_is_told_by_an_undo(desk: Desk) -> None:
    inbound = desk.receive("总体进度60%。")
    desk.assign(inbound)
    receipt = desk.session.exec(
        select(OutgoingMessage).where(OutgoingMessage.kind == "receipt")
    ).one()
    receipt.status, receipt.sent_at = "sent", desk.clock()

    result = undo(desk.session, inbound.number, actor=WHO, now=desk.clock())

    assert result.stays == [f"“{receipt.subject}”已经发出"]


def test_what_was_built_upon_is_not_undone(desk: Desk) -> None:
    inbound = desk.receive("总体进度60%。")
    desk.assign(inbound)
    desk.item.move_to(ItemStatus.ACCEPTED, now=desk.clock())

    with pytest.raises(NotAllowed, match="新的办理"):
        undo(desk.session, inbound.number, actor=WHO, now=desk.clock())


def test_nothing_is_undone_twice(desk: Desk) -> None:
    inbound = desk.receive("总体进度60%。")
    desk.assign(inbound)
    undo(desk.session, inbound.number, actor=WHO, now=desk.clock())

    with pytest.raises(NotAllowed, match="没有可撤销"):
        undo(desk.session, inbound.number, actor=WHO, now=desk.clock())
    desk.assign(inbound)
    assert desk.answered() == (True, 60)


def test_a_rejected_message_is_answered_politely(
    desk: Desk, golden: Callable[[str, str], None]
) -> None:
    inbound = desk.receive("谢谢。")

    message = reject(desk.session, inbound.number, text=PRESETS["which_task"].text, deed=desk.deed)

    golden("messages/triage_reply.txt", f"{message.subject}\n\n{message.text}")
    assert (message.to_address, message.department_id) == (STRANGER, None)
    assert inbound.status == "resolved"
    undo(desk.session, inbound.number, actor=WHO, now=desk.clock())
    assert (inbound.status, message.status) == ("triage", "cancelled")


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
def test_every_preset_makes_a_letter(preset: object, office: Office) -> None:
    letter = reply_letter(preset.text, office=office, today=date(2024, 9, 11))  # type: ignore[attr-defined]

    assert "来信收悉" in letter.text
    assert "来信收悉" in letter.html


def test_an_automatic_mail_is_never_answered(desk: Desk) -> None:
    inbound = desk.receive("谢谢。")
    inbound.kind = "bounce"

    with pytest.raises(NotAllowed, match="不用答复"):
        reject(desk.session, inbound.number, text="您好", deed=desk.deed)


def test_a_message_is_taken_by_one_and_put_back(desk: Desk) -> None:
    inbound = desk.receive("谢谢。")
    take(desk.session, inbound.number, actor=WHO, now=desk.clock())

    with pytest.raises(NotAllowed, match="周宁领办"):
        take(desk.session, inbound.number, actor="王五", now=desk.clock())
    release(desk.session, inbound.number, actor=WHO, now=desk.clock())
    assert take(desk.session, inbound.number, actor="王五", now=desk.clock()).taken_by == "王五"


def test_a_climb_is_held_while_the_answer_waits_for_the_office(desk: Desk) -> None:
    assert desk.part.number not in answers_in_triage(desk.session)
    inbound = desk.receive("谢谢。")

    desk.clock.now += timedelta(days=1)
    assert desk.part.number in answers_in_triage(desk.session)

    close_with(desk.session, inbound.number, deed=desk.deed, event="inbound.resolved", note="无关")
    assert desk.part.number not in answers_in_triage(desk.session)


def test_a_forged_mail_holds_no_climb(desk: Desk) -> None:
    desk.receive("已完成。", Authentication_Results="mx.linlan.example; dmarc=fail")

    assert desk.part.number not in answers_in_triage(desk.session)


def test_a_call_in_triage_holds_its_departments_climbs(desk: Desk) -> None:
    inbound = record_inbound(
        desk.session, channel="webhook", mailbox="webhook:x", key="1", now=desk.clock(),
        raw=b'{"task": "99", "percent": 60}', department_id=desk.department.id,
    )  # fmt: skip
    process(desk.session, inbound.number, now=desk.clock(), around=desk.around)

    assert inbound.status == "triage"
    assert desk.part.number in answers_in_triage(desk.session)


@pytest.mark.parametrize(
    ("came", "by"),
    [
        ("2024-09-11T10:00", "2024-09-12T10:00"),  # Wednesday
        ("2024-09-13T10:00", "2024-09-14T10:00"),  # Friday before a make-up Saturday
        ("2024-09-14T16:00", "2024-09-18T16:00"),  # then the Mid-Autumn days off
        ("2024-09-16T09:00", "2024-09-19T00:00"),  # on a day off: from Wednesday's beginning
    ],
)
def test_a_message_is_a_working_day_old_by_the_working_calendar(
    came: str, by: str, calendar: WorkingCalendar
) -> None:
    zone = "+08:00"
    moment = to_be_done_by(datetime.fromisoformat(came + zone), calendar)

    assert moment == datetime.fromisoformat(by + zone)
