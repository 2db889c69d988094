"""/healthz: does the database answer, and is the engine alive?"""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from duban.web.visitors import CurrentRuntime
from models import Lease

router = APIRouter(tags=["operation"])
ENGINE_LEASE = "engine"
LATE = timedelta(minutes=2)


@router.get("/healthz")
def health(runtime: CurrentRuntime) -> JSONResponse:
    """Report the database and the engine's heartbeat; 503 if the database does not answer."""
    try:
        with runtime.reading() as session:
            session.connection().execute(text("SELECT 1"))
            leases = session.exec(select(Lease)).all()
    except OperationalError:
        return JSONResponse({"database": "down"}, 503)
    held = {row.name: row.until.isoformat() for row in leases}
    return JSONResponse({"database": "ok", "leases": held})
