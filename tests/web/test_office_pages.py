"""The pages by which an office sets itself up: calendar, policy, contacts."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from models import CalendarDay, Contact, PolicyVersion
from runtime.policies import built_in_text
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import Browser, SignIn
from tests.web.test_pages import contents

EARLIER = built_in_text().replace("remind_before = [10, 3]", "remind_before = [5]")


def test_a_year_shows_its_days_and_whose_table_it_is(coordinator: Browser) -> None:
    page = coordinator.get("/calendar?year=2024").text
    assert "国务院办公厅公布的放假安排" in page
    assert "10月1日—10月7日" in page
    assert "国庆节" in page
    assert "<sup>班</sup>" in page


def test_a_year_not_published_says_so(coordinator: Browser) -> None:
    page = coordinator.get("/calendar?year=2031").text
    assert "未公布" in page
    assert "该年度放假安排尚未公布，按周一至周五推算" in page


def test_days_are_shown_with_what_they_move_before_they_are_written(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    before = contents(runtime)
    fields = {"verb": "set", "first": "2024-06-28", "last": "", "kind": "休", "name": "市庆"}
    page = coordinator.post("/calendar/preview", **fields)
    assert "2024年6月28日（周五）改为休" in page.text
    assert "前3个工作日提醒" in page.text  # of the task that is due on 30 June
    assert contents(runtime) == before
    page = coordinator.post("/calendar/apply", **fields)
    assert "已写入日历" in page.text
    assert "市庆" in page.text
    assert not runtime.calendar.is_working_day(date(2024, 6, 28))
    page = coordinator.post("/calendar/apply", verb="clear", first="2024-06-28", last="")
    assert runtime.calendar.is_working_day(date(2024, 6, 28))
    with runtime.reading() as session:
        assert session.exec(select(CalendarDay)).all() == []


def test_a_table_is_uploaded_looked_at_and_written(coordinator: Browser, runtime: Runtime) -> None:
    table = "日期,结束,类型,名称\n2031-01-01,,休,元旦\n2031-10-01,2031-10-10,休,国庆节\n"
    page = coordinator.client.post(
        "/calendar/preview", data={"csrf": coordinator.csrf, "verb": "import", "scope": "auto"},
        files={"file": ("2031.csv", table.encode("gb18030"), "text/csv")},
    )  # fmt: skip
    assert "2031年放假安排自此为已公布" in page.text
    page = coordinator.post(
        "/calendar/apply", verb="import", scope="auto", filename="2031.csv", table=table
    )
    assert "来源：本单位导入的放假安排" in page.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verb": "set", "first": "2024-02-30", "kind": "休"}, "不是日期"),
        ({"verb": "set", "first": "2024-05-01", "last": "2024-04-01", "kind": "休"}, "不是一段"),
        ({"verb": "import", "table": "日期,类型\n2031-01-01,也许\n", "filename": "a.csv"}, "既不"),
    ],
)
def test_a_change_at_fault_is_told_on_the_page(
    coordinator: Browser, fields: dict[str, str], says: str
) -> None:
    page = coordinator.post("/calendar/preview", **fields)
    assert page.status_code == 422
    assert says in page.text


def test_the_policy_is_shown_in_words(coordinator: Browser) -> None:
    page = coordinator.get("/policy").text
    for words in (
        "交办后2个工作日内签收", "到期前10、3个工作日各提醒一次", "到期后不再提醒，由督办阶梯接续",
        "逾期第3个工作日", "联络员，抄送分管领导", "代拟通报，由领导批准后发出", "工作日全天",
        "到期当天",
    ):  # fmt: skip
        assert words in page


def test_a_policy_is_compared_and_put_in_force_and_the_record_says_by_whom(
    coordinator: Browser, runtime: Runtime
) -> None:
    page = coordinator.post("/policy/preview", text=EARLIER)
    assert "到期前提醒" in page.text
    assert "10、3" in page.text
    assert "前5个工作日提醒" in page.text
    assert list(runtime.policies["常规"].remind_before) == [10, 3]
    page = coordinator.post("/policy/apply", text=EARLIER.replace("\n", "\r\n"))
    assert "到期前5个工作日提醒一次" in page.text
    assert list(runtime.policies["常规"].remind_before) == [5]
    with runtime.reading() as session:
        assert session.exec(select(PolicyVersion)).one().applied_by == "周宁"
    assert "\r" not in (Path(runtime.settings.home) / "policies.toml").read_text("utf-8")


def test_a_spoilt_policy_says_its_line_and_keeps_what_was_typed(coordinator: Browser) -> None:
    page = coordinator.post("/policy/preview", text=EARLIER.replace("[5]", "[-5]"))
    assert page.status_code == 422
    assert "不能是 -5" in page.text
    assert "行）" in page.text
    assert "remind_before = [-5]" in page.text
    assert coordinator.post("/policy/apply", text="x = 1").status_code == 500


def test_contacts_are_sent_away_and_get_deputies_on_their_page(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    department = city.departments["市科技局"].id
    with runtime.reading() as session:
        contact = session.exec(select(Contact).where(Contact.department_id == department)).first()
    assert contact is not None
    here = f"/contacts/{contact.id}"
    page = coordinator.post(f"{here}/deputy", name="李明", address="li@kj.example")
    assert "li@kj.example" in page.text
    assert "离岗至2024年3月8日" in coordinator.post(f"{here}/away", until="2024-03-08").text
    assert coordinator.post(f"{here}/deputy", address=contact.address).status_code == 409
    assert "li@kj.example" not in coordinator.post(f"{here}/deputy", address="").text
    assert contact.address in coordinator.get("/contacts/export").text


def test_a_table_of_contacts_tells_its_faulty_lines(coordinator: Browser) -> None:
    table = "单位,岗位,地址\n市科技局,联络员,a@kj.example\n市某局,联络员,b@kj.example\n"
    page = coordinator.client.post(
        "/contacts/import", data={"csrf": coordinator.csrf},
        files={"file": ("contacts.csv", table.encode(), "text/csv")},
    )  # fmt: skip
    assert page.status_code == 422
    assert "第3行" in page.text
    assert "a@kj.example" in page.text


def test_only_the_office_changes_them(city: City, sign_in: SignIn) -> None:
    auditor = sign_in(city.auditor)
    for path in ("/calendar", "/policy", "/contacts"):
        assert auditor.get(path).status_code == 200
    for path in ("/calendar/apply", "/policy/apply", "/contacts/1/away", "/contacts/1/deputy"):
        assert auditor.post(path, text="x", verb="set").status_code == 403
