"""A department's signed link: what it opens, and the nonce that makes a form count once.

Nobody signs in here, so the form's nonce is signed for this link: it proves that the form is ours,
and it is the key under which the answer is stored.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from actions.links import get_link
from duban.web.errors import FormExpired, LinkRefused
from duban.web.forms import Form
from duban.web.visitors import CurrentRuntime
from models import AccessLink
from rules.errors import NotAllowed
from rules.office import Office
from runtime.wiring import Runtime


@dataclass(frozen=True, slots=True)
class Door:
    """One opened link."""

    token: str
    link: AccessLink

    @property
    def address(self) -> str:
        """Where the department's page is."""
        return f"/d/{self.token}"

    @property
    def department_id(self) -> int:
        """Whose door it is."""
        if self.link.department_id is None:
            raise LinkRefused("这不是单位的填报链接。", "请使用督办邮件中的链接。")
        return self.link.department_id


def open_door(session: Session, token: str, runtime: Runtime) -> Door:
    """Return the door behind a token, or raise `LinkRefused`."""
    try:
        link = get_link(session, token, office=runtime.office, now=runtime.clock())
    except NotAllowed as error:
        raise LinkRefused(error.reason, error.advice) from error
    if link.purpose not in ("return", "department"):
        raise LinkRefused("这不是单位的填报链接。", "请使用督办邮件中的链接。")
    session.expunge(link)
    return Door(token, link)


def find_door(token: str, runtime: CurrentRuntime) -> Door:
    """Open the link in the address; nothing is changed by that."""
    with runtime.reading() as session:
        return open_door(session, token, runtime)


OpenDoor = Annotated[Door, Depends(find_door)]


def make_nonce(office: Office, door: Door) -> str:
    """Return a fresh nonce for one form behind this link."""
    random = secrets.token_urlsafe(16)
    return f"{random}.{_signature(office.keys[0], door, random)}"


async def door_form(
    request: Request, door: OpenDoor, runtime: CurrentRuntime
) -> AsyncIterator[Form]:
    """Give a form of ours, or refuse one whose nonce we did not sign for this link."""
    async with request.form() as data:
        form = Form(data)
        _check_nonce(form.text("nonce"), door, runtime.office)
        yield form


def _check_nonce(nonce: str, door: Door, office: Office) -> None:
    random, _, signature = nonce.partition(".")
    expected = (_signature(key, door, random) for key in office.keys)
    if not any(hmac.compare_digest(signature.encode(), one.encode()) for one in expected):
        raise FormExpired


DoorForm = Annotated[Form, Depends(door_form)]


def _signature(key: str, door: Door, random: str) -> str:
    body = f"form:{door.link.public_id}:{random}".encode()
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()[:32]
