"""办理方案: the presets in words; a new file is checked and compared before it counts."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import col, select

from actions.policy_changes import apply_policies, compare_policies
from duban.web.forms import Form
from duban.web.pages import after, show
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime, Reader
from duban.web.words import due_words
from models import PolicyVersion
from rules.errors import PolicyInvalid
from rules.policy_files import parse_policies, parse_policy_file
from rules.policy_words import ladder_in_words, name_of, policy_in_words, sending_in_words
from runtime.policies import policy_path, policy_text
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False, prefix="/policy")
KNOWN = 5  # versions that the page lists


@router.get("")
def show_policy(request: Request, _: Reader, runtime: CurrentRuntime) -> Response:
    """Show what is in force: limits, reminders, ladders, hours."""
    return _page(request, runtime, policy_text(runtime.settings))


@router.get("/file")
def download(_: Reader, runtime: CurrentRuntime) -> Response:
    """Return the file in force, to be edited."""
    return Response(
        policy_text(runtime.settings), media_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="policies.toml"'},
    )  # fmt: skip


@router.post("/preview")
async def preview_policy(
    request: Request, form: CheckedForm, _: Coordinator, runtime: CurrentRuntime
) -> Response:
    """Check a file and show what it would move; a fault is told with its line."""
    text = await _text(form)
    try:
        after_, _sending = parse_policy_file(text)
    except PolicyInvalid as invalid:
        return _page(request, runtime, text, status=422, invalid=invalid)
    with runtime.reading() as session:
        change = compare_policies(
            session, before=runtime.policies, after=after_, now=runtime.clock(),
            calendar=runtime.calendar,
        )  # fmt: skip
    return show(request, "policy_preview", change=change, text=text, name_of=name_of)


@router.post("/apply")
async def apply_policy(
    form: CheckedForm, by: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Put the file in force that was shown; climbs under way keep their ladder."""
    text = await _text(form)
    policies, sending = parse_policy_file(text)
    with runtime.transaction() as session:
        apply_policies(
            session, text, path=policy_path(runtime.settings), now=runtime.clock(),
            actor=by.account.name,
        )  # fmt: skip
    runtime.policies, runtime.sending = policies, sending
    return after("/policy", "已启用；已经开始的督办仍按各自的阶梯走完。")


def _page(
    request: Request, runtime: Runtime, text: str, *, status: int = 200,
    invalid: PolicyInvalid | None = None,
) -> Response:  # fmt: skip
    in_force = parse_policies(policy_text(runtime.settings))
    with runtime.reading() as session:
        versions = session.exec(
            select(PolicyVersion).order_by(col(PolicyVersion.id).desc()).limit(KNOWN)
        ).all()
    presets = [
        (policy.name, policy_in_words(policy), due_words(policy.duty.frequency, policy.duty.due),
         ladder_in_words(policy))
        for policy in in_force.values()
    ]  # fmt: skip
    return show(
        request, "policy", status=status, presets=presets, text=text, invalid=invalid,
        sending=sending_in_words(runtime.sending), versions=versions,
    )  # fmt: skip


async def _text(form: Form) -> str:
    """Return the file that was chosen, or else what was typed."""
    file = form.file("file")
    if file is None:
        return "\n".join(form.text("text").splitlines()) + "\n"
    try:
        return (await file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyInvalid("文件不是 UTF-8 编码，请另存为 UTF-8") from None
