"""Group robots: told as the real ones want it, refusals understood, keys never shown."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers import (
    Brief,
    BriefLine,
    DeliveryFailed,
    DingTalkNotifier,
    Door,
    FeishuNotifier,
    Message,
    Notifier,
    WeComNotifier,
)
from notifiers.robots import written
from rules.channels import ROBOTS
from tests.fakes import FakeClock
from tests.servers.robots import (
    DINGTALK_TOKEN,
    FEISHU_HOOK,
    WECOM_KEY,
    Robots,
    running_robots,
)

LINK = "http://duban.linlan.example/d/abc.def"
SECRET = "SECb8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3"
DOOR = Door(hosts=frozenset({"127.0.0.1"}))
KEYS = (WECOM_KEY, DINGTALK_TOKEN, FEISHU_HOOK, SECRET)


@pytest.fixture
def robots(clock: FakeClock) -> Iterator[Robots]:
    with running_robots() as running:
        running.seconds = clock().timestamp()
        yield running


@pytest.fixture(params=sorted(ROBOTS))
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def notifier(channel: str, clock: FakeClock) -> Notifier:
    made: dict[str, Notifier] = {
        "wecom": WeComNotifier(DOOR),
        "dingtalk": DingTalkNotifier(clock, DOOR),
        "feishu": FeishuNotifier(clock, DOOR),
    }
    return made[channel]


def told(robots: Robots, channel: str, items: int = 2, **facts: object) -> Message:
    lines = tuple(
        BriefLine(f"{n}", f"建设第{n}个算力中心", date(2024, 9, 30)) for n in range(1, items + 1)
    )
    message = Message(
        getattr(robots, channel), "【催办】请填报", "上次填报：进度 73%，已建成三个机房",
        "<abc@linlan.example>", brief=Brief("【催办】市科技局，共2项", lines, LINK),
    )  # fmt: skip
    return replace(message, **facts)  # type: ignore[arg-type]


def text_of(robots: Robots) -> str:
    return json.dumps(robots.heard[-1], ensure_ascii=False)


async def test_a_group_hears_number_title_day_and_link_and_nothing_reported(
    robots: Robots, channel: str, notifier: Notifier
) -> None:
    receipt = await notifier.send(told(robots, channel))

    assert receipt.channel == notifier.channel == channel
    said = text_of(robots)
    assert "1. 〔1〕建设第1个算力中心　9月30日前" in said
    assert LINK in said
    assert "73%" not in said
    assert "机房" not in said


async def test_a_signed_call_is_accepted_and_a_wrong_key_is_not(
    robots: Robots, clock: FakeClock
) -> None:
    robots.secrets = {"dingtalk": SECRET, "feishu": SECRET}
    for name, notifier in (
        ("dingtalk", DingTalkNotifier(clock, DOOR)),
        ("feishu", FeishuNotifier(clock, DOOR)),
    ):
        await notifier.send(told(robots, name, secret=SECRET))
        for wrong in (None, SECRET[:-1]):
            with pytest.raises(DeliveryFailed, match=r"310000|19021") as refused:
                await notifier.send(told(robots, name, secret=wrong))
            assert refused.value.permanent
            assert not refused.value.no_such_address
    assert len(robots.heard) == 2


@given(seconds=st.integers(1_700_000_000, 1_800_000_000), secret=st.text(min_size=1, max_size=40))
def test_a_signature_survives_the_way_through_the_address(seconds: int, secret: str) -> None:
    from datetime import UTC, datetime

    import httpx

    from notifiers.dingtalk import sign

    now = datetime.fromtimestamp(seconds, UTC)
    url = sign(httpx.URL("https://oapi.dingtalk.com/robot/send?access_token=x"), secret, now=now)
    server = Robots(seconds=float(seconds), secrets={"dingtalk": secret})
    query = str(url).partition("?")[2].replace("access_token=x", f"access_token={DINGTALK_TOKEN}")
    body = json.dumps({"markdown": {"title": "a", "text": "b"}}).encode()
    assert server.answer(f"/robot/send?{query}", body)["errcode"] == 0


@pytest.mark.parametrize("items", [1, 40, 2000])
async def test_what_is_too_long_is_cut_between_items(
    robots: Robots, channel: str, notifier: Notifier, items: int
) -> None:
    """The servers refuse a byte too many."""
    await notifier.send(told(robots, channel, items))
    said = text_of(robots)
    shown = said.count("个算力中心")
    assert shown == items or f"其余{items - shown}项见链接" in said
    assert said.count("9月30日前") == shown
    assert LINK in said


@given(count=st.integers(0, 60), title=st.text(max_size=60), limit=st.integers(300, 4000))
def test_as_many_items_as_fit_and_never_a_byte_more(count: int, title: str, limit: int) -> None:
    brief = Brief("【提醒】", tuple(BriefLine(str(n), title) for n in range(count)), LINK)
    body = written("wecom", brief, lambda lines, heading: [heading, *lines, LINK], limit=limit)
    lines = json.loads(body)[1:-1]
    rest = [line for line in lines if line.startswith("其余")]
    shown = len(lines) - len(rest)
    assert len(body) <= limit
    assert (shown == count) is not bool(rest)
    assert not rest or rest == [f"其余{count - shown}项见链接"]


def test_a_title_cannot_call_everybody_or_open_a_link() -> None:
    brief = Brief("【提醒】", (BriefLine("1", "<@all> [点这里](http://x) **`#"),), LINK)
    said = written("wecom", brief, lambda lines, heading: lines, limit=4096).decode()
    assert not set("<>[]*`#@") & set("".join(json.loads(said)))


@pytest.mark.parametrize(
    ("channel", "code"),
    [("wecom", 45009), ("wecom", -1), ("dingtalk", 130101), ("dingtalk", 410100),
     ("dingtalk", -1), ("feishu", 11232), ("feishu", 9499)],
)  # fmt: skip
async def test_too_many_messages_or_a_busy_server_pass(
    robots: Robots, notifier: Notifier, channel: str, code: int
) -> None:
    robots.answers = [{"errcode": code, "code": code, "msg": "Too Many Requests"}]
    with pytest.raises(DeliveryFailed, match=str(code)) as refused:
        await notifier.send(told(robots, channel))
    assert not refused.value.permanent
    assert code == -1 or refused.value.retry_after is not None
    assert len(robots.heard) == 0


async def test_a_throttled_robot_asks_for_a_pause(
    robots: Robots, channel: str, notifier: Notifier
) -> None:
    robots.most = 1
    await notifier.send(told(robots, channel))
    with pytest.raises(DeliveryFailed) as refused:
        await notifier.send(told(robots, channel))
    assert not refused.value.permanent
    assert (refused.value.retry_after or timedelta(0)) >= timedelta(minutes=1)


async def test_a_body_that_feishu_cannot_read_is_no_rate_limit(
    robots: Robots, clock: FakeClock
) -> None:
    robots.answers = [{"code": 9499, "msg": "Bad Request", "data": {}}]
    with pytest.raises(DeliveryFailed) as refused:
        await FeishuNotifier(clock, DOOR).send(told(robots, "feishu"))
    assert refused.value.permanent
    assert refused.value.retry_after is None


async def test_feishu_s_older_answer_is_understood(robots: Robots, clock: FakeClock) -> None:
    robots.answers = [{"Extra": None, "StatusCode": 0, "StatusMessage": "success"}]
    receipt = await FeishuNotifier(clock, DOOR).send(told(robots, "feishu"))
    assert receipt.channel == "feishu"


async def test_a_robot_that_is_gone_is_an_address_nobody_should_use_again(
    robots: Robots, channel: str, notifier: Notifier
) -> None:
    address = getattr(robots, channel)[:-4] + "0000"
    with pytest.raises(DeliveryFailed) as refused:
        await notifier.send(told(robots, channel, recipient=address))
    assert refused.value.permanent
    assert refused.value.no_such_address
    key = address.rpartition("=")[2].rpartition("/")[2]
    assert key not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [(503, b"", False), (429, b"slow down", False), (404, b"<html>", True),
     (200, b"<html>sign in</html>", False), (302, b"", False)],
)  # fmt: skip
async def test_http_alone_says_whether_to_try_again(
    robots: Robots, channel: str, notifier: Notifier, status: int, body: bytes, permanent: bool
) -> None:
    robots.answers = [(status, body)]
    with pytest.raises(DeliveryFailed) as refused:
        await notifier.send(told(robots, channel))
    assert refused.value.permanent is permanent


async def test_no_key_is_shown_in_an_error_or_a_log(
    robots: Robots, channel: str, notifier: Notifier, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await notifier.send(told(robots, channel, secret=SECRET))
    echo = f"bad key {WECOM_KEY} {DINGTALK_TOKEN} {FEISHU_HOOK} {SECRET}"
    robots.answers = [{"errcode": 40058, "errmsg": echo, "code": 40058, "msg": echo}]
    message = told(robots, channel, secret=SECRET)
    with pytest.raises(DeliveryFailed) as refused:
        await notifier.send(message)
    own = {"wecom": WECOM_KEY, "dingtalk": DINGTALK_TOKEN, "feishu": FEISHU_HOOK}[channel]
    assert own not in str(refused.value)
    assert channel == "wecom" or SECRET not in str(refused.value)
    assert not any(key in caplog.text for key in KEYS)
    assert SECRET not in repr(message)


async def test_a_robot_that_cannot_be_reached_passes_and_shows_no_key(
    clock: FakeClock, channel: str, notifier: Notifier
) -> None:
    with running_robots() as gone:
        message = told(gone, channel)
    with pytest.raises(DeliveryFailed) as refused:
        await notifier.send(message)
    assert not refused.value.permanent
    assert refused.value.__cause__ is None
    assert not any(key in str(refused.value) for key in KEYS)


async def test_only_known_hosts_are_called(robots: Robots, channel: str, clock: FakeClock) -> None:
    for door, says in ((Door(), "DUBAN_ROBOT_HOSTS"), (Door(loopback_only=True), "演示环境")):
        notifiers: dict[str, Notifier] = {
            "wecom": WeComNotifier(door),
            "dingtalk": DingTalkNotifier(clock, door),
            "feishu": FeishuNotifier(clock, door),
        }
        message = told(robots, channel, recipient="https://169.254.169.254/robot/send?key=1")
        with pytest.raises(DeliveryFailed, match=says) as refused:
            await notifiers[channel].send(message)
        assert refused.value.permanent


async def test_a_message_without_a_brief_is_for_mail_only(
    robots: Robots, channel: str, notifier: Notifier
) -> None:
    with pytest.raises(DeliveryFailed, match="不发到群里") as refused:
        await notifier.send(told(robots, channel, brief=None))
    assert refused.value.permanent
