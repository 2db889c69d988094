"""佐证: an attachment, exactly as it was handed in."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from duban.web.visitors import CurrentRuntime, Reader
from models import Evidence
from rules.errors import NotFound
from runtime.evidence import evidence_path
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False)


@router.get("/evidence/{evidence_id}")
def download(evidence_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Return one attachment as a download: it is never shown inside our pages."""
    with runtime.reading() as session:
        row = session.get(Evidence, evidence_id)
        if row is None or row.sha256 is None:
            raise NotFound("evidence", evidence_id)
        return _attachment(row, runtime)


def _attachment(row: Evidence, runtime: Runtime) -> Response:
    path = evidence_path(runtime.settings.home, str(row.sha256))
    if not path.exists():
        raise NotFound("evidence file", row.sha256)
    return Response(
        path.read_bytes(),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name)}"},
    )
