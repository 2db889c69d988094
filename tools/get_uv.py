"""Put uv into the project's own `.tools` folder, without touching the system's Python.

Python alone is enough: a fitting uv on the PATH is used; otherwise pip installs one into the
folder (`--target` is allowed where PEP 668 forbids installing into the system); where there is no
pip, the wheel is fetched and unpacked by the standard library. Prints the path of the uv to use.
"""

import hashlib
import importlib.util
import json
import platform
import re
import shutil
import ssl
import stat
import subprocess
import sys
import urllib.request
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parents[1] / ".tools"
OLDEST = (0, 5, 0)


def main() -> int:
    """Print where uv is; install it first if need be."""
    if sys.version_info < (3, 11):  # noqa: UP036
        version = ".".join(map(str, sys.version_info[:3]))
        print(
            f"duban needs Python 3.11 or newer, not {version}: make PYTHON=python3.12 demo",
            file=sys.stderr,
        )
        return 1
    for candidate in (shutil.which("uv"), str(TOOLS / "uv" / "bin" / "uv")):
        if candidate and fits(candidate):
            print(candidate)
            return 0
    for install in (by_pip, by_hand):
        if install() and fits(str(TOOLS / "uv" / "bin" / "uv")):
            print(TOOLS / "uv" / "bin" / "uv")
            return 0
    print(
        "uv could not be installed: is there a way to the package index? "
        "Install it by hand and try again.",
        file=sys.stderr,
    )
    return 1


def fits(uv: str) -> bool:
    """Say whether this uv runs and is new enough."""
    try:
        said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    numbers = said.split()[1].split(".")
    return tuple(int(number) for number in numbers[:3]) >= OLDEST


def by_pip() -> bool:
    """Let pip put uv into the folder; Debian's python3 alone has no pip."""
    if importlib.util.find_spec("pip") is None:
        return False
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--upgrade",
        "--root-user-action=ignore",
        "--target",
        str(TOOLS / "uv"),
        "uv",
    ]
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def by_hand() -> bool:
    """Fetch the wheel for this machine, check its hash, and unpack its programs."""
    try:
        wheel = newest_wheel()
        content = fetch(wheel["url"])
    except (OSError, LookupError, ValueError) as error:
        print(f"fetching uv: {error!r}", file=sys.stderr)
        return False
    if hashlib.sha256(content).hexdigest() != wheel["hashes"]["sha256"]:
        print("fetching uv: the file is not what the index says it is", file=sys.stderr)
        return False
    target = TOOLS / "uv" / "bin"
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if "/scripts/" in name:
                program = target / Path(name).name
                program.write_bytes(archive.read(name))
                program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return True


def newest_wheel() -> dict[str, Any]:
    """Return what the index that uv.lock names says of uv's newest wheel for this machine."""
    lock = (TOOLS.parent / "uv.lock").read_text("utf-8")
    found = re.search(r'registry = "(https://[^"]+)"', lock)
    if found is None:
        raise LookupError("uv.lock names no index")
    index = json.loads(fetch(f"{found[1]}/uv/", accept="application/vnd.pypi.simple.v1+json"))
    wheels = [file for file in index["files"] if is_for_this_machine(file["filename"])]
    return max(wheels, key=lambda file: version_of(file["filename"]))


def version_of(filename: str) -> tuple[int, ...]:
    """Return the version in a wheel's name."""
    return tuple(int(number) for number in re.findall(r"\d+", filename.split("-")[1]))


def fetch(url: str, accept: str = "*/*") -> bytes:
    """Return what stands at an address, over TLS."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    context = ssl.create_default_context()
    with urllib.request.urlopen(request, context=context, timeout=300) as answer:
        content: bytes = answer.read()
    return content


def is_for_this_machine(filename: str) -> bool:
    """Say whether a wheel of this name runs here."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    system = {"Linux": "manylinux", "Darwin": "macosx"}.get(platform.system(), "win")
    return filename.endswith(".whl") and machine in filename and system in filename


if __name__ == "__main__":
    sys.exit(main())
