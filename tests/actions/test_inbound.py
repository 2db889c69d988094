"""What a department answers reaches its task, once, and nobody else's word does."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlmodel import select

from actions.inbound import process, record_inbound
from models import (
    Contact,
    Delivery,
    Department,
    EscalationCase,
    Evidence,
    Extension,
    InboundMessage,
    Notice,
    TargetReading,
)
from rules.assignments import AssignmentStatus, Role
from rules.audiences import Audience
from rules.returns import ItemStatus
from rules.tasks import TaskStatus
from runtime.evidence import evidence_path
from tests.actions.asking import ADDRESS, Asked
from tests.factories import (
    make_assignment,
    make_target,
    make_task,
)
from tests.mails import reply_to


def test_an_answer_becomes_an_update_and_ends_the_climb(asked: Asked) -> None:
    case = EscalationCase(
        assignment_id=asked.assignment.number,
        due_instance=f"item:{asked.item.id}:{asked.item.due_on}",
        due_on=asked.item.due_on,
        ladder=[],
        opened_at=asked.clock(),
    )
    asked.session.add(case)

    inbound = asked.answer("总体进度60%，正常推进，主体已封顶。\n下一步：机电安装。")

    (update,) = asked.updates()
    assert (inbound.kind, inbound.status) == ("update", "processed")
    assert (update.percent, update.state, update.next_steps) == (60, "正常推进", "机电安装。")
    assert asked.item.status is ItemStatus.CONSOLIDATED
    assert case.ended_reason == "已反馈"


def test_each_answer_is_echoed(asked: Asked, golden: Callable[[str, str], None]) -> None:
    asked.answer(
        "进度/状态：60%，正常推进\n进展：主体已封顶。\n存在问题：无\n"
        "下一步：机电安装。\n高新技术企业达到512家",
        attachments=(("佐证.pdf", b"%PDF-1.7"), ("安装.exe", b"MZ")),
    )

    receipt = asked.last_sent()

    text = receipt.text.replace(receipt.text.split("/d/")[1].split("\n")[0], "<链接>")
    golden("messages/receipt.txt", f"{receipt.subject}\n\n{text}")
    assert (receipt.kind, receipt.to_address) == ("receipt", ADDRESS)
    assert receipt.in_reply_to == "<reply-1@linlan.example>"


def test_a_correction_keeps_what_it_does_not_speak_of(asked: Asked) -> None:
    asked.answer("总体进度60%，正常推进。\n存在问题：用地紧张。")
    asked.answer("更正：总体进度应为65%。", message_id="<reply-2@linlan.example>")

    first, second = asked.updates()

    assert (second.percent, second.problems, second.corrects_id) == (65, "用地紧张。", first.id)


def test_the_same_mail_counts_once(asked: Asked) -> None:
    asked.answer("总体进度60%。")
    asked.answer("总体进度60%。")

    assert len(asked.updates()) == 1
    assert len(asked.session.exec(select(InboundMessage)).all()) == 1


def test_another_mail_under_a_used_message_id_is_not_lost(asked: Asked) -> None:
    asked.answer("总体进度60%。")
    asked.answer("总体进度70%。")

    assert [update.percent for update in asked.updates()] == [60, 70]


def test_a_stranger_with_a_good_token_is_not_believed(
    asked: Asked, golden: Callable[[str, str], None]
) -> None:
    inbound = asked.answer("总体进度100%，已完成。", sender="someone@else.example")

    assert (inbound.status, asked.updates()) == ("triage", [])
    answer = asked.last_sent()
    golden("messages/refused.txt", f"{answer.subject}\n\n{answer.text}")
    assert "任务" not in answer.text
    assert answer.department_id is None


def test_a_forged_sender_is_not_believed_and_not_answered(asked: Asked) -> None:
    inbound = asked.answer(
        "已完成。", Authentication_Results="mx.linlan.example; dmarc=fail; spf=pass"
    )

    assert (inbound.kind, inbound.status, asked.updates()) == ("rejected", "triage", [])
    assert asked.last_sent() is asked.message


def test_an_authentication_result_of_the_senders_own_making_says_nothing(asked: Asked) -> None:
    for result in ("dmarc=pass", "dmarc=fail"):
        inbound = asked.answer(
            f"总体进度60%，{result}。", Authentication_Results=f"mx.attacker.example; {result}"
        )
        assert (inbound.kind, inbound.status) == ("triage", "triage")

    assert asked.updates() == []


def test_a_reply_to_nothing_waits_for_a_person(asked: Asked) -> None:
    asked.message.reply_to = "duban@linlan.example"
    raw = reply_to(asked.message, "已完成。", sender="who@nowhere.example")

    inbound = asked.receive(raw)

    assert (inbound.status, inbound.department_id) == ("triage", None)
    assert asked.last_sent() is asked.message


def test_a_changed_token_is_no_token(asked: Asked) -> None:
    asked.message.reply_to = (asked.message.reply_to or "").replace("@", "x@", 1)

    assert asked.answer("已完成。").status == "triage"
    assert asked.updates() == []


def test_an_impossible_figure_is_asked_about(asked: Asked) -> None:
    inbound = asked.answer("完成120%")

    assert (inbound.status, asked.updates()[0].percent) == ("triage", None)
    assert "120%超过100%" in asked.last_sent().text


def test_a_question_says_what_is_missing(asked: Asked, golden: Callable[[str, str], None]) -> None:
    other = make_task(asked.session, asked.session.get_one(Notice, asked.task.notice_id))
    department = asked.session.get_one(Department, asked.department_id)
    make_assignment(asked.session, other, department)
    asked.message.task_ids = [asked.task.number, other.number]
    asked.message.return_id = None

    asked.answer("完成50%")

    question = asked.last_sent()
    text = question.text.replace(question.text.split("/d/")[1].split("\n")[0], "<链接>")
    golden("messages/question.txt", f"{question.subject}\n\n{text}")
    assert asked.updates() == []


def test_a_receipt_acknowledges(asked: Asked) -> None:
    asked.assignment.status = AssignmentStatus.DISPATCHED

    asked.answer("收到")

    assert asked.assignment.status is AssignmentStatus.ACKNOWLEDGED
    assert asked.updates() == []


def test_an_objection_is_kept_in_its_words(asked: Asked) -> None:
    asked.answer("该任务不属于我局职责，建议由市发展改革局牵头。")

    assert asked.assignment.status is AssignmentStatus.OBJECTED
    assert asked.assignment.objection == "该任务不属于我局职责，建议由市发展改革局牵头。"


def test_an_objection_is_kept_without_the_words_that_only_announce_it(asked: Asked) -> None:
    asked.answer("有异议：该任务不属于我局职责，建议由市发展改革局牵头。")

    assert asked.assignment.objection == "该任务不属于我局职责，建议由市发展改革局牵头。"


def test_an_extension_is_asked_not_taken(asked: Asked) -> None:
    asked.answer("因设备供货商停产，申请延期至2024年12月20日。")

    extension = asked.session.exec(select(Extension)).one()
    assert (extension.until_on, extension.status) == (date(2024, 12, 20), "asked")
    assert extension.reason == "设备供货商停产"
    assert asked.item.due_on == date(2024, 9, 30)


def test_a_finished_task_is_submitted(asked: Asked) -> None:
    asked.answer("该项任务已完成，项目通过验收，申请办结。")

    assert asked.task.status is TaskStatus.SUBMITTED


def test_a_value_of_a_target_is_read(asked: Asked) -> None:
    asked.answer("高新技术企业达到512家，总体进度70%。")

    assert asked.session.exec(select(TargetReading)).one().value == 512
    assert asked.updates()[0].percent == 70


def test_a_value_of_another_tasks_target_is_read_from_any_answer(asked: Asked) -> None:
    notice = asked.session.exec(select(Notice)).one()
    other = make_task(asked.session, notice, key="9", title="保护知识产权")
    owner = asked.session.get_one(Department, asked.department_id)
    make_target(
        asked.session, notice, owner, task_id=other.number, indicator="专利拥有量", unit="件"
    )

    inbound = asked.answer("总体进度70%，正常推进。\n专利拥有量：62件")

    assert inbound.status == "processed"
    assert asked.session.exec(select(TargetReading)).one().value == 62
    assert [item["task"] for item in (inbound.heard or {})["items"]] == ["7", "9"]
    assert asked.updates()[0].narrative == "总体进度70%，正常推进。"


def test_a_supporting_part_is_given_not_consolidated(asked: Asked) -> None:
    asked.assignment.role, asked.assignment.consolidates = Role.SUPPORT, False

    asked.answer("总体进度60%。")

    assert asked.item.status is ItemStatus.GIVEN


def test_evidence_is_kept_by_its_hash_and_programs_are_refused(
    asked: Asked, tmp_path: Path
) -> None:
    asked.answer(
        "总体进度60%。",
        attachments=(("验收报告.pdf", b"%PDF-1.7"), ("报告.pdf.exe", b"MZ"), ("../a.pdf", b"x")),
    )

    kept, program, path = asked.session.exec(select(Evidence)).all()
    assert evidence_path(tmp_path, kept.sha256 or "").read_bytes() == b"%PDF-1.7"
    assert program.sha256 is None
    assert path.sha256 is None


def test_an_automatic_reply_is_not_an_answer(asked: Asked) -> None:
    inbound = asked.answer("我正在休假，已完成100%。", Auto_Submitted="auto-replied")

    assert (inbound.kind, inbound.status, asked.updates()) == ("auto_reply", "ignored", [])
    assert asked.last_sent() is asked.message


def test_a_bounce_marks_the_address(asked: Asked) -> None:
    asked.session.add(Delivery(outgoing_id=asked.message.number, address=ADDRESS, status="sent"))
    asked.message.status, asked.message.sent_at = "sent", asked.clock()
    raw = (
        "From: MAILER-DAEMON@gxj.linlan.example\r\nTo: duban@linlan.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <b1@gxj>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nuser unknown\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; gxj\r\n\r\n"
        f"Final-Recipient: rfc822; {ADDRESS}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {asked.message.message_id}\r\n\r\n"
        "--b--\r\n"
    )

    inbound = asked.receive(raw.encode())

    contact = asked.session.exec(select(Contact).where(Contact.address == ADDRESS)).one()
    assert (inbound.kind, inbound.status) == ("bounce", "processed")
    assert contact.undeliverable_reason is not None
    assert (asked.message.status, asked.message.last_error) == ("failed", "退信")  # nobody heard it
    alarm = asked.last_sent()
    assert (alarm.kind, alarm.audience) == ("alarm", Audience.OFFICE)
    assert f"{ADDRESS}：退信" in alarm.text


def test_a_webhook_and_a_mail_say_the_same(asked: Asked) -> None:
    body = '{"task": "7", "status": "正常推进", "percent": 60, "narrative": "主体已封顶。"}'
    inbound = record_inbound(
        asked.session,
        channel="webhook",
        mailbox="webhook:gxj",
        key="msg_1",
        raw=body.encode(),
        now=asked.clock(),
        department_id=asked.department_id,
    )

    process(asked.session, inbound.number, now=asked.clock(), around=asked.around)

    (update,) = asked.updates()
    assert (update.percent, update.state, update.channel) == (60, "正常推进", "webhook")
    assert asked.item.status is ItemStatus.CONSOLIDATED


def test_a_webhook_cannot_speak_of_another_departments_task(asked: Asked) -> None:
    other = make_assignment(asked.session)
    body = f'{{"items": [{{"assignment_id": {other.number}, "percent": 100}}]}}'
    inbound = record_inbound(
        asked.session, channel="webhook", mailbox="webhook:gxj", key="m2", raw=body.encode(),
        now=asked.clock(), department_id=asked.department_id,
    )  # fmt: skip

    process(asked.session, inbound.number, now=asked.clock(), around=asked.around)

    assert (inbound.status, asked.updates()) == ("triage", [])
