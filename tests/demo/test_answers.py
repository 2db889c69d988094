"""What the demo's departments write is understood by the inbox as they mean it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from duban.demo import letters
from duban.demo.digest_letter import read_digest
from duban.demo.dispatch_letter import WantedTask
from duban.demo.office import due_days
from duban.demo.post_office import Letter, read_letter
from duban.demo.replies import CLIENTS, Writer, write_reply
from duban.demo.return_page import AskedTarget
from duban.demo.values import value_for
from duban.demo.words import Matter, write_account
from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand
from inbox.reply import cut_reply

TODAY = date(2024, 6, 14)
TEXT = (
    "建设产业创新公共服务综合体。整合检验检测、计量校准等服务资源，推动国有检验检测机构开展夜间送样。"
    "完善服务标准，公开办理时限。（牵头单位：市市场监管局）"
)
TASK = WantedTask("4", "建设产业创新公共服务综合体", "牵头（负责汇总）", TEXT)
TARGET = AskedTarget("target-1", "市级中试平台", 8.0, "个", 2025, answered=False)
LETTER = Letter(
    to="a@b.example",
    sender="o@c.example",
    subject="提醒",
    text="",
    html="",
    message_id="<1@c.example>",
    kind="reminder",
    reply_to="o+t@c.example",
    in_reply_to="",
    copied=False,
    attachments=(),
    sent="",
)
ASKED = [Asked("4", TASK.title, (Indicator("市级中试平台"),)), Asked("7", "另一项任务")]


@pytest.mark.parametrize("receipt", letters.RECEIPTS)
def test_every_receipt_is_heard_as_one(receipt: str) -> None:
    own = cut_reply(f"{receipt}\n\n{letters.signature('市科技局', '陈嘉树')}")
    heard = understand(own, ASKED, today=TODAY)
    assert heard.doubts == ()
    assert [item.acknowledged for item in heard.items] == [True]


def test_an_objection_is_heard_with_its_reason() -> None:
    (item,) = understand(letters.objection(TASK, "市司法局"), ASKED, today=TODAY).items
    assert item.task == "4"
    assert item.objection is not None
    assert "不属于我局职责范围" in item.objection


def test_a_request_for_time_is_heard_with_day_and_reason() -> None:
    (item,) = understand(letters.extension(TASK, date(2024, 8, 30)), ASKED, today=TODAY).items
    assert item.extension_until == date(2024, 8, 30)
    assert item.extension_reason
    assert item.objection is None


def test_a_plan_is_heard_with_its_steps() -> None:
    days = [date(2024, 4, 30), date(2024, 8, 30), date(2024, 11, 29)]
    text = letters.plan(TASK, "市市场监管局", letters.plan_steps(TASK, days))
    (item,) = understand(text, ASKED, today=date(2024, 2, 4)).items
    assert [step.due_on for step in item.steps] == days


def test_a_closure_is_heard_as_one() -> None:
    account = write_account(Matter("4", TASK.title, TEXT), "市市场监管局", percent=100)
    (item,) = understand(letters.closure(TASK, account, (), again=True), ASKED, today=TODAY).items
    assert item.closure_requested
    assert item.percent == 100
    assert item.extension_until is None
    assert item.narrative is not None
    assert item.narrative.startswith("已按退回意见")


@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_comes_through_every_client_whole(client: str) -> None:
    accounts = {
        key: write_account(Matter(key, title, TEXT), "市市场监管局", percent=40 + int(key))
        for key, title in (("4", TASK.title), ("7", "另一项任务"))
    }
    sent = f"请于2024年12月10日前办理。\n1.【任务4】{TASK.title}（牵头）\n{TEXT}"
    letter = replace(LETTER, text=sent)
    body = letters.answer(accounts, [(TARGET, 5.0)], sole=False)
    at = datetime.fromisoformat("2024-12-06T10:00:00+08:00")
    mail = write_reply(letter, body, writer=Writer("陈", "a@b.example", client), at=at)
    own = cut_reply(read_letter(bytes(mail), "o@c.example").text, sent)
    heard = understand(own, ASKED, today=TODAY)
    assert heard.doubts == ()
    for item, account in zip(heard.items, accounts.values(), strict=True):
        assert item.percent == account.percent
        assert item.status == "正常推进"
        assert item.narrative == account.progress
        assert item.problems == account.problems
        assert item.next_steps is not None
        assert item.next_steps.startswith(account.next_steps)
    assert [value.value for value in heard.items[0].targets] == [5.0]


def test_a_digest_is_taken_apart_line_by_line() -> None:
    wanted = read_digest(
        "第一次催办：报送2024年度进展，时限2024年12月5日，已逾期1个工作日：\n"
        "1.【任务7】推进数字化转型（配合，由各县（市、区）人民政府汇总）\n\n"
        "请于2024年6月30日前完成任务：\n"
        "2.【任务4】建设综合体（牵头）\n"
    )
    assert [(one.key, one.wants, one.due_on, one.urged, one.leads) for one in wanted] == [
        ("7", "return", date(2024, 12, 5), True, False),
        ("4", "deadline", date(2024, 6, 30), False, True),
    ]


def test_the_days_of_a_duty_are_read_from_the_page() -> None:
    first, last = date(2024, 1, 22), date(2025, 1, 22)
    assert due_days("每年12月10日前", first, last) == [date(2024, 12, 10)]
    assert due_days("每季度首月10日前", first, last)[:2] == [date(2024, 4, 10), date(2024, 7, 10)]
    assert due_days("2024年6月30日前", first, last) == [date(2024, 6, 30)]
    assert due_days("不定期", first, last) == []


def test_a_value_is_believable_for_its_year() -> None:
    assert 4 <= value_for(TARGET, year=2024) <= 7
    share = AskedTarget("target-2", "覆盖率", 100.0, "%", 2026, answered=False)
    assert 75 <= value_for(share, year=2024) <= 95
