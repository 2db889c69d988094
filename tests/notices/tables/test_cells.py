"""The cells of a row: its units, read as one clause, and its day."""

from tests.notices.tables.pages import LETTER, doubts, page, tabs, text, told

HEADING = "序号|重点任务|牵头单位|配合单位|完成时限"


def test_owners_are_shown_where_their_cells_stand() -> None:
    found = page(LETTER, HEADING, "1|建设物流园区|市商务局|市财政局|2025年10月底前")
    task = found.measures[0].tasks[0]
    assert task.clause == "牵头单位：市商务局；配合单位：市财政局"
    assert task.clause_span is not None
    assert found.text[task.clause_span.start : task.clause_span.end] == "市商务局\t市财政局"
    assert task.deadline_span is not None
    place = task.deadline_span
    assert found.text[place.start : place.end] == "2025年10月底前"


def test_empty_cells_go_on_from_the_row_above_and_are_asked_about() -> None:
    rows = ("1|改造管网|市水务局|市财政局|2025年6月底", "2|更换水表||||", "3|检修泵站|市水务局||")
    found = text(LETTER, *tabs(HEADING, *rows))
    assert told(found) == [
        "改造管网: 市水务局 | 市财政局 | 2025-06-30",
        "更换水表: 市水务局 | 市财政局 | 2025-06-30",
        "检修泵站: 市水务局 | - | -",
    ]
    assert doubts(found) == ["row-continues"]


def test_empty_cells_do_not_go_on_over_a_chapter() -> None:
    rows = ("一、供水||||", "1|改造管网|市水务局||2025年6月底", "二、供电||||", "2|改造台区||||")
    found = text(LETTER, *tabs(HEADING, *rows))
    assert told(found)[1] == "改造台区: - | - | -"
    assert doubts(found) == ["no-owner"]


def test_responsible_units_alone_imply_their_lead_and_it_is_asked_about() -> None:
    found = page(LETTER, "任务|责任单位|时限", "建设充电桩|市发展改革委、市财政局|2025年内")
    assert told(found) == ["建设充电桩: 市发展改革委 | 市财政局 | 2025-12-31"]
    assert found.measures[0].tasks[0].lead_implied
    assert doubts(found) == ["implied-lead"]


def test_responsible_units_beside_a_lead_support_and_beside_supports_lead() -> None:
    one = page(LETTER, "任务|牵头单位|责任单位", "建设充电桩|市发展改革委|市财政局")
    other = page(LETTER, "任务|责任单位|配合单位", "建设充电桩|市发展改革委|市财政局")
    assert told(one) == told(other) == ["建设充电桩: 市发展改革委 | 市财政局 | -"]
    assert doubts(one) == doubts(other) == []


def test_a_cell_is_read_with_the_grammar_of_clauses() -> None:
    found = page(
        LETTER,
        "编号|任务|责任单位|时限",
        "1|举办旅游节|市文化和旅游局牵头，市公安局、城市管理局配合|9月底前",
        "2|强化监管|牵头单位：市市场监管局；配合单位：市公安局|2025年9—12月",
        "3|建设体育公园|市体育局（牵头）、市财政局|2025.10",
        "4|完善政务服务|市数据局会同市司法局负责|每年12月底前",
    )
    assert told(found) == [
        "举办旅游节: 市文化和旅游局 | 市公安局、市城市管理局 | 2025-09-30",
        "强化监管: 市市场监管局 | 市公安局 | 2025-12-31",
        "建设体育公园: 市体育局 | 市财政局 | 2025-10-31",
        "完善政务服务: 市数据局 | 市司法局 | -",
    ]


def test_units_in_a_cell_may_be_parted_by_breaks_blanks_and_numbers() -> None:
    found = page(
        LETTER,
        "任务|牵头单位|配合单位",
        "甲任务落实|市商务局|市财政局<br>市税务局",
        "乙任务落实|市商务局|市财政局 市税务局",
        "丙任务落实|市商务局|1.市财政局<br>2.市税务局",
        "丁任务落实|市人力资源社会<br>保障局|市委<br>宣传部、市财政局",
    )
    supports = [measure.tasks[0].supports for measure in found.measures]
    assert supports[:3] == [("市财政局", "市税务局")] * 3
    assert told(found)[3] == "丁任务落实: 市人力资源社会保障局 | 市委宣传部、市财政局 | -"


