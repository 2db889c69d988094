"""Who reports how often, by which day, to whom: one sentence at a time, on 18 May 2023."""

from datetime import date

import pytest

from notices.duties import find_duties
from notices.shadow import shadow_of

ISSUED_ON = date(2023, 5, 18)
Party = tuple[str, str | None, str | None, str | None]

DUTIES: list[tuple[str, list[Party]]] = [
    ("各市每月5日前报送上月排查进度。", [("monthly", "5", "各市", None)]),
    (
        "各责任单位于每月25日前将工作进展情况报送市发展改革委。",
        [("monthly", "25", "各责任单位", "市发展改革委")],
    ),
    (
        "请各单位每月28日前，将当月进展书面报送市政府办公室。",
        [("monthly", "28", "各单位", "市政府办公室")],
    ),
    ("每月底前，各县区政府向市科技局报告进展情况。", [("monthly", "31", "各县区政府", "市科技局")]),
    (
        "各牵头单位每季度末将工作进展报送市工业和信息化局。",
        [("quarterly", "31", "各牵头单位", "市工业和信息化局")],
    ),
    (
        "各牵头办所每季度末月25日前将进展报镇党政办汇总。",
        [("quarterly", "25", "各牵头办所", "镇党政办")],
    ),
    (
        "每季度首月10日前将上季度整治销号情况报省生态环境厅水生态环境处。",
        [("quarterly", "10", None, "省生态环境厅水生态环境处")],
    ),
    ("各区于每季度结束后5个工作日内报送进展。", [("quarterly", None, "各区", None)]),
    (
        "各区于每季度结束后10日内将进展报市发展改革委。",
        [("quarterly", "10", "各区", "市发展改革委")],
    ),
    (
        "各责任单位要在每季度最后一个月的30日前将本季度进展情况报区政府办公室。",
        [("quarterly", "30", "各责任单位", "区政府办公室")],
    ),
    ("各地每年11月底前报送年度自评报告。", [("annual", "11-30", "各地", None)]),
    ("各地市于每年第三季度末报送执行情况。", [("annual", "09-30", "各地市", None)]),
    (
        "各县区每年1月15日前将上年度工作总结报市民政局。",
        [("annual", "01-15", "各县区", "市民政局")],
    ),
    (
        "各县区于每年6月底、12月底前报送工作进展。",
        [("annual", "06-30", "各县区", None), ("annual", "12-31", "各县区", None)],
    ),
    ("每半年向省生态环境厅报告一次工作总结。", [("irregular", None, None, "省生态环境厅")]),
    (
        "各成员单位每半年（6月30日和12月31日前）向领导小组办公室报送任务进展。",
        [
            ("annual", "06-30", "各成员单位", "领导小组办公室"),
            ("annual", "12-31", "各成员单位", "领导小组办公室"),
        ],
    ),
    (
        "各市生态环境局于2023年6月10日前报送工作联络员名单，6月底前将经市政府同意的工作方案报省生态环境厅备案。",
        [
            ("once", "2023-06-10", "各市生态环境局", None),
            ("once", "2023-06-30", "各市生态环境局", "省生态环境厅"),
        ],
    ),
    ("请于4月10日前将联络员名单报市政府督查室。", [("once", "2024-04-10", None, "市政府督查室")]),
    (
        "各县区人民政府要于7月15日前将实施方案报市民政局，每季度向市民政局报送床位建设情况。",
        [
            ("once", "2023-07-15", "各县区人民政府", "市民政局"),
            ("quarterly", None, "各县区人民政府", "市民政局"),
        ],
    ),
    ("各部门要定期报送工作信息。", [("irregular", None, "各部门", None)]),
    ("重大情况及时报告。", [("irregular", None, None, None)]),
    ("遇有重大事项及时报告。", [("irregular", None, None, None)]),
    ("突发情况要第一时间向区应急局报告。", [("irregular", None, None, "区应急局")]),
    (
        "各单位年底前将全年落实情况报市委办、市政府办。",
        [("once", "2023-12-31", "各单位", "市委办、市政府办")],
    ),
    ("各镇街于次月3日前上报上月数据。", [("monthly", "3", "各镇街", None)]),
    ("按月报送进展情况。", [("monthly", None, None, None)]),
    ("实行周报告、月调度制度，各县区每周五报送进展。", [("irregular", None, "各县区", None)]),
    (
        "各地各部门每年12月20日前将年度总结和下一年度工作计划报送市委农办。",
        [("annual", "12-20", "各地各部门", "市委农办")],
    ),
    ("工作进展情况每季度报市政府一次。", [("quarterly", None, None, "市政府")]),
    (
        "各有关单位要于每年6月20日、12月20日前分别将半年和全年工作情况报市科技局。",
        [
            ("annual", "06-20", "各有关单位", "市科技局"),
            ("annual", "12-20", "各有关单位", "市科技局"),
        ],
    ),
    ("市政府督查室每季度通报一次进展情况。", [("quarterly", None, "市政府督查室", None)]),
    ("企业应当于每年6月30日前报送年度报告并公示。", [("annual", "06-30", "企业", None)]),
    ("2024年1月31日前，各县区将自查报告报省厅。", [("once", "2024-01-31", "各县区", "省厅")]),
    ("请将贯彻落实情况于2024年3月底前报送省科技厅。", [("once", "2024-03-31", None, "省科技厅")]),
    # sections, offices named by 我局 or 专班, and other verbs; brackets inside the sentence
    (
        "请各县于6月10日前将实施计划（加盖公章）报我局水资源管理科（联系人：韦某，电话：0000）。",
        [("once", "2023-06-10", "各县", "我局水资源管理科")],
    ),
    (
        "各单位于每月30日前将推进情况反馈专班办公室（市发展改革委，联系人：江某）。",
        [("monthly", "30", "各单位", "专班办公室")],
    ),
    (
        "制定本地区方案，并于2023年6月30日前报国家发展改革委、教育部备案。",
        [("once", "2023-06-30", None, "国家发展改革委、教育部")],
    ),
    (
        "联络员每季度首月10日前向科技部成果转化与区域创新司提供主要数据。",
        [("quarterly", "10", "联络员", "科技部成果转化与区域创新司")],
    ),
    (
        "各区于2023年7月5日前将责任人名单函告市防汛办公室。",
        [("once", "2023-07-05", "各区", "市防汛办公室")],
    ),
    ("各县每年11月底前向市水利局备案年度计划。", [("annual", "11-30", "各县", "市水利局")]),
    (
        "各牵头单位于每季度末月25日前将进展（附佐证材料）报市督查室。",
        [("quarterly", "25", "各牵头单位", "市督查室")],
    ),
    (
        "各镇每月28日前将台账反馈至县农业农村局种植业股。",
        [("monthly", "28", "各镇", "县农业农村局种植业股")],
    ),
    (
        "各单位要制定方案，于6月20日前报县委农村工作领导小组办公室。",
        [("once", "2023-06-20", "各单位", "县委农村工作领导小组办公室")],
    ),
    (
        "6月底前和12月15日前分别报送半年和全年工作总结。",
        [("once", "2023-06-30", None, None), ("once", "2023-12-15", None, None)],
    ),
    (
        "2023年7月10日、2024年1月10日前报送阶段总结。",
        [("once", "2023-07-10", None, None), ("once", "2024-01-10", None, None)],
    ),
    (
        "各学校于2023年9月15日前将方案报区教育局基础教育科备查。",
        [("once", "2023-09-15", "各学校", "区教育局基础教育科")],
    ),
]
NO_DUTIES = [
    "建立月通报季排名机制。",
    "加强信息报送工作。",
    "推进政府信息公开年度报告编制。",
    "根据《政府工作报告》要求，每年新建10所学校。",
    "建立健全统计监测和报告制度。",
    "市统计局每月发布经济运行数据。",
    "做好环境影响报告书审批。",
    "每年为企业提供数据服务。",
    "每年向社会提供养老服务岗位。",
    "每月将补贴发放到户。",
    "6月底前报名参加。",
    "9月底前报省政府审定。",
]


def duties_of(words: str) -> list[Party]:
    shadow = shadow_of(words)
    found = find_duties(shadow, 0, len(shadow.folded), issued_on=ISSUED_ON)
    return [(duty.frequency, duty.due, duty.by, duty.to) for duty in found]


@pytest.mark.parametrize(("words", "expected"), DUTIES, ids=[words for words, _ in DUTIES])
def test_a_duty_says_how_often_when_who_and_to_whom(words: str, expected: list[Party]) -> None:
    assert duties_of(words) == expected


@pytest.mark.parametrize("words", NO_DUTIES)
def test_words_about_reports_alone_are_no_duty(words: str) -> None:
    assert duties_of(words) == []


def test_what_an_office_makes_known_itself_is_a_bulletin() -> None:
    shadow = shadow_of("市政府督查室每季度通报一次进展情况，各县区每月5日前报送进展。")
    found = find_duties(shadow, 0, len(shadow.folded), issued_on=ISSUED_ON)
    assert [(duty.bulletin, duty.frequency) for duty in found] == [
        (True, "quarterly"),
        (False, "monthly"),
    ]
