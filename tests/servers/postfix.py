"""A real Postfix from the Debian package that delivers into one maildir (needs root to start)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.smtp_sink import free_port, wait_for_port

BINARY = shutil.which("postfix") or "/usr/sbin/postfix"
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.linlan.example
mydestination =
mynetworks = 127.0.0.0/8
recipient_delimiter = +
virtual_mailbox_domains = linlan.example
virtual_mailbox_base = {folder}
virtual_mailbox_maps = static:mail/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
virtual_minimum_uid = 1
relay_domains =
default_transport = error:nothing leaves a test
relay_transport = error:nothing leaves a test
alias_maps =
alias_database =
local_recipient_maps =
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def postfix(folder: Path) -> Iterator[int]:
    """Run a server; give its port. Skip where the package or the right to start it is missing."""
    if not Path(BINARY).exists():
        pytest.skip("postfix is not installed: make deps")
    if os.getuid() != 0:
        pytest.skip("postfix starts as root only")
    port = free_port()
    config = folder / "etc"
    for part in (config, folder / "queue", folder / "data"):
        part.mkdir(parents=True, exist_ok=True)
    shutil.chown(folder / "data", "postfix")
    (config / "main.cf").write_text(MAIN.format(folder=folder, uid=65534))
    (config / "master.cf").write_text(MASTER.format(port=port))
    command = [BINARY, "-c", str(config)]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        wait_for_port(port)
        yield port
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)
