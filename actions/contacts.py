"""Contacts, in and out of a CSV file that an office keeps in its spreadsheet."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from actions.deputies import deputies_of, link_deputy, unlink_deputies
from actions.register import Register, enter_department
from models import Contact, Department
from rules.audiences import LABELS, Audience
from rules.channels import LABELS as CHANNELS
from rules.channels import Channel, channel_named, channel_of, is_url, why_unfit
from rules.errors import NotAllowed

COLUMNS = (
    "department", "audience", "name", "channel", "address", "phone", "secret", "deputy",
    "absent_until",
)  # fmt: skip
HEADINGS = {
    "单位": "department", "单位名称": "department", "岗位": "audience", "姓名": "name",
    "渠道": "channel", "地址": "address", "邮箱": "address", "电子邮箱": "address",
    "邮箱地址": "address", "电话": "phone", "联系电话": "phone", "手机": "phone",
    "手机号码": "phone",
    "密钥": "secret", "加签密钥": "secret",
    "代理人": "deputy", "AB角": "deputy", "B角": "deputy",
    "离岗至": "absent_until", "休假至": "absent_until",
}  # fmt: skip
NEEDED = {"department": "单位", "audience": "岗位", "address": "邮箱"}
AUDIENCES = {label: audience for audience, label in LABELS.items()} | {a.value: a for a in Audience}


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


def enter_unknown(
    session: Session, content: bytes, *, register: Register, place: str | None, on: date
) -> list[Department]:
    """Enter the departments of a contacts file that the register lacks, as the file prints them.

    Load the register anew afterwards. Raises `NotAllowed` as `import_contacts` does.
    """
    names = dict.fromkeys(row.get("department", "") for _, row in _rows(content))
    return [
        enter_department(session, name, place)
        for name in names
        if name and not register.resolve(name, place=place, on=on).departments
    ]


def export_contacts(session: Session) -> str:
    """Return all contacts as CSV, with a byte order mark so that spreadsheets read the Chinese."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    deputies = deputies_of(session)
    rows = session.exec(
        select(Contact, Department)
        .join(Department, col(Contact.department_id) == Department.id)
        .where(col(Contact.active), col(Contact.deputy_of_id).is_(None))
        .order_by(col(Department.id), col(Contact.id))
    )
    for contact, department in rows:
        writer.writerow(
            [
                department.name, LABELS[contact.audience], contact.name,
                contact.channel, contact.address, contact.phone, contact.secret,
                _person(deputies.get(contact.number)), contact.absent_until or "",
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
    missing = [name for column, name in NEEDED.items() if column not in header]
    if missing:
        raise NotAllowed(
            f"这不是联系人表：第一行没有名为{'、'.join(f'“{name}”' for name in missing)}的列。",
            "第一行请写：单位,岗位,姓名,邮箱,电话。",
        )
    rows = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values: dict[str, str] = {}
            for name, cell in zip(header, cells, strict=False):
                values[name] = cell.strip() or values.get(name, "")  # 电话 and 手机 are one
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
    channel = _channel(row)
    if channel is None:
        return f"没有“{row.get('channel', '')}”这种渠道，可选：{'、'.join(CHANNELS.values())}"
    address = row.get("address", "")
    if not address:
        return f"{found.departments[0].short_name}的{LABELS[audience]}没有地址"
    if why := why_unfit(channel, address):
        return why
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
    contact.channel, contact.secret = channel.value, row.get("secret", contact.secret)
    contact.active, contact.undeliverable_reason = True, None
    contact.deputy_of_id = None
    session.add(contact)
    return _absence_and_deputy(session, contact, row)


def _absence_and_deputy(session: Session, contact: Contact, row: dict[str, str]) -> str:
    """Take both where the table has their columns; an empty cell says: there, and nobody."""
    try:
        if "absent_until" in row:
            until = row["absent_until"]
            contact.absent_until = date.fromisoformat(until) if until else None
    except ValueError:
        return f"“{row['absent_until']}”不是日期，请写成 2024-09-30"
    if "deputy" not in row:
        return ""
    session.flush()
    address, name = _address_and_name(row["deputy"])
    try:
        if address:
            link_deputy(session, contact, address=address, name=name)
        else:
            unlink_deputies(session, contact)
    except NotAllowed as refused:
        return refused.reason
    return ""


def _address_and_name(cell: str) -> tuple[str, str]:
    """Return the parts of 李明 <li@kj.example>, 李明 li@kj.example or the address alone."""
    words = cell.replace("<", " ").replace(">", " ").replace("＜", " ").replace("＞", " ").split()
    address = next((word for word in words if "@" in word or is_url(word)), "")
    return address or cell, " ".join(word for word in words if word != address and address)


def _person(contact: Contact | None) -> str:
    if contact is None:
        return ""
    return f"{contact.name} <{contact.address}>" if contact.name else contact.address


def _channel(row: dict[str, str]) -> Channel | None:
    """Return the channel that a row names; one that names none has a mailbox or a web address."""
    named = row.get("channel", "")
    if not named:
        return Channel.WEBHOOK if is_url(row.get("address", "")) else Channel.EMAIL
    channel = channel_named(named)
    return channel and Channel(channel_of(channel, row.get("address", "")))