def test_persons_are_never_units() -> None:
    found = page(
        LETTER,
        "序号|任务|责任领导|责任单位|责任人及联系电话|完成时限",
        "1|建设充电桩|李某某|市发展改革委|王某某 6600123|2025年内",
    )
    assert told(found) == ["建设充电桩: 市发展改革委 | - | 2025-12-31"]


def test_persons_beside_units_in_one_cell_are_left_out() -> None:
    found = page(
        LETTER,
        "任务|责任单位及责任人",
        "新建幼儿园|市教育局<br>张某某",
        "建设养老中心|市民政局（李某某）、市财政局 王某某",
    )
    owners = [measure.tasks[0] for measure in found.measures]
    assert [(task.leads, task.supports) for task in owners] == [
        (("市教育局",), ()),
        (("市民政局",), ("市财政局",)),
    ]
    assert owners[1].clause == "责任单位：市民政局（李某某）、市财政局 王某某"


def test_a_section_that_names_a_unit_is_the_unit_where_no_column_is_and_is_asked_about() -> None:
    found = page(
        LETTER,
        "序号|工作任务|完成时限",
        "[1x3]一、市教育局（2项）",
        "1|新建幼儿园|6月底",
        "2|改造校舍|8月底",
        "[1x3]二、市民政局",
        "3|建设敬老院|年底前",
    )
    leads = [measure.tasks[0].leads for measure in found.measures]
    assert leads == [("市教育局",), ("市教育局",), ("市民政局",)]
    assert doubts(found) == ["unit-from-section"] * 3


def test_the_first_of_the_responsible_units_leads_where_the_notice_says_so() -> None:
    letter = LETTER.replace("附件：", "分解表中，列第一位的责任单位为牵头单位。\n附件：")
    found = page(letter, "序号|任务|责任单位", "1|新建幼儿园|市教育局、市财政局")
    assert told(found) == ["新建幼儿园: 市教育局 | 市财政局 | -"]
    assert not found.measures[0].tasks[0].lead_implied
    assert doubts(found) == []


def test_a_sign_for_nothing_is_nothing() -> None:
    rows = ("1|改造管网|市水务局|市财政局|/", "2|更换水表|市水务局|—|无", "3|检修泵站|—|—|待定")
    found = page(LETTER, HEADING, *rows)
    assert told(found) == [
        "改造管网: 市水务局 | 市财政局 | -",
        "更换水表: 市水务局 | - | -",
        "检修泵站: - | - | -",
    ]
    assert doubts(found) == ["no-owner", "soft-deadline"]


def test_days_of_every_kind() -> None:
    days = {
        "2025年6月底": "2025-06-30",
        "12月底前": "2025-12-31",
        "2025年三季度": "2025-09-30",
        "上半年": "2025-06-30",
        "全年": "-",
        "2025年": "2025-12-31",
        "2025年11月30日前完成": "2025-11-30",
        "长期": "-",
        "持续推进": "-",
        "每季度末": "-",
    }
    rows = [f"{at}|第{at}件实事办理|市民政局||{day}" for at, day in enumerate(days, 1)]
    found = page(LETTER, HEADING, *rows)
    assert [line.split(" | ")[2] for line in told(found)] == list(days.values())


def test_clauses_in_the_words_of_a_table_without_units() -> None:
    found = page(
        LETTER,
        "序号|工作任务|完成时限",
        "1|改造街区（市住房城乡建设局牵头，市财政局配合）|2025年6月",
        "2|建设口袋公园（责任单位：市城市管理局）|2025年9月",
    )
    owners = [(t.leads, t.supports) for measure in found.measures for t in measure.tasks]
    assert owners == [(("市住房城乡建设局",), ("市财政局",)), (("市城市管理局",), ())]


def test_units_may_stand_in_the_first_column() -> None:
    found = page(
        LETTER,
        "责任单位|序号|工作任务",
        "[2x1]市住房城乡建设局|1|推进街区改造",
        "^|2|建设口袋公园",
        "市教育局|1|新建幼儿园",
    )
    leads = [measure.tasks[0].leads for measure in found.measures]
    assert leads == [("市住房城乡建设局",), ("市住房城乡建设局",), ("市教育局",)]
