from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from runtime.leases import claim_tick, release, take

NOW = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_one_holder_at_a_time(session: Session) -> None:
    assert take(session, "relay", holder="a", now=NOW, for_=MINUTE)
    assert not take(session, "relay", holder="b", now=NOW + MINUTE / 2, for_=MINUTE)
    assert take(session, "relay", holder="a", now=NOW + MINUTE / 2, for_=MINUTE)  # renewed
    assert not take(session, "relay", holder="b", now=NOW + MINUTE, for_=MINUTE)
    assert take(session, "relay", holder="b", now=NOW + 2 * MINUTE, for_=MINUTE)


def test_leases_of_other_names_do_not_matter(session: Session) -> None:
    assert take(session, "relay", holder="a", now=NOW, for_=MINUTE)
    assert take(session, "sealer", holder="b", now=NOW, for_=MINUTE)


def test_a_lease_that_was_given_back_is_free_at_once(session: Session) -> None:
    take(session, "relay", holder="a", now=NOW, for_=MINUTE)
    release(session, "relay", holder="b")
    assert not take(session, "relay", holder="b", now=NOW, for_=MINUTE)

    release(session, "relay", holder="a")
    assert take(session, "relay", holder="b", now=NOW, for_=MINUTE)


def test_a_scheduled_moment_is_taken_once_and_never_an_earlier_one(session: Session) -> None:
    assert claim_tick(session, "send_reminders", at=NOW, holder="a")
    assert not claim_tick(session, "send_reminders", at=NOW, holder="b")
    assert not claim_tick(session, "send_reminders", at=NOW - MINUTE, holder="b")
    assert claim_tick(session, "send_reminders", at=NOW + MINUTE, holder="b")


def test_a_clock_that_was_a_year_ahead_and_is_right_again_stops_no_flow(session: Session) -> None:
    ahead = NOW + timedelta(days=365)
    assert claim_tick(session, "send_reminders", at=ahead, holder="a", now=ahead)
    assert claim_tick(session, "send_reminders", at=NOW, holder="a", now=NOW)
    assert not claim_tick(session, "send_reminders", at=NOW, holder="b", now=NOW)
    assert claim_tick(session, "send_reminders", at=NOW + MINUTE, holder="b", now=NOW + MINUTE)


def test_a_process_that_wakes_late_takes_no_tick_of_yesterday(session: Session) -> None:
    assert claim_tick(session, "send_reminders", at=NOW, holder="a", now=NOW)
    yesterday = NOW - timedelta(days=1)
    assert not claim_tick(session, "send_reminders", at=yesterday, holder="b", now=NOW)
