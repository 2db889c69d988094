"""A department's own system calls duban, signed after Standard Webhooks."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from duban.demo.browser import Browser, PageRefused
from duban.demo.return_page import AskedTarget
from duban.demo.words import Account


@dataclass(frozen=True, slots=True)
class Hook:
    """What the office gave to a department's system administrator."""

    department: str  # its code
    secret: str
    url: str


def call(browser: Browser, hook: Hook, payload: Mapping[str, Any], *, at: datetime) -> None:
    """Post a payload, signed; `at` is what the caller's clock says."""
    # The library drops the time zone it is given, so it must be UTC.
    body = json.dumps(payload, ensure_ascii=False)
    number = f"msg_{uuid.uuid4().hex}"
    headers = {
        "content-type": "application/json",
        "webhook-department": hook.department,
        "webhook-id": number,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(hook.secret).sign(number, at.astimezone(UTC), body),
    }
    response = browser.http.post(hook.url, content=body.encode(), headers=headers)
    if response.is_error:
        raise PageRefused(hook.url, response.status_code, response.text[:300])


def as_payload(
    accounts: Mapping[str, Account], values: Sequence[tuple[AskedTarget, float]]
) -> dict[str, Any]:
    """Return the accounts by task, with the values of targets in the first of them."""
    given = [
        {"indicator": target.name, "value": value, "unit": target.unit} for target, value in values
    ]
    items = [
        {
            "task": key,
            "status": account.state,
            "percent": account.percent,
            "narrative": account.progress,
            "problems": account.problems,
            "next_steps": account.next_steps,
            "targets": given if number == 0 else [],
        }
        for number, (key, account) in enumerate(accounts.items())
    ]
    return {"items": items}
