"""Stored messages are understood one by one; one that harms us does not stop the others."""

from typing import Any

import pytest
from sqlmodel import col, select

from actions.attempts import MOST_ATTEMPTS
from actions.inbound import process, record_mail
from flows.process_inbound import sweep
from models import InboundMessage
from runtime.wiring import Runtime


def store(runtime: Runtime, *names: str) -> None:
    with runtime.transaction() as session:
        for name in names:
            raw = f"Message-ID: <{name}@x>\r\nFrom: a@b.example\r\n\r\n已完成".encode()
            record_mail(session, raw, mailbox="duban@linlan.example", now=runtime.clock())


def rows(runtime: Runtime) -> dict[str, InboundMessage]:
    with runtime.reading() as session:
        found = session.exec(select(InboundMessage).order_by(col(InboundMessage.id)))
        return {row.key: row for row in found}


async def test_a_mail_that_ends_the_process_each_time_reaches_a_person_and_stops_nobody(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(runtime, "poison", "good")

    def dies_on_poison(session: Any, inbound_id: int, **facts: Any) -> InboundMessage:
        if "poison" in session.get_one(InboundMessage, inbound_id).key:
            raise SystemExit(134)  # nothing after this line of the sweep is done
        return process(session, inbound_id, **facts)

    monkeypatch.setattr("actions.inbound.process", dies_on_poison)
    deaths = 0
    while rows(runtime)["<poison@x>"].status == "stored":
        try:
            await sweep(runtime, now=runtime.clock())
        except SystemExit:
            deaths += 1
        store(runtime, f"later-{deaths}")
        assert deaths <= MOST_ATTEMPTS

    await sweep(runtime, now=runtime.clock())
    assert deaths == MOST_ATTEMPTS
    assert rows(runtime)["<poison@x>"].reasons == ["系统未能处理这一来件，请人工查看"]
    assert {row.status for row in rows(runtime).values()} == {"triage"}
    assert all(row.attempts <= 2 for key, row in rows(runtime).items() if "poison" not in key)


async def test_a_fault_of_ours_is_noted_and_tried_again(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(runtime, "a")

    def fails(*args: Any, **facts: Any) -> InboundMessage:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("actions.inbound.process", fails)
    for _ in range(MOST_ATTEMPTS):
        assert (await sweep(runtime, now=runtime.clock())).failures

    (row,) = rows(runtime).values()
    assert (row.status, row.attempts) == ("triage", MOST_ATTEMPTS)
    assert row.last_error == "ZeroDivisionError: oops"
