"""Replies as the clients of departments send them, each with what a careful clerk writes down."""

import json
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from actions.inbound import explain_mail
from rules.working_days import WorkingCalendar
from tests.inbox.city_of_mails import MAILS, office_of, read_setup
from tests.inbox.judging import differences

SETUP = read_setup()
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))
KNOWN_GAPS: frozenset[str] = frozenset()  # what is read wrongly today; each must come out again


def _cases() -> list[Any]:
    gap = pytest.mark.xfail(strict=True, reason="a gap that is known")
    return [pytest.param(name, marks=[gap] if name in KNOWN_GAPS else []) for name in NAMES]


@pytest.mark.parametrize("name", _cases())
def test_a_mail_means_what_a_careful_clerk_writes_down(
    city: Session, calendar: WorkingCalendar, name: str
) -> None:
    expected = json.loads((MAILS / f"{name}.json").read_text("utf-8"))
    keys_of = {row["id"]: row["key"] for row in SETUP["tasks"]}
    asked = {m["id"]: [keys_of[n] for n in m["tasks"]] for m in SETUP["messages"]}

    heard = explain_mail(
        city,
        (MAILS / f"{name}.eml").read_bytes(),
        today=calendar.office_day(datetime.fromisoformat(SETUP["now"])),
        office=office_of(SETUP),
        trusted=SETUP["trusted_authserv"],
    )

    assert differences(heard.as_data(), expected, asked.get(expected.get("_message"), [])) == []
