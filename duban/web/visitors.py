"""Who is asking, and whether they may: the session cookie, the CSRF token, the roles."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from actions.accounts import find_session
from duban.web.errors import FormExpired, NotYours, SignInNeeded
from duban.web.forms import Form
from models import Account
from rules.access import MAY_APPROVE, MAY_COORDINATE
from runtime.wiring import Runtime

COOKIE = "duban_session"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person and the browser they came with."""

    account: Account
    csrf: str

    @property
    def coordinates(self) -> bool:
        """May they change things?"""
        return self.account.role in MAY_COORDINATE

    @property
    def approves(self) -> bool:
        """May they decide drafts?"""
        return self.account.role in MAY_APPROVE


def current_runtime(request: Request) -> Runtime:
    """Return the runtime the application was built around."""
    runtime: Runtime = request.app.state.runtime
    return runtime


CurrentRuntime = Annotated[Runtime, Depends(current_runtime)]


def find_visitor(request: Request, runtime: CurrentRuntime) -> Visitor | None:
    """Return who is signed in, or None; every page may show their name."""
    token = request.cookies.get(COOKIE, "")
    visitor = None
    if token:
        with runtime.reading() as session:
            found = find_session(session, token, now=runtime.clock())
            if found is not None:
                account, row = found
                visitor = Visitor(account, row.csrf_token)
                session.expunge_all()
    request.state.visitor = visitor
    return visitor


FoundVisitor = Annotated[Visitor | None, Depends(find_visitor)]


def get_reader(request: Request, visitor: FoundVisitor) -> Visitor:
    """Return who is signed in, or send them to the sign-in page."""
    if visitor is None:
        raise SignInNeeded(request.url.path)
    return visitor


Reader = Annotated[Visitor, Depends(get_reader)]


async def checked_form(request: Request, visitor: Reader) -> AsyncIterator[Form]:
    """Give the submitted form, or refuse one that did not come from our own page."""
    async with request.form() as data:
        _check_token(data.get("csrf", ""), visitor.csrf)
        yield Form(data)


def _check_token(token: object, expected: str) -> None:
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), expected.encode()):
        raise FormExpired


CheckedForm = Annotated[Form, Depends(checked_form)]


def get_coordinator(visitor: Reader, _: CheckedForm) -> Visitor:
    """Return a person of the office who sent a form of ours."""
    if not visitor.coordinates:
        raise NotYours("只有统筹办公室可以执行这个操作。")
    return visitor


def get_approver(visitor: Reader, _: CheckedForm) -> Visitor:
    """Return a leader who sent a form of ours."""
    if not visitor.approves:
        raise NotYours("只有领导可以审批。")
    return visitor


Coordinator = Annotated[Visitor, Depends(get_coordinator)]
Approver = Annotated[Visitor, Depends(get_approver)]
