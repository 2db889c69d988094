"""来文: the list, putting a notice in, its text beside what was found in it, its original."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session, select

from actions.confirmation import why_not
from actions.dispatch import preview
from actions.intake import NoticeKnown, receive_notice
from actions.matching import undecided_matches
from actions.reach import without_address
from actions.register import load_register
from actions.register_data import name_equivalents
from actions.review import progress_of
from actions.suggestions import suggestions_of
from actions.twins import find_copies, find_predecessors
from actions.wordings import sentences_of
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from models import Notice, NoticeOriginal
from reports.views.notices import TaskCard, get_notice, list_notices, notice_page
from rules.assignments import Role
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False)
LARGEST = 50 * 1024 * 1024  # bytes of one uploaded notice


@router.get("/notices")
def show_notices(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show every notice with its counts."""
    with runtime.reading() as session:
        return show(request, "notices", lines=list_notices(session))


@router.get("/notices/new")
def show_upload(request: Request, _: Reader) -> Response:
    """Show the form that takes a notice in."""
    return show(request, "notice_new")


@router.post("/notices/new")
def upload(form: CheckedForm, visitor: Coordinator, runtime: CurrentRuntime) -> Response:
    """Store a notice as it arrived; a flow reads it. One that is known already is shown."""
    upload = form.file("file")
    if upload is None:
        raise NotAllowed(
            "没有选择文件。", "请选择来文原件（Word、PDF、网页、txt、Markdown 或 Excel）。"
        )
    content = upload.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotAllowed("文件超过 50 MB。", "请上传来文本身，不含大附件。")
    try:
        with runtime.transaction() as session:
            notice = receive_notice(
                session,
                content,
                upload.filename or "notice",
                now=runtime.clock(),
                actor=visitor.account.name,
            )
    except NoticeKnown as known:
        return after(f"/notices/{known.notice_id}", "这份来文以前已经导入，没有重复入库。")
    return after(f"/notices/{notice.number}", "来文已原样入库，正在读取。")


@router.get("/notices/{notice_id}")
def show_notice(request: Request, notice_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show the text with its findings, and the tasks read from it."""
    with runtime.reading() as session:
        page = notice_page(session, notice_id)
        drafts = [card for card in page.cards if card.row.status is TaskStatus.DRAFT]
        return show(
            request,
            "notice",
            page=page,
            blocked={c.row.number: why_not(session, page.notice, c.row) for c in drafts},
            sentences={c.row.number: sentences_of(c.row.words or c.measure.text) for c in drafts},
            policies=runtime.policies,
            progress=progress_of(session, notice_id),
            **_suggested(session, page.notice, runtime),
            **_related(session, page.notice),
        )


def _suggested(session: Session, notice: Notice, runtime: Runtime) -> dict[str, Any]:
    """Return who may do what nobody is named for."""
    register = load_register(session, name_equivalents())
    return {"ideas": suggestions_of(session, notice, register=register, now=runtime.clock())}


def _related(session: Session, notice: Notice) -> dict[str, Any]:
    """Return the notices that may be the same, older or newer editions of this one."""
    draft = notice.status is NoticeStatus.DRAFT
    live = select(Notice).where(Notice.status == NoticeStatus.CONFIRMED, Notice.id != notice.id)
    newer = select(Notice).where(Notice.supersedes_id == notice.id)
    return {
        "copies": find_copies(session, notice) if draft else [],
        "predecessors": find_predecessors(session, notice) if draft else [],
        "successors": session.exec(newer).all(),
        "others": session.exec(live).all() if draft else [],
        "waiting": len(undecided_matches(session, notice.number)),
    }


@router.get("/notices/{notice_id}/dispatch")
def show_dispatch(
    request: Request,
    notice_id: int,
    _: Reader,
    runtime: CurrentRuntime,
    key: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Show every message that confirming would send, of all tasks or of those chosen by key."""
    with runtime.reading() as session:
        page = notice_page(session, notice_id)
        letters = preview(
            session,
            notice_id,
            now=runtime.clock(),
            calendar=runtime.calendar,
            policies=runtime.policies,
            office=runtime.office,
            keys=key,
        )
        blocked = [
            (card, why)
            for card in page.cards
            if card.row.status is TaskStatus.DRAFT
            and (why := why_not(session, page.notice, card.row))
        ]
        ready = sum(
            card.row.status is TaskStatus.DRAFT and (not key or card.row.key in key)
            for card in page.cards
        ) - len([card for card, _ in blocked if not key or card.row.key in key])
        return show(
            request,
            "notice_dispatch",
            page=page,
            letters=letters,
            unreachable=without_address(
                session,
                [department for department, _ in letters],
                today=runtime.calendar.office_day(runtime.clock()),
            ),
            blocked=[] if key else blocked,
            keys=key or [],
            ready=ready,
            headless=[card for card in page.cards if _lacks_a_lead(card)],
            waiting=len(undecided_matches(session, notice_id)),
        )


def _lacks_a_lead(card: TaskCard) -> bool:
    """Say whether a draft would go to its helpers only: who leads is not in the register."""
    leads = [part for part in card.parts if part.row.role in (Role.LEAD, Role.RESPONSIBLE)]
    unknown = bool(leads) and not any(part.department for part in leads)
    return unknown and card.row.status is TaskStatus.DRAFT


@router.get("/notices/{notice_id}/original")
def download_original(notice_id: int, _: Reader, runtime: CurrentRuntime) -> Response:
    """Return the file exactly as it arrived."""
    with runtime.reading() as session:
        notice = get_notice(session, notice_id)
        row = session.exec(
            select(NoticeOriginal).where(NoticeOriginal.notice_id == notice_id)
        ).one()
        return Response(
            row.content,
            media_type="application/octet-stream",
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(notice.filename)}"
            },
        )
