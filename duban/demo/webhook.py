"""A department's own system calls duban, signed after Standard Webhooks."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook

from duban.demo.browser import Browser, PageRefused
from duban.demo.return_page import AskedTarget
from duban.demo.words import Account


def call(
    browser: Browser, address: str, secret: str, payload: Mapping[str, Any], *, at: datetime
) -> None:
    """Post a payload, signed; `at` is what the caller's clock says."""
    body = json.dumps(payload, ensure_ascii=False)
    number = f"msg_{uuid.uuid4().hex}"
    headers = {
        "content-type": "application/json",
        "webhook-id": number,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(number, at, body),
    }
    response = browser.http.post(address, content=body.encode(), headers=headers)
    if response.is_error:
        raise PageRefused(address, response.status_code, response.text[:300])


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
