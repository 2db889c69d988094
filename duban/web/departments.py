"""A department's page behind its signed link: 签收, 填报, 异议, 延期. Nobody signs in here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from actions import assignments, extensions
from actions.form_drafts import read_draft
from duban.web.described import PAGES, form_body
from duban.web.doors import Door, DoorForm, OpenDoor, make_nonce
from duban.web.pages import after, show
from duban.web.visitors import CurrentRuntime
from reports.views.departments import Ask, department_page
from rules.errors import NotAllowed

router = APIRouter(prefix="/d/{token}", tags=["forms"], default_response_class=HTMLResponse)


def known_ask(assignment_id: int, door: OpenDoor, runtime: CurrentRuntime) -> Ask:
    """Return one part behind the link, or raise `NotFound`."""
    with runtime.reading() as session:
        ask = department_page(session, door.link).ask_of(assignment_id)
        session.expunge_all()
        return ask


KnownAsk = Annotated[Ask, Depends(known_ask)]


@router.get("", summary="单位的填报页", responses=PAGES)
def show_page(request: Request, door: OpenDoor, runtime: CurrentRuntime) -> Response:
    """Show what the department is asked. Opening the link changes nothing."""
    return form_page(request, door, runtime)


def form_page(
    request: Request,
    door: Door,
    runtime: CurrentRuntime,
    *,
    status: int = 200,
    typed: object = None,
    errors: object = None,
) -> Response:
    """Render the page, with what was typed and what is wrong with it."""
    with runtime.reading() as session:
        page = department_page(session, door.link)
        draft = read_draft(session, door.link.number)
        return show(
            request,
            "department",
            status=status,
            page=page,
            door=door,
            nonce=make_nonce(runtime.office, door),
            typed=typed or (draft.typed if draft else {}),
            draft=draft if draft and draft.typed and not typed else None,
            errors=errors or {},
        )


@router.post(
    "/acknowledge",
    summary="签收",
    responses=PAGES,
    openapi_extra=form_body("nonce", optional=("assignment",)),
)
def acknowledge(door: OpenDoor, form: DoorForm, runtime: CurrentRuntime) -> RedirectResponse:
    """签收 everything that waits, or the parts that were ticked."""
    chosen = set(form.texts("assignment"))
    with runtime.transaction() as session:
        page = department_page(session, door.link)
        parts = [
            ask.part.number
            for ask in page.to_acknowledge
            if not chosen or str(ask.part.number) in chosen
        ]
        for part in parts:
            assignments.acknowledge(
                session, part, now=runtime.clock(), actor=page.department.short_name
            )
    return after(door.address, f"已签收 {len(parts)} 项任务。" if parts else "没有待签收的任务。")


@router.get("/tasks/{assignment_id}/{verb}", summary="一键操作的页面", responses=PAGES)
def show_verb(
    request: Request, verb: str, ask: KnownAsk, door: OpenDoor, runtime: CurrentRuntime
) -> Response:
    """Show the page of one click: on-track, object or extend. Its POST acts, not the opening."""
    if verb not in ("on-track", "object", "extend"):
        raise NotAllowed("没有这个操作。", "请回到填报页。")
    return show(
        request,
        "department_verb",
        verb=verb,
        ask=ask,
        door=door,
        nonce=make_nonce(runtime.office, door),
    )


@router.post(
    "/tasks/{assignment_id}/object",
    summary="提出异议",
    responses=PAGES,
    openapi_extra=form_body("nonce", "reason"),
)
def object_to(
    ask: KnownAsk, door: OpenDoor, form: DoorForm, runtime: CurrentRuntime
) -> RedirectResponse:
    """异议, in the department's own words."""
    reason = form.required("reason", "异议理由")
    with runtime.transaction() as session:
        assignments.object_to(
            session,
            ask.part.number,
            reason=reason,
            now=runtime.clock(),
            actor=department_page(session, door.link).department.short_name,
        )
    return after(door.address, "异议已送统筹办公室，答复前暂不催办签收。")


@router.post(
    "/tasks/{assignment_id}/extend",
    summary="申请延期",
    responses=PAGES,
    openapi_extra=form_body("nonce", "until_on", "reason"),
)
def extend(
    ask: KnownAsk, door: OpenDoor, form: DoorForm, runtime: CurrentRuntime
) -> RedirectResponse:
    """申请延期."""
    until_on = form.day("until_on", "延期至")
    if until_on is None:
        raise NotAllowed("“延期至”没有填写。", "请选择延期后的日期。")
    if ask.extension is not None:
        return after(door.address, "这一项的延期申请已在办理，没有重复提交。")
    with runtime.transaction() as session:
        extensions.ask(
            session,
            ask.part.number,
            until_on=until_on,
            reason=form.required("reason", "延期理由"),
            now=runtime.clock(),
            actor=department_page(session, door.link).department.short_name,
            calendar=runtime.calendar,
        )
    return after(door.address, "延期申请已送统筹办公室，结果将以邮件答复。")
