"""The ten flows against a real, temporary Prefect server; and that its scheduler schedules."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from duban.engine.ports import free_port
from duban.engine.prefect_child import client_settings, server_settings
from runtime.settings import load_settings
from runtime.timetable import read_timetable, timetable_file
from runtime.wiring import build_runtime
from tests.engine.serving import wait_until

pytestmark = [pytest.mark.flows, pytest.mark.slow]

RUN_ALL = """
import asyncio, importlib, sys
async def main():
    for flow in sys.argv[1:]:
        await getattr(importlib.import_module("flows." + flow), flow)()
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A Prefect server as ours is, but with its scheduler on."""
    folder = tmp_path_factory.mktemp("prefect")
    number = free_port("127.0.0.1")
    environment = server_settings(folder, os.environ)
    environment["PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED"] = "true"
    environment["PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS"] = "1"
    command = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(number)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=log, stderr=log
        )

    def answers() -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{number}/api/health", trust_env=False).is_success
        return False

    try:
        wait_until(answers)
        yield number
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def api(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", trust_env=False, timeout=30) as http:
        yield http


def test_each_of_the_ten_flows_runs_and_is_recorded(
    port: int, api: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("DUBAN_SECRET_KEYS=test\n")
    build_runtime(load_settings(tmp_path)).engine.dispose()
    flows = [entry.flow for entry in read_timetable()]

    ran = subprocess.run(
        [sys.executable, "-c", RUN_ALL, *flows],
        env={
            **os.environ,
            **client_settings(tmp_path / "prefect", port),
            "DUBAN_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    runs = api.post("/flow_runs/filter", json={}).json()
    assert [run["state"]["type"] for run in runs] == ["COMPLETED"] * 10
    assert {
        flow["name"].replace("-", "_") for flow in api.post("/flows/filter", json={}).json()
    } == (set(flows))


def test_a_cron_deployment_really_gets_scheduled_runs(api: httpx.Client) -> None:
    """With a wrong SQLAlchemy the scheduler looks healthy and never fires: a silent trap."""
    flow = api.post("/flows/", json={"name": "cron-probe"}).json()
    schedule = {"cron": "30 8 * * *", "timezone": "Asia/Shanghai"}
    deployment = api.post(
        "/deployments/",
        json={
            "name": "cron-probe",
            "flow_id": flow["id"],
            "schedules": [{"schedule": schedule, "active": True}],
        },
    ).json()
    wanted = {
        "deployments": {"id": {"any_": [deployment["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }

    wait_until(lambda: api.post("/flow_runs/filter", json=wanted).json())

    runs = api.post("/flow_runs/filter", json=wanted).json()
    assert all("T00:30:00" in run["expected_start_time"] for run in runs)  # 08:30 in Shanghai


def test_an_event_posted_twice_under_its_id_is_taken(api: httpx.Client) -> None:
    event = {
        "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "event": "duban.notice.confirmed",
        "occurred": "2024-03-04T01:00:00+00:00",
        "resource": {"prefect.resource.id": "duban.notice.1"},
        "payload": {"number": 1},
        "related": [],
    }
    for _ in range(2):
        assert api.post("/events", content=json.dumps([event])).status_code == 204


def test_prefects_own_loader_understands_the_timetable() -> None:
    code = (
        "import sys; from pathlib import Path; from rich.console import Console;"
        "from prefect.cli.deploy._config import _load_deploy_configs_and_actions as load;"
        "configs, actions = load(Path(sys.argv[1]), console=Console());"
        "import json; print(json.dumps(configs))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(timetable_file())],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    deployments = json.loads(ran.stdout)

    assert len(deployments) == 10
    for deployment in deployments:
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
        assert deployment["schedules"][0]["timezone"] == "Asia/Shanghai"
        assert deployment["work_pool"]["name"] == "duban"
