"""Sentences as departments write them, and what each says of its task."""

from datetime import date
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.heard import Item
from inbox.indicators import Indicator
from inbox.meaning import understand

TODAY = date(2024, 9, 12)
ONE = [Asked("3", "建设临澜算力中心一期工程")]
ENTERPRISES = [Asked("5", "培育高新技术企业", (Indicator("高新技术企业数量", "家"),))]
TRAINING = [
    Asked(
        "12",
        "开展产业工人技能培训，培训合格率达到90%以上",
        (Indicator("培训产业工人人数", "人次"),),
    )
]
DIGITAL = Asked("7", "推动规模以上工业企业数字化改造，改造覆盖率达到85%")
SEVERAL = [*ONE, *ENTERPRISES, DIGITAL]
ONE_TASK: list[tuple[str, list[Asked], dict[str, Any]]] = [
    ("目前完成80％，正常推进。", ONE, {"percent": 80, "status": "正常推进"}),
    ("总体完成八成。", ONE, {"percent": 80, "status": None}),
    ("进度百分之六十二点五，进展顺利。", ONE, {"percent": 62.5, "status": "正常推进"}),
    ("该任务尚未完成，目前进度55%。", ONE, {"percent": 55, "status": None}),
    ("已完成施工图审查，正在办理施工许可，进度30%。", ONE, {"percent": 30, "status": None}),
    ("已完成。", ONE, {"status": "已完成", "percent": None}),
    ("该项工作已于8月底全面完成。", ONE, {"status": "已完成"}),
    ("任务已完成，并通过验收，申请销号。", ONE, {"status": "申请办结", "closure_requested": True}),
    (
        "暂不申请办结，目前进度95%。",
        ONE,
        {"status": None, "percent": 95, "closure_requested": False},
    ),
    (
        "尚不具备报结条件，进度90%。",
        ONE,
        {"status": None, "percent": 90, "closure_requested": False},
    ),
    (
        "计划12月报结，目前进度85%，按计划推进。",
        ONE,
        {"status": "正常推进", "percent": 85, "closure_requested": False},
    ),
    ("进展滞后，主要原因是资金未到位，目前仅完成25%。", ONE, {"status": "进展滞后", "percent": 25}),
    ("不存在滞后情况，有序推进。", ONE, {"status": "正常推进"}),
    ("进度未滞后，完成率70%。", ONE, {"status": None, "percent": 70}),
    ("未启动。", ONE, {"status": "未启动"}),
    ("项目尚未启动，正在开展前期工作。", ONE, {"status": "未启动"}),
    ("设备采购尚未启动，总体正常推进，进度40%。", ONE, {"status": "正常推进", "percent": 40}),
    ("按计划推进，无变化。", ONE, {"status": "正常推进", "percent": None}),
    ("收到。", ONE, {"acknowledged": True, "status": None, "narrative": None}),
    ("已签收，将按要求落实。", ONE, {"acknowledged": True, "status": None, "narrative": None}),
    (
        "来文收悉，我局高度重视，将认真抓好落实。",
        ONE,
        {"acknowledged": True, "status": None, "narrative": None},
    ),
    ("收到，目前完成60%。", ONE, {"acknowledged": True, "percent": 60}),
    ("首批机柜已收到，完成进度65%。", ONE, {"acknowledged": False, "percent": 65}),
    ("没有收到上次的通知，请重发。", ONE, {"acknowledged": False, "asks": True}),
    (
        "因疫情影响，申请延期至2024年12月31日。",
        ONE,
        {"status": "申请延期", "extension_until": date(2024, 12, 31)},
    ),
    (
        "申请延期至11月底，原因：供货周期长。",
        ONE,
        {"status": "申请延期", "extension_until": date(2024, 11, 30)},
    ),
    (
        "无需延期，可按期完成，进度88%。",
        ONE,
        {"status": None, "percent": 88, "extension_until": None},
    ),
    (
        "申请延期，具体时间另行报告。",
        ONE,
        {"status": "申请延期", "extension_until": None, "asks": True},
    ),
    (
        "恳请将完成时限推迟到明年3月底。",
        ONE,
        {"status": "申请延期", "extension_until": date(2025, 3, 31)},
    ),
    ("拟延期两个月，请予批准。", ONE, {"asks": True, "extension_until": None}),
    ("该任务不属于我局职责，建议由市住建局牵头。", ONE, {"objects": True}),
    ("我局对任务分工无异议，正常推进。", ONE, {"objects": False, "status": "正常推进"}),
    ("进度由40%提升至55%。", ONE, {"percent": 55}),
    ("上月完成50%，本月完成65%。", ONE, {"percent": 65}),
    ("更正：进度应为70%，前报80%有误。", ONE, {"percent": 70}),
    ("完成120%。", ONE, {"percent": None, "asks": True}),
    ("预计年底完成100%，目前完成45%。", ONE, {"percent": 45, "status": None}),
    ("力争年底前完成90%。", ONE, {"percent": None}),
    ("土建完成90%，设备安装完成30%，总体进度约60%。", ONE, {"percent": 60}),
    ("其中土建部分完成95%。", ONE, {"percent": None}),
    ("资金到位率80%，进度50%。", ONE, {"percent": 50}),
    ("已完成投资3.2亿元，占总投资的64%。", ONE, {"percent": None}),
    ("工程进度过半。", ONE, {"percent": None, "asks": True}),
    (
        "进度：75\n状态：正常推进\n进展情况：主体封顶\n存在问题：无\n下一步措施：安装设备",
        ONE,
        {
            "percent": 75,
            "status": "正常推进",
            "narrative": "主体封顶",
            "problems": "无",
            "next_steps": "安装设备",
        },
    ),
    ("【进度】75%【状态】正常推进【进展】主体封顶", ONE, {"percent": 75, "status": "正常推进"}),
    (
        "一、进展情况：主体封顶，完成70%。\n二、存在问题：资金紧张。\n三、下一步打算：年底前完成100%。",
        ONE,
        {"percent": 70, "problems": "资金紧张。"},
    ),
    (
        "主体结构已封顶。存在的主要困难是用电报装慢。下一步加快协调。",
        ONE,
        {
            "narrative": "主体结构已封顶。",
            "problems": "存在的主要困难是用电报装慢。",
            "next_steps": "下一步加快协调。",
        },
    ),
    (
        "目前全市高新技术企业达到512家，正常推进。",
        ENTERPRISES,
        {"status": "正常推进", "values": [512]},
    ),
    ("新认定35家，累计高新技术企业518家，完成86%。", ENTERPRISES, {"percent": 86, "values": [518]}),
    ("高企数量目标600家，现有530家。", ENTERPRISES, {"values": [530]}),
    ("进度80%左右，基本完成主体施工，正常推进。", ONE, {"percent": 80, "status": "正常推进"}),
    ("算力中心一期工程已全部完成。", ONE, {"status": "已完成"}),
    ("主体工程已全部完成，正在装修。", ONE, {"status": None}),
    ("推进缓慢。", ONE, {"status": "进展滞后"}),
    ("目前处于正常推进状态，完成比例为七成。", ONE, {"percent": 70, "status": "正常推进"}),
    ("进度：60%（正常推进）", ONE, {"percent": 60, "status": "正常推进"}),
    ("状态：已完成\n进度：100%", ONE, {"percent": 100, "status": "已完成"}),
    ("完成率达到100%，申请办结，请予核查。", ONE, {"percent": 100, "status": "申请办结"}),
    (
        "任务完成情况良好，总体可控，目前完成65%，力争10月底前完成全部建设任务。",
        ONE,
        {"percent": 65, "status": None},
    ),
    ("因设备供货延迟，进度落后于计划，目前58%。", ONE, {"percent": 58, "status": "进展滞后"}),
    ("目前完成度为0，尚未开工。", ONE, {"status": "未启动"}),
    ("截止9月10日，累计完成总任务量的72.3%，较上月提高5个百分点。", ONE, {"percent": 72.3}),
    ("完成了一半。", ONE, {"percent": 50}),
    ("进度已达九成以上。", ONE, {"percent": 90}),
    ("9成", ONE, {"percent": 90}),
    ("进度40%-50%。", ONE, {"percent": None, "asks": True}),
    ("我单位承担的任务已办结。", ONE, {"status": "已完成"}),
    ("阶段性完成。", ONE, {"status": None}),
    ("经核实，年度目标任务已全部完成，正在整理验收资料。", ONE, {"status": "已完成"}),
    (
        "尊敬的领导：\n您好！现将我局牵头任务进展情况报告如下：\n截至9月10日，主体工程完成85%，整体进度约七成，正在按序时进度推进。\n妥否，请指示。",
        ONE,
        {"percent": 70, "status": "正常推进"},
    ),
    (
        "市科技局：\n贵局来函收悉。该任务由我局牵头，目前已完成招标，正在进场施工，形象进度35%。",
        ONE,
        {"percent": 35, "acknowledged": True},
    ),
    ("任务已提前完成。", ONE, {"status": "已完成"}),
    ("基本完成，剩余少量扫尾工作，进度95%。", ONE, {"percent": 95, "status": None}),
    ("工作正有序推进，暂无问题。", ONE, {"status": "正常推进"}),
    ("进展缓慢，主要受征地影响。", ONE, {"status": "进展滞后"}),
    ("工作总体进展顺利，但征地环节略有滞后，完成60%。", ONE, {"status": "正常推进", "percent": 60}),
    ("未能按期完成，目前进度82%。", ONE, {"status": "进展滞后", "percent": 82}),
    (
        "申请将办理时限延长至2025年1月31日，理由：设计方案调整。目前进度40%。",
        ONE,
        {"status": "申请延期", "extension_until": date(2025, 1, 31), "percent": 40},
    ),
    (
        "受台风影响，工期顺延，恳请同意延期到10月20日前完成。",
        ONE,
        {"status": "申请延期", "extension_until": date(2024, 10, 20)},
    ),
    (
        "请准予延期至十月三十一日。",
        ONE,
        {"status": "申请延期", "extension_until": date(2024, 10, 31)},
    ),
    ("已阅，遵照执行。", ONE, {"acknowledged": True, "status": None}),
    (
        "知悉，我局会尽快反馈进展情况。",
        ONE,
        {"acknowledged": True, "status": None, "narrative": None},
    ),
    ("好的，收到！", ONE, {"acknowledged": True}),
    ("收到，谢谢。近期将反馈。", ONE, {"acknowledged": True, "narrative": None}),
    ("本任务与我局职能不符，不应由我局牵头，请调整。", ONE, {"objects": True}),
    ("对任务3有异议：该事项已划转市数据局。", ONE, {"objects": True}),
    ("无异议，已签收。", ONE, {"objects": False, "acknowledged": True}),
    ("没有异议。目前进度20%。", ONE, {"objects": False, "percent": 20}),
    ("项目已竣工验收，特申请办结。", ONE, {"status": "申请办结", "closure_requested": True}),
    ("现报结。", ONE, {"status": "申请办结", "closure_requested": True}),
    ("待验收后再申请销号，进度98%。", ONE, {"percent": 98, "closure_requested": False}),
    (
        "截至8月底累计培训9860人次，完成年度任务65.7%。",
        TRAINING,
        {"percent": 65.7, "values": [9860]},
    ),
    (
        "已培训1.2万人次，合格率94%，正常推进。",
        TRAINING,
        {"values": [12000], "status": "正常推进", "percent": None},
    ),
    ("本月培训800人次，累计培训10600人次。", TRAINING, {"values": [10600]}),
    (
        "全年计划培训15000人次，已培训9000人次，完成60%。",
        TRAINING,
        {"values": [9000], "percent": 60},
    ),
    ("还差5000人次未培训。", TRAINING, {"values": []}),
    ("进度六成五，推进顺利", ONE, {"percent": 65, "status": "正常推进"}),
    ("进度 ８５．５％", ONE, {"percent": 85.5}),
    ("进度:60 %", ONE, {"percent": 60}),
    ("完成百分比：百分之七十", ONE, {"percent": 70}),
    ("进展：已完成60%，其中一期100%，二期20%。", ONE, {"percent": 60}),
    ("完成率：100%，状态：已完成", ONE, {"percent": 100, "status": "已完成"}),
    ("目前进度为零，尚未动工。", ONE, {"status": "未启动"}),
    ("尚未启动招标工作，整体进度10%。", ONE, {"status": None, "percent": 10}),
    ("情况无变化，仍按计划推进。", ONE, {"status": "正常推进"}),
    ("进度由上月的30%增长到45%，预计下月达60%。", ONE, {"percent": 45}),
    ("上报的进度90%系笔误，应为60%。", ONE, {"percent": 60}),
    ("前期报送80%有误，现更正为75%。", ONE, {"percent": 75}),
    ("力争9月底前完成验收。", ONE, {"status": None, "percent": None}),
    ("年底前可全面完成。", ONE, {"status": None}),
    ("预计12月底前全部完成。", ONE, {"status": None}),
    ("目标是2025年全面完成，目前45%。", ONE, {"status": None, "percent": 45}),
]
SEVERAL_TASKS: list[tuple[str, dict[str | None, dict[str, Any]]]] = [
    (
        "任务3完成80%；任务5正常推进；任务7尚未启动。",
        {"3": {"percent": 80}, "5": {"status": "正常推进"}, "7": {"status": "未启动"}},
    ),
    (
        "任务3、5均已完成，任务7进展滞后。",
        {"3": {"status": "已完成"}, "5": {"status": "已完成"}, "7": {"status": "进展滞后"}},
    ),
    (
        "3. 完成80%\n5. 完成60%\n7. 完成40%",
        {"3": {"percent": 80}, "5": {"percent": 60}, "7": {"percent": 40}},
    ),
    ("第3项：进度80%\n第7项：已完成", {"3": {"percent": 80}, "7": {"status": "已完成"}}),
    ("各项任务均按计划推进，无变化。", {None: {"status": "正常推进"}}),
    ("三项任务全部完成。", {None: {"status": "已完成"}}),
    (
        "1. 建设算力中心：完成80%。\n2. 培育高新技术企业：正常推进。\n3. 数字化改造：完成40%。",
        {"3": {"percent": 80}, "5": {"status": "正常推进"}, "7": {"percent": 40}},
    ),
    (
        "建设临澜算力中心一期工程：进度70%。\n培育高新技术企业：已完成。",
        {"3": {"percent": 70}, "5": {"status": "已完成"}},
    ),
    (
        "任务3申请延期至10月31日，其余任务按计划推进。",
        {"3": {"status": "申请延期"}, "5": {"status": "正常推进"}, "7": {"status": "正常推进"}},
    ),
    ("任务三完成80%。", {"3": {"percent": 80}}),
    ("完成60%。", {}),
    ("1.任务3：完成80%。2.任务5：完成60%。", {"3": {"percent": 80}, "5": {"percent": 60}}),
    (
        "（1）任务3完成80%；（2）任务5完成60%；（3）任务7已完成。",
        {"3": {"percent": 80}, "5": {"percent": 60}, "7": {"status": "已完成"}},
    ),
    (
        "3：80%，正常推进\n5：进展滞后，30%\n7：已完成",
        {
            "3": {"percent": 80, "status": "正常推进"},
            "5": {"percent": 30, "status": "进展滞后"},
            "7": {"status": "已完成"},
        },
    ),
    (
        "任务编号：3\n进度：80%\n进展情况：封顶\n任务编号：5\n进度：60%\n进展情况：新增20家",
        {"3": {"percent": 80, "narrative": "封顶"}, "5": {"percent": 60}},
    ),
    ("【任务3】80%【任务5】60%", {"3": {"percent": 80}, "5": {"percent": 60}}),
    (
        f"任务3 {ONE[0].title} 80% 正常推进\n任务7 {DIGITAL.title} 50% 进展滞后",
        {"3": {"percent": 80, "status": "正常推进"}, "7": {"percent": 50, "status": "进展滞后"}},
    ),
    (
        "任务3、任务5正常推进；任务7申请延期至11月30日，因服务商不足。",
        {
            "3": {"status": "正常推进"},
            "5": {"status": "正常推进"},
            "7": {"status": "申请延期", "extension_until": date(2024, 11, 30)},
        },
    ),
    (
        "收到。任务3：完成80%。",
        {"3": {"percent": 80}, "5": {"acknowledged": True}, "7": {"acknowledged": True}},
    ),
    ("均已完成。", {None: {"status": "已完成"}}),
    ("以上任务均正常推进。", {None: {"status": "正常推进"}}),
]


