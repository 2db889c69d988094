"""The channels that an installation can use, from its settings."""

from collections.abc import Mapping

from notifiers import (
    ConsoleNotifier,
    DingTalkNotifier,
    Door,
    EmailNotifier,
    FeishuNotifier,
    Notifier,
    SmtpServer,
    WebhookNotifier,
    WeComNotifier,
)
from runtime.clock import Clock, HeldClock, system_clock
from runtime.settings import Settings


def build_notifiers(settings: Settings) -> Mapping[str, Notifier]:
    """Return every channel by name; building one connects to nothing."""
    held = settings.home / "clock"
    clock: Clock = HeldClock(held) if settings.demo and held.exists() else system_clock
    door = robot_door(settings)
    notifiers: tuple[Notifier, ...] = (
        ConsoleNotifier(),
        EmailNotifier(
            smtp_server(settings), sender=settings.office_email, sender_name=settings.office_name
        ),
        WebhookNotifier(clock, allow_private=settings.allow_private_webhooks),
        WeComNotifier(door),
        DingTalkNotifier(clock, door),
        FeishuNotifier(clock, door),
    )
    return {notifier.channel: notifier for notifier in notifiers}


def smtp_server(settings: Settings) -> SmtpServer:
    """Return where mail is handed in; a demo reaches this machine only."""
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password,
        security=settings.smtp_security,
        timeout=settings.smtp_timeout,
        connections=settings.smtp_connections,
        loopback_only=settings.demo,
    )


def robot_door(settings: Settings) -> Door:
    """Return how group robots are called: the official hosts, and those the office names."""
    return Door(
        hosts=frozenset(host.strip() for host in settings.robot_hosts.split(",") if host.strip()),
        proxy=settings.robot_proxy or None,
        loopback_only=settings.demo,
    )
