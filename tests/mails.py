"""Mails as departments send them, made for a test."""

from email.message import EmailMessage

from models import OutgoingMessage


def reply_to(
    message: OutgoingMessage,
    text: str,
    *,
    sender: str,
    message_id: str = "<reply-1@linlan.example>",
    attachments: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """A plain answer to one of our messages, its token in the address it is sent to."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.reply_to or "duban@linlan.example"
    mail["Subject"] = f"回复：{message.subject}"
    mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for filename, content in attachments:
        mail.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=filename
        )
    return mail.as_bytes()
