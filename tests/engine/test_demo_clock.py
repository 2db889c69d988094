import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duban.engine.clock_moves import ClockMoves
from duban.engine.demo_clock import request_move
from duban.engine.embedded import Embedded
from duban.engine.lock import AlreadyServing, only_server_of
from rules.errors import NotAllowed
from runtime.clock import HeldClock
from tests.engine import fake_sweep


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-03-{text}+08:00")


@pytest.fixture
def moves(embedded: Embedded, held_clock: HeldClock) -> ClockMoves:
    return ClockMoves(embedded, held_clock)


async def test_the_clock_stops_at_each_time_at_which_a_flow_was_due(
    moves: ClockMoves, held_clock: HeldClock
) -> None:
    """A jump over two days runs the morning once, at half past eight of the last day."""
    moves.embedded.printed = moves.embedded.printed[:1]
    fake_sweep.waiting["things"] = 1

    answer = await moves.move_to(at("06T18:00:00"))

    assert [(ran["flow"], ran["at"]) for ran in answer["ran"]] == [
        ("morning", "2024-03-06T00:30:00+00:00")
    ]
    assert fake_sweep.ran == [at("06T08:30:00")]
    assert held_clock() == at("06T18:00:00")
    assert answer["now"] == "2024-03-06T10:00:00+00:00"


async def test_work_that_waits_is_finished_before_the_clock_moves(moves: ClockMoves) -> None:
    fake_sweep.waiting["things"] = 1

    answer = await moves.move_to(at("06T18:00:00"))

    assert [(ran["flow"], ran["at"]) for ran in answer["ran"]] == [
        ("minute", "2024-03-03T23:00:00+00:00")
    ]


async def test_the_clock_never_moves_back(moves: ClockMoves, held_clock: HeldClock) -> None:
    answer = await moves.move_to(at("03T08:00:00"))

    assert "只能向前拨" in answer["refused"]
    assert held_clock() == at("04T07:00:00")


async def test_a_move_is_asked_for_and_answered_through_files(
    moves: ClockMoves, held_clock: HeldClock
) -> None:
    home = held_clock.path.parent
    (home / "serve.json").write_text(json.dumps({"pid": os.getpid()}))
    asked = asyncio.create_task(asyncio.to_thread(request_move, home, at("04T12:00:00")))
    while not asked.done():
        await moves.answer_next()
        await asyncio.sleep(0.01)

    answer = await asked
    assert datetime.fromisoformat(answer["now"]) == datetime(2024, 3, 4, 4, 0, tzinfo=UTC)
    assert held_clock() == at("04T12:00:00")


def test_a_real_folder_has_no_clock_to_move(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="演示目录"):
        request_move(tmp_path, at("04T12:00:00"))


def test_without_a_server_nobody_would_run_what_falls_due(held_clock: HeldClock) -> None:
    home = held_clock.path.parent
    with pytest.raises(NotAllowed, match="duban serve"):
        request_move(home, at("04T12:00:00"))

    (home / "serve.json").write_text(json.dumps({"pid": 2**22 - 1}))  # killed; its file stayed
    with pytest.raises(NotAllowed, match="duban serve"):
        request_move(home, at("04T12:00:00"))


def test_one_server_a_folder_and_the_second_is_told_which_process(tmp_path: Path) -> None:
    with (
        only_server_of(tmp_path),
        pytest.raises(AlreadyServing, match=rf"进程 {os.getpid()}"),
        only_server_of(tmp_path),
    ):
        pass

    with only_server_of(tmp_path):  # free again
        pass
