"""Contacts, in and out of a CSV file that an office keeps in its spreadsheet."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from actions.register import Register
from models import Contact, Department
from rules.audiences import LABELS, Audience
from rules.errors import NotAllowed

COLUMNS = ("department", "audience", "name", "channel", "address", "phone")
HEADINGS = {
    "单位": "department", "岗位": "audience", "姓名": "name",
    "渠道": "channel", "地址": "address", "邮箱": "address", "电话": "phone",
}  # fmt: skip
AUDIENCES = {label: audience for audience, label in LABELS.items()} | {a.value: a for a in Audience}
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


@dataclass(slots=True)
class ContactsImported:
    """How many rows were taken, and which were not: (line in the file, why)."""

    taken: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_contacts(
    session: Session, content: bytes, *, register: Register, place: str | None, on: date
) -> ContactsImported:
    """Add or update one contact a row; a bad row is told with its line and the others are taken.

    Raises `NotAllowed` when the file has no table of contacts at all.
    """
    result = ContactsImported()
    for line, row in _rows(content):
        why = _take(session, row, register=register, place=place, on=on)
        if why:
            result.refused.append((line, why))
        else:
            result.taken += 1
    session.flush()
    return result


def export_contacts(session: Session) -> str:
    """Return all contacts as CSV, with a byte order mark so that spreadsheets read the Chinese."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = session.exec(
        select(Contact, Department)
        .join(Department, col(Contact.department_id) == Department.id)
        .where(col(Contact.active))
        .order_by(col(Department.id), col(Contact.id))
    )
    for contact, department in rows:
        writer.writerow(
            [
                department.name, LABELS[contact.audience], contact.name,
                contact.channel, contact.address, contact.phone,
            ]
        )  # fmt: skip
    return "﻿" + sheet.getvalue()


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")  # what spreadsheets save in China
    if "\0" in text:
        raise NotAllowed("这不是联系人表，而是程序或图片一类的文件。", "请导入 CSV 文件。")
    reader = csv.reader(io.StringIO(text))
    header = [HEADINGS.get(cell.strip(), cell.strip()) for cell in next(reader, [])]
    if not {"department", "audience", "address"} <= set(header):
        raise NotAllowed(
            "这不是联系人表：第一行须有单位、岗位、地址（department、audience、address）等列名。",
            "请用 duban contacts export 导出一份作为样式。",
        )
    rows = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            rows.append((reader.line_num, values))
    return rows


def _take(
    session: Session, row: dict[str, str], *, register: Register, place: str | None, on: date
) -> str:
    """Store one row, or return why it is refused."""
    found = register.resolve(row.get("department", ""), place=place, on=on)
    if len(found.departments) != 1:
        likely = "、".join(d.short_name for d in found.suggestions[:3])
        return f"名册中没有单位“{row.get('department', '')}”" + (
            f"（是否指{likely}）" if likely else ""
        )
    audience = AUDIENCES.get(row.get("audience", ""))
    if audience is None:
        return f"岗位“{row.get('audience', '')}”不是联络员、分管领导或主要领导"
    address, channel = row.get("address", ""), row.get("channel") or "email"
    if not address:
        return f"{found.departments[0].short_name}的{LABELS[audience]}没有地址"
    if channel == "email" and not ADDRESS.fullmatch(address):
        return f"“{address}”不是电子邮箱地址"
    contact = session.exec(
        select(Contact).where(
            Contact.department_id == found.departments[0].number,
            Contact.audience == audience,
            Contact.address == address,
        )
    ).first() or Contact(
        department_id=found.departments[0].number, audience=audience, address=address
    )
    contact.name, contact.phone = row.get("name", ""), row.get("phone", "")
    contact.channel, contact.active, contact.undeliverable_reason = channel, True, None
    session.add(contact)
    return ""
