"""The departments of the demo: their letters, their words, their days."""

import asyncio
from datetime import date, datetime
from email.message import EmailMessage

import aiosmtplib
import pytest

from duban.demo.days import Agenda, official_calendar
from duban.demo.dispatch_letter import read_dispatch
from duban.demo.people import invent_contacts
from duban.demo.post_office import Letter, PostOffice, read_letter
from duban.demo.replies import CLIENTS, Writer, write_reply
from duban.demo.words import Matter, write_account
from rules.wording import wording_for
from templates import render_letter

AT = datetime.fromisoformat("2024-01-23T10:20:00+08:00")
LETTER = Letter(
    to="kjj@linlan.example",
    sender="临澜市科学技术局 <duban@linlan.example>",
    subject="【交办】请签收",
    text="请于2024年1月24日前签收。\n【任务1】高水平建设澜江实验室（牵头）",
    html="",
    message_id="<1@linlan.example>",
    kind="dispatch",
    reply_to="duban+abc@linlan.example",
    in_reply_to="",
    copied=False,
    attachments=(),
    sent="",
)


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_quotes_the_original_and_keeps_the_answer_first(client: str) -> None:
    writer = Writer("陈嘉树", "kjj@linlan.example", client)
    mail = write_reply(LETTER, "签收。", writer=writer, at=AT)
    arrived = read_letter(bytes(mail), "duban+abc@linlan.example")
    assert arrived.text.startswith("签收。")
    assert "高水平建设澜江实验室" in arrived.text
    assert mail["To"] == "duban+abc@linlan.example"
    assert mail["In-Reply-To"] == "<1@linlan.example>"


def test_some_clients_write_gb18030() -> None:
    mail = write_reply(LETTER, "签收。", writer=Writer("陈", "a@b.example", "foxmail"), at=AT)
    assert b'charset="gb18030"' in bytes(mail)


def test_the_post_office_keeps_one_letter_for_each_recipient() -> None:
    office = PostOffice()
    office.open()
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "duban@linlan.example", "提醒"
    mail["To"], mail["Cc"] = "a@x.example", "b@x.example"
    mail.set_content("正文")
    try:
        asyncio.run(aiosmtplib.send(mail, hostname="127.0.0.1", port=office.port))
    finally:
        office.close()
    letters = office.take_new()
    assert [(one.to, one.copied) for one in letters] == [
        ("a@x.example", False),
        ("b@x.example", True),
    ]
    assert office.take_new() == []


def test_an_account_is_written_in_the_words_of_the_measure() -> None:
    matter = Matter(
        "11",
        "建设工业数据基础设施",
        "建设工业数据基础设施。健全公共数据授权运营机制，明确数据分类分级和安全责任。（牵头单位：市科技局）",
    )
    account = write_account(matter, "市科技局", percent=40)
    assert "进一步健全公共数据授权运营机制" in account.progress
    assert "我局" in account.progress
    assert "牵头单位：" not in account.progress
    assert account == write_account(matter, "市科技局", percent=40)


def test_what_is_finished_has_no_problem_left() -> None:
    account = write_account(Matter("4", "建设综合体", ""), "市市场监管局", percent=100)
    assert account.state == "已完成"
    assert account.problems == "无"


def test_a_dispatch_letter_is_understood_as_it_is_printed() -> None:
    letter = render_letter(
        "dispatch",
        notice="三年行动方案",
        doc_number="临澜府办〔2024〕3号",
        department="临澜市科学技术局",
        wording=wording_for("牵头协调部门", level="city", kind="department"),
        roles=[("牵头", ["2"])],
        acknowledge_by=date(2024, 1, 24),
        tasks=[
            {
                "key": "2", "title": "加快中试平台建设布局", "role": "牵头（负责汇总）",
                "text": "加快中试平台建设布局。围绕产业方向。", "leads": "市科技局、市财政局",
                "supports": "市教育局", "due_on": date(2024, 9, 30),
                "targets": ("中试平台8个",), "wants_plan": True,
            }
        ],
        link="http://127.0.0.1:1/d/x",
        office="办公室",
        today=date(2024, 1, 22),
    )  # fmt: skip
    read = read_dispatch(letter.text)
    assert (read.department, read.acknowledge_by) == ("临澜市科学技术局", date(2024, 1, 24))
    (task,) = read.tasks
    assert (task.key, task.role, task.answers_first) == ("2", "牵头（负责汇总）", True)
    assert (task.leads, task.supports) == (("市科技局", "市财政局"), ("市教育局",))
    assert task.due_on == date(2024, 9, 30)
    assert task.wants_plan
    assert read.link == "http://127.0.0.1:1/d/x"


def test_the_agenda_shares_days_when_stops_run_out() -> None:
    agenda = Agenda(date(2024, 12, 31), most_stops=2)
    seen: list[int] = []
    for day in (3, 4, 5):
        agenda.note(date(2024, 6, day), lambda day=day: seen.append(day))  # type: ignore[misc]
    agenda.note(date(2025, 6, 1))
    stops = []
    while stop := agenda.next_stop():
        stops.append(stop[0].day)
        for deed in stop[1]:
            deed()
    assert stops == [4, 5]
    assert seen == [3, 4, 5]


def test_the_calendar_knows_the_make_up_days() -> None:
    assert official_calendar().is_working_day(date(2024, 2, 4))  # a Sunday before 春节
    assert not official_calendar().is_working_day(date(2024, 10, 7))


def test_invented_contacts_have_three_posts_each() -> None:
    sheet = invent_contacts([{"code": "jy.kjj", "name": "揭阳市科学技术局"}])
    assert [line.split(",")[1] for line in sheet.splitlines()[1:]] == [
        "联络员",
        "分管领导",
        "主要领导",
    ]
    assert "jy.kjj-zy@units.example" in sheet
