"""The lists of 来件 and 发件: whole, in pages, and searchable."""

from models import InboundMessage
from runtime.wiring import Runtime
from tests.web.conftest import Browser


def store(runtime: Runtime, count: int, subject: str = "进展") -> None:
    with runtime.transaction() as session:
        session.add_all(
            InboundMessage(
                channel="email",
                mailbox="duban@linlan.example",
                key=f"<{subject}{number}@linlan.example>",
                raw=b"Subject: x\r\n\r\nx",
                received_at=runtime.clock(),
                status="processed",
                sender="a@linlan.example",
                subject=f"{subject}第{number}件",
            )
            for number in range(1, count + 1)
        )


def test_nothing_old_is_out_of_reach(coordinator: Browser, runtime: Runtime) -> None:
    store(runtime, 119)  # and one of the city

    first = coordinator.get("/inbox").text
    last = coordinator.get("/inbox?page=3").text

    assert "进展第119件" in first
    assert "进展第1件" not in first
    assert "第 1 页，共 3 页、120 件" in first
    assert "进展第1件" in last
    assert "下一页" not in last


def test_a_word_finds_its_messages_and_stays_while_paging(
    coordinator: Browser, runtime: Runtime
) -> None:
    store(runtime, 60)
    store(runtime, 55, subject="100%_完成")

    page = coordinator.get("/inbox?q=100%25_&status=processed").text

    assert "100%_完成第55件" in page
    assert ">进展第" not in page
    assert "q=100%25_&amp;page=2" in page


def test_a_page_beyond_the_end_is_empty_and_no_error(
    coordinator: Browser, runtime: Runtime
) -> None:
    store(runtime, 3)
    assert "没有来件" in coordinator.get("/inbox?page=9").text
    assert coordinator.get("/outbox?page=2&q=无").status_code == 200
