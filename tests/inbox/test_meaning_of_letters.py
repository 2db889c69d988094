"""Whole answers as different officials write them, each with what a careful clerk writes down."""

from datetime import date
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.heard import Item
from inbox.indicators import Indicator
from inbox.meaning import understand
from tests.inbox.test_meaning import TODAY

ROAD = [Asked("8", "实施滨河大道快速化改造工程")]
BEDS = [Asked("11", "新增普惠托育托位1200个以上", (Indicator("新增普惠托育托位", "个"),))]
FOREST = [Asked("14", "完成国土绿化营造林3.5万亩", (Indicator("营造林面积", "万亩"),))]
THREE = [
    Asked("8", "实施滨河大道快速化改造工程"),
    Asked("11", "新增普惠托育托位1200个以上", (Indicator("新增普惠托育托位", "个"),)),
    Asked("14", "完成国土绿化营造林3.5万亩", (Indicator("营造林面积", "万亩"),)),
]
Facts = dict[str, Any]
LETTERS: list[tuple[str, list[Asked], dict[str | None, Facts], bool]] = [
    (("现将有关情况汇报如下：滨河大道快速化改造工程已基本完成路基施工，进入路面铺设，"
     "形象进度63%，超序时进度。"), ROAD, {"8": {"percent": 63, "status": "正常推进"}}, False),
    ("工程已进入收尾阶段，预计10月底通车，目前完成总工程量的95%。", ROAD,
     {"8": {"percent": 95, "status": None, "closure_requested": False}}, False),
    ("该工程完成过半，正抓紧推进中。", ROAD, {"8": {"percent": None}}, True),
    ("截至8月末，完成年度投资2.1亿元，占年度计划70%，工程形象进度达66%，略慢于计划。", ROAD,
     {"8": {"percent": 66, "status": "进展滞后"}}, False),
    ("因管线迁改受阻，3标段暂缓，其余标段按计划推进，总体进度约五成八。", ROAD,
     {"8": {"percent": 58, "status": "正常推进"}}, False),
    ("项目尚在前期，可研已批复，初设正在编制，未开工。", ROAD,
     {"8": {"percent": None, "status": "未启动"}}, False),
    ("新增托位860个，达到年度目标的71.7%，进展顺利。", BEDS,
     {"11": {"percent": 71.7, "status": "正常推进", "values": [860]}}, False),
    ("累计新增普惠托育托位1260个，提前完成年度任务，申请销号。", BEDS,
     {"11": {"status": "申请办结", "closure_requested": True, "values": [1260]}}, False),
    ("已落实托位1030个，其中公办560个，民办470个，年底前可完成目标。", BEDS,
     {"11": {"percent": None, "status": None, "closure_requested": False}}, False),
    ("已完成营造林2.66万亩，占任务的76%，序时进度为75%。", FOREST,
     {"14": {"percent": 76, "values": [2.66]}}, False),
    ("营造林任务完成率百分之一百零二，已全面完成。", FOREST, {"14": {"percent": None}}, True),
    ("今年任务已全部完成，验收合格率98%，申请办结。", FOREST,
     {"14": {"status": "申请办结", "closure_requested": True, "percent": None}}, False),
    ("领导好！我局牵头的事项目前进展顺利，折合进度七成二。有情况及时报告。", ROAD,
     {"8": {"percent": 72, "status": "正常推进"}}, False),
    ("上报材料写成完成80%了，实际是68%，请以这个为准。", ROAD, {"8": {"percent": 68}}, False),
    ("情况不变，还是55%。", ROAD, {"8": {"percent": 55}}, False),
    ("同上期，无新进展，仍按原计划推进。", ROAD,
     {"8": {"percent": None, "status": "正常推进"}}, False),
    ("进度50%（较上期+8%），存在问题：征地尚余3户。下一步：依法推进。", ROAD,
     {"8": {"percent": 50, "problems": {"征地尚余3户"}, "next_steps": {"依法推进"}}}, False),
    ("目前工程推进较为缓慢，主要原因有二：一是征地未交，二是汛期停工。已完成四成。", ROAD,
     {"8": {"percent": 40, "status": "进展滞后"}}, False),
    ("不能按期完成，原因：资金未到位。现申请延期至12月20日，目前完成60%左右。", ROAD,
     {"8": {"percent": 60, "status": "申请延期", "extension_until": date(2024, 12, 20)}}, False),
    ("已收悉。经研究，滨河大道改造属市政养护中心职能，不属于我局职责范围，建议调整责任单位。",
     ROAD, {"8": {"objects": True, "acknowledged": False}}, False),
    ("我局已完成任务分解，目前正组织实施，进度38%。", ROAD,
     {"8": {"percent": 38, "status": None}}, False),
    ("除绿化提升外均已完成，进度97%。", ROAD, {"8": {"percent": 97, "status": None}}, False),
    ("主车道已建成通车，辅道正在施工，完成85%。", ROAD,
     {"8": {"percent": 85, "status": None}}, False),
    ("全线贯通，工程已竣工，资料归档中。", ROAD, {"8": {"status": "已完成"}}, False),
    ("进度：92%\n状态：正常推进\n进展：沥青摊铺\n问题：无\n下步：划线", ROAD,
     {"8": {"percent": 92, "status": "正常推进", "narrative": {"沥青摊铺"}, "problems": "无",
            "next_steps": "划线"}}, False),
    ("1.完成进度：百分之四十六；2.存在困难：缺口资金800万元；3.下一步打算：争取专项债。", ROAD,
     {"8": {"percent": 46, "problems": {"缺口资金"}, "next_steps": {"专项债"}}}, False),
    ("工作没有停滞，也没有完成，大概六成吧。", ROAD, {"8": {"percent": 60, "status": None}}, False),
    ("进度65％。（上期60％，计划年底100％）", ROAD, {"8": {"percent": 65}}, False),
    ("按90%填报，请核。", ROAD, {"8": {"percent": 90}}, False),
    ("任务8：进度61%，正常。任务11：新增托位900个，完成75%。任务14已完成。", THREE,
     {"8": {"percent": 61}, "11": {"percent": 75}, "14": {"status": "已完成"}}, False),
    ("第8项略慢于计划，完成52%；第11、14项达到序时进度，完成75%、76%。", THREE,
     {"8": {"percent": 52, "status": "进展滞后"},
      "11": {"status": "正常推进"}, "14": {"status": "正常推进"}}, True),
    ("8号任务进度58%；11号任务进度80%；14号任务进度九成。", THREE,
     {"8": {"percent": 58}, "11": {"percent": 80}, "14": {"percent": 90}}, False),
    (("一、滨河大道快速化改造工程：完成58%。二、新增普惠托育托位：完成80%。\n"
     "三、国土绿化营造林：已完成。"), THREE,
     {"8": {"percent": 58}, "11": {"percent": 80}, "14": {"status": "已完成"}}, False),
    ("托育托位、营造林两项任务均已完成，快速化改造完成58%。", THREE, {}, True),
    ("除任务8外，其余任务均已完成，任务8完成58%。", THREE,
     {"8": {"percent": 58}, "11": {"status": "已完成"}, "14": {"status": "已完成"}}, False),
    ("两项任务均已完成。", THREE, {}, True),
    ("三项任务均达到序时进度。", THREE, {None: {"status": "正常推进"}}, False),
    ("任务8、11正常推进；任务14申请延期到11月底，理由是秋季雨水偏多。", THREE,
     {"8": {"status": "正常推进"}, "11": {"status": "正常推进"},
      "14": {"status": "申请延期", "extension_until": date(2024, 11, 30)}}, False),
    ("全部签收，无异议。", THREE, {None: {"acknowledged": True, "objects": False}}, False),
    ("任务8已签收；任务11、14不属于我局职责，请退回。", THREE,
     {"8": {"acknowledged": True}, "11": {"objects": True}, "14": {"objects": True}}, False),
    ("任务8目前无变化，按计划推进；其他任务均已完成。", THREE,
     {"8": {"status": "正常推进"}, "11": {"status": "已完成"}, "14": {"status": "已完成"}}, False),
    ("此项工作已于7月15日全部办结，附验收报告。", ROAD, {"8": {"status": "已完成"}}, False),
    ("情况说明：原报进度78%系统计口径有误，按新口径为71%。", ROAD, {"8": {"percent": 71}}, False),
    ("进度没变化，还是上次报的48%。", ROAD, {"8": {"percent": 48}}, False),
    ("比计划滞后，主要是雨天多，进度三成八。", ROAD,
     {"8": {"percent": 38, "status": "进展滞后"}}, False),
    ("已完成全部工程量，正在组织验收，验收后报结。", ROAD,
     {"8": {"closure_requested": False}}, False),
    ("托位已建成1250个，超额完成年度任务（104.2%）。", BEDS,
     {"11": {"percent": None, "values": [1250]}}, True),
    ("8、11两项已完成，14项进度85%。", THREE, {}, True),
    ("8、80%\n11、75%\n14、已完成", THREE,
     {"8": {"percent": 80}, "11": {"percent": 75}, "14": {"status": "已完成"}}, False),
    ("序号8：进度58%；序号11：进度75%；序号14：已完成", THREE,
     {"8": {"percent": 58}, "11": {"percent": 75}, "14": {"status": "已完成"}}, False),
    ("三项工作进度分别为58%、75%、100%。", THREE, {}, True),
    ("三项任务进度均为60%。", THREE, {None: {"percent": 60}}, False),
    ("总体滞后于计划约10个百分点，完成45%。", ROAD,
     {"8": {"percent": 45, "status": "进展滞后"}}, False),
    ("完成率由6月底的35%提高至目前的54%。", ROAD, {"8": {"percent": 54}}, False),
    ("目前进度：52%；下月计划：60%；存在困难：无。", ROAD, {"8": {"percent": 52}}, False),
    ("已收到提醒。目前正在走招标程序，预计10月开工。", ROAD,
     {"8": {"acknowledged": True, "percent": None, "status": None}}, False),
    ("托位建设进展如何尚待核实，月底前另报。", BEDS, {"11": {"percent": None}}, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked", "expected", "asks"), LETTERS)
def test_a_letter_is_read_as_a_careful_clerk_reads_it(
    text: str, asked: list[Asked], expected: dict[str | None, Facts], asks: bool
) -> None:
    understood = understand(text, asked, today=TODAY)
    items = {item.task: item for item in understood.items if item.says_anything}
    assert set(items) == set(expected)
    for key, facts in expected.items():
        assert {name: _said(items[key], name, fact) for name, fact in facts.items()} == facts
    assert bool(understood.doubts) is asks


def _said(item: Item, name: str, fact: object) -> object:
    if name == "objects":
        return item.objection is not None
    if name == "values":
        return [target.value for target in item.targets]
    value = getattr(item, name)
    return (
        fact if isinstance(fact, set) and all(words in (value or "") for words in fact) else value
    )
