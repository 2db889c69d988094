"""A PostgreSQL server of the tests' own, from the programs of Debian's package."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


def programs() -> Path:
    """Return the folder of initdb and pg_ctl, or skip."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (make deps)")
    return found[-1].parent


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server on a free port of this machine; yield the URL of an empty database."""
    at = programs()
    with TemporaryDirectory(prefix="duban-postgres-") as folder:
        home = Path(folder)
        user = _give_away(home)
        port = _free_port()
        data = home / "data"
        _run(user, at / "initdb", "-D", data, "-U", "duban", "--auth=trust", "-E", "UTF8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
        log = home / "log"
        _run(user, at / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://duban@127.0.0.1:{port}/postgres"
        finally:
            _run(user, at / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _give_away(home: Path) -> str:
    """PostgreSQL refuses to run as root: let its own user have the folder."""
    if os.geteuid() != 0:
        return ""
    owner = pwd.getpwnam("postgres")
    os.chown(home, owner.pw_uid, owner.pw_gid)
    return owner.pw_name


def _run(user: str, *command: object) -> None:
    words = [str(word) for word in command]
    if user and user != getpass.getuser():
        runuser = shutil.which("runuser") or "runuser"
        words = [runuser, "-u", user, "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
