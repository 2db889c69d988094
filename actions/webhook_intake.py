"""Signed calls kept in groups: one question for the keys, one transaction for all that are good."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.events import record_events
from inbox.errors import WebhookRefused
from inbox.webhooks import check_call, verify_call
from models import Department, InboundMessage, WebhookKey

USED_AGAIN = "同一 webhook-id 再次使用而内容不同"

# Built once: building a statement costs more than running it.
ALL_CALLERS = (
    rows_of(col(Department.id), col(Department.code), col(WebhookKey.secret))
    .join(WebhookKey, col(WebhookKey.department_id) == col(Department.id))
    .where(col(WebhookKey.revoked_at).is_(None))
    .order_by(col(Department.id), col(WebhookKey.id).desc())
)
NAMED_CALLERS = ALL_CALLERS.where(col(Department.code).in_(bindparam("codes", expanding=True)))
KNOWN = rows_of(
    col(InboundMessage.mailbox), col(InboundMessage.key),
    col(InboundMessage.id), col(InboundMessage.raw),
).where(
    col(InboundMessage.mailbox).in_(bindparam("mailboxes", expanding=True)),
    col(InboundMessage.key).in_(bindparam("keys", expanding=True)),
)  # fmt: skip
KEEP = insert(InboundMessage).returning(col(InboundMessage.id), sort_by_parameter_order=True)


@dataclass(frozen=True, slots=True)
class SignedCall:
    """A call as it came; `code` is empty where the department is to be found by its key."""

    code: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class GoodCall:
    """A call whose signature holds and whose body can be read, and whose it is."""

    call: SignedCall
    webhook_id: str
    department_id: int
    code: str

    @property
    def mailbox(self) -> str:
        """Where calls of this department are kept."""
        return f"webhook:{self.code}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of a call. `conflict`: its id was used before, with another body."""

    webhook_id: str
    number: int
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """A department that may call, with one of its keys."""

    department_id: int
    code: str
    secret: str


def find_callers(session: Session, codes: Iterable[str]) -> list[Caller]:
    """Return the keys of these departments, newest first; of all, where a call names none."""
    wanted = sorted(set(codes))
    query = ALL_CALLERS if "" in wanted else NAMED_CALLERS
    return [Caller(*row) for row in session.connection().execute(query, {"codes": wanted})]


def check_caller(call: SignedCall, callers: Sequence[Caller], *, now: datetime) -> GoodCall:
    """Return the call with its department, or raise `WebhookRefused`."""
    refused = WebhookRefused("签名不符，或该单位没有密钥")
    for caller in callers:
        if call.code not in ("", caller.code):
            continue
        try:
            webhook_id = verify_call([caller.secret], call.headers, call.body, now=now)
        except WebhookRefused as error:
            refused = error
        else:
            check_call(call.body)
            return GoodCall(call, webhook_id, caller.department_id, caller.code)
    raise refused


def keep_calls(session: Session, calls: Sequence[GoodCall], *, now: datetime) -> list[Kept]:
    """Keep every call once, and return where each is, in their order.

    The same call again is the row that is there. Another body under a used id is kept as well, for
    a person: nothing received is lost.
    """
    known = _known(session, calls)
    kept: list[Kept] = []
    fresh: dict[tuple[str, str], dict[str, Any]] = {}
    places: list[tuple[tuple[str, str], bool]] = []
    for good in calls:
        key, digest = (good.mailbox, good.webhook_id), _digest(good.call.body)
        number, first = known.get(key, (0, ""))
        if key in fresh:
            first = _digest(fresh[key]["raw"])
        conflict = bool(first) and first != digest
        if conflict:
            key = (good.mailbox, f"{good.webhook_id}#{digest[:16]}")
            number, first = known.get(key, (0, ""))
        if not number and key not in fresh:
            fresh[key] = _row(good, key[1], now=now, conflict=conflict)
        places.append((key, conflict))
    numbers = _insert(session, fresh, now=now)
    for good, (key, conflict) in zip(calls, places, strict=True):
        number = numbers[key] if key in numbers else known[key][0]
        kept.append(Kept(good.webhook_id, number, conflict))
    return kept


def _known(session: Session, calls: Sequence[GoodCall]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return number and digest of the rows that hold these ids already, or the bodies."""
    keys = {good.webhook_id for good in calls}
    keys |= {f"{good.webhook_id}#{_digest(good.call.body)[:16]}" for good in calls}
    given = {"mailboxes": sorted({good.mailbox for good in calls}), "keys": sorted(keys)}
    return {
        (mailbox, key): (number, _digest(raw))
        for mailbox, key, number, raw in session.connection().execute(KNOWN, given)
    }


def _insert(
    session: Session, fresh: Mapping[tuple[str, str], dict[str, Any]], *, now: datetime
) -> dict[tuple[str, str], int]:
    if not fresh:
        return {}
    found = session.connection().execute(KEEP, list(fresh.values())).scalars()
    numbers = {key: int(number or 0) for key, number in zip(fresh, found, strict=True)}
    payloads = {number: {"channel": "webhook"} for number in numbers.values()}
    record_events(session, "inbound.received", InboundMessage, payloads, now=now)
    return numbers


def _row(good: GoodCall, key: str, *, now: datetime, conflict: bool) -> dict[str, Any]:
    return {
        "channel": "webhook",
        "mailbox": good.mailbox,
        "key": key,
        "raw": good.call.body,
        "headers": dict(good.call.headers),
        "received_at": now,
        "status": "triage" if conflict else "stored",
        "kind": "triage" if conflict else None,
        "reasons": [USED_AGAIN] if conflict else [],
        "sender": good.mailbox,
        "subject": "",
        "department_id": good.department_id,
        "processed_at": now if conflict else None,
        "attempts": 0,
    }


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