def said(item: Item | None, doubts: tuple[str, ...], fields: dict[str, Any]) -> dict[str, Any]:
    found = item or Item()
    special = {
        "objects": found.objection is not None,
        "values": [target.value for target in found.targets],
        "asks": bool(doubts),
    }
    return {name: special[name] if name in special else getattr(found, name) for name in fields}


@pytest.mark.parametrize(("text", "asked", "expected"), ONE_TASK)
def test_a_sentence_says_this_of_its_task(
    text: str, asked: list[Asked], expected: dict[str, Any]
) -> None:
    understood = understand(text, asked, today=TODAY)
    item = next((item for item in understood.items if item.says_anything), None)
    assert said(item, understood.doubts, expected) == expected
    assert bool(understood.doubts) is expected.get("asks", False)


@pytest.mark.parametrize(("text", "expected"), SEVERAL_TASKS)
def test_each_task_gets_its_own_words(
    text: str, expected: dict[str | None, dict[str, Any]]
) -> None:
    understood = understand(text, SEVERAL, today=TODAY)
    items = {item.task: item for item in understood.items if item.says_anything}
    assert set(items) == set(expected)
    for key, fields in expected.items():
        assert said(items[key], (), fields) == fields


def test_a_task_that_was_not_asked_about_is_a_question() -> None:
    understood = understand("任务99：完成80%。", SEVERAL, today=TODAY)
    assert (understood.items, len(understood.doubts)) == ((), 1)
