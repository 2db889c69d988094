"""Invented reports: a city's, with 21 departments, and a province's, with 21 cities by 20 tasks."""

from datetime import UTC, date, datetime

from reports.counting import count_figures
from reports.report import (
    DepartmentReturn,
    Node,
    NoticeFacts,
    Pending,
    Postponement,
    Report,
    ReturnCell,
    Statement,
    TargetEntry,
    TaskEntry,
)

AS_OF = datetime(2024, 9, 30, 9, 0, tzinfo=UTC)
TODAY = date(2024, 9, 30)
SECTIONS = (
    "(一)建设创新平台,夯实发展支撑",
    "(二)壮大企业主体,提升创新能力",
    "(三)促进成果转化,培育新质生产力",
    "(四)集聚创新人才,优化创新生态",
)
TITLES = (
    "推动临澜湖实验室高水平建设",
    "建设海洋装备中试基地",
    "布局算力中心和工业数据平台",
    "提升高新区产业现代化水平",
    "实施优质企业梯度培育",
    "开展重点领域关键技术攻关",
    "推进规模以上企业设立研发机构",
    "促进知识产权创造、运用和保护",
)
NARRATIVES = """
实验室一期主体工程封顶，科研楼完成内部装修，首批6个研究团队、43名科研人员入驻。化工材料检测平台取得检验检测\
机构资质认定，已为本市企业出具检测报告210份。与市内9家企业签订联合研发协议，合同金额1860万元。
完成项目用地选址和可行性研究，取得用海预审意见，基地建设资金已列入年度预算。
市工业数据平台上线运行，接入规模以上企业186家，设备联网率达到41%。算力中心完成设备招标，计划年底前投入试运行。
高新区新开工技术改造项目27个，完成工业投资38.6亿元，同比增长11.2%。
""".split()  # noqa: SIM905
CITIES = [
    "澄州市",
    "溪海市",
    "南澧市",
    "北岚市",
    "清越市",
    "云浦市",
    "江原市",
    "泽阳市",
    "石湾市",
    "梧川市",
    "平泽市",
    "安陵市",
    "白鹭市",
    "丹霞市",
    "望海市",
    "新渡市",
    "古田市",
    "长汀市",
    "汇川市",
    "明水市",
    "春山市",
]


def make_statement(number: int, department: str, role: str = "牵头", **facts: object) -> Statement:
    values: dict[str, object] = {
        "update_id": number,
        "inbound_id": number + 100,
        "department": department,
        "role": role,
        "percent": 60.0,
        "state": "正常推进",
        "narrative": NARRATIVES[number % len(NARRATIVES)],
        "problems": "",
        "next_steps": "",
        "said_on": date(2024, 9, 24),
        "standing": "已采用",
    }
    return Statement(**(values | facts))  # type: ignore[arg-type]


