"""A department behind its link: nobody signs in, nothing counts twice, nothing typed is lost."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import (
    AccessLink,
    Assignment,
    Evidence,
    Extension,
    InboundMessage,
    ReturnItem,
    StatusUpdate,
    TargetReading,
)
from rules.assignments import AssignmentStatus
from rules.returns import ItemStatus
from runtime.evidence import evidence_path
from runtime.wiring import Runtime
from tests.fakes import FakeClock
from tests.web.city import City
from tests.web.conftest import LinkOf, TestClient, nonce_of


def test_a_form_is_recorded_and_shown_back(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"], city.item.return_id)
    part = city.parts[0]
    page = client.get(door)
    assert "推动临澜实验室高水平建设" in page.text

    receipt = client.post(
        f"{door}/return",
        data={
            "nonce": nonce_of(page),
            f"item-{part.id}-state": "正常推进",
            f"item-{part.id}-percent": "55%",
            f"item-{part.id}-narrative": "装置完成招标。",
            f"target-{city.target.id}": "541",
        },
        files={"files": ("中标通知书.pdf", b"%PDF-1.7 award", "application/pdf")},
    )

    assert receipt.status_code == 200
    assert "装置完成招标。" in receipt.text
    assert "541 家" in receipt.text
    assert "材料已收：<bdi>中标通知书.pdf</bdi>" in receipt.text
    with runtime.reading() as session:
        update = session.exec(select(StatusUpdate).where(StatusUpdate.channel == "form")).one()
        assert (update.percent, update.state) == (55, "正常推进")
        assert session.get_one(ReturnItem, city.item.id).status is not ItemStatus.AWAITED
        assert session.exec(select(TargetReading)).one().value == 541
        sha256 = session.exec(select(Evidence)).one().sha256
    assert evidence_path(runtime.settings.home, str(sha256)).read_bytes() == b"%PDF-1.7 award"


def test_a_double_click_counts_once(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    form = {
        "nonce": nonce_of(client.get(door)),
        f"item-{city.parts[0].id}-state": "正常推进",
    }

    first, second = (client.post(f"{door}/return", data=form) for _ in range(2))

    assert first.text == second.text
    with runtime.reading() as session:
        rows = session.exec(select(InboundMessage).where(InboundMessage.channel == "form"))
        assert len(rows.all()) == 1
        updates = session.exec(select(StatusUpdate).where(StatusUpdate.channel == "form"))
        assert len(updates.all()) == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    item = f"item-{city.parts[0].id}-"

    page = client.post(
        f"{door}/return",
        data={
            "nonce": nonce_of(client.get(door)),
            f"{item}state": "进展滞后",
            f"{item}percent": "一半",
            f"{item}problems": "设备未到货，<b>很慢</b>",
            f"target-{city.target.id}": "五百",
        },
    )

    assert page.status_code == 422
    for words in ("还没有提交", "0到100之间", "请写明进展情况", "“五百”不是数字"):
        assert words in page.text
    assert "设备未到货，&lt;b&gt;很慢&lt;/b&gt;" in page.text
    with runtime.reading() as session:
        rows = session.exec(select(InboundMessage).where(InboundMessage.channel == "form"))
        assert rows.first() is None


def test_an_empty_form_is_not_an_answer(client: TestClient, city: City, link_of: LinkOf) -> None:
    door = link_of(city.departments["市科技局"])

    page = client.post(f"{door}/return", data={"nonce": nonce_of(client.get(door))})

    assert "还没有填写任何一项" in page.text


def test_one_click_says_that_all_goes_to_plan(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    part = city.parts[0]
    page = client.get(f"{door}/tasks/{part.id}/on-track")
    assert "确认：按计划推进" in page.text

    client.post(
        f"{door}/return",
        data={
            "nonce": nonce_of(page),
            f"item-{part.id}-state": "正常推进",
            f"item-{part.id}-narrative": "按计划推进。",
        },
    )

    with runtime.reading() as session:
        update = session.exec(select(StatusUpdate).where(StatusUpdate.channel == "form")).one()
        assert update.assignment_id == part.id


def test_parts_are_acknowledged_and_objected_to(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市工业和信息化局"])
    waiting = next(p for p in city.parts if p.status is AssignmentStatus.DISPATCHED)

    page = client.post(f"{door}/acknowledge", data={"nonce": nonce_of(client.get(door))})
    assert "已签收 1 项任务" in page.text
    verb = f"{door}/tasks/{waiting.id}/object"
    client.post(verb, data={"nonce": nonce_of(client.get(verb)), "reason": "职能在市国资委"})

    with runtime.reading() as session:
        row = session.get_one(Assignment, waiting.id)
        assert (row.status, row.objection) == (AssignmentStatus.OBJECTED, "职能在市国资委")


def test_an_extension_is_asked_for_once(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    verb = f"{door}/tasks/{city.parts[0].id}/extend"
    form = {
        "nonce": nonce_of(client.get(verb)),
        "until_on": "2024-10-31",
        "reason": "招标流标",
    }

    assert "延期申请已送" in client.post(verb, data=form).text
    assert "没有重复提交" in client.post(verb, data=form).text
    with runtime.reading() as session:
        asked = select(Extension).where(Extension.assignment_id == city.parts[0].id)
        assert len(session.exec(asked).all()) == 1


def test_a_link_opens_only_its_own_departments_tasks(
    client: TestClient, city: City, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市教育局"])

    assert client.get(f"{door}/tasks/{city.parts[0].id}/extend").status_code == 404
    assert "推动临澜实验室" not in client.get(door).text


def test_a_forged_an_expired_and_a_revoked_link_are_refused(
    client: TestClient, city: City, runtime: Runtime, clock: FakeClock, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    assert client.get(door[:-1] + ("a" if door[-1] != "a" else "b")).status_code == 403

    with runtime.transaction() as session:
        session.exec(select(AccessLink)).one().revoked_at = runtime.clock()
    assert "已失效" in client.get(door).text

    other = link_of(city.departments["市财政局"])
    assert client.get(other).status_code == 200
    clock.now += timedelta(days=121)
    assert client.get(other).status_code == 403


def test_a_form_from_elsewhere_is_refused(client: TestClient, city: City, link_of: LinkOf) -> None:
    door = link_of(city.departments["市科技局"])
    other = link_of(city.departments["市财政局"])
    form = {f"item-{city.parts[0].id}-state": "正常推进"}

    assert client.post(f"{door}/return", data=form).status_code == 403
    foreign = nonce_of(client.get(other)) if "nonce" in client.get(other).text else "x.y"
    assert client.post(f"{door}/return", data={**form, "nonce": foreign}).status_code == 403


def test_what_was_typed_survives_a_phone_call(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    item = f"item-{city.parts[0].id}-"
    form = {"nonce": nonce_of(client.get(door)), f"{item}narrative": "装置已完成招标，正在"}

    said = client.post(f"{door}/draft", data=form, headers={"HX-Request": "true"})
    assert "草稿已保存" in said.text
    page = client.get(door)
    assert "装置已完成招标，正在</textarea>" in page.text
    assert "还没有提交" in page.text
    assert "下次打开同一链接" in client.post(f"{door}/draft", data=form).text
    with runtime.reading() as session:
        rows = session.exec(select(InboundMessage).where(InboundMessage.channel == "form"))
        assert rows.first() is None

    client.post(f"{door}/return", data={**form, f"{item}state": "正常推进"})

    assert "装置已完成招标，正在</textarea>" not in client.get(door).text


def test_a_form_that_was_changed_and_sent_again_corrects_the_first(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    item = f"item-{city.parts[0].id}-"
    form = {"nonce": nonce_of(client.get(door)), f"{item}state": "正常推进"}

    for percent in ("55", "56"):
        client.post(f"{door}/return", data={**form, f"{item}percent": percent})

    with runtime.reading() as session:
        updates = session.exec(select(StatusUpdate).where(StatusUpdate.channel == "form")).all()
        assert [update.percent for update in updates] == [55, 56]


@pytest.mark.parametrize("typed", ["1_0", "1e2", "-5", "٣", "nan", "0x10", "1,0", "五", "+5"])
def test_a_number_is_digits_and_nothing_else(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf, typed: str
) -> None:
    door = link_of(city.departments["市科技局"])
    item = f"item-{city.parts[0].id}-"

    page = client.post(
        f"{door}/return",
        data={
            "nonce": nonce_of(client.get(door)),
            f"{item}state": "正常推进",
            f"{item}percent": typed,
            f"target-{city.target.id}": typed,
        },
    )

    assert page.status_code == 422
    assert "0到100之间" in page.text
    assert "不是数字" in page.text


def test_an_item_that_was_given_is_folded_behind_its_correction(
    client: TestClient, city: City, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"], city.item.return_id)
    item = f"item-{city.parts[0].id}-"
    form = {"nonce": nonce_of(client.get(door)), f"{item}state": "正常推进"}
    assert client.get(door).text.count("更正这一项") == 0

    client.post(f"{door}/return", data={**form, f"{item}narrative": "装置完成招标。"})

    page = client.get(door).text
    assert page.count("更正这一项") == 1
    assert "照抄上次进展" in page
