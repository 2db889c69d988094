"""What a group robot refused for good goes by mail, and the office is told."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from actions.addresses import open_address_book
from actions.undeliverable import tell_office
from models import Delivery, OutgoingMessage
from rules.audiences import Audience
from rules.channels import LABELS, ROBOTS, Channel
from rules.office import Office


def fall_back_to_mail(
    session: Session,
    message: OutgoingMessage,
    rows: Sequence[Delivery],
    *,
    now: datetime,
    office: Office,
    today: date,
) -> list[Delivery]:
    """Add a mail for each post that a robot refused to reach; return what was added.

    A post that gets the same message by another way, or has no mailbox, needs none.
    """
    added: list[Delivery] = []
    for copy_only in (False, True):
        part = [row for row in rows if row.copy_only is copy_only]
        refused = [row for row in part if row.status == "failed" and row.channel in ROBOTS]
        if not refused or any(row.status != "failed" for row in part):
            continue
        post = Audience(message.cc_audience or message.audience) if copy_only else message.audience
        mails = _mails(session, message, rows, post, copy_only, office=office, today=today)
        _flag(session, message, refused[-1], post, bool(mails), now, office, today)
        added += mails
    session.add_all(added)
    session.flush()
    return added


def _mails(
    session: Session,
    message: OutgoingMessage,
    rows: Sequence[Delivery],
    post: Audience,
    copy_only: bool,
    *,
    office: Office,
    today: date,
) -> list[Delivery]:
    book = open_address_book(session, [message], office_email=office.email, today=today)
    tried = {row.address for row in rows}
    return [
        Delivery(
            outgoing_id=message.number,
            address=reach.address,
            channel=Channel.EMAIL,
            copy_only=copy_only,
        )
        for reach in book.by_mail(message, post)
        if reach.address not in tried
    ]


def _flag(
    session: Session,
    message: OutgoingMessage,
    refused: Delivery,
    post: Audience,
    by_mail: bool,
    now: datetime,
    office: Office,
    today: date,
) -> None:
    """Tell the office, once a day for each post, what a robot said."""
    if message.department_id is None:
        return
    name = LABELS[Channel(refused.channel)]
    then = "已改发邮件" if by_mail else "该单位没有可用的邮箱"
    tell_office(
        session, message, message.department_id, audience=post,
        reason=f"{name}群机器人没有收下：{refused.error or '原因不明'}（{then}）",
        now=now, office=office, today=today,
    )  # fmt: skip
