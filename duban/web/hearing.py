"""What came in through the web: kept in one transaction, understood in the next.

If understanding fails, the message is kept all the same and the flow tries again.
"""

from functools import partial

from actions.inbound import Surroundings, process, record_inbound
from models import Department, InboundMessage
from runtime.evidence import store_evidence
from runtime.wiring import Runtime


def hear_form(runtime: Runtime, department: Department, *, key: str, raw: bytes) -> InboundMessage:
    """Keep a form under its nonce, and understand it at once, so that the receipt is true."""
    now = runtime.clock()
    with runtime.transaction() as session:
        inbound = record_inbound(
            session,
            channel="form",
            mailbox="form",
            key=key,
            raw=raw,
            now=now,
            department_id=department.number,
            sender="网页填报",
        )
        session.flush()
    with runtime.transaction() as session:
        return process(session, inbound.number, now=now, around=surroundings(runtime))


def surroundings(runtime: Runtime) -> Surroundings:
    """Return what understanding a message needs, from the runtime."""
    return Surroundings(
        calendar=runtime.calendar,
        policies=runtime.policies,
        office=runtime.office,
        store_bytes=partial(store_evidence, runtime.settings.home),
        trusted_authserv=runtime.settings.trusted_authserv_id,
    )
