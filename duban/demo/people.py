"""Who answers for the departments: contacts of the sample, or invented ones for any notice."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.demo.chance import seeded
from duban.demo.replies import CLIENTS, Writer

COLUMNS = ("department", "audience", "name", "channel", "address", "phone")
POSTS = (("联络员", ""), ("分管领导", "-fg"), ("主要领导", "-zy"))
FAMILY = "陈林周何吴郑孙许胡郭罗梁宋唐韩冯曹彭曾萧田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
GIVEN = (
    "嘉树 若溪 以宁 牧之 清扬 亦航 思远 知行 云舒 景行 明远 静怡 书言 望舒 子墨 晓岚 远舟 立言 "
    "与时 念慈 之南 嘉禾 一鸣 其琛 怀瑾 承志 映雪 慕白 若衡 秋实 思齐 远帆 长宁 文渊 以然 致远 听澜"
)


@dataclass(frozen=True, slots=True)
class Person:
    """One contact: a post of a department."""

    department: str
    audience: str
    name: str
    address: str

    def as_writer(self) -> Writer:
        """Return them with the mail client they always use."""
        return Writer(self.name, self.address, seeded(self.address).choice(CLIENTS))


def read_contacts(path: Path) -> dict[str, Person]:
    """Return the people of a contacts file by their address."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        people = [
            Person(row["department"], row["audience"], row["name"], row["address"]) for row in rows
        ]
    return {person.address.lower(): person for person in people}


def invent_contacts(departments: Iterable[Mapping[str, Any]]) -> str:
    """Return a contacts file with three people for each department of a register."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, row in enumerate(departments):
        chance = seeded(row["code"])
        for post, mark in POSTS:
            name = chance.choice(FAMILY) + chance.choice(GIVEN.split())
            address = f"{row['code']}{mark}@units.example".lower()
            phone = f"0000-{number:04d}{len(mark):03d}"
            writer.writerow([row["name"], post, name, "email", address, phone])
    return sheet.getvalue()
