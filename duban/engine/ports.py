"""Finding a port that is free on this machine."""

import socket

from rules.errors import DubanError


class PortTaken(DubanError):
    """Another program listens there."""

    def __init__(self, host: str, port: int, why: str) -> None:
        self.host = host
        self.port = port
        super().__init__(
            f"无法在 {host}:{port} 上提供服务（{why}）。"
            "请用 --port 指定另一个端口，或用 --port 0 任选一个空闲端口。"
        )


def listen(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """Return a bound socket; a free port for 0, or with `or_any` when the wanted one is taken.

    Raises `PortTaken`.
    """
    try:
        return _bound(host, port)
    except OSError as error:
        if not or_any:
            raise PortTaken(host, port, error.strerror or str(error)) from error
        return _bound(host, 0)


def free_port(host: str, wanted: int = 0) -> int:
    """Return `wanted` if nobody listens there, else any free port."""
    with listen(host, wanted, or_any=True) as sock:
        return int(sock.getsockname()[1])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock
