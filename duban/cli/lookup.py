"""Finding the row a person means by what they typed."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.register import load_register
from actions.register_data import name_equivalents
from actions.tasks import find_task
from models import Account, Department, Notice, Task
from rules.access import AccountRole
from rules.errors import NotAllowed, NotFound


def department_named(
    session: Session, name: str, *, notice_id: int | None, now: datetime, place: str = ""
) -> Department:
    """Return the one department of that name or code, or say what it may be.

    `place` is what short names mean where no notice says it.
    """
    by_code = session.exec(select(Department).where(Department.code == name)).first()
    if by_code is not None:
        return by_code
    where = (session.get_one(Notice, notice_id).place if notice_id else None) or place or None
    found = load_register(session, name_equivalents()).resolve(name, place=where, on=now.date())
    if len(found.departments) == 1:
        return found.departments[0]
    likely = "、".join(dict.fromkeys(row.name for row in found.suggestions))
    raise NotAllowed(f"名册中没有唯一的“{name}”。", f"是否指：{likely}。" if likely else "")


def task_named(session: Session, text: str) -> Task:
    """Return the task of `12` (its key in the only notice) or `2/12` (notice 2, key 12)."""
    notice, sign, key = text.partition("/")
    if sign:
        if not notice.isdecimal():
            raise NotFound("notice", notice)
        return find_task(session, int(notice), key)
    live = session.exec(select(Notice.id).where(col(Notice.status).in_(["draft", "confirmed"])))
    numbers = [number for number in live if number is not None]
    if len(numbers) != 1:
        raise NotAllowed(
            f"现有 {len(numbers)} 份来文，不能确定“{text}”是哪一份的任务。",
            "请写成 来文号/任务号，如 2/7。",
        )
    return find_task(session, numbers[0], text)


def approver(session: Session, username: str) -> Account:
    """Return the leader who decides; nobody decides in the name of somebody who was not named.

    Raises `NotAllowed` with the leaders there are.
    """
    query = select(Account).where(Account.role == AccountRole.LEADER, col(Account.active))
    leaders = session.exec(query).all()
    rows = [row for row in leaders if username in (row.username, row.name)]
    if len(rows) != 1:
        said = f"没有唯一的审批人“{username}”。" if username else "没有写明由谁审批。"
        known = "、".join(f"{row.name}（--by {row.username}）" for row in leaders) or "暂无领导账号"
        raise NotAllowed(said, f"请用 --by 写明作出决定的领导：{known}。")
    return rows[0]
