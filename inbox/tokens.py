"""Signed tokens: what ties a reply to the message it answers, and a link to its purpose.

A reply token stands in the plus-address (`duban+<token>@…`) and in the Message-ID of what we sent.
Mail servers may change the case of an address, so it is made of lower-case letters and digits.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(2000, 1, 1)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SIGNATURE_LENGTH = 20  # base32 characters: 100 bits


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What a good token says: which outgoing message is answered, and until when it counts."""

    outgoing_id: int
    expires_on: date


def sign_reply_token(keys: Sequence[str], outgoing_id: int, *, expires_on: date) -> str:
    """Return a token such as `2s-7w3-mfrggzdfmztwq2lk`, signed with the newest key."""
    body = f"{_base36(outgoing_id)}-{_base36((expires_on - EPOCH).days)}"
    return f"{body}-{_signature(keys[0], 'reply', body)}"


def read_reply_token(keys: Sequence[str], token: str, *, today: date) -> ReplyToken | None:
    """Return what `token` says, or None if it was not signed by us or is past its day."""
    body, _, signature = token.lower().rpartition("-")
    if not _is_signed(keys, "reply", body, signature):
        return None
    outgoing_id, _, days = body.partition("-")
    expires_on = EPOCH + timedelta(days=int(days, 36))
    return ReplyToken(int(outgoing_id, 36), expires_on) if today <= expires_on else None


def sign_link(keys: Sequence[str], public_id: str) -> str:
    """Return the token of a link: the row's public id and our signature."""
    return f"{public_id}.{_signature(keys[0], 'link', public_id)}"


def read_link(keys: Sequence[str], token: str) -> str | None:
    """Return the public id in a link's token, or None if we did not sign it."""
    public_id, _, signature = token.rpartition(".")
    return public_id if _is_signed(keys, "link", public_id, signature) else None


def _is_signed(keys: Sequence[str], purpose: str, body: str, signature: str) -> bool:
    if not body or not signature.isascii():
        return False
    return any(hmac.compare_digest(_signature(key, purpose, body), signature) for key in keys)


def _signature(key: str, purpose: str, body: str) -> str:
    digest = hmac.new(key.encode(), f"{purpose}:{body}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:SIGNATURE_LENGTH]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
