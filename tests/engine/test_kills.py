"""Two servers and flows run by hand on one database, killed at random: as if nothing had been."""

from pathlib import Path

import pytest

from tests.engine.killing import play_and_kill
from tests.servers.smtp_sink import smtp_sink


@pytest.mark.slow
def test_servers_that_are_killed_decide_the_same_once(tmp_path: Path) -> None:
    with smtp_sink() as port:
        result = play_and_kill(tmp_path, port, seconds=25, pause=(3.0, 9.0), most_days=3)
    assert result.kills
    assert (result.missing, result.extra, result.twice, result.alarms) == ([], [], [], [])
