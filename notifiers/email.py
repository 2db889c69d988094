"""Mail: SMTP with STARTTLS or TLS, log-in, time limits, and connections that are used again."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import ClassVar, Literal

import aiosmtplib

from notifiers.base import Message, Receipt
from notifiers.errors import DeliveryFailed
from notifiers.letters import write_letter

Security = Literal["none", "starttls", "tls"]
MAILS_PER_CONNECTION = 100  # many servers hang up after about as many


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed in, and how."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = "none"
    timeout: float = 30.0  # seconds
    connections: int = 4
    loopback_only: bool = False  # a demo cannot send outside


@dataclass(slots=True)
class _Line:
    """One open connection, and how many mails it has carried."""

    client: aiosmtplib.SMTP
    mails: int = 0


@dataclass(slots=True)
class EmailNotifier:
    """Hands mails to one server over at most `connections` lines, kept open between mails."""

    server: SmtpServer
    sender: str
    sender_name: str = ""
    channel: ClassVar[str] = "email"
    _idle: list[_Line] = field(default_factory=list, repr=False)
    _loop: asyncio.AbstractEventLoop | None = field(default=None, repr=False)
    _slots: asyncio.Semaphore | None = field(default=None, repr=False)

    async def send(self, message: Message) -> Receipt:
        """Hand one mail in; the server's 250 is the receipt."""
        if self.server.loopback_only and not is_loopback(self.server.host):
            raise DeliveryFailed(
                self.channel, f"演示环境不向外发信（{self.server.host}）", permanent=True
            )
        sender = message.sender or self.sender
        try:
            letter = write_letter(_signed_by(message, sender, self.sender_name))
        except ValueError as error:
            raise DeliveryFailed(
                self.channel, f"地址或标题无法写入邮件：{error}", permanent=True
            ) from error
        async with self._line() as line:
            return await self._hand_in(line, sender, message.recipient, letter)

    async def close(self) -> None:
        """Say goodbye on every open line."""
        lines, self._idle = self._idle, []
        for line in lines:
            if self._loop is asyncio.get_running_loop():
                await _hang_up(line)

    async def _hand_in(self, line: _Line, sender: str, recipient: str, letter: bytes) -> Receipt:
        try:
            answer = await _say(line.client, sender, recipient, letter)
        except aiosmtplib.SMTPResponseException as refused:
            raise DeliveryFailed(
                self.channel,
                f"{refused.code} {refused.message}",
                permanent=500 <= refused.code < 600,
                no_such_address=_is_about_the_address(refused),
            ) from refused
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            line.client.close()
            raise DeliveryFailed(self.channel, _in_words(error)) from error
        return Receipt(self.channel, answer.message.strip()[:200] or None)

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[_Line]:
        """Lend a connection; put it back if it is still good."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop or self._slots is None:  # lines of another loop are dead to us
            self._loop, self._idle = loop, []
            self._slots = asyncio.Semaphore(self.server.connections)
        async with self._slots:
            line = await self._take()
            try:
                yield line
            finally:
                await self._put_back(line)

    async def _take(self) -> _Line:
        while self._idle:
            line = self._idle.pop()
            if line.client.is_connected:
                return line
        return _Line(await self._connect())

    async def _put_back(self, line: _Line) -> None:
        line.mails += 1
        if not line.client.is_connected:
            return
        if line.mails >= MAILS_PER_CONNECTION:
            await _hang_up(line)
        else:
            self._idle.append(line)

    async def _connect(self) -> aiosmtplib.SMTP:
        server = self.server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            timeout=server.timeout,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
        )
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise DeliveryFailed(
                self.channel, _in_words(error), unreachable=True
            ) from None  # the cause may show a log-in
        return client


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine, without asking the network."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def _say(
    client: aiosmtplib.SMTP, sender: str, recipient: str, letter: bytes
) -> aiosmtplib.SMTPResponse:
    """Hand in one mail, or leave the line ready for the next.

    The library's own `sendmail` parses each address twice; ours were checked by the letter.
    """
    try:
        await client.mail(sender)
        await client.rcpt(recipient)
        return await client.data(letter)
    except aiosmtplib.SMTPResponseException:
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.rset()
        raise


async def _hang_up(line: _Line) -> None:
    try:
        await line.client.quit()
    except (aiosmtplib.SMTPException, OSError):
        line.client.close()


def _is_about_the_address(refused: aiosmtplib.SMTPResponseException) -> bool:
    """Tell whether RCPT was refused for good, and not because of routes or policy (RFC 3463)."""
    at_recipient = isinstance(refused, aiosmtplib.SMTPRecipientRefused)
    detail = re.match(r"5\.(\d)\.\d", refused.message)
    return at_recipient and refused.code >= 500 and (detail is None or detail[1] in "12")


def _signed_by(message: Message, sender: str, name: str) -> Message:
    return replace(message, sender=sender, sender_name=message.sender_name or name)


def _in_words(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return f"邮件服务器拒绝登录（{error.code}）"
    if isinstance(error, (TimeoutError, aiosmtplib.SMTPTimeoutError)):
        return "邮件服务器没有在时限内应答"
    if isinstance(error, (aiosmtplib.SMTPConnectError, OSError)):
        return f"连不上邮件服务器：{error}"
    return f"{type(error).__name__}: {error}"
