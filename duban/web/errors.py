"""Every refusal becomes a page with advice; its class decides the status, here and only here."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from duban.web.pages import show
from inbox.errors import WebhookRefused
from rules.errors import DubanError, NotAllowed, NotFound, PolicyInvalid, TransitionNotAllowed


class SignInNeeded(DubanError):
    """Nobody is signed in; `path` is where they wanted to go."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"sign in to see {path}")


class NotYours(NotAllowed):
    """This person may read, but not do this."""


class LinkRefused(NotAllowed):
    """A signed link is forged, past its day, revoked or used."""


class FormExpired(NotAllowed):
    """A form that did not come from a page of ours, or from a session that is over."""

    def __init__(self) -> None:
        super().__init__("这个表单已过期。", "请返回上一页，刷新后重新提交。")


STATUS: Mapping[type[DubanError], int] = {
    NotYours: 403,
    LinkRefused: 403,
    FormExpired: 403,
    NotFound: 404,
    TransitionNotAllowed: 409,
    NotAllowed: 409,
    PolicyInvalid: 500,
}
"""The first class that fits, most special first; any other DubanError is the input's fault: 422."""

TITLES: Mapping[int, str] = {
    400: "请求有误",
    403: "不能这样做",
    404: "没有找到",
    405: "不能这样做",
    409: "现在不能这样做",
    413: "文件太大",
    422: "内容有误",
    500: "系统出错",
}


HTTP_REASONS: Mapping[int, str] = {404: "没有这个页面。", 405: "这个页面不支持该操作。"}
TOO_LONG = "exceeded maximum size"  # as Starlette says it of a form's field
PROGRAMS = ("/webhooks", "/healthz", "/openapi")


def status_of(error: DubanError) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, WebhookRefused):
        return error.status
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)


def explain(error: DubanError) -> tuple[str, str]:
    """Return what happened and what to do, in Chinese."""
    match error:
        case NotAllowed() | TransitionNotAllowed():
            return error.reason, error.advice
        case NotFound():
            return "没有找到您要看的内容。", "它可能已被移走，请从列表重新进入。"
        case _:
            return str(error), "请检查后重试；如仍不行，请联系统筹办公室。"


def install(app: FastAPI) -> None:
    """Teach the application to answer refusals."""
    app.add_exception_handler(DubanError, _refuse)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(OverflowError, _no_such_number)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(500, _fault)


async def _refuse(request: Request, error: Exception) -> Response:
    if isinstance(error, SignInNeeded):
        if request.method == "GET":
            return RedirectResponse(f"/sign-in?next={error.path}", status_code=303)
        error = FormExpired()
    assert isinstance(error, DubanError)
    if isinstance(error, WebhookRefused):
        return JSONResponse({"error": error.reason}, error.status)
    reason, advice = explain(error)
    return _error_page(request, status_of(error), reason, advice)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = HTTP_REASONS.get(error.status_code, str(error.detail))
    if TOO_LONG in str(error.detail):
        return _error_page(
            request,
            413,
            "填写的内容太长，没有保存。",
            "请缩短文字，材料请作为附件上传。",
        )
    return _error_page(request, error.status_code, reason, "请返回上一页重试。")


async def _no_such_number(request: Request, _: Exception) -> Response:
    """Answer for a number that no table can hold."""
    return _error_page(request, 404, "没有这个编号。", "请从列表重新进入。")


async def _misread(request: Request, error: Exception) -> Response:
    """Answer a page's address that makes no sense as a page; a program gets the details."""
    assert isinstance(error, RequestValidationError)
    if request.url.path.startswith(PROGRAMS):
        return await request_validation_exception_handler(request, error)
    return _error_page(request, 404, "没有这个页面。", "请从列表重新进入。")


async def _fault(request: Request, _: Exception) -> Response:
    return _error_page(request, 500, "系统没能完成这个操作。", "详情已记入日志，请稍后再试。")


def _error_page(request: Request, status: int, reason: str, advice: str) -> Response:
    title = TITLES.get(status, "出错了")
    return show(request, "error", status=status, page_title=title, reason=reason, advice=advice)
