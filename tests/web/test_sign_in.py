"""Coming in: passwords, lock-out, one-time links, sessions that end, roles that read only."""

import re

from actions.accounts import create_account
from actions.links import sign_in_link
from duban.web.visitors import COOKIE
from models import Account
from rules.access import AccountRole
from runtime.wiring import Runtime
from tests.fakes import FakeClock
from tests.web.city import City
from tests.web.conftest import Browser, SignIn, TestClient

PASSWORD = "correct horse battery"


def make_person(runtime: Runtime) -> Account:
    with runtime.transaction() as session:
        return create_account(
            session,
            username="zhou",
            name="周宁",
            role=AccountRole.COORDINATOR,
            now=runtime.clock(),
            password=PASSWORD,
        )


def door_token(client: TestClient, path: str = "/sign-in") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def enter(client: TestClient, password: str, next_page: str = "/"):  # type: ignore[no-untyped-def]
    return client.post(
        "/sign-in",
        data={
            "csrf": door_token(client),
            "username": "zhou",
            "password": password,
            "next": next_page,
        },
        follow_redirects=False,
    )


def test_a_right_password_opens_and_leads_to_where_one_wanted(
    client: TestClient, runtime: Runtime
) -> None:
    make_person(runtime)

    answer = enter(client, PASSWORD, "/ledger")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/ledger"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/ledger").status_code == 200


def test_a_sign_in_never_leads_to_another_site(client: TestClient, runtime: Runtime) -> None:
    make_person(runtime)

    assert enter(client, PASSWORD, "//evil.example").headers["location"] == "/"


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(
    client: TestClient, runtime: Runtime, clock: FakeClock
) -> None:
    make_person(runtime)
    for _ in range(5):
        assert "不正确" in enter(client, "wrong").text

    assert "暂时锁定" in enter(client, PASSWORD).text
    clock.advance(minutes=16)
    assert enter(client, PASSWORD).status_code == 303


def test_a_form_from_another_site_does_not_sign_in(client: TestClient, runtime: Runtime) -> None:
    make_person(runtime)

    answer = client.post("/sign-in", data={"username": "zhou", "password": PASSWORD})

    assert answer.status_code == 403
    assert COOKIE not in client.cookies


def test_a_session_ends_after_twelve_hours(coordinator: Browser, clock: FakeClock) -> None:
    clock.advance(hours=11, minutes=59)
    assert "总览" in coordinator.get("/").text

    clock.advance(minutes=2)
    assert "登录" in coordinator.get("/").text


def test_signing_out_ends_the_session(coordinator: Browser) -> None:
    coordinator.post("/sign-out")

    assert coordinator.client.get("/", follow_redirects=False).status_code == 303


def test_a_one_time_link_opens_by_its_button_and_only_once(
    client: TestClient, runtime: Runtime, city: City
) -> None:
    with runtime.transaction() as session:
        url = sign_in_link(session, city.leader.number, office=runtime.office, now=runtime.clock())
    path = url.removeprefix(runtime.office.url)
    token = door_token(client, path)  # a mail scanner that opens the link spends nothing
    assert "陈立" in client.get(path).text

    assert "总览" in client.post(path, data={"csrf": token}).text
    client.cookies.delete(COOKIE)
    assert client.get(path).status_code == 403


def test_a_form_without_our_token_does_nothing(coordinator: Browser, city: City) -> None:
    path = f"/tasks/{city.tasks[4].id}/verify"

    assert coordinator.client.post(path).status_code == 403
    assert coordinator.client.post(path, data={"csrf": "guessed"}).status_code == 403


def test_an_auditor_reads_and_changes_nothing(sign_in: SignIn, city: City) -> None:
    auditor = sign_in(city.auditor)
    task = city.tasks[4].id

    assert "核查通过" not in auditor.get(f"/tasks/{task}").text
    assert auditor.post(f"/tasks/{task}/verify").status_code == 403
    assert auditor.post(f"/approvals/{city.approval.id}/accept").status_code == 403


def test_the_office_does_not_approve_and_a_leader_does_not_coordinate(
    sign_in: SignIn, city: City
) -> None:
    office = sign_in(city.coordinator)
    assert office.post(f"/approvals/{city.approval.id}/accept").status_code == 403

    leader = sign_in(city.leader)
    assert leader.post("/schedule/send_reminders/run").status_code == 403
