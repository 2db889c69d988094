"""The door for departments' systems: signed calls (Standard Webhooks), stored before answered."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from actions.inbound import record_inbound
from actions.webhook_keys import secrets_of
from duban.web.visitors import CurrentRuntime
from inbox.errors import WebhookRefused
from inbox.heard import STATES
from inbox.webhooks import verify_call
from reports.views.webhooks import find_callers
from runtime.wiring import Runtime

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
LARGEST = 30 * 1024 * 1024  # bytes of one call, its attachments included


class UpdateItem(BaseModel):
    """One task's progress. What is left out stays as it was."""

    model_config = ConfigDict(extra="allow")

    task: str | None = Field(None, description="任务编号，如 “7” 或 “7.2”")
    status: str | None = Field(None, description=f"进展状态：{'、'.join(STATES)}")
    percent: float | None = Field(None, ge=0, le=100, description="完成比例")
    narrative: str | None = Field(None, description="进展情况")
    problems: str | None = Field(None, description="存在问题")
    next_steps: str | None = Field(None, description="下一步打算")


class UpdateCall(UpdateItem):
    """One item by itself, or several in `items`."""

    items: list[UpdateItem] | None = Field(None, description="一次报送多项任务")


class Accepted(BaseModel):
    """The call is committed; it is read afterwards."""

    id: str = Field(description="webhook-id，即本次报送的编号")
    number: int = Field(description="来件编号")


class Refused(BaseModel):
    """Why the call was not taken."""

    error: str


async def read_body(request: Request) -> bytes:
    """Return the raw body, or refuse one that is too large before it is all here."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise WebhookRefused("内容超过 30 MB", status=413)
    return body


RawBody = Annotated[bytes, Depends(read_body)]


@router.post(
    "/updates",
    status_code=202,
    summary="报送进展",
    responses={status: {"model": Refused} for status in (400, 401, 413)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": UpdateCall.model_json_schema()}},
        }
    },
)
async def receive_update(
    body: RawBody,
    runtime: CurrentRuntime,
    webhook_department: Annotated[str, Header(description="单位编码；缺省时按密钥查找")] = "",
    webhook_id: Annotated[str, Header(description="本次报送的唯一编号，重复发送时不变")] = "",
    webhook_timestamp: Annotated[str, Header(description="发送时刻（秒）")] = "",
    webhook_signature: Annotated[str, Header(description="v1,<base64>")] = "",
) -> Accepted:
    """Store what a department's system sent. 202 means: committed; reading it comes later.

    A repeated webhook id is answered like the first time and stored once.
    """
    headers = {
        "webhook-id": webhook_id,
        "webhook-timestamp": webhook_timestamp,
        "webhook-signature": webhook_signature,
    }
    return await run_in_threadpool(_store, runtime, webhook_department, headers, body)


def _store(runtime: Runtime, code: str, headers: dict[str, str], body: bytes) -> Accepted:
    with runtime.reading() as session:
        department_id, code = _caller(session, runtime, code, headers, body)
    with runtime.transaction() as session:
        inbound = record_inbound(
            session,
            channel="webhook",
            mailbox=f"webhook:{code}",
            key=headers["webhook-id"],
            raw=body,
            headers=headers,
            now=runtime.clock(),
            department_id=department_id,
            sender=f"webhook:{code}",
        )
        session.flush()
        return Accepted(id=inbound.key, number=inbound.number)


def _caller(
    session: Session, runtime: Runtime, code: str, headers: dict[str, str], body: bytes
) -> tuple[int, str]:
    """Return the department whose key signed the call, or raise `WebhookRefused`."""
    refused = WebhookRefused("签名不符，或该单位没有密钥")
    for department in find_callers(session, code):
        try:
            secrets = secrets_of(session, department.number)
            verify_call(secrets, headers, body, now=runtime.clock())
        except WebhookRefused as error:
            refused = error
        else:
            return department.number, department.code
    raise refused
