"""The outbox by group robot: per contact, per rung, by mail where a robot refuses."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from actions.contacts import export_contacts, import_contacts
from actions.outbox import put_in_outbox
from actions.register import load_register
from actions.register_data import name_equivalents
from flows.deliver_messages import sweep
from models import Contact, Delivery, Department, Event, OutgoingMessage
from notifiers import DingTalkNotifier, Door, WeComNotifier
from rules.audiences import Audience
from rules.channels import Channel, channel_named, shown, why_unfit
from runtime.wiring import Runtime
from templates import Letter
from tests.factories import make_contact, make_department, make_task
from tests.fakes import FakeClock, RecordingNotifier
from tests.servers.robots import DINGTALK_TOKEN, WECOM_KEY, Robots, running_robots

SECRET = "SECb8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3"


@pytest.fixture
def robots(runtime: Runtime, clock: FakeClock) -> Iterator[Robots]:
    with running_robots() as running:
        running.seconds = clock().timestamp()
        door = Door(hosts=frozenset({"127.0.0.1"}))
        runtime.notifiers = {
            **runtime.notifiers,
            "wecom": WeComNotifier(door),
            "dingtalk": DingTalkNotifier(clock, door),
        }
        yield running


def ask(runtime: Runtime, *contacts: dict[str, object], **facts: object) -> int:
    """A department whose liaison has these contacts gets an urge about one task."""
    now = runtime.clock()
    with runtime.transaction() as session:
        department = session.exec(
            select(Department).where(Department.short_name == "市数据局")
        ).first() or make_department(session, "市数据局")
        for contact in session.exec(select(Contact)):
            session.delete(contact)
        for given in contacts:
            make_contact(session, department, **given)  # type: ignore[arg-type]
        task = make_task(session, title="建设算力中心")
        message = put_in_outbox(
            session, kind="urge", letter=Letter("【催办】", "上次填报：进度 73%", ""),
            audience=Audience.LIAISON, office=runtime.office, today=now.date(), now=now,
            department_id=department.number, task_ids=[task.number],
            **facts,  # type: ignore[arg-type]
        )  # fmt: skip
        return message.number


def deliveries(runtime: Runtime, number: int) -> list[tuple[str, str]]:
    with runtime.reading() as session:
        rows = session.exec(
            select(Delivery).where(Delivery.outgoing_id == number).order_by(col(Delivery.id))
        )
        return [(row.channel, row.status) for row in rows]


def alarms(runtime: Runtime) -> list[str]:
    with runtime.reading() as session:
        return list(
            session.exec(select(OutgoingMessage.text).where(OutgoingMessage.kind == "alarm"))
        )


async def test_each_contact_hears_by_its_own_channel(
    runtime: Runtime, robots: Robots, recorder: RecordingNotifier
) -> None:
    robots.secrets = {"dingtalk": SECRET}
    number = ask(
        runtime,
        {"address": "a@linlan.example"},
        {"channel": "wecom", "address": robots.wecom},
        {"channel": "dingtalk", "address": robots.dingtalk, "secret": SECRET},
    )
    await sweep(runtime, now=runtime.clock())

    assert deliveries(runtime, number) == [
        ("email", "sent"), ("wecom", "sent"), ("dingtalk", "sent"),
    ]  # fmt: skip
    assert [message.to for message in recorder.sent] == [("a@linlan.example",)]
    said = robots.heard[0]["markdown"]["content"]
    assert "【催办】市数据局，共1项" in said
    assert "建设算力中心" in said
    assert "/d/" in said
    assert "73%" not in said


async def test_a_rung_names_the_channels_that_are_used_where_the_post_has_them(
    runtime: Runtime, robots: Robots, recorder: RecordingNotifier
) -> None:
    both: tuple[dict[str, object], ...] = (
        {"address": "a@linlan.example"},
        {"channel": "wecom", "address": robots.wecom},
    )
    number = ask(runtime, *both, data={"channels": ["wecom"]})
    await sweep(runtime, now=runtime.clock())
    assert deliveries(runtime, number) == [("wecom", "sent")]

    number = ask(runtime, {"address": "b@linlan.example"}, data={"channels": ["wecom"]})
    await sweep(runtime, now=runtime.clock())
    assert deliveries(runtime, number) == [("email", "sent")]


async def test_what_a_robot_refuses_for_good_goes_by_mail_and_the_office_is_told(
    runtime: Runtime, robots: Robots, recorder: RecordingNotifier
) -> None:
    robots.keywords = ("值班",)  # the group takes only what has this word
    number = ask(
        runtime,
        {"channel": "dingtalk", "address": robots.dingtalk},
        {"audience": Audience.SUPERVISING_LEADER, "address": "leader@linlan.example"},
    )
    await sweep(runtime, now=runtime.clock())

    assert deliveries(runtime, number) == [("dingtalk", "failed"), ("email", "sent")]
    assert "leader@linlan.example" in [message.recipient for message in recorder.sent]
    (alarm,) = alarms(runtime)
    assert "钉钉群机器人没有收下" in alarm
    assert "已改发邮件" in alarm
    assert DINGTALK_TOKEN not in alarm


async def test_a_robot_that_is_gone_is_marked_and_shows_no_key(
    runtime: Runtime, robots: Robots, recorder: RecordingNotifier
) -> None:
    gone = robots.wecom.replace(WECOM_KEY, WECOM_KEY[::-1])
    ask(runtime, {"channel": "wecom", "address": gone}, {"address": ""})
    await sweep(runtime, now=runtime.clock())
    with runtime.reading() as session:
        contact = session.exec(select(Contact).where(Contact.channel == "wecom")).one()
        message = session.exec(select(OutgoingMessage).where(OutgoingMessage.kind == "urge")).one()
        events = " ".join(str(event.payload) for event in session.exec(select(Event)))
    assert contact.undeliverable_reason
    assert message.status == "failed"
    key = WECOM_KEY[::-1]
    assert key not in " ".join([*alarms(runtime), str(message.last_error), events])


async def test_a_throttled_robot_is_left_alone_as_long_as_it_asks_and_then_heard(
    runtime: Runtime, robots: Robots, clock: FakeClock
) -> None:
    robots.answers = [{"errcode": 130101, "errmsg": "send too fast"}]
    number = ask(runtime, {"channel": "dingtalk", "address": robots.dingtalk})
    for minutes, status in ((0, "pending"), (9, "pending"), (1, "sent")):
        now = clock.advance(minutes=minutes)
        robots.seconds = now.timestamp()
        await sweep(runtime, now=now)
        assert deliveries(runtime, number) == [("dingtalk", status)]
    assert not alarms(runtime)


async def test_a_robot_that_never_answers_is_given_up_for_mail(
    runtime: Runtime, robots: Robots, clock: FakeClock, recorder: RecordingNotifier
) -> None:
    robots.answers = [(503, b"")] * 50
    number = ask(
        runtime,
        {"channel": "wecom", "address": robots.wecom},
        {"audience": Audience.PRINCIPAL_LEADER, "address": "a@linlan.example"},
    )
    await sweep(runtime, now=clock())
    for _ in range(16):  # tried again on working days
        await sweep(runtime, now=clock.advance(days=1))
    assert deliveries(runtime, number) == [("wecom", "failed"), ("email", "sent")]


@pytest.mark.parametrize(
    ("channel", "address", "says"),
    [
        ("信鸽", "x", "没有“信鸽”这种渠道"),
        ("carrier-pigeon", "x@linlan.example", "没有“carrier-pigeon”这种渠道"),
        ("企业微信", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "没有 key="),
        ("钉钉", "https://oapi.dingtalk.com/robot/send?key=1", "没有 access_token="),
        ("飞书", "https://open.feishu.cn/7a6b", "没有 /open-apis/bot/"),
        ("飞书", "a@linlan.example", "须是以 http(s):// 开头"),
        ("邮件", "not-an-address", "不是电子邮箱地址"),
    ],
)
def test_a_contact_that_cannot_be_reached_is_refused_with_its_line(
    runtime: Runtime, channel: str, address: str, says: str
) -> None:
    with runtime.transaction() as session:
        make_department(session, "市数据局")
        register = load_register(session, name_equivalents())
        table = (
            "单位,岗位,姓名,渠道,地址\n"
            "市数据局,联络员,甲,邮件,a@linlan.example\n"
            f"市数据局,联络员,乙,{channel},{address}\n"
        )
        result = import_contacts(
            session, table.encode(), register=register, place="临澜市", on=runtime.clock().date()
        )
    assert result.taken == 1
    ((line, why),) = result.refused
    assert line == 3
    assert says in why


def test_a_contact_keeps_its_channel_and_key_out_and_in(runtime: Runtime) -> None:
    address = "https://oapi.dingtalk.com/robot/send?access_token=" + DINGTALK_TOKEN
    row = f"市数据局,联络员,乙,钉钉,{address},,{SECRET}\n"
    with runtime.transaction() as session:
        department = make_department(session, "市数据局")
        assert isinstance(department, Department)
        register = load_register(session, name_equivalents())
        for table in (f"单位,岗位,姓名,渠道,地址,电话,加签密钥\n{row}", None):
            content = table or export_contacts(session)
            import_contacts(
                session, content.encode(), register=register, place=None, on=runtime.clock().date()
            )
        kept = session.exec(select(Contact).where(Contact.channel == "dingtalk")).all()
    assert [(row.address, row.secret) for row in kept] == [(address, SECRET)]
    assert SECRET not in repr(kept)


def test_every_channel_has_a_notifier_of_its_name(runtime: Runtime) -> None:
    from runtime.channels import build_notifiers

    assert set(Channel) <= set(build_notifiers(runtime.settings))
    assert channel_named("企业微信") is Channel.WECOM
    assert channel_named(" Mail ") is Channel.EMAIL


def test_an_address_is_shown_without_its_key() -> None:
    address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}"
    assert shown(address) == "https://qyapi.weixin.qq.com/…（尾号e1f0）"
    assert shown("a@linlan.example") == "a@linlan.example"
    assert why_unfit(Channel.WECOM, address) == ""
