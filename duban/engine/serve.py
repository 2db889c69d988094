"""`duban serve`: one command, one process, one child."""

import json
import logging
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from duban.engine.lock import only_server_of
from duban.engine.ports import free_port, listen
from duban.engine.prefect_child import PrefectChild, client_settings
from duban.engine.thread import EngineThread, Parts
from duban.web.app import create_app
from runtime.settings import Settings, load_settings
from runtime.wiring import Runtime, get_runtime

log = logging.getLogger(__name__)
READY = "✓ 督办服务已启动：{url}\n  首次登录：另开一个终端运行 duban links；按 Ctrl-C 停止服务。"


class PageServer(uvicorn.Server):
    """The pages; once they answer, `serve.json` says where."""

    engine: EngineThread
    settings: Settings
    say: Callable[[str], object]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the pages, then say where they are."""
        await super().startup(sockets)
        if self.started:
            announce(self.settings, self.engine)
            self.say(READY.format(url=self.settings.url))


def serve(
    home: Path,
    *,
    host: str | None = None,
    port: int | None = None,
    say: Callable[[str], object] = log.info,
) -> None:
    """Serve one data folder until SIGTERM or SIGINT. `port` 0 takes any free one.

    `say` is told, in words for a terminal, that the pages answer and where.

    Raises `AlreadyServing` for a folder that is served, and `PortTaken`.
    """
    os.environ["DUBAN_HOME"] = str(home)  # what the flows' own `get_runtime` reads
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    settings = load_settings(home)
    with only_server_of(home):
        pages = listen(host or settings.host, settings.port if port is None else port)
        address = {"host": host or settings.host, "port": pages.getsockname()[1]}
        prefect = _prefect_child(settings)
        runtime = get_runtime()
        runtime.settings = runtime.settings.model_copy(update=address)
        _serve_pages(runtime, prefect, pages, say)


def announce(settings: Settings, engine: EngineThread) -> None:
    """Write `serve.json`, whole: the sign that everything may be used."""
    child = engine.parts.prefect
    facts = {
        "url": settings.url,
        "port": settings.port,
        "inbound_smtp_port": engine.inbound_smtp_port,
        "prefect_url": child.url if child else settings.prefect_api_url,
        "pid": os.getpid(),
    }
    draft = settings.home / "serve.json.new"
    draft.write_text(json.dumps(facts), "utf-8")
    draft.replace(settings.home / "serve.json")


def _serve_pages(
    runtime: Runtime,
    prefect: PrefectChild | None,
    pages: socket.socket,
    say: Callable[[str], object],
) -> None:
    """Run the engine beside the pages; when either ends, so does the other."""
    config = uvicorn.Config(
        create_app(runtime),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    server = PageServer(config)
    server.settings, server.say = runtime.settings, say

    def leave() -> None:
        server.should_exit = True

    server.engine = EngineThread(Parts(runtime, prefect, on_end=leave))
    try:
        server.engine.start()
        server.engine.ready.wait()
        server.run(sockets=[pages])
    finally:
        (runtime.settings.home / "serve.json").unlink(missing_ok=True)
        server.engine.stop()
        runtime.engine.dispose()


def _prefect_child(settings: Settings) -> PrefectChild | None:
    """Prepare the child of the embedded mode; Prefect reads its address when it is imported."""
    if settings.engine == "prefect":
        os.environ["PREFECT_API_URL"] = settings.prefect_api_url
        return None
    child = PrefectChild(settings.home / "prefect", free_port("127.0.0.1", settings.prefect_port))
    os.environ.update(client_settings(child.folder, child.port))
    return child


def _leave(_: int, __: FrameType | None) -> None:
    """End in good order: what is open is closed on the way out."""
    raise SystemExit(0)
