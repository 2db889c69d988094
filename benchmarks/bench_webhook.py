"""A signed webhook stored before its answer, against the same application storing nothing.

The calls go through the whole application in-process (ASGI), so that no client's or socket's
cost hides the difference. Run from the project's root: `python -m benchmarks.bench_webhook`.
"""

import asyncio
import json
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from fastapi import FastAPI, Request
from sqlmodel import func, select
from standardwebhooks import Webhook

from actions.webhook_keys import make_webhook_key
from duban.web.app import create_app
from duban.web.security import SecurityHeaders
from duban.web.webhooks import Accepted
from models import InboundMessage
from runtime.settings import Settings
from runtime.wiring import Runtime, build_runtime
from tests.factories import make_department

CALLS = 300
AT_ONCE = 16
ROUNDS = 3
BODY = json.dumps({"task": "7", "status": "正常推进", "percent": 60}).encode()


def storing_nothing() -> FastAPI:
    """Return an application whose route takes the same call and answers in the same shape."""
    app = FastAPI()
    app.add_middleware(SecurityHeaders)

    @app.post("/webhooks/updates", status_code=202)
    async def take(request: Request) -> Accepted:
        await request.body()
        return Accepted(id=request.headers["webhook-id"], number=1)

    return app


async def send(app: FastAPI, calls: list[dict[str, str]]) -> tuple[float, float]:
    """Return the seconds, by the clock and of the processor, until every call was answered 202."""
    waiting = iter(calls)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.example") as client:

        async def work() -> None:
            for headers in waiting:
                answer = await client.post("/webhooks/updates", content=BODY, headers=headers)
                answer.raise_for_status()

        started, busy = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return time.perf_counter() - started, time.process_time() - busy


def signed(secret: str, code: str, name: str) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "webhook-department": code,
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, now, BODY.decode()),
    }


def prepared(folder: str) -> tuple[Runtime, str, str]:
    runtime = build_runtime(Settings(home=Path(folder), secret_keys="bench"))
    with runtime.transaction() as session:
        department = make_department(session)
        key = make_webhook_key(session, department.number, now=runtime.clock(), actor="bench")
        return runtime, key.secret, department.code


def main() -> None:
    bare: list[tuple[float, float]] = []
    stored: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        runtime, secret, code = prepared(folder)
        applications = ((storing_nothing(), bare), (create_app(runtime), stored))
        for attempt in range(ROUNDS):
            calls = [signed(secret, code, f"msg_{attempt}_{n}") for n in range(CALLS)]
            for app, seconds in applications:
                seconds.append(asyncio.run(send(app, calls)))
        with runtime.reading() as session:
            kept = session.exec(select(func.count()).select_from(InboundMessage)).one()
    if kept != CALLS * ROUNDS:
        raise SystemExit(f"{kept} calls were kept")
    print("take a signed webhook                    calls/s   of the limit (aim 0.30)")
    for place, meaning in enumerate(("by the clock", "by the time of the processor")):
        limit = [round_[place] for round_ in bare]
        ours = [round_[place] for round_ in stored]
        ratio = statistics.median(b / s for b, s in zip(limit, ours, strict=True))
        print(f"  {meaning}")
        bare_rate, rate = CALLS / statistics.median(limit), CALLS / statistics.median(ours)
        print(f"    the same route storing nothing        {bare_rate:6.0f}   1.00")
        print(f"    verified, stored, committed           {rate:6.0f}   {ratio:.2f}")


if __name__ == "__main__":
    main()
