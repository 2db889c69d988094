"""Writes a message as the bytes of a mail (RFC 5322; names by RFC 2047 and RFC 2231)."""

import email.policy
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from notifiers.base import Attachment, Message

POLICY = email.policy.SMTP.clone(max_line_length=76)


def write_letter(message: Message) -> bytes:
    """Return the mail; the same message always gives the same headers.

    Raises ValueError when an address cannot be written as one.
    """
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(message.sender_name, addr_spec=message.sender or message.recipient)
    mail["To"] = ", ".join(message.to or (message.recipient,))
    if message.copies:
        mail["Cc"] = ", ".join(message.copies)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Message-ID"] = message.message_id
    if message.written_at is not None:
        mail["Date"] = format_datetime(message.written_at.astimezone(UTC))
    _address_answers(mail, message)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday answers stay at home
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    for name, value in message.headers.items():
        mail[name] = value
    mail.set_content(message.text, cte="base64")
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte="base64")
    for attachment in message.attachments:
        _attach(mail, attachment)
    _fix_boundaries(mail, message)
    return mail.as_bytes()


def _address_answers(mail: EmailMessage, message: Message) -> None:
    if message.reply_to:
        mail["Reply-To"] = Address(message.sender_name, addr_spec=message.reply_to)
    if message.in_reply_to:
        mail["In-Reply-To"] = message.in_reply_to
        mail["References"] = message.in_reply_to


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    kind, _, subkind = attachment.media_type.partition("/")
    mail.add_attachment(
        attachment.content,
        maintype=kind,
        subtype=subkind or "octet-stream",
        filename=attachment.filename,
    )


def _fix_boundaries(mail: EmailMessage, message: Message) -> None:
    """Name the parts' boundaries after the message, so that a retry is the same mail."""
    stem = "".join(filter(str.isalnum, message.message_id))[:40]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{stem}_{number}")
