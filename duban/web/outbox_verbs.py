"""What the office does with messages that are written and have not gone out."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from actions.breaker import drop_held, release_held
from actions.delivery import retry_message
from actions.schedule import request_run
from actions.waiting_messages import hold_message, recall, release_message, reword_message
from duban.web.pages import after
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False, prefix="/outbox")


@router.post("/stopped/release")
def go_on(by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """继续发送: a person looked at what the breaker stopped, and it is right."""
    with runtime.transaction() as session:
        number = release_held(
            session, by=by.account.name, now=runtime.clock(), today=_today(runtime)
        )
    return after("/outbox", f"已放行 {number} 封，随即发出。")


@router.post("/stopped/drop")
def drop(form: CheckedForm, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """全部撤销: what the breaker stopped is wrong; climbs take their rung again tomorrow."""
    reason = form.required("reason", "理由")
    with runtime.transaction() as session:
        number = drop_held(session, by=by.account.name, reason=reason, now=runtime.clock())
    return after("/outbox", f"已撤销 {number} 封。")


@router.post("/{outgoing_id}/recall")
def take_back(
    outgoing_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """撤回."""
    reason = form.required("reason", "撤回理由")
    with runtime.transaction() as session:
        recall(session, outgoing_id, by=by.account.name, reason=reason, now=runtime.clock())
    return after(f"/outbox/{outgoing_id}", "已撤回，没有发出。")


@router.post("/{outgoing_id}/hold")
def hold(
    outgoing_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """暂扣."""
    reason = form.required("reason", "暂扣理由")
    with runtime.transaction() as session:
        hold_message(session, outgoing_id, by=by.account.name, reason=reason, now=runtime.clock())
    return after(f"/outbox/{outgoing_id}", "已暂扣，放行之前不会发出。")


@router.post("/{outgoing_id}/release")
def release(outgoing_id: int, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """放行."""
    with runtime.transaction() as session:
        row = release_message(
            session, outgoing_id, by=by.account.name, now=runtime.clock(), today=_today(runtime)
        )
        passed = row.status == "cancelled"
        if passed:
            request_run(session, "send_reminders", by=by.account.name, now=runtime.clock())
    said = "已放行；当日已过，所说事项并入下一封。" if passed else "已放行，随即发出。"
    return after(f"/outbox/{outgoing_id}", said)


@router.post("/{outgoing_id}/retry")
def retry(outgoing_id: int, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """重发 a message that failed, to the addresses as they are now."""
    with runtime.transaction() as session:
        retry_message(session, outgoing_id, now=runtime.clock(), actor=by.account.name)
    return after(f"/outbox/{outgoing_id}", "已重新排入发件。")


@router.post("/{outgoing_id}/reword")
def put_words(
    outgoing_id: int, form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """改稿."""
    with runtime.transaction() as session:
        reword_message(
            session, outgoing_id, subject=form.text("subject"), text=form.text("text"),
            by=by.account.name, now=runtime.clock(), office=runtime.office,
        )  # fmt: skip
    return after(f"/outbox/{outgoing_id}", "已改稿，将按下面的文字发出。")


def _today(runtime: Runtime) -> date:
    return runtime.calendar.office_day(runtime.clock())
