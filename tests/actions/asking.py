"""A department that was asked, and what it answers: for tests of hearing."""

from dataclasses import dataclass

from sqlmodel import Session, select

from actions.inbound import Surroundings, process, record_mail
from models import Assignment, InboundMessage, OutgoingMessage, ReturnItem, StatusUpdate, Task
from tests.fakes import FakeClock
from tests.mails import reply_to

ADDRESS = "zhoumin@gxj.linlan.example"


@dataclass(slots=True)
class Asked:
    """A department with one awaited item, and the reminder it answers."""

    session: Session
    clock: FakeClock
    around: Surroundings
    department_id: int
    assignment: Assignment
    task: Task
    item: ReturnItem
    message: OutgoingMessage

    def receive(self, raw: bytes) -> InboundMessage:
        inbound = record_mail(self.session, raw, mailbox="duban@linlan.example", now=self.clock())
        return process(self.session, inbound.number, now=self.clock(), around=self.around)

    def answer(self, text: str, **facts: object) -> InboundMessage:
        return self.receive(self.raw_answer(text, **facts))

    def raw_answer(self, text: str, **facts: object) -> bytes:
        facts.setdefault("sender", ADDRESS)
        facts.setdefault("Authentication_Results", "mx.linlan.example; dmarc=pass")
        return reply_to(self.message, text, **facts)  # type: ignore[arg-type]

    def updates(self) -> list[StatusUpdate]:
        return list(self.session.exec(select(StatusUpdate)))

    def received(self) -> list[InboundMessage]:
        return list(self.session.exec(select(InboundMessage)))

    def sent(self) -> list[OutgoingMessage]:
        return list(self.session.exec(select(OutgoingMessage)))

    def last_sent(self) -> OutgoingMessage:
        return self.sent()[-1]
