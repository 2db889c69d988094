"""The description of the doors that others' programs and departments use: /openapi.json."""

from typing import Any

from fastapi import FastAPI

from duban.web.webhooks import SCHEMAS


class Described(FastAPI):
    """An application whose description also holds the bodies that we read ourselves."""

    def openapi(self) -> dict[str, Any]:
        """Return the description; it is made once."""
        if self.openapi_schema is None:
            found = super().openapi()
            schemas = found.setdefault("components", {}).setdefault("schemas", {})
            whole = {name: value for name, value in SCHEMAS.items() if name != "$defs"}
            schemas.update(SCHEMAS.get("$defs", {}) | {"UpdateCall": whole})
        return super().openapi()
