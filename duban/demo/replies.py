"""Replies as the mail clients of Chinese offices write them: QQ, 163, Outlook, Foxmail, phones."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from html import escape

from duban.demo.post_office import Letter

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who answers: a person of a department, with an address and a mail client."""

    name: str
    address: str
    client: str = "qq"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a reply."""

    name: str
    content: bytes
    media_type: str = "text/plain"


def write_reply(
    letter: Letter,
    body: str,
    *,
    writer: Writer,
    at: datetime,
    attachments: tuple[Attachment, ...] = (),
) -> EmailMessage:
    """Return a reply to `letter`, with the original quoted below as the writer's client does."""
    charset, transfer = CHARSETS[writer.client]
    mail = EmailMessage()
    mail["From"] = formataddr((writer.name, writer.address))
    mail["To"] = letter.reply_to
    mail["Subject"] = f"{PREFIXES.get(writer.client, '回复: ')}{letter.subject}"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=writer.address.rpartition("@")[2])
    mail["In-Reply-To"] = letter.message_id
    mail["References"] = letter.message_id
    mail["X-Mailer"] = MAILERS[writer.client]
    text = f"{body}{QUOTES[writer.client](letter, writer, at)}"
    mail.set_content(text, charset=charset, cte=transfer)
    if writer.client in ("qq", "outlook", "163"):
        mail.add_alternative(_as_html(text), subtype="html", charset=charset, cte=transfer)
    for file in attachments:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail


def _as_html(text: str) -> str:
    lines = (f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())
    return f"<html><body>{''.join(lines)}</body></html>"


def _qq(letter: Letter, writer: Writer, at: datetime) -> str:
    noon = "上午" if at.hour < 12 else "下午"
    day = f"{at.year}年{at.month}月{at.day}日(星期{WEEKDAYS[at.weekday()]})"
    return (
        "\n\n\n\n------------------ 原始邮件 ------------------\n"
        f'发件人: "{letter.plain_sender}" <{letter.plain_sender}>;\n'
        f"发送时间: {day} {noon}{at:%I:%M}\n"
        f'收件人: "{writer.name}"<{writer.address}>;\n'
        f"主题: {letter.subject}\n\n{letter.text}"
    )


def _netease(letter: Letter, _: Writer, at: datetime) -> str:
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    sender = letter.plain_sender
    return f'\n\n\n在 {at:%Y-%m-%d %H:%M:%S}，"{sender}" <{sender}> 写道：\n{quoted}'


def _outlook(letter: Letter, writer: Writer, at: datetime) -> str:
    return (
        "\n\n________________________________\n"
        f"发件人: {letter.sender}\n"
        f"发送时间: {at.year}年{at.month}月{at.day}日 {at:%H:%M}\n"
        f"收件人: {writer.name} <{writer.address}>\n"
        f"主题: {letter.subject}\n\n{letter.text}"
    )


def _foxmail(letter: Letter, writer: Writer, at: datetime) -> str:
    return (
        f"\n\n\n\n{writer.name}\n \n发件人： {letter.plain_sender}\n"
        f"发送时间： {at:%Y-%m-%d %H:%M}\n收件人： {writer.address}\n"
        f"主题： {letter.subject}\n{letter.text}"
    )


def _iphone(letter: Letter, _: Writer, at: datetime) -> str:
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    day = f"{at.year}年{at.month}月{at.day}日"
    return (
        f"\n\n发自我的 iPhone\n\n> 在 {day}，{at:%H:%M}，{letter.plain_sender} 写道：\n> \n{quoted}"
    )


def _coremail(letter: Letter, writer: Writer, at: datetime) -> str:
    return (
        f"\n\n\n-----原始邮件-----\n发件人:{letter.plain_sender}\n"
        f"发送时间:{at:%Y-%m-%d %H:%M:%S} (星期{WEEKDAYS[at.weekday()]})\n"
        f"收件人: {writer.address}\n主题: {letter.subject}\n\n{letter.text}"
    )


QUOTES = {
    "qq": _qq,
    "163": _netease,
    "outlook": _outlook,
    "foxmail": _foxmail,
    "iphone": _iphone,
    "coremail": _coremail,
}
CLIENTS = tuple(QUOTES)
CHARSETS = {
    "qq": ("gb18030", "base64"),
    "163": ("gb18030", "base64"),
    "outlook": ("utf-8", "base64"),
    "foxmail": ("gb18030", "base64"),
    "iphone": ("utf-8", "quoted-printable"),
    "coremail": ("utf-8", "base64"),
}
PREFIXES = {
    "qq": "回复：",
    "163": "Re:",
    "outlook": "答复: ",
    "foxmail": "回复: ",
    "iphone": "回复：",
}
MAILERS = {
    "qq": "QQMail 2.x",
    "163": "Coremail Webmail Server Version XT5",
    "outlook": "Microsoft Outlook 16.0",
    "foxmail": "Foxmail 7.2.25.228[cn]",
    "iphone": "iPhone Mail (21D50)",
    "coremail": "Coremail Webmail Server Version V2023",
}
