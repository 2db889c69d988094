"""Each button does what it says, once, and says so."""

from datetime import date

from sqlmodel import select

from models import (
    Approval,
    Assignment,
    Doubt,
    Extension,
    InboundMessage,
    Notice,
    OutgoingMessage,
    Report,
    ReportingDuty,
    RunRequest,
    ScheduleOverride,
    StatusUpdate,
    Target,
    Task,
)
from rules.assignments import AssignmentStatus
from rules.tasks import TaskStatus
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import Browser, SignIn

SUBMITTED, IN_PROGRESS = 4, 3  # places in the city's list of tasks


def read(runtime: Runtime, kind, number):  # type: ignore[no-untyped-def]
    with runtime.reading() as session:
        row = session.get_one(kind, number)
        session.expunge(row)
        return row


def test_a_task_goes_from_submission_to_its_end(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task = city.tasks[IN_PROGRESS].number
    steps = {
        "submit": TaskStatus.SUBMITTED,
        "verify": TaskStatus.VERIFIED,
        "close": TaskStatus.CLOSED,
    }
    for verb, status in steps.items():
        page = coordinator.post(f"/tasks/{task}/{verb}", reason="已完成")
        assert page.status_code == 200
        assert read(runtime, Task, task).status is status

    again = coordinator.post(f"/tasks/{task}/close")
    assert again.status_code == 409
    assert "现在是“已销号”" in again.text


def test_sending_back_needs_a_reason_and_tells_the_department(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task = city.tasks[SUBMITTED].number
    assert coordinator.post(f"/tasks/{task}/return").status_code == 409

    coordinator.post(f"/tasks/{task}/return", reason="缺少佐证材料")

    assert read(runtime, Task, task).status is TaskStatus.IN_PROGRESS
    with runtime.reading() as session:
        assert any("缺少佐证材料" in m.text for m in session.exec(select(OutgoingMessage)))


def test_a_task_is_suspended_resumed_and_withdrawn(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task = city.tasks[0].number
    coordinator.post(f"/tasks/{task}/suspend", reason="上级政策调整")
    assert read(runtime, Task, task).status is TaskStatus.SUSPENDED

    coordinator.post(f"/tasks/{task}/resume")
    assert read(runtime, Task, task).status is TaskStatus.IN_PROGRESS

    coordinator.post(f"/tasks/{task}/withdraw", reason="并入第2项")
    assert read(runtime, Task, task).status is TaskStatus.WITHDRAWN


def test_the_office_extends_and_the_first_day_is_kept(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task = city.tasks[0].number

    page = coordinator.post(f"/tasks/{task}/extend", until_on="2024-04-30", reason="招标流标")

    assert "原定 2024年2月20日" in page.text
    assert read(runtime, Task, task).due_on == date(2024, 4, 30)


def test_a_day_that_is_none_is_refused_with_advice(coordinator: Browser, city: City) -> None:
    answer = coordinator.post(
        f"/tasks/{city.tasks[0].id}/extend", until_on="2024-02-31", reason="招标流标"
    )

    assert answer.status_code == 409
    assert "2024-09-30" in answer.text


def test_a_deadline_is_set_where_the_notice_has_none(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task = city.tasks[1].number

    coordinator.post(f"/tasks/{task}/deadline", due_on="2024-12-31")

    assert read(runtime, Task, task).due_on == date(2024, 12, 31)
    with runtime.reading() as session:
        told = [m for m in session.exec(select(OutgoingMessage)) if m.task_ids == [task]]
    assert "完成时限定为2024年12月31日" in told[-1].subject
    assert "完成时限定为" in (told[-1].html or "")


def test_an_extension_asked_for_is_granted_or_refused(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    base = f"/tasks/{city.tasks[3].id}/extensions/{city.extension.id}"
    assert coordinator.post(f"{base}/refuse").status_code == 409  # no reason given

    coordinator.post(f"{base}/grant", reason="情况属实")

    assert read(runtime, Extension, city.extension.id).status == "granted"
    assert read(runtime, Task, city.tasks[3].id).original_due_on == date(2024, 5, 31)
    assert coordinator.post(f"/tasks/1/extensions/{city.extension.id}/grant").status_code in (
        404,
        409,
    )


def test_a_part_is_acknowledged_objected_to_upheld_and_reassigned(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    part = next(p for p in city.parts if p.status is AssignmentStatus.DISPATCHED)
    base = f"/tasks/{part.task_id}/assignments/{part.id}"
    coordinator.post(f"{base}/acknowledge")
    assert read(runtime, Assignment, part.id).status is AssignmentStatus.ACKNOWLEDGED

    coordinator.post(f"{base}/object", reason="职能已划转")
    assert read(runtime, Assignment, part.id).objection == "职能已划转"

    coordinator.post(f"{base}/uphold", reason="职能未划转")
    assert read(runtime, Assignment, part.id).status is AssignmentStatus.ACKNOWLEDGED

    unknown = coordinator.post(f"{base}/reassign", department="市不存在局", reason="错派")
    assert unknown.status_code == 409
    page = coordinator.post(f"{base}/reassign", department="市教育局", reason="错派")
    assert "已改派市教育局" in page.text
    assert read(runtime, Assignment, part.id).status is AssignmentStatus.ENDED


def test_a_leader_edits_a_draft_and_accepts_it(
    sign_in: SignIn, city: City, runtime: Runtime
) -> None:
    leader = sign_in(city.leader)
    path = f"/approvals/{city.approval.id}"

    page = leader.post(f"{path}/accept", text="请市科技局三日内说明情况。\r\n")

    assert "已同意" in page.text
    row = read(runtime, Approval, city.approval.id)
    assert (row.status, row.text, row.decided_by) == (
        "accepted",
        "请市科技局三日内说明情况。\n",
        "陈立",
    )
    assert leader.post(f"{path}/accept").status_code == 409


def test_a_leader_refuses_with_a_reason_and_nothing_is_sent(
    sign_in: SignIn, city: City, runtime: Runtime
) -> None:
    leader = sign_in(city.leader)
    path = f"/approvals/{city.approval.id}/refuse"
    assert leader.post(path).status_code == 409

    leader.post(path, reason="先约谈了解情况")

    assert read(runtime, Approval, city.approval.id).status == "refused"
    with runtime.reading() as session:
        assert {m.kind for m in session.exec(select(OutgoingMessage))} == {"reminder"}


def test_a_leader_approves_a_report(sign_in: SignIn, city: City, runtime: Runtime) -> None:
    with runtime.transaction() as session:
        session.get_one(Report, city.report.id).status = "draft"

    sign_in(city.leader).post(f"/reports/{city.report.id}/approve")

    assert read(runtime, Report, city.report.id).approved_by == "陈立"


def test_a_flow_is_run_paused_resumed_and_moved(coordinator: Browser, runtime: Runtime) -> None:
    for verb in ("run", "pause", "resume"):
        assert coordinator.post(f"/schedule/send_reminders/{verb}").status_code == 200
    page = coordinator.post("/schedule/send_reminders/time", at="10:15")

    assert "每天10:15" in page.text
    assert coordinator.post("/schedule/no_such_flow/run").status_code == 404
    with runtime.reading() as session:
        assert session.exec(select(RunRequest)).one().flow == "send_reminders"
        assert session.exec(select(ScheduleOverride)).one().at == "10:15"


def test_a_person_takes_a_message_off_the_triage_list(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    coordinator.post(f"/inbox/{city.inbound.id}/resolve", reason="已电话核实")

    assert read(runtime, InboundMessage, city.inbound.id).status == "resolved"


def test_a_notice_is_corrected_and_only_what_is_clear_is_confirmed(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    base = f"/notices/{city.draft.id}"
    with runtime.reading() as session:
        drafts = session.exec(select(Task).where(Task.notice_id == city.draft.id)).all()
    page = coordinator.post(
        f"{base}/tasks/{drafts[0].id}", leads="市财政局", supports="市科技局", due_on="2024-11-29"
    )
    assert "任务 1 已更正" in page.text
    coordinator.post(f"{base}/duty", policy="常规")

    page = coordinator.post(f"{base}/confirm")

    assert "已确认 2 项任务" in page.text
    assert "另有 1 项仍待确认" in page.text
    assert read(runtime, Task, drafts[2].id).status is TaskStatus.DRAFT
    assert read(runtime, Task, drafts[0].id).due_on == date(2024, 11, 29)
    with runtime.reading() as session:
        duty = session.exec(
            select(ReportingDuty).where(ReportingDuty.notice_id == city.draft.id)
        ).one()
    assert duty.set_by == "office"


def test_a_doubt_is_answered_and_its_task_is_free(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    path = f"/notices/{city.draft.id}/doubts/{city.doubt.id}"
    assert coordinator.post(path, other="火星局").status_code == 409

    coordinator.post(path, other="市国资委")

    assert read(runtime, Doubt, city.doubt.id).answered_by == "周宁"
    assert "已确认 3 项任务" in coordinator.post(f"/notices/{city.draft.id}/confirm").text


def test_a_plan_is_accepted_once_and_becomes_milestones(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task = city.tasks[0].number
    steps = [
        {"title": "完成招标", "due_on": "2024-05-31"},
        {"title": "设备到货", "due_on": "2024-10-31"},
    ]
    with runtime.transaction() as session:
        session.get_one(InboundMessage, city.inbound.id).heard = {"items": [{"steps": steps}]}
        update = StatusUpdate(
            assignment_id=city.parts[0].number,
            inbound_id=city.inbound.number,
            narrative="实施方案见附件。",
            said_at=runtime.clock(),
        )
        session.add(update)
    assert "采纳为节点计划（2个节点）" in coordinator.get(f"/tasks/{task}").text

    page = coordinator.post(f"/tasks/{task}/updates/{update.id}/plan")

    assert "设备到货" in page.text
    assert coordinator.post(f"/tasks/{task}/updates/{update.id}/plan").status_code == 409


def test_an_owner_is_chosen_for_a_target(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    coordinator.post(f"/notices/{city.notice.id}/targets/{city.target.id}", owner="市财政局")

    owner = city.departments["市财政局"].id
    assert read(runtime, Target, city.target.id).owner_id == owner


def test_a_notice_is_put_in_once(coordinator: Browser, runtime: Runtime, city: City) -> None:
    file = {"file": ("通知.txt", city.notice.text.replace("6号", "77号").encode(), "text/plain")}
    for said in ("正在读取", "没有重复入库"):
        page = coordinator.client.post("/notices/new", data={"csrf": coordinator.csrf}, files=file)
        assert said in page.text
    with runtime.reading() as session:
        assert len(session.exec(select(Notice)).all()) == 3


def test_a_classified_notice_is_refused_and_nothing_is_kept(
    coordinator: Browser, runtime: Runtime, city: City
) -> None:
    secret = "秘密★1年\n" + city.notice.text
    page = coordinator.client.post(
        "/notices/new",
        data={"csrf": coordinator.csrf},
        files={"file": ("密件.txt", secret.encode(), "text/plain")},
    )

    assert page.status_code == 422
    with runtime.reading() as session:
        assert len(session.exec(select(Notice)).all()) == 2


def test_a_value_noted_wrongly_is_corrected_and_taken_back_on_the_page(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    here = f"/tasks/{city.target.task_id}"
    act = f"{here}/targets/{city.target.id}/value"
    assert "现报 <strong>512" in coordinator.post(act, value="512", reason="来电补报").text
    assert coordinator.post(act, value="五百", reason="来电补报").status_code == 409
    page = coordinator.post(act, value="", reason="不是这项指标")
    assert "完成值已撤回" in page.text
    assert "尚未填报" in page.text
    assert coordinator.post(act, value="", reason="再撤").status_code == 409
