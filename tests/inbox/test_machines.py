"""Mails that no person wrote, in the manners of the servers that write them."""

import pytest

from inbox.machines import Machine, find_machine
from inbox.mail import read_mail

GONE = "chenlu@nyj.linlan.example"


def machine(head: str, body: str) -> Machine | None:
    raw = f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    return find_machine(read_mail(raw.encode()), own_address="duban@linlan.example")


BOUNCES = {
    "a mail service's page": (
        "From: PostMaster@mailqq.example\nSubject: 来自某某邮箱的退信",
        f"抱歉，您的邮件被退回来了\n收件人：{GONE}\n退信原因：收件人地址（{GONE}）不存在，无法送达。",
    ),
    "a page whose sender is nobody": (
        "Return-Path: <>\nFrom: 邮件系统 <notice@mail163.example>\nSubject: 系统退信",
        f"很抱歉，您寄给 {GONE} 的信被退回，对方邮箱空间已满。",
    ),
    "an exchange in Chinese": (
        (
            "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae@gxj.linlan.example>\n"
            "Subject: 未送达: 【督办】填报提醒"
        ),
        f"传递到以下收件人失败：\n{GONE}\n找不到你输入的电子邮件地址。",
    ),
    "a gateway under its own name": (
        "From: mailgate@gxj.linlan.example\nSubject: Mail delivery failed: returning message",
        f"A message that you sent could not be delivered to: {GONE}",
    ),
    "a postman of few words": (
        "From: MAILER-DAEMON@gxj.linlan.example\nSubject: failure notice",
        (
            "Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message."
            f"\n\n<{GONE}>:\nno mailbox here by that name\n"
        ),
    ),
    "a sender that is an empty address": (
        'From: "Mail Robot" <>\nSubject: Mail Error',
        f"Your mail cannot be delivered to the following address(es):\n{GONE} mail box full",
    ),
}


@pytest.mark.parametrize(("head", "body"), BOUNCES.values(), ids=list(BOUNCES))
def test_a_bounce_is_known_in_each_servers_manner(head: str, body: str) -> None:
    assert machine(head, body) == Machine("bounce", "退信", (GONE,))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("From: postmaster@mailqq.example\nSubject: 投递状态通知",
         f"发往 {GONE} 的邮件无法投递，系统还会继续尝试投递，您无需重发。"),
        ("From: mailer-daemon@x.example\nSubject: Warning: could not send message for past 4 hours",
         f"delivery to {GONE} failed so far. Delivery attempts will continue for 5 days"),
    ],
)  # fmt: skip
def test_a_letter_that_is_still_on_its_way_did_not_bounce(head: str, body: str) -> None:
    found = machine(head, body)

    assert found is not None
    assert found.kind == "ignored"


@pytest.mark.parametrize("action", ["failed", "failure", "failed (no such mailbox)"])
def test_a_status_report_may_say_failed_in_its_own_way(action: str) -> None:
    report = (
        "From: postmaster@nyj.linlan.example\nSubject: Delivery report\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; nyj\n\n"
        f"Final-Recipient: rfc822; {GONE}\nAction: {action}\nStatus: 5.1.1\n\n--b--\n"
    )

    assert find_machine(read_mail(report.encode())) == Machine("bounce", "退信", (GONE,))


@pytest.mark.parametrize(
    "subject", ["AUTO: 周敏 is out of the office", "Re: 填报提醒 (Automatic Response)"]
)
def test_an_automatic_answer_is_known_by_its_subject(subject: str) -> None:
    found = machine(f"From: zhoumin@gxj.linlan.example\nSubject: {subject}", "I will be back.")

    assert found is not None
    assert found.kind == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("回复：【督办】填报提醒", "邮件系统升级已完成，退信率下降，进度60%。"),
        ("Re: returned mail", "The mail could not be delivered last week, here it is again."),
        ("退信处理系统建设进展", "项目将继续推进，进度60%，无法投递的邮件已减少。"),
        ("转发：系统退信", "请看附件，我局地址已更正。"),
        (
            "回复：填报提醒",
            (
                f"进度60%。上次被退回：\nThis message was created automatically by mail"
                f" delivery software.\nDelivery to the following recipients failed.\n\n  {GONE}\n"
            ),
        ),
        ("汽车产业进展 auto: 60%", "进度60%。"),
    ],
)
def test_a_person_who_writes_about_mail_is_a_person(subject: str, body: str) -> None:
    assert machine(f"From: zhoumin@gxj.linlan.example\nSubject: {subject}", body) is None
