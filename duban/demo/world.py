"""What everybody in the demo shares: the moment, the post, the agenda, the tally."""

import smtplib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage

from duban.demo.browser import Browser
from duban.demo.days import Agenda, official_calendar


@dataclass(slots=True)
class World:
    """The outside world, as far as the demo plays it."""

    agenda: Agenda
    now: datetime
    mail_port: int  # where duban listens
    browser: Browser  # of people without an account
    tell: Callable[[str], None]
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        """The office day."""
        return self.now.date()

    def post(self, mail: EmailMessage) -> None:
        """Hand a mail to duban's listener."""
        with smtplib.SMTP("127.0.0.1", self.mail_port, timeout=30) as server:
            server.send_message(mail)
        self.tally["mails"] += 1

    def working_day(self, count: int, *, after: date | None = None) -> date:
        """Return the day `count` working days after (before, if negative) a day, or today."""
        return official_calendar().add_working_days(after or self.today, count)

    def later(self, day: date, deed: Callable[[], None]) -> None:
        """Do something on that day, or tomorrow at the earliest."""
        self.agenda.note(max(day, self.working_day(1)), deed)
