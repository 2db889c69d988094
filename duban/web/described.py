"""How the departments' pages are described in /openapi.json: forms in, pages out."""

from collections.abc import Sequence
from typing import Any

_PAGE = {"content": {"text/html": {"schema": {"type": "string"}}}}
PAGES: dict[int | str, dict[str, Any]] = {
    200: {"description": "页面", **_PAGE},
    303: {"description": "已办理，转到结果页"},
    400: {"description": "表单格式有误", **_PAGE},
    403: {"description": "链接或表单已失效", **_PAGE},
    404: {"description": "没有这一项", **_PAGE},
    409: {"description": "现在不能这样做", **_PAGE},
    422: {"description": "内容有误，已填的还在", **_PAGE},
}


def form_body(*required: str, optional: Sequence[str] = ()) -> dict[str, Any]:
    """Return the description of a form with these fields; an answer has fields of its items too."""
    text = {"type": "string"}
    schema = {
        "type": "object",
        "properties": dict.fromkeys((*required, *optional), text),
        "required": list(required),
        "additionalProperties": text,
    }
    content = {kind: {"schema": schema} for kind in KINDS}
    return {"requestBody": {"required": True, "content": content}}


KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")
