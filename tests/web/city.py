"""A small invented city, 临澜, with one notice half-way through its year: what the pages show."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models import (
    Account,
    Approval,
    Assignment,
    Department,
    Doubt,
    Extension,
    InboundMessage,
    Measure,
    Milestone,
    Notice,
    NoticeOriginal,
    OutgoingMessage,
    Report,
    ReportFile,
    ReportingPeriod,
    ReturnItem,
    StatusUpdate,
    Target,
    Task,
)
from rules.access import AccountRole
from rules.assignments import AssignmentStatus, Role
from rules.audiences import Audience
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from tests.factories import (
    AnyRow,
    make_account,
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
)

CLAUSES = (
    (
        "推动临澜实验室高水平建设。到2024年底建成重大科研装置2台，引进高层次团队8个。",
        "市科技局、临澜实验室",
        "市财政局",
    ),
    (
        "完善高新技术企业梯度培育。高新技术企业达到600家以上，建立“专精特新”企业储备库。",
        "市科技局",
        "市工业和信息化局、市税务局",
    ),
    (
        "支持企业建设研发机构。规模以上工业企业设立研发机构的比例达到60%以上。",
        "市工业和信息化局",
        "市科技局、市国资委",
    ),
    (
        "加快算力基础设施布局。制定算力中心建设实施方案，2024年6月底前开工。",
        "市发展改革委",
        "市工业和信息化局",
    ),
    ("强化科技金融服务。科技信贷余额增长20%，设立科技创新基金。", "市金融工作局", "市财政局"),
    (
        "深化科技人才服务。落实人才安居、子女入学等政策，建立人才服务专员制度。",
        "市委组织部",
        "市教育局、市人力资源社会保障局",
    ),
)


@dataclass(slots=True)
class City:
    """The rows that tests ask about."""

    notice: Notice
    draft: Notice
    tasks: list[Task]
    parts: list[Assignment]
    departments: dict[str, Department]
    period: ReportingPeriod
    item: ReturnItem
    target: Target
    doubt: Doubt
    coordinator: Account
    leader: Account
    auditor: Account
    approval: Approval = field(init=False)
    extension: Extension = field(init=False)
    report: Report = field(init=False)
    outgoing: OutgoingMessage = field(init=False)
    inbound: InboundMessage = field(init=False)


def notice_text() -> tuple[str, list[tuple[int, int, int]]]:
    """Return the text and, for each measure, (start, start of its clause, end)."""
    text = (
        "临澜府办〔2024〕6号\n各县（市、区）人民政府，市有关单位：\n"
        "《临澜市科技创新赋能产业行动方案（2024—2026年）》已经市政府同意，现印发给你们，"
        "请认真贯彻执行。\n临澜市人民政府办公室\n2024年1月2日\n二、重点任务\n"
    )
    spans = []
    for number, (words, leads, supports) in enumerate(CLAUSES, start=1):
        start = len(text)
        text += f"{number}.{words}"
        clause = len(text)
        text += f"（牵头单位：{leads}，配合单位：{supports}）"
        spans.append((start, clause, len(text)))
        text += "\n"
    text += "三、保障措施\n"
    text += "各牵头单位每年9月30日前将落实情况报市科学技术局，由市科学技术局汇总报市政府。\n"
    return text, spans


def build(session: Session, now: datetime) -> City:
    """Write the city; everything is flushed, nothing is committed."""
    text, spans = notice_text()
    title = "临澜市科技创新赋能产业行动方案（2024—2026年）"
    notice = make_notice(session, text=text, title=title, doc_number="临澜府办〔2024〕6号")
    draft = make_notice(
        session,
        text=text.replace("6号", "9号"),
        title="临澜市推进人工智能产业发展若干措施",
        doc_number="临澜府办〔2024〕9号",
        status=NoticeStatus.DRAFT,
        confirmed_at=None,
    )
    for row in (notice, draft):
        session.add(NoticeOriginal(notice_id=row.number, content=row.text.encode()))
    names = "、".join(leads + "、" + supports for _, leads, supports in CLAUSES).split("、")
    departments = {name: make_department(session, name) for name in dict.fromkeys(names)}
    tasks, parts = [], []
    for number, span in enumerate(spans):
        task, made = _task(session, notice, number, span, departments)
        tasks.append(task)
        parts.extend(made)
    drafts = [_task(session, draft, n, spans[n], departments, live=False)[0] for n in range(3)]
    doubt = _added(
        session,
        Doubt(
            notice_id=draft.number,
            task_id=drafts[2].number,
            kind="unknown-unit",
            quote="市国资委",
            span_start=draft.text.index("市国资委"),
            span_end=draft.text.index("市国资委") + 4,
            why="名册中没有“市国资委”，是哪个单位？",
            choices=["临澜市人民政府国有资产监督管理委员会"],
        ),
    )
    duty = make_duty(
        session,
        notice,
        quote="各牵头单位每年9月30日前将落实情况报市科学技术局",
        span_start=text.index("各牵头单位每年"),
        span_end=text.index("，由市科学技术局汇总"),
        recipient="市科学技术局",
    )
    period = make_period(session, duty)
    item = make_return_item(session, period, parts[0])
    for part in parts[1:]:
        make_return_item(session, period, part)
    target = make_target(
        session,
        notice,
        departments["市科技局"],
        task_id=tasks[1].number,
        quote="高新技术企业达到600家以上",
        span_start=text.index("高新技术企业达到600家"),
        span_end=text.index("高新技术企业达到600家") + 13,
    )
    return _rest(
        session,
        now,
        City(
            notice=notice,
            draft=draft,
            tasks=tasks,
            parts=parts,
            departments=departments,
            period=period,
            item=item,
            target=target,
            doubt=doubt,
            coordinator=make_account(session, name="周宁"),
            leader=make_account(session, AccountRole.LEADER, name="陈立"),
            auditor=make_account(session, AccountRole.AUDITOR, name="吴审"),
        ),
    )


def _task(
    session: Session,
    notice: Notice,
    number: int,
    span: tuple[int, int, int],
    departments: dict[str, Department],
    *,
    live: bool = True,
) -> tuple[Task, list[Assignment]]:
    words, leads, supports = CLAUSES[number]
    start, clause, end = span
    measure = _added(
        session,
        Measure(
            notice_id=notice.number,
            order=number + 1,
            no=str(number + 1),
            chapter="二、重点任务",
            title=words.partition("。")[0],
            text=words,
            span_start=start,
            span_end=end,
        ),
    )
    task = _added(
        session,
        Task(
            notice_id=notice.number,
            measure_id=measure.number,
            key=str(number + 1),
            title=measure.title,
            clause=notice.text[clause:end],
            span_start=clause,
            span_end=end,
            status=TaskStatus.IN_PROGRESS if live else TaskStatus.DRAFT,
            dispatched_at=notice.received_at if live else None,
        ),
    )
    made = []
    named = [(name, Role.LEAD) for name in leads.split("、")]
    named += [(name, Role.SUPPORT) for name in supports.split("、")]
    for order, (name, role) in enumerate(named, start=1):
        facts = {} if live else {"status": AssignmentStatus.DRAFT, "acknowledged_at": None}
        made.append(
            make_assignment(
                session,
                task,
                departments[name],
                role=role,
                order=order,
                consolidates=order == 1,
                **facts,
            )
        )
    return task, made


def _rest(session: Session, now: datetime, city: City) -> City:
    tasks, parts = city.tasks, city.parts
    tasks[0].due_on = tasks[0].original_due_on = date(2024, 2, 20)  # past: red
    tasks[3].due_on, tasks[3].original_due_on = date(2024, 6, 30), date(2024, 5, 31)
    tasks[3].due_quote = "2024年6月底前开工"
    tasks[4].status, tasks[4].submitted_at = TaskStatus.SUBMITTED, now
    tasks[5].move_to(TaskStatus.SUBMITTED, now=now)
    tasks[5].move_to(TaskStatus.VERIFIED, now=now)
    tasks[5].move_to(TaskStatus.CLOSED, now=now)
    lead = next(part for part in parts if part.task_id == tasks[2].id)
    lead.status, lead.acknowledged_at = AssignmentStatus.DISPATCHED, None
    city.inbound = _added(
        session,
        InboundMessage(
            channel="email",
            mailbox="duban@linlan.example",
            key="<a1@kj.linlan.example>",
            raw="From: a@linlan.example\r\nSubject: =?utf-8?b?5Zue5aSN?=\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n进展45%，正常推进。".encode(),
            received_at=now,
            status="triage",
            kind="triage",
            sender="a@linlan.example",
            subject="回复：关于报送落实情况的提醒",
            reasons=["发件人不在名册中"],
        ),
    )
    for part, percent, state, words in (
        (parts[0], 30, "进展滞后", "科研装置招标延后，已完成选址和可研批复。"),
        (
            next(p for p in parts if p.task_id == tasks[1].id),
            62,
            "正常推进",
            "新认定高新技术企业41家，累计512家。",
        ),
        (
            next(p for p in parts if p.task_id == tasks[3].id),
            45,
            "正常推进",
            "实施方案已印发，完成土地预审。",
        ),
    ):
        session.add(
            StatusUpdate(
                assignment_id=part.number,
                percent=percent,
                state=state,
                narrative=words,
                problems="进口设备交货期较长。" if percent == 30 else "",
                said_at=now,
                channel="email",
                said_by="联络员",
            )
        )
    session.add(
        Milestone(
            task_id=tasks[3].number, title="完成施工图审查", due_on=date(2024, 3, 15), percent=60
        )
    )
    city.extension = _added(
        session,
        Extension(
            task_id=tasks[3].number,
            assignment_id=next(p for p in parts if p.task_id == tasks[3].id).number,
            from_on=date(2024, 6, 30),
            until_on=date(2024, 8, 31),
            reason="土地报批尚需两个月。",
            asked_at=now,
        ),
    )
    city.approval = _added(
        session,
        Approval(
            key="bulletin:1",
            kind="bulletin",
            notice_id=city.notice.number,
            department_id=city.departments["市科技局"].number,
            task_ids=[tasks[0].number],
            title="关于临澜实验室建设进展滞后情况的通报（草稿）",
            text="各有关单位：\n　　《临澜市科技创新赋能产业行动方案》第1项应于2024年2月20日完成，"
            "经两次催办、一次督办通知，至今未见实质进展。\n"
            "　　请市科技局于3月15日前书面说明情况。\n",
            drafted_on=date(2024, 3, 4),
            created_at=now,
        ),
    )
    city.report = _added(
        session,
        Report(
            key="on_demand:1",
            notice_id=city.notice.number,
            kind="on_demand",
            title="临澜市科学技术局关于《行动方案》截至2024年3月落实情况的报告",
            as_of=now,
            facts={},
            facts_sha256="0" * 64,
            last_seal="1" * 64,
            status="issued",
            issued_at=now,
        ),
    )
    for form, media in (("html", "text/html"), ("docx", "application/octet-stream")):
        session.add(
            ReportFile(
                report_id=city.report.number,
                format=form,
                filename=f"落实情况.{form}",
                media_type=media,
                sha256="0" * 64,
                content="<h1>落实情况报告</h1><p>一、总体情况</p>".encode(),
            )
        )
    city.outgoing = _added(
        session,
        OutgoingMessage(
            public_id="m1",
            message_id="<m1@linlan.example>",
            kind="reminder",
            department_id=city.departments["市科技局"].number,
            audience=Audience.LIAISON,
            notice_id=city.notice.number,
            task_ids=[tasks[0].number],
            subject="【督办】请于3月8日前反馈进展",
            text="市科技局：\n请反馈进展。\n",
            html="<p>市科技局：</p><p>请反馈进展。</p>",
            office_day=date(2024, 3, 4),
            created_at=now,
        ),
    )
    session.flush()
    return city


def _added(session: Session, row: AnyRow) -> AnyRow:
    session.add(row)
    session.flush()
    return row
