"""The door for departments' systems: signed calls (Standard Webhooks), stored before answered."""

from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from actions.webhook_intake import USED_AGAIN, SignedCall
from duban.web.intake import Intake
from inbox.errors import WebhookRefused
from inbox.webhooks import LONGEST_ID, LONGEST_TEXT, MOST

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
LARGEST = 30 * 1024 * 1024  # bytes of one call, its attachments included


Status = Literal["已完成", "正常推进", "进展滞后", "未启动", "申请延期", "申请办结"]


class TargetGiven(BaseModel):
    """The value of one indicator, or with `target_id` of one target of a return."""

    indicator: str | None = Field(None, min_length=1, description="指标名称，与交办时一致")
    target_id: int | None = Field(None, ge=1, description="指标编号；仅与 items 并列的 targets 用")
    value: float = Field(gt=-1e15, lt=1e15, description="数值")
    unit: str | None = Field(None, description="单位，如 “家”；缺省为指标的单位")


class StepGiven(BaseModel):
    """One dated step of a plan."""

    title: str = Field(min_length=1)
    due_on: date


class FileGiven(BaseModel):
    """One attachment."""

    name: str
    content: str = Field(json_schema_extra={"contentEncoding": "base64"})
    media_type: str | None = None


class UpdateItem(BaseModel):
    """One task's progress. What is left out stays as it was."""

    model_config = ConfigDict(extra="allow")

    task: str | None = Field(None, description="任务编号，如 “7” 或 “7.2”")
    assignment_id: int | None = Field(None, ge=1, description="分工编号，可代替 task")
    status: Literal["已完成", "正常推进", "进展滞后", "未启动", "申请延期", "申请办结"] | None = (
        None
    )
    percent: float | None = Field(None, ge=0, le=100, description="完成比例")
    narrative: str | None = Field(None, max_length=LONGEST_TEXT, description="进展情况")
    problems: str | None = Field(None, max_length=LONGEST_TEXT, description="存在问题")
    next_steps: str | None = Field(None, max_length=LONGEST_TEXT, description="下一步打算")
    acknowledged: bool | None = Field(None, description="签收")
    objection: str | None = Field(None, description="对分工的异议")
    extension_until: date | None = Field(None, description="申请延期至")
    reason: str | None = Field(None, description="延期理由")
    closure_requested: bool | None = Field(None, description="申请办结")
    targets: list[TargetGiven] | None = Field(None, max_length=MOST, description="指标数值")
    steps: list[StepGiven] | None = Field(None, max_length=MOST, description="实施节点")


class UpdateCall(UpdateItem):
    """One item by itself, or several in `items`."""

    items: list[UpdateItem] | None = Field(None, max_length=MOST, description="一次报送多项任务")
    attachments: list[FileGiven] | None = Field(None, max_length=MOST, description="佐证材料")


class Accepted(BaseModel):
    """The call is committed; it is read afterwards."""

    id: str = Field(description="webhook-id，即本次报送的编号")
    number: int = Field(description="来件编号")


class Refused(BaseModel):
    """Why the call was not taken."""

    error: str


class Conflict(Refused):
    """The id was used before with another body, which is kept as `number` for a person."""

    number: int = Field(description="来件编号")


HEADERS = (
    ("webhook-id", f"本次报送的唯一编号，重复发送时不变，不超过{LONGEST_ID}字", True),
    ("webhook-timestamp", "发送时刻（秒），前后5分钟内有效", True),
    ("webhook-signature", "v1,<base64>，见 https://www.standardwebhooks.com", True),
    ("webhook-department", "单位编码；缺省时按密钥查找", False),
)
REFUSALS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": Refused} for status in (400, 401, 413, 422)},
    409: {"model": Conflict},
}
DESCRIBED: dict[str, Any] = {
    "parameters": [
        {"in": "header", "name": name, "required": required, "description": description,
         "schema": {"type": "string"}}
        for name, description, required in HEADERS
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UpdateCall"}}},
    },
}  # fmt: skip
SCHEMAS = UpdateCall.model_json_schema(ref_template="#/components/schemas/{model}")
"""Put among the components of the description (`duban.web.openapi`)."""


async def read_body(request: Request) -> bytes:
    """Return the raw body, or refuse one that is too large before it is all here."""
    pieces, size = [], 0
    async for chunk in request.stream():
        pieces.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise WebhookRefused("内容超过 30 MB", status=413)
    return b"".join(pieces)


@router.post(
    "/updates",
    status_code=202,
    summary="报送进展",
    response_model=Accepted,
    responses=REFUSALS,
    openapi_extra=DESCRIBED,
)
async def receive_update(request: Request) -> JSONResponse:
    """Store what a department's system sent. 202 means: committed; it is applied afterwards.

    A repeated call is answered like the first time and stored once. What cannot be read is
    refused at once, with the reason.
    """
    intake: Intake = request.app.state.intake
    headers = {name: request.headers.get(name, "") for name, _, _ in HEADERS[:3]}
    code = request.headers.get("webhook-department", "")
    kept = await intake.keep(SignedCall(code, headers, await read_body(request)))
    answer: dict[str, object] = {"id": kept.webhook_id, "number": kept.number}
    if kept.conflict:
        return JSONResponse({"error": f"{USED_AGAIN}，已转人工处理", **answer}, 409)
    return JSONResponse(answer, 202)
