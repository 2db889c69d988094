from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cron import Cron, CronNotUnderstood


def cron(text: str) -> Cron:
    return Cron.parse(text, "Asia/Shanghai")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("30 8 * * *", "每天08:30"),
        ("0 9,17 * * *", "每天09:00、17:00"),
        ("* * * * *", "每分钟"),
        ("*/5 * * * *", "每5分钟"),
        ("0 * * * *", "每小时整点"),
        ("40 * * * *", "每小时第40分"),
    ],
)
def test_a_line_is_said_as_the_office_says_it(text: str, words: str) -> None:
    assert cron(text).in_words() == words


def test_the_next_and_the_last_time_are_in_the_offices_zone() -> None:
    """00:31 UTC is 08:31 in Shanghai: today's 08:30 is over, tomorrow's is next."""
    morning = cron("30 8 * * *")
    now = datetime.fromisoformat("2024-03-04T00:31:00+00:00")

    assert morning.last_until(now) == moment("2024-03-04T08:30")
    assert morning.next_after(now) == moment("2024-03-05T08:30")


def test_a_time_itself_is_its_own_last_and_never_its_own_next() -> None:
    morning = cron("30 8 * * *")

    assert morning.last_until(moment("2024-03-04T08:30")) == moment("2024-03-04T08:30")
    assert morning.next_after(moment("2024-03-04T08:30")) == moment("2024-03-05T08:30")


def test_an_office_moves_a_daily_run() -> None:
    assert cron("30 8 * * *").moved_to("10:05").in_words() == "每天10:05"


@pytest.mark.parametrize("text", ["", "8", "0 8 * * 1-5", "60 8 * * *", "x 8 * * *", "0 8 1 * *"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(CronNotUnderstood):
        cron(text)


@given(
    text=st.sampled_from(
        ["30 8 * * *", "*/5 * * * *", "* * * * *", "40 * * * *", "0 9-17/4 * * *"]
    ),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
)
def test_no_time_lies_between_the_last_and_the_next(text: str, now: datetime) -> None:
    line = cron(text)
    at = now.replace(tzinfo=line.zone)

    last, following = line.last_until(at), line.next_after(at)

    assert last <= at < following
    assert line.next_after(last) == following
    assert line.last_until(following) == following
