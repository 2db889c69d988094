"""What the doctor looks at where mail is concerned: sending, receiving, senders, links."""

import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from runtime.wiring import Runtime

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104  # nosec B104  # named, not bound
ANSWER_WITHIN = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `advice` is empty when it is in order."""

    name: str
    ok: bool
    detail: str
    advice: str = ""

    def as_data(self) -> dict[str, object]:
        """Return the check for a program to read."""
        return asdict(self)


def _smtp(runtime: Runtime, _: datetime) -> Check:
    settings = runtime.settings
    if settings.demo:
        return Check("发件服务器", True, "演示文件夹：邮件只发给演示自己，不向外发送")
    return _reach("发件服务器", settings.smtp_host, settings.smtp_port, "DUBAN_SMTP_HOST")


def _imap(runtime: Runtime, _: datetime) -> Check:
    settings = runtime.settings
    if not settings.imap_host:
        return Check("收件服务器", True, "未设置：不收取邮箱，仅接收网页填报和接口推送")
    return _reach("收件服务器", settings.imap_host, settings.imap_port, "DUBAN_IMAP_HOST")


def _senders(runtime: Runtime, _: datetime) -> Check:
    """Who can write any name under From is only found out by the server that took the mail."""
    settings = runtime.settings
    trusted = settings.trusted_authserv_id.strip()
    if not settings.imap_host:
        return Check("来信真伪", True, "不收取邮箱，无须核验")
    if trusted:
        return Check("来信真伪", True, f"只相信 {trusted} 的核验结果")
    advice = (
        "请设置 DUBAN_TRUSTED_AUTHSERV_ID：打开一封来信的原文，"
        "填最上面的 Authentication-Results 后、分号前的服务器名。"
    )
    return Check("来信真伪", False, "未指定核验服务器，冒名来信无法识别", advice)


def _links(runtime: Runtime, _: datetime) -> Check:
    """Every mail carries links: others have to be able to open them."""
    settings = runtime.settings
    host = urlsplit(settings.url).hostname or ""
    if settings.demo or host not in LOCAL_HOSTS:
        return Check("邮件里的链接", True, settings.url)
    advice = "请设置 DUBAN_BASE_URL，如 http://duban.example.gov.cn；单位的电脑须能访问它。"
    return Check("邮件里的链接", False, f"{settings.url} 只有本机能打开", advice)


def _reach(name: str, host: str, port: int, setting: str) -> Check:
    try:
        socket.create_connection((host, port), timeout=ANSWER_WITHIN).close()
    except OSError as error:
        advice = f"请检查 {setting} 和防火墙；发件会保留并自动重试。"
        return Check(name, False, f"{host}:{port} 连接不上（{error}）", advice)
    return Check(name, True, f"{host}:{port} 可以连接")


MAIL_CHECKS = (_smtp, _imap, _senders, _links)