def make_entry(number: int, **facts: object) -> TaskEntry:
    lead = f"市第{number % 6 + 1}局"
    values: dict[str, object] = {
        "task_id": number,
        "key": str(number),
        "chapter": "二、重点任务",
        "section": SECTIONS[(number - 1) * 4 // 21 % 4],
        "title": TITLES[number % len(TITLES)],
        "text": TITLES[number % len(TITLES)] + "。",
        "leads": (lead,),
        "supports": ("市财政局", "市发展改革局"),
        "responsible": (),
        "inherited": (),
        "unknown_owners": (),
        "lead_is_stated": True,
        "is_spread": False,
        "status": "办理中",
        "closed": False,
        "colour": "green",
        "reason": "按节点推进，本期填报齐全",
        "percent": 60.0,
        "due_on": date(2025, 12, 31),
        "original_due_on": date(2025, 12, 31),
        "lead": make_statement(number, lead, next_steps="加快二期工程建设，年底前完成设备安装。"),
        "others": (make_statement(number + 500, "市财政局", "配合", narrative="下达专项资金。"),),
        "earlier": (),
        "silent": (),
        "nodes": (Node(number, "完成设备安装", date(2024, 12, 31), 80.0, False),),
        "target_words": (),
        "supervising": ("王朝晖",),
        "principal": ("陈海生",),
        "liaisons": ("李敏",),
        "evidence": (),
        "to_coordinate": (),
        "updated_on": date(2024, 9, 24),
    }
    return TaskEntry(**(values | facts))  # type: ignore[arg-type]


def make_target_entry(number: int, **facts: object) -> TargetEntry:
    values: dict[str, object] = {
        "target_id": number,
        "task_id": None,
        "indicator": f"第{number}类高新技术企业数量",
        "op": ">=",
        "value": 600.0,
        "unit": "家",
        "by": date(2026, 12, 31),
        "stretch": False,
        "owner": "市科技局",
        "reading_id": number,
        "inbound_id": number + 100,
        "latest": 540.0,
        "latest_unit": "家",
        "read_on": date(2024, 9, 24),
        "note": "",
    }
    return TargetEntry(**(values | facts))  # type: ignore[arg-type]


def make_report(
    tasks: tuple[TaskEntry, ...],
    targets: tuple[TargetEntry, ...] = (),
    returns: tuple[DepartmentReturn, ...] = (),
    **facts: object,
) -> Report:
    values: dict[str, object] = {
        "kind": "annual",
        "document_kind": "报告",
        "notice": NoticeFacts(
            1,
            "临澜市科技创新赋能产业高质量发展三年行动方案（2024—2026年）",
            "临澜府办〔2024〕6号",
            ("临澜市人民政府办公室",),
            date(2024, 2, 1),
        ),
        "period_id": 1,
        "period_label": "2024年度",
        "due_on": TODAY,
        "as_of": AS_OF,
        "as_of_day": TODAY,
        "as_of_hour": 17,
        "addressee": "临澜市人民政府",
        "office": "临澜市科学技术局",
        "standing": "牵头协调部门",
        "office_url": "http://duban.linlan.example",
        "tasks": tasks,
        "targets": targets,
        "returns": returns,
        "figures": count_figures(tasks, targets, returns),
        "postponements": (),
        "pending": (),
        "duty_set_by_office": False,
        "last_seal": "9f2c" * 16,
    }
    return Report(**(values | facts))  # type: ignore[arg-type]


def make_returns(tasks: tuple[TaskEntry, ...], late: int = 7) -> tuple[DepartmentReturn, ...]:
    """Return one return a department; each `late`-th item is missing."""
    cells: dict[str, list[ReturnCell]] = {}
    number = 0
    for task in tasks:
        for role, names in (("牵头", task.leads), ("配合", task.supports)):
            for name in names:
                number += 1
                outcome = "未报" if number % late == 0 else ("迟报" if number % 11 == 0 else "按时")
                cell = ReturnCell(number, task.task_id, task.key, role, outcome)
                cells.setdefault(name, []).append(cell)
    return tuple(DepartmentReturn(n, d, tuple(c)) for n, (d, c) in enumerate(cells.items(), 1))


def city_report(count: int = 21) -> Report:
    """A year of an invented city, with everything a report can hold."""
    tasks = tuple(make_entry(number, **_special(number)) for number in range(1, count + 1))
    targets = (
        make_target_entry(1),
        make_target_entry(
            2, indicator="全社会研发投入强度", value=2.0, unit="%", latest=2.14, latest_unit="%"
        ),
        make_target_entry(
            3,
            indicator="每万人发明专利拥有量",
            value=2.14,
            unit="件",
            latest=None,
            reading_id=None,
            inbound_id=None,
            read_on=None,
        ),
        make_target_entry(
            4,
            indicator="引进创新团队",
            value=16.0,
            unit="个",
            latest=None,
            owner="",
            reading_id=None,
            inbound_id=None,
            read_on=None,
            stretch=True,
        ),
    )
    postponed = Postponement(
        1,
        5,
        "5",
        TITLES[5],
        "市第6局",
        date(2024, 8, 31),
        date(2024, 8, 31),
        date(2024, 11, 30),
        "设备进口手续延后，供货商已出具说明",
        "已同意",
        "张立",
        False,
    )
    pending = (Pending("通报", 1, "关于填报情况的通报", "市第3局"),)
    return make_report(
        tasks, targets, make_returns(tasks), postponements=(postponed,), pending=pending
    )


def _special(number: int) -> dict[str, object]:
    if number == 2:
        return {
            "colour": "red",
            "lead": None,
            "percent": None,
            "silent": ("市第3局",),
            "reason": "市第3局应于2024年9月24日报送的进展，至今未报，已逾期4个工作日",
        }
    if number == 4:
        return {
            "status": "已销号",
            "closed": True,
            "colour": "blue",
            "percent": 100.0,
            "reason": "2024年8月20日核查销号",
        }
    if number == 7:
        return {
            "colour": "yellow",
            "reason": "进度比时间安排落后12个百分点",
            "lead": make_statement(
                7,
                "市第2局",
                problems="部分企业设立研发机构的场地不足，专业技术人员招聘困难。",
                next_steps="开展点对点服务。",
            ),
        }
    if number == 5:
        return {"due_on": date(2024, 11, 30), "original_due_on": date(2024, 8, 31)}
    return {}


def province_report() -> Report:
    """Twenty tasks that 21 cities each answer: 420 narratives."""
    tasks = []
    update = 1000
    for number in range(1, 21):
        others = []
        for city in CITIES:
            update += 1
            others.append(make_statement(update, city, "落实"))
        tasks.append(
            make_entry(
                number,
                leads=(),
                responsible=("省科技厅", "省发展改革委"),
                supports=(),
                inherited=("各地级以上市人民政府（21个）",),
                section="",
                chapter=f"{'一二三四五'[(number - 1) // 4]}、强化产业关键核心技术攻关",
                others=tuple(others),
            )
        )
    returns = tuple(
        DepartmentReturn(
            n,
            city,
            tuple(
                ReturnCell(
                    n * 100 + k,
                    k,
                    str(k),
                    "落实",
                    "未报" if n == 4 or (n + k) % 13 == 0 else "按时",
                )
                for k in range(1, 21)
            ),
        )
        for n, city in enumerate(CITIES, 1)
    )
    return make_report(tuple(tasks), (make_target_entry(1),), returns)
