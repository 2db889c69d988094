"""Setting the demo up: a folder, the server, the register, the people, the notice."""

import json
import re
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from duban.demo.commands import CommandFailed, Duban
from duban.demo.people import Person, invent_contacts, read_contacts
from duban.demo.post_office import PostOffice, free_port

SAMPLE = "linlan-2024-3.txt"
ACCOUNT = re.compile(r"^  (\w+)　[^　]+　(\S+)$", re.MULTILINE)  # as `duban init` prints them
PLACE = re.compile(r"^([\u4e00-\u9fff]{2,7}?(?:省|市|自治区))")


@dataclass(frozen=True, slots=True)
class Material:
    """What the demo works with."""

    notice: Path
    register: Path | None
    contacts: Path | None

    @property
    def is_ours(self) -> bool:
        """Is it the sample that comes with the project?"""
        return self.register is not None


def find_samples() -> Path:
    """Return the folder of the sample notice, in a checkout or in the installed package."""
    packaged = Path(str(files("duban"))) / "samples"
    return packaged if packaged.exists() else Path(str(files("duban"))).parent / "samples"


def gather(file: Path | None) -> Material:
    """Return the sample's material, or that of any notice."""
    samples = find_samples()
    if file is None or (file.exists() and file.samefile(samples / SAMPLE)):
        return Material(samples / SAMPLE, samples / "register.json", samples / "contacts.csv")
    return Material(file, None, None)


def clear(folder: Path) -> None:
    """Make room for the demo; anything but an old demo folder is left alone."""
    if not folder.exists():
        return
    settings = folder / ".env"
    is_demo = settings.exists() and "DUBAN_DEMO=true" in settings.read_text("utf-8")
    if any(folder.iterdir()) and not is_demo:
        raise CommandFailed(f"{folder} 不是演示目录，没有改动。请用 --folder 指定另一个目录。")
    shutil.rmtree(folder)


def read_notice(duban: Duban, material: Material) -> dict[str, Any]:
    """Return what `duban read` says about the notice."""
    reading: dict[str, Any] = json.loads(duban.run("read", str(material.notice), "--json"))
    return reading


def make_folder(duban: Duban, material: Material, reading: dict[str, Any]) -> dict[str, str]:
    """`duban init`: a demo folder whose clock stands on the day of issue.

    Returns the first passwords by username.
    """
    issuers = reading["issuers"] or ["统筹办公室"]
    office = "临澜市科学技术局" if material.is_ours else issuers[0]
    domain = "linlan.example" if material.is_ours else "office.example"
    place = PLACE.match(office)
    arguments = ["--office", office, "--email", f"duban@{domain}"]
    if place:
        arguments += ["--place", place[1]]
    start = f"{reading['issued_on'] or '2024-01-22'}T09:00+08:00"
    said = duban.run("init", str(duban.home), "--demo", "--clock", start, *arguments)
    return dict(ACCOUNT.findall(said))


def connect(duban: Duban, post: PostOffice) -> None:
    """Tell duban where the departments' mail servers are, and where to take their mail."""
    duban.environment |= {
        "DUBAN_SMTP_HOST": "127.0.0.1",
        "DUBAN_SMTP_PORT": str(post.port),
        "DUBAN_SMTP_SECURITY": "none",
        "DUBAN_INBOUND_SMTP_PORT": str(free_port()),
        "DUBAN_PORT": str(free_port()),
    }


def serve_and_fill(
    duban: Duban, material: Material, reading: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Person]]:
    """Start the server, and load the register and the contacts while it starts."""
    duban.start_serving()
    people = _fill(duban, material, reading)
    return duban.wait_until_serving(), people


def _fill(duban: Duban, material: Material, reading: dict[str, Any]) -> dict[str, Person]:
    if material.register is not None and material.contacts is not None:
        duban.run("departments", "import", str(material.register))
        duban.run("contacts", "import", str(material.contacts))
        return read_contacts(material.contacts)
    register = duban.home / "departments.json"
    duban.run("departments", "export", str(register))
    known = json.loads(register.read_text("utf-8"))
    missing = _missing(known, reading)
    if missing:
        register.write_text(json.dumps({"departments": missing}, ensure_ascii=False), "utf-8")
        duban.run("departments", "import", str(register))
    sheet = duban.home / "contacts.csv"
    sheet.write_text(invent_contacts([*known["departments"], *missing]), "utf-8")
    duban.run("contacts", "import", str(sheet))
    return read_contacts(sheet)


def _missing(known: dict[str, Any], reading: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows for the units that the notice prints and the register does not have."""
    names = {
        name
        for row in known["departments"]
        for name in (row["name"], row["short_name"], *row["aliases"])
    } | {name for row in known["collectives"] for name in (row["name"], *row["names"])}
    printed = [
        name
        for measure in reading["measures"]
        for task in measure["tasks"]
        for name in (*task["leads"], *task["supports"], *task["inherited"])
    ]
    return [
        {"code": f"demo.{number}", "name": name, "short_name": name, "level": "other"}
        for number, name in enumerate(dict.fromkeys(printed), start=1)
        if name not in names
    ]
