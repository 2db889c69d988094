"""The distributed way, whole: PostgreSQL, a Prefect server, the timetable deployed, two workers.

What `deployments/README.md` tells an installation to do, done; the answer to a confirmed notice
must come from a worker, because `duban serve` runs no flow of its own then.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import pytest

from duban.engine.ports import free_port
from duban.engine.prefect_child import server_settings
from tests.engine.serving import serving, wait_until
from tests.servers.postgres import postgres_server
from tests.servers.smtp_sink import smtp_sink

pytestmark = [pytest.mark.flows, pytest.mark.postgres, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
NOTICE = """临澜市人民政府办公室关于印发《临澜市算力发展行动方案》的通知

各县（市、区）人民政府，市政府各部门、各直属机构：

一、重点任务
1.建设算力中心。2026年底前建成投用。（牵头单位：市科技局；配合单位：市财政局）
2.培育算力企业。2026年底前达到20家。（牵头单位：市工业和信息化局）

临澜市人民政府办公室
2026年1月5日
"""
CONTACTS = """department,audience,name,channel,address,phone
市科技局,联络员,周敏,email,kjj@linlan.example,
市财政局,联络员,李强,email,czj@linlan.example,
市工业和信息化局,联络员,王芳,email,gxj@linlan.example,
"""


@contextmanager
def prefect_server(folder: Path) -> Iterator[str]:
    port = free_port("127.0.0.1")
    environment = {  # with its scheduler and its automations, which our own child does without
        name: value
        for name, value in server_settings(folder, os.environ).items()
        if not (name.startswith("PREFECT_SERVER_SERVICES_") and value == "false")
    }
    command = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    url = f"http://127.0.0.1:{port}/api"

    def answers() -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{url}/health", trust_env=False).is_success
        return False

    with running(["-m", "prefect", *command], environment, folder / "server.log"):
        wait_until(answers)
        yield url


@contextmanager
def running(words: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *words], env=environment, stdout=output, stderr=output, cwd=ROOT
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def environment_of(home: Path, prefect: str) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if "PREFECT" not in key}
    return inherited | {
        "DUBAN_HOME": str(home),
        "PREFECT_API_URL": prefect,
        "PREFECT_HOME": str(home / "prefect-client"),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "DO_NOT_TRACK": "1",
    }


def run(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def set_up(home: Path, environment: dict[str, str], settings: dict[str, str]) -> None:
    run(
        environment | settings, "duban", "init", str(home), "--office", "临澜市科学技术局",
        "--place", "临澜市", "--email", "duban@linlan.example",
        "--office-email", "office@linlan.example", "--leader-email", "leader@linlan.example",
        "--url", "http://127.0.0.1:8420",
    )  # fmt: skip
    with (home / ".env").open("a") as file:  # for `duban serve`, whose environment has none of it
        file.writelines(f"\n{name}={value}" for name, value in settings.items())
    (home / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (home / "notice.txt").write_text(NOTICE, encoding="utf-8")
    run(environment, "duban", "contacts", "import", str(home / "contacts.csv"))


def receivers(mails: Path) -> set[str]:
    found = [message_from_bytes(mail.read_bytes(), policy=default) for mail in mails.glob("*.eml")]
    return {mail["To"].addresses[0].addr_spec for mail in found}


def completed(prefect: str) -> set[str]:
    """The deployments whose flow a worker ran to its end, by name."""
    with httpx.Client(base_url=prefect, trust_env=False) as api:
        names = {row["id"]: row["name"] for row in api.post("/deployments/filter", json={}).json()}
        runs = api.post("/flow_runs/filter", json={"limit": 200}).json()
    return {names[row["deployment_id"]] for row in runs if row["state_type"] == "COMPLETED"}


def test_workers_hand_out_a_confirmed_notice(tmp_path: Path) -> None:
    home, mails = tmp_path / "home", tmp_path / "mails"
    mails.mkdir()
    (tmp_path / "prefect").mkdir()
    with ExitStack() as stack:
        database = stack.enter_context(postgres_server())
        smtp_port = stack.enter_context(smtp_sink(mails))
        prefect = stack.enter_context(prefect_server(tmp_path / "prefect"))
        environment = environment_of(home, prefect)
        settings = {
            "DUBAN_ENGINE": "prefect",
            "DUBAN_DATABASE_URL": database,
            "DUBAN_PREFECT_API_URL": prefect,
            "DUBAN_SMTP_HOST": "127.0.0.1",
            "DUBAN_SMTP_PORT": str(smtp_port),
        }
        set_up(home, environment, settings)
        run(environment, "prefect", "work-pool", "create", "duban", "--type", "process")
        timetable = ["--prefect-file", "deployments/prefect.yaml"]
        run(environment, "prefect", "--no-prompt", "deploy", "--all", *timetable)
        for name in ("first", "second"):
            words = ["-m", "prefect", "worker", "start", "--pool", "duban", "--name", name]
            stack.enter_context(running(words, environment, tmp_path / f"{name}.log"))
        stack.enter_context(serving(home))
        run(environment, "duban", "import", str(home / "notice.txt"))
        run(environment, "duban", "confirm", "1")
        wait_until(lambda: len(receivers(mails)) == 3)
        wait_until(lambda: {"dispatch-tasks", "deliver-messages"} <= completed(prefect))
    assert receivers(mails) == {
        "kjj@linlan.example", "czj@linlan.example", "gxj@linlan.example"
    }  # fmt: skip
    assert len(list(mails.glob("*.eml"))) == 3
