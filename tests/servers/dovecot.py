"""A real Dovecot from the Debian package, on a free port, in a folder of the test's own."""

import getpass
import grp
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.smtp_sink import free_port, wait_for_port

NOBODY = 65534
BINARY = shutil.which("dovecot") or "/usr/sbin/dovecot"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {login_user}
default_internal_user = {login_user}
default_internal_group = {login_group}
mail_location = maildir:{folder}/mail
first_valid_uid = 0
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """Where the mailbox of `duban` is (password: secret), and its maildir."""

    port: int
    maildir: Path

    def put(self, name: str, raw: bytes) -> None:
        """Put a mail into the inbox as a delivery agent would."""
        (self.maildir / "new" / name).write_bytes(raw)
        hand_over(self.maildir / "new" / name)


def hand_over(*paths: Path) -> None:
    """Give paths to the user that mail belongs to: Dovecot serves nobody's mail as root."""
    if os.getuid() == 0:
        for path in paths:
            os.chown(path, NOBODY, NOBODY)


@contextmanager
def dovecot(folder: Path) -> Iterator[Dovecot]:
    """Run a server; skip the test where the package is missing."""
    if not Path(BINARY).exists():
        pytest.skip("dovecot-imapd is not installed: make deps")
    maildir = folder / "mail"
    (folder / "home").mkdir()
    hand_over(folder / "home")
    for part in ("new", "cur", "tmp"):
        (maildir / part).mkdir(parents=True)
        hand_over(maildir, maildir / part)
    port = free_port()
    root = os.getuid() == 0
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            folder=folder,
            port=port,
            uid=NOBODY if root else os.getuid(),
            gid=NOBODY if root else os.getgid(),
            login_user="dovenull" if root else getpass.getuser(),
            login_group="dovenull" if root else grp.getgrgid(os.getgid()).gr_name,
        )
    )
    process = subprocess.Popen([BINARY, "-F", "-c", str(config)])
    try:
        wait_for_port(port)
        yield Dovecot(port, maildir)
    finally:
        process.terminate()
        process.wait(10)
