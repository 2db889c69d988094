"""A site over the test's database, and browsers of people who are signed in."""

import pickle
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from httpx import Response
from sqlmodel import Session

from actions.accounts import open_session
from actions.links import department_link
from duban.web.app import create_app
from duban.web.visitors import COOKIE
from models import Account, Department
from runtime.wiring import Runtime, connect
from tests.web.city import City, build

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it prefers httpx2; we use httpx everywhere
    from fastapi.testclient import TestClient as TestClient


SignIn = Callable[[Account], "Browser"]
LinkOf = Callable[..., str]


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, migrated_database: Path
) -> Callable[[datetime], tuple[Path, bytes]]:
    """Return a function that gives the database of the invented city, built once, and its rows."""

    @cache
    def at(now: datetime) -> tuple[Path, bytes]:
        file = tmp_path_factory.mktemp("city") / "city.db"
        shutil.copy(migrated_database, file)
        engine = connect(f"sqlite:///{file}")
        with Session(engine, expire_on_commit=False) as session, session.begin():
            city = build(session, now)
        engine.dispose()
        return file, pickle.dumps(city)

    return at


@pytest.fixture
def city(runtime: Runtime, built: Callable[[datetime], tuple[Path, bytes]]) -> City:
    """The invented city, committed; its rows are the test's own."""
    file, rows = built(runtime.clock())
    runtime.engine.dispose()
    shutil.copy(file, runtime.settings.home / "duban.db")
    city: City = pickle.loads(rows)
    return city


@dataclass(slots=True)
class Browser:
    """One person's browser: follows redirects, and sends the token of the form it saw."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str) -> Response:
        page: Response = self.client.get(path)
        return page

    def post(self, path: str, **fields: object) -> Response:
        page: Response = self.client.post(path, data={"csrf": self.csrf, **fields})
        return page


@pytest.fixture
def client(runtime: Runtime) -> Iterator[TestClient]:
    """A browser nobody signed in with."""
    with TestClient(create_app(runtime), base_url="http://duban.linlan.example") as client:
        yield client


@pytest.fixture
def sign_in(runtime: Runtime, client: TestClient) -> SignIn:
    """Return a function that signs a person in."""

    def enter(account: Account) -> Browser:
        with runtime.transaction() as session:
            token, row = open_session(session, account, now=runtime.clock())
        client.cookies.set(COOKIE, token)
        return Browser(client, row.csrf_token)

    return enter


@pytest.fixture
def coordinator(city: City, sign_in: SignIn) -> Browser:
    return sign_in(city.coordinator)


@pytest.fixture
def link_of(runtime: Runtime) -> LinkOf:
    """Return a function that makes a department's link, as a path."""

    def make(department: Department, return_id: int | None = None) -> str:
        with runtime.transaction() as session:
            url = department_link(
                session,
                department.number,
                office=runtime.office,
                now=runtime.clock(),
                return_id=return_id,
            )
        return url.removeprefix(runtime.office.url)

    return make


def nonce_of(page: Response) -> str:
    """Return the nonce of the first form on a page."""
    found = re.search(r'name="nonce" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]
