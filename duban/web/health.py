"""/healthz: does the database answer, and is the engine alive?"""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError

from duban.web.visitors import CurrentRuntime
from reports.views.engine import engine_alive_until
from runtime.clock import system_clock
from runtime.wiring import database_file

router = APIRouter(tags=["operation"])


def _kept_at(home: Path) -> str | None:
    """Return when the auditor last found nothing wrong: it says nothing while it finds anything."""
    heartbeat = home / "heartbeat"
    return heartbeat.read_text("utf-8").strip() if heartbeat.exists() else None


@router.get("/healthz", summary="数据库与引擎是否正常")
def health(runtime: CurrentRuntime) -> JSONResponse:
    """Report the database and the engine's heartbeat; 503 if the database is silent or gone.

    An engine that is late does not fail the check: pages answer without it, and say so.
    """
    file = database_file(runtime.settings)
    if file is not None and not file.exists():  # the open handle would go on, into nothing
        return JSONResponse({"database": "gone"}, 503)
    try:
        with runtime.reading() as session:
            until = engine_alive_until(session)
    except OperationalError:
        return JSONResponse({"database": "down"}, 503)
    alive = until is not None and until >= system_clock()  # leases run in real time
    return JSONResponse(
        {
            "database": "ok",
            "engine": "alive" if alive else "silent",
            "engine_heartbeat_until": until.isoformat() if until else None,
            "promises_kept_at": _kept_at(runtime.settings.home),
        }
    )
