import pytest

from duban.engine.ports import PortTaken, free_port, listen


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=f"127.0.0.1:{port}.*--port 0"):
            listen("127.0.0.1", port)


def test_another_port_is_found_when_asked() -> None:
    with listen("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]

        assert free_port("127.0.0.1", port) not in (0, port)
