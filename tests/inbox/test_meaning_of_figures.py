"""Percentages as departments write them, and which of them is the whole task's."""

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand
from tests.inbox.test_meaning import ONE, TODAY, TRAINING

FARMLAND = [Asked("9", "建设高标准农田", (Indicator("新建高标准农田面积", "万亩"),))]
ASKS = "?"  # nothing is taken, and the department is asked
WORDS: list[tuple[str, float | str | None]] = [  # None: nothing is taken and nothing asked
    # words for figures
    ("目前总体进度八成五。", 85),
    ("进度近八成，正常推进。", 80),
    ("总体进度近八成（78.6%）。", 78.6),
    ("整体进展接近八成（78.6%），按时间节点推进。预计本月底到85%，年底100%完成。", 78.6),
    ("总体进度约八成，准确数为78.6%。", 78.6),
    ("完成78.6%，接近八成。", 78.6),
    ("已完成三分之二。", 66.7),
    ("完成四分之三，正常推进。", 75),
    ("完成十分之七。", 70),
    ("完成度九成九。", 99),
    ("进度百分之百，待验收。", 100),
    ("完成百分之五十五左右。", 55),
    ("年度计划完成率百分之八十五。", 85),
    ("目前完成率92.5％（应完成40项，已完成37项）。", 92.5),
    ("进度为七成半。", 75),
    ("进度：百分之六十八点四", 68.4),
    ("进度：约80%（上期70%）", 80),
    ("进度：由60%提高到75%", 75),
    ("总体进度６成多。", 60),
    # what is missing, and bounds
    ("还差三分之一未完成。", ASKS),
    ("任务未按计划完成，差三分之一。", ASKS),
    ("剩余15%正在抓紧施工。", ASKS),
    ("已完成85%，剩余15%年底前完成。", 85),
    ("尚有两成工程量未完成。", ASKS),
    ("仅完成不到三成。", ASKS),
    ("进度完成过半。", ASKS),
    ("已实现时间过半、任务完成过半。", ASKS),
    ("大部分工作已完成，完成七八成。", ASKS),
    # differences
    ("较上月提高10个百分点，累计完成46%。", 46),
    ("累计完成46%，比上季度提升12%。", 46),
    ("进度比计划提前5个百分点，已达65%。", 65),
    ("较上期增加8%，目前进度56%。", 56),
    ("进度56%，滞后计划6%。", 56),
    ("比序时进度快3%，总体完成78%。", 78),
    ("本月推进顺利，较上月提高到85%。", 85),
    ("与上月持平，仍为25%。", 25),
    ("已完成55%，距85%的目标尚有差距。", 55),
    ("进度61%，距离年度目标90%还有不小差距。", 61),
    ("正在推进，距85%的目标尚有差距。", None),
    ("进度与上月的62%持平。", 62),
    # from, to
    ("由上期的42%变为58%。", 58),
    ("从52%推进至61.5%，按计划推进。", 61.5),
    ("进度由三成提升到五成。", 50),
    ("由五成五增至六成八。", 68),
    ("完成比例从年初的12%上升到47%。", 47),
    # corrections
    ("不好意思，刚才那封写错了，不是78%，是87%，请按87%登记。", 87),
    ("上次填的75%有误，以本次80%为准。", 80),
    ("更正一下，进度是72%，不是27%。", 72),
    ("前报90%系笔误，实际为60%。", 60),
    ("误将进度写成95%，应为59%。", 59),
    ("把80%改为75%。", 75),
    ("更正：任务进度修正为66%。", 66),
    ("请将我局填报的进度由70%调整为65%。", 65),
    ("上报的83%不对，现更正：进度38%。", 38),
    ("进度63%（前次误报为36%）。", 63),
    # the plan's own figures
    ("序时进度75%，实际进度68%，略慢于计划。", 68),
    ("应完成70%，实际完成61%。", 61),
    ("计划进度80%，目前76%。", 76),
    ("序时进度为75%，目前完成79%，超序时4个百分点。", 79),
    ("目标进度90%，已达成88%。", 88),
    ("按序时进度完成75%。", 75),
    # what is measured against a plan
    ("完成年度计划的62%。", 62),
    ("达到年度目标的七成二。", 72),
    ("已完成全年目标任务的八成。", 80),
    ("折合进度68%。", 68),
    ("折算总体进度约为六成七。", 67),
    ("完成年度任务数的91.5%。", 91.5),
    ("对照年度计划，已完成64%。", 64),
    # forecasts and orders
    ("正在编制可行性研究报告，计划四季度招标，力争2025年3月开工，届时完成20%。", None),
    ("已阅。请周敏同志抓紧落实，尽快把进度赶到90%。", None),
    ("请抓紧推进，确保月底达到80%。", None),
    ("预计9月底完成主体，12月完成80%。", None),
    ("目前预计年底可达80%。", None),
    ("力争累计达到90%。", None),
    ("目前58%，下月争取到70%。", 58),
    ("原计划9月完成，现已完成80%。", 80),
    ("计划年底完工，目前形象进度74%。", 74),
    ("按现有进度可如期完成全年任务，现完成83%。", 83),
    ("下一步将加快进度，确保年底完成100%。目前完成55%。", 55),
    # parts, and the whole beside them
    ("年度计划完成率八成，其中焊工、电工两个工种已100%完成。", 80),
    ("机房装修完成90%，机电安装完成70%，总体进度75%。", 75),
    ("土方工程进度85%，路面恢复进度40%，整体完成62%。", 62),
    ("管网铺设完成90%。", ASKS),
    ("道路硬化80%、绿化60%。", ASKS),
    ("机柜上架方面，完成90%。", ASKS),
    ("8月完成12%，累计完成57%。", 57),
    ("一季度完成20%，二季度完成35%，累计55%。", 55),
    ("本月完成投资的15%，总进度60%。", 60),
    ("算力中心一期已完成六成。", 60),
    ("算力中心建设完成60%，资金支付率45%。", 60),
    ("已完成投资3.2亿元，占总投资的64%。", None),
    ("完成投资2.4亿元，占年度计划的60%。", ASKS),
    ("累计完成投资2.4亿元，投资完成率60%，形象进度52%。", 52),
    # contradictions
    ("进度70%，总体完成进度50%。", ASKS),
    ("总体完成60%，综合进度75%。", ASKS),
    ("总体进度108%。", ASKS),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_of_several_figures_the_whole_tasks_counts(text: str, expected: float | str | None) -> None:
    understood = understand(text, ONE, today=TODAY)
    percent = next((item.percent for item in understood.items), None)
    assert percent == (None if expected == ASKS else expected)
    assert bool(understood.doubts) is (expected == ASKS)


def test_words_of_the_title_in_another_order_are_the_task() -> None:
    for text in ("农田建设完成53%。", "高标准农田进度53%。", "已建农田完成年度任务的53%。"):
        assert understand(text, FARMLAND, today=TODAY).items[0].percent == 53


def test_a_share_of_the_years_task_is_its_progress() -> None:
    understood = understand("已培训9750人次，占年度任务的65%。", TRAINING, today=TODAY)
    assert (understood.items[0].percent, understood.doubts) == (65, ())
