"""Coming in and going out: a password, or a link that opens once."""

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from actions.accounts import SESSION_LIVES, authenticate, close_session, open_session
from actions.links import get_link
from duban.web.errors import FormExpired, LinkRefused
from duban.web.forms import Form
from duban.web.pages import after, show
from duban.web.visitors import COOKIE, CheckedForm, CurrentRuntime, FoundVisitor
from models import AccessLink, Account
from rules.errors import NotAllowed
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False)
DOOR = "duban_door"  # cookie: the CSRF token of somebody who is not signed in yet


async def door_form(request: Request) -> Form:
    """Return a form sent before sign-in, or refuse one that another site sent."""
    form = Form(await request.form())
    expected = request.cookies.get(DOOR, "")
    if not expected or not hmac.compare_digest(form.text("csrf").encode(), expected.encode()):
        raise FormExpired
    return form


DoorForm = Annotated[Form, Depends(door_form)]


@router.get("/sign-in")
def show_sign_in(request: Request, visitor: FoundVisitor) -> Response:
    """Show the sign-in form, or pass on who is in already."""
    wanted = request.query_params.get("next", "/")
    if visitor is not None:
        return after(_inside(wanted))
    return _door(request, "sign_in", next=wanted, username="", refused="")


@router.post("/sign-in")
def sign_in(request: Request, form: DoorForm, runtime: CurrentRuntime) -> Response:
    """Check the password. A failure is committed too: five of them lock the account."""
    now = runtime.clock()
    username = form.text("username")
    with runtime.transaction() as session:
        try:
            account = authenticate(session, username, str(form.data.get("password", "")), now=now)
        except NotAllowed as error:
            account, refused = None, f"{error.reason}{error.advice}"
        else:
            refused = "用户名或密码不正确。连续输错五次，账号将锁定15分钟。"
        if account is not None:
            return _enter(session, account, runtime, _inside(form.text("next")))
    return _door(
        request, "sign_in", status=403, next=form.text("next"), username=username, refused=refused
    )


@router.post("/sign-out")
def sign_out(request: Request, _: CheckedForm, runtime: CurrentRuntime) -> Response:
    """End this browser's session."""
    with runtime.transaction() as session:
        close_session(session, request.cookies.get(COOKIE, ""))
    response = after("/sign-in")
    response.delete_cookie(COOKIE)
    return response


@router.get("/sign-in/{token}")
def show_link(request: Request, token: str, runtime: CurrentRuntime) -> Response:
    """Show whom the link would sign in; opening it changes nothing."""
    with runtime.reading() as session:
        account = session.get_one(Account, _open(session, token, runtime).account_id)
        return _door(request, "sign_in_link", account=account)


@router.post("/sign-in/{token}")
def use_link(token: str, _: DoorForm, runtime: CurrentRuntime) -> Response:
    """Sign in, and spend the link."""
    with runtime.transaction() as session:
        link = _open(session, token, runtime)
        link.used_at = runtime.clock()
        session.add(link)
        return _enter(session, session.get_one(Account, link.account_id), runtime, "/")


def _open(session: Session, token: str, runtime: Runtime) -> AccessLink:
    try:
        link = get_link(session, token, office=runtime.office, now=runtime.clock())
    except NotAllowed as error:
        raise LinkRefused(error.reason, error.advice) from error
    if link.purpose != "sign_in":
        raise LinkRefused("这不是登录链接。", "请使用邮件中的原链接。")
    return link


def _enter(session: Session, account: Account, runtime: Runtime, address: str) -> RedirectResponse:
    token, _ = open_session(session, account, now=runtime.clock())
    response = after(address)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LIVES.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=runtime.settings.url.startswith("https:"),
    )
    return response


def _door(request: Request, name: str, *, status: int = 200, **context: object) -> Response:
    token = request.cookies.get(DOOR) or secrets.token_urlsafe(24)
    response = show(request, name, status=status, door_csrf=token, **context)
    response.set_cookie(DOOR, token, httponly=True, samesite="lax")
    return response


def _inside(address: str) -> str:
    """Return an address of ours: a sign-in page must not send people to another site."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
