"""A token names one message and can not be made by anyone else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from inbox.tokens import read_link, read_reply_token, sign_link, sign_reply_token

DAY = date(2024, 9, 11)
KEYS = ("new", "old")


@given(st.integers(1, 10**12), st.dates(date(2024, 9, 11), date(2090, 1, 1)))
def test_a_token_names_its_message_whatever_a_server_does_to_its_case(
    number: int, expires_on: date
) -> None:
    token = sign_reply_token(KEYS, number, expires_on=expires_on)
    read = read_reply_token(KEYS, token.upper(), today=DAY)
    assert read is not None
    assert (read.outgoing_id, read.expires_on) == (number, expires_on)


def test_an_older_key_still_opens_what_it_signed() -> None:
    token = sign_reply_token(("old",), 7, expires_on=DAY)
    assert read_reply_token(KEYS, token, today=DAY) is not None
    assert read_reply_token(("new",), token, today=DAY) is None


def test_a_token_ends_after_its_day() -> None:
    token = sign_reply_token(KEYS, 7, expires_on=date(2024, 9, 10))
    assert read_reply_token(KEYS, token, today=DAY) is None


@given(st.text(max_size=60))
def test_nothing_else_is_a_token(text: str) -> None:
    assert read_reply_token(KEYS, text, today=DAY) is None
    assert read_link(KEYS, text) is None


def test_a_link_is_not_a_reply_token() -> None:
    assert read_link(KEYS, sign_link(KEYS, "abc")) == "abc"
    assert read_link(("other",), sign_link(KEYS, "abc")) is None
