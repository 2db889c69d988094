from datetime import UTC, datetime, timedelta

import pytest

from actions.accounts import change_account, create_account
from rules.access import AccountRole
from runtime.clock import system_clock
from runtime.doctor import Check, check_installation
from runtime.settings import Settings
from runtime.wiring import Runtime


def checks_of(runtime: Runtime, now: datetime) -> dict[str, Check]:
    return {check.name: check for check in check_installation(runtime, now=now)}


@pytest.fixture
def now() -> datetime:
    return system_clock()


def test_every_fault_comes_with_advice(runtime: Runtime, now: datetime) -> None:
    for check in check_installation(runtime, now=now):
        assert check.detail
        assert check.ok or check.advice, check


def test_a_migrated_database_with_keys_is_in_order(runtime: Runtime, now: datetime) -> None:
    checks = checks_of(runtime, now)

    assert checks["数据库"] == Check("数据库", True, "sqlite，结构版本0001")
    assert checks["签名密钥"].ok


def test_missing_keys_are_a_fault(runtime: Runtime, now: datetime) -> None:
    runtime.settings = Settings(home=runtime.settings.home)

    assert "duban init" in checks_of(runtime, now)["签名密钥"].advice


def test_a_mail_server_that_is_down_is_named(runtime: Runtime, now: datetime) -> None:
    runtime.settings = Settings(home=runtime.settings.home, smtp_host="127.0.0.1", smtp_port=1)

    check = checks_of(runtime, now)["发件服务器"]

    assert not check.ok
    assert "127.0.0.1:1" in check.detail


def test_a_clock_behind_the_record_is_a_fault(runtime: Runtime, now: datetime) -> None:
    assert checks_of(runtime, now)["时钟"].ok
    assert not checks_of(runtime, now - timedelta(days=1))["时钟"].ok


def test_a_year_that_is_not_published_is_said(runtime: Runtime) -> None:
    check = checks_of(runtime, datetime(2031, 5, 1, tzinfo=UTC))["工作日历"]

    assert not check.ok
    assert "2031年" in check.detail


def test_silence_of_the_auditor_is_a_fault(runtime: Runtime) -> None:
    now = runtime.clock()
    heartbeat = runtime.settings.home / "heartbeat"
    heartbeat.write_text((now - timedelta(hours=1)).isoformat() + "\n")
    assert checks_of(runtime, now)["承诺核对"].ok

    heartbeat.write_text((now - timedelta(hours=3)).isoformat() + "\n")
    assert not checks_of(runtime, now)["承诺核对"].ok


def test_links_that_only_this_machine_can_open_are_a_fault(runtime: Runtime, now: datetime) -> None:
    runtime.settings = Settings(home=runtime.settings.home)
    assert "DUBAN_BASE_URL" in checks_of(runtime, now)["邮件里的链接"].advice
    runtime.settings = Settings(home=runtime.settings.home, base_url="http://duban.example")
    assert checks_of(runtime, now)["邮件里的链接"].ok


def test_a_leader_without_an_address_is_a_fault(runtime: Runtime, now: datetime) -> None:
    with runtime.transaction() as session:
        for name, role in (("office", AccountRole.COORDINATOR), ("leader", AccountRole.LEADER)):
            email = "" if name == "leader" else "bgs@linlan.example"
            create_account(session, username=name, name=name, role=role, now=now, email=email)
    assert checks_of(runtime, now)["账号邮箱"].detail == "领导没有邮箱，收不到请示和报告"
    with runtime.transaction() as session:
        change_account(session, "leader", email="ld@linlan.example", now=now, actor="x")
    assert checks_of(runtime, now)["账号邮箱"].ok


def test_a_mailbox_whose_senders_nobody_checks_is_a_fault(runtime: Runtime, now: datetime) -> None:
    home = runtime.settings.home
    assert checks_of(runtime, now)["来信真伪"].ok

    runtime.settings = Settings(home=home, imap_host="imap.linlan.example")
    check = checks_of(runtime, now)["来信真伪"]
    assert not check.ok
    assert "DUBAN_TRUSTED_AUTHSERV_ID" in check.advice

    runtime.settings = Settings(
        home=home, imap_host="imap.linlan.example", trusted_authserv_id="mx.linlan.example"
    )
    assert "mx.linlan.example" in checks_of(runtime, now)["来信真伪"].detail
