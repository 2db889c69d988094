"""Finding a port that is free on this machine."""

import socket


def listen(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """Return a bound socket; a free port for 0, or with `or_any` when the wanted one is taken."""
    try:
        return _bound(host, port)
    except OSError:
        if not or_any:
            raise
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
