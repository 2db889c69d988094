"""拟发: what the next working morning will say; hold it back, reword it, let it go."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from actions.breaker import limit_on, stopped
from actions.holds import place_hold, release_hold
from actions.previews import House, Planned, next_morning, preview
from actions.reminders import waiting_reminders
from actions.rewordings import LINK, give_up_rewording, reword
from actions.schedule import request_run
from duban.web.pages import after, show
from duban.web.security import DOCUMENT_POLICY
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from reports.views.holds import holds_in_words
from rules.audiences import Audience
from rules.errors import NotAllowed, NotFound
from runtime.timetable import Entry, current_timetable, get_entry
from runtime.wiring import Runtime
from templates import Letter

router = APIRouter(include_in_schema=False, prefix="/outbox/upcoming")
LIST = "/outbox/upcoming"
FLOW = "send_reminders"


@router.get("")
def show_morning(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show every message of the next working morning as it will be sent; nothing is written."""
    at, entry = _morning(runtime)
    with runtime.trial() as session:
        halted = stopped(session)
        holds = holds_in_words(session, today=runtime.calendar.office_day(runtime.clock()))
        limit = limit_on(
            session, most=runtime.caps[0], times=runtime.caps[1],
            today=runtime.calendar.office_day(at),
        )  # fmt: skip
        morning = preview(session, _house(runtime), at=at)
    return show(
        request, "upcoming", morning=morning, at=at, paused=entry.paused, halted=halted,
        holds=holds, most=limit, link_word=LINK,
    )  # fmt: skip


@router.get("/{department_id}/{audience}")
def show_planned(
    request: Request, department_id: int, audience: Audience, _: Reader, runtime: CurrentRuntime
) -> Response:
    """Show one message of that morning, with what a person may do with it."""
    day, planned = _planned(runtime, department_id, audience)
    own = planned.message.data.get("own_words") or {
        "subject": planned.message.subject, "text": _masked(planned, planned.message.text),
    }  # fmt: skip
    return show(
        request, "upcoming_message", one=planned, day_of=day, own=own, link_word=LINK,
        text=_masked(planned, planned.message.text),
    )  # fmt: skip


@router.get("/{department_id}/{audience}/html")
def show_letter(
    department_id: int, audience: Audience, _: Reader, runtime: CurrentRuntime
) -> Response:
    """Return the letter itself, locked into a sandbox; its link leads nowhere yet."""
    planned = _planned(runtime, department_id, audience)[1]
    html = planned.message.html or ""
    return Response(
        html.replace(planned.link, "#") if planned.link else html,
        media_type="text/html", headers={"Content-Security-Policy": DOCUMENT_POLICY},
    )  # fmt: skip


@router.post("/{department_id}/{audience}/hold")
def hold(
    department_id: int, audience: Audience, form: CheckedForm, by: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:  # fmt: skip
    """暂缓: decided all the same, not said until a person releases it or the day has passed."""
    now = runtime.clock()
    with runtime.transaction() as session:
        place_hold(
            session, department_id, audience=audience, reason=form.required("reason", "理由"),
            until_on=form.day("until", "暂缓至"), by=by.account.name, now=now,
            today=runtime.calendar.office_day(now),
        )  # fmt: skip
    return after(LIST, "已暂缓，放行之前不会发出。")


@router.post("/{department_id}/{audience}/reword")
def put_words(
    department_id: int, audience: Audience, form: CheckedForm, by: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:  # fmt: skip
    """改稿: these words in place of the message's own, as long as they fit what it says."""
    office_day = form.day("day", "日期")
    if office_day is None:
        raise NotAllowed("没有说明是哪一天的消息。", "请从拟发列表重新进入。")
    base = Letter(form.text("base_subject"), _typed(form.text("base_text")), "")
    with runtime.transaction() as session:
        reword(
            session, department_id, audience, base=base, office_day=office_day,
            task_ids=[int(number) for number in form.texts("task") if number.isdigit()],
            subject=form.text("subject"), text=form.text("text"),
            by=by.account.name, now=runtime.clock(),
        )  # fmt: skip
    return after(f"{LIST}/{department_id}/{audience}", "已改稿，将按下面的文字发出。")


@router.post("/{department_id}/{audience}/own-words")
def take_own_words(
    department_id: int, audience: Audience, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """恢复系统拟稿."""
    with runtime.transaction() as session:
        give_up_rewording(session, department_id, audience, by=by.account.name, now=runtime.clock())
    return after(f"{LIST}/{department_id}/{audience}", "已恢复系统拟稿。")


@router.post("/holds/{hold_id}/release")
def release(hold_id: int, by: Coordinator, runtime: CurrentRuntime) -> RedirectResponse:
    """放行: what was decided meanwhile goes out today; the rest with the next morning."""
    now = runtime.clock()
    with runtime.transaction() as session:
        row = release_hold(session, hold_id, by=by.account.name, now=now)
        session.flush()
        missed = _has_run_today(session, runtime, now) and waiting_reminders(
            session, [row.department_id]
        )
        if missed:
            request_run(session, FLOW, by=by.account.name, now=now)
    return after(LIST, "已放行，随即发出。" if missed else "已放行，下一次发提醒时发出。")


def _house(runtime: Runtime) -> House:
    return House(runtime.calendar, runtime.policies, runtime.office)


def _morning(runtime: Runtime) -> tuple[datetime, Entry]:
    now = runtime.clock()
    with runtime.reading() as session:
        entry = get_entry(current_timetable(session), FLOW)
    return next_morning(entry.cron.next_after(now), runtime.calendar), entry


def _planned(runtime: Runtime, department_id: int, audience: Audience) -> tuple[datetime, Planned]:
    """Return one message of the next morning, or raise `NotFound`: its cause may be gone."""
    at, _ = _morning(runtime)
    with runtime.trial() as session:
        morning = preview(session, _house(runtime), at=at, department_id=department_id)
    for one in morning.planned:
        if (one.message.department_id, one.message.audience) == (department_id, audience):
            return at, one
    raise NotFound("planned message", department_id)


def _masked(planned: Planned, text: str) -> str:
    return text.replace(planned.link, LINK) if planned.link else text


def _typed(text: str) -> str:
    return "\n".join(text.splitlines()) + "\n"


def _has_run_today(session: Session, runtime: Runtime, now: datetime) -> bool:
    entry = get_entry(current_timetable(session), FLOW)
    today = runtime.calendar.office_day(now)
    return (
        runtime.calendar.is_working_day(today)
        and runtime.calendar.office_day(entry.cron.next_after(now)) != today
    )
