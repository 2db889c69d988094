"""The description of the doors that others' programs and departments use: /openapi.json."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from duban.web.webhooks import SCHEMAS


def describe(app: FastAPI) -> None:
    """Complete the description with the bodies that we read ourselves."""

    def complete() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            schemas = found.setdefault("components", {}).setdefault("schemas", {})
            whole = {name: value for name, value in SCHEMAS.items() if name != "$defs"}
            schemas.update(SCHEMAS.get("$defs", {}) | {"UpdateCall": whole})
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = complete  # type: ignore[method-assign]
