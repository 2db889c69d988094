"""A 分工表 and the measures of the body: joined where that is certain, asked about where not."""

from tests.notices.tables.pages import LETTER, SERVICES, doubts, page, plan, tabs, text, told

HEADING = "序号|重点任务|牵头单位|配合单位|完成时限"
BODY = plan(SERVICES)


def test_rows_are_joined_by_the_title_of_the_measure() -> None:
    found = page(
        BODY,
        HEADING,
        "1|提升科技服务|市科技局||2025年底",
        "2|壮大现代物流业|市商务局|市交通运输局|2025年底",
        "3|（三）扩大养老服务|市民政局|市卫生健康委|长期坚持",
        "4|丰富文化消费工作|市文化和旅游局||2025年9月",
    )
    assert told(found) == [
        "壮大现代物流: 市商务局 | 市交通运输局 | 2025-12-31",
        "提升科技服务: 市科技局 | - | 2025-12-31",
        "扩大养老服务: 市民政局 | 市卫生健康委 | -",
        "丰富文化消费: 市文化和旅游局 | - | 2025-09-30",
    ]
    assert doubts(found) == []
    assert [measure.no for measure in found.measures] == ["(一)", "(二)", "(三)", "(四)"]


def test_rows_are_joined_by_a_column_of_references() -> None:
    found = page(
        BODY,
        "序号|对应条款|牵头单位|配合单位",
        "1|一（一）|市商务局|市交通运输局",
        "2|一、（二）|市科技局|",
        "3|二（三）、二（四）|市民政局|市文化和旅游局",
    )
    assert told(found) == [
        "壮大现代物流: 市商务局 | 市交通运输局 | -",
        "提升科技服务: 市科技局 | - | -",
        "扩大养老服务: 市民政局 | 市文化和旅游局 | -",
        "丰富文化消费: 市民政局 | 市文化和旅游局 | -",
    ]
    assert doubts(found) == []


def test_rows_with_nothing_but_numbers_are_joined_by_them() -> None:
    rows = ("（一）|市商务局|", "（二）|市科技局|", "（三）|市民政局|", "（四）|市体育局|市财政局")
    found = page(BODY, "序号|牵头单位|配合单位", *rows)
    assert [line.split(": ")[1] for line in told(found)] == [
        "市商务局 | - | -",
        "市科技局 | - | -",
        "市民政局 | - | -",
        "市体育局 | 市财政局 | -",
    ]


def test_numbers_that_repeat_in_each_section_need_the_section() -> None:
    body = (
        "一、重点任务\n"
        "（一）抓产业\n"
        "1.引进龙头企业。\n"
        "2.建设园区。\n"
        "（二）抓民生\n"
        "1.办好学校。\n"
        "2.建设园区。"
    )
    found = page(
        plan(body),
        "序号|重点任务|牵头单位",
        "[1x3]（一）抓产业",
        "1|引进龙头企业|市投资促进局",
        "2|建设园区|市工业和信息化局",
        "[1x3]（二）抓民生",
        "1|办好学校|市教育局",
        "2|建设园区|市民政局",
    )
    leads = [measure.tasks[0].leads[0] for measure in found.measures]
    assert leads == ["市投资促进局", "市工业和信息化局", "市教育局", "市民政局"]
    assert doubts(found) == []


def test_an_article_is_named_by_its_number() -> None:
    body = "第一条 支持企业上市，给予辅导。\n第二条 支持科技创新，建设平台。"
    found = page(plan(body), "条款|责任单位", "第2条|市科技局", "第一条|市财政局")
    assert [measure.tasks[0].leads for measure in found.measures] == [("市财政局",), ("市科技局",)]


def test_a_row_that_quotes_a_measure_belongs_to_it() -> None:
    found = page(
        BODY,
        "任务|牵头单位|完成时限",
        "支持企业建设智慧仓储|市商务局|2025年6月",
        "开行城际货运班列|市交通运输局|2025年9月",
        "建设检验检测公共平台，培育技术转移机构|市科技局|年底前",
        "建设社区养老服务中心|市民政局|年底前",
    )
    assert told(found)[:4] == [
        "壮大现代物流: 市商务局 | - | 2025-06-30",
        "壮大现代物流: 市交通运输局 | - | 2025-09-30",
        "提升科技服务: 市科技局 | - | 2025-12-31",
        "扩大养老服务: 市民政局 | - | 2025-12-31",
    ]
    assert len(found.measures) == 4


def test_several_rows_under_one_name_are_tasks_of_one_measure() -> None:
    found = page(
        BODY,
        "重点任务|具体任务|责任单位|完成时限",
        "[2x1]（一）壮大现代物流|新建冷链仓库|市商务局|2025年12月",
        "^|开通专线|市交通运输局|2025年9月",
        "（二）提升科技服务|引进检测机构|市科技局|长期坚持",
    )
    assert told(found)[:3] == [
        "壮大现代物流: 市商务局 | - | 2025-12-31",
        "壮大现代物流: 市交通运输局 | - | 2025-09-30",
        "提升科技服务: 市科技局 | - | -",
    ]


def test_a_row_for_a_section_stands_for_all_its_measures() -> None:
    rows = ("发展生产性服务业|市商务局", "发展生活性服务业|市民政局")
    found = page(BODY, "重点任务|牵头单位", *rows)
    leads = [measure.tasks[0].leads[0] for measure in found.measures]
    assert leads == ["市商务局", "市商务局", "市民政局", "市民政局"]


def test_a_safeguard_that_the_table_assigns_is_a_measure() -> None:
    rows = ("壮大现代物流|市商务局", "加强资金保障|市财政局")
    found = page(BODY, "重点任务|牵头单位", *rows)
    assert told(found)[-1] == "加强资金保障: 市财政局 | - | -"
    assert found.measures[-1].chapter == "三、保障措施"


def test_a_measure_without_a_row_has_no_owner_and_is_asked_about() -> None:
    rows = ("壮大现代物流|市商务局", "提升科技服务|市科技局", "扩大养老服务|市民政局")
    found = page(BODY, "重点任务|牵头单位", *rows)
    assert told(found)[3] == "丰富文化消费: - | - | -"
    assert doubts(found) == ["no-owner"]


def test_a_row_without_a_measure_is_asked_about() -> None:
    rows = ("壮大现代物流|市商务局", "提升科技服务|市科技局", "整治河道乱象|市水利局")
    found = page(BODY, "重点任务|牵头单位", *rows)
    assert told(found)[-1] == "整治河道乱象: 市水利局 | - | -"
    assert "row-without-measure" in doubts(found)


def test_a_title_that_is_only_alike_is_a_question_with_choices() -> None:
    rows = ("壮大现代物流|市商务局", "提升科技服务|市科技局", "扩大社区养老服务|市民政局")
    found = page(BODY, "重点任务|牵头单位", *rows)
    assert told(found)[2] == "扩大养老服务: - | - | -"
    asked = next(doubt for doubt in found.doubts if doubt.kind == "row-unplaced")
    assert asked.quote == "扩大社区养老服务"
    assert asked.choices == ("扩大养老服务",)
    assert asked.blocking


def test_a_number_decides_only_where_other_rows_prove_the_numbers() -> None:
    rows = (
        "1|壮大现代物流|市商务局",
        "2|提升科技服务|市科技局",
        "3|兜住民生底线|市民政局",
        "4|丰富文化消费|市文化和旅游局",
    )
    found = page(BODY, "序号|重点任务|牵头单位", *rows)
    assert told(found)[2] == "扩大养老服务: 市民政局 | - | -"
    assert doubts(found) == ["row-differs"]


def test_body_and_table_that_agree_are_one() -> None:
    body = (
        "一、重点任务\n"
        "（一）壮大物流。建设仓储。（市商务局牵头，市财政局配合）\n"
        "（二）提升科技。建设平台。（责任单位：市科技局、市财政局）"
    )
    found = page(
        plan(body),
        HEADING,
        "1|壮大物流|市商务局|市财政局|2025年底",
        "2|提升科技|市科技局|市财政局|",
    )
    assert told(found) == [
        "壮大物流: 市商务局 | 市财政局 | 2025-12-31",
        "提升科技: 市科技局 | 市财政局 | -",
    ]
    assert not found.measures[1].tasks[0].lead_implied
    assert doubts(found) == []


def test_body_and_table_that_differ_are_shown_both() -> None:
    body = (
        "一、重点任务\n"
        "（一）壮大物流。建设仓储，9月底前完成。（市商务局牵头）\n"
        "（二）提升科技。建设平台。（市科技局负责）"
    )
    found = page(
        plan(body), HEADING, "1|壮大物流|市商务局||2025年10月", "2|提升科技|市数据局|市科技局|"
    )
    asked = {doubt.kind: doubt.choices for doubt in found.doubts if doubt.measure is not None}
    assert asked == {
        "deadline-differs": ("2025-09-30", "2025-10-31"),
        "table-differs": ("正文：市科技局负责", "分工表：牵头单位：市数据局；配合单位：市科技局"),
    }
    assert told(found)[1] == "提升科技: 市科技局 | - | -"


def test_a_covering_letter_asks_its_readers_and_has_no_measures() -> None:
    letter = LETTER.replace(
        "附件：", "一、提高思想认识。主要负责同志亲自抓。\n二、强化督导检查。定期通报进展。\n附件："
    )
    found = page(letter, HEADING, "1|建设物流园区|市商务局||年底前", "2|修缮古桥|市住建局||9月底")
    assert [measure.no for measure in found.measures] == ["1", "2"]


def test_a_list_of_its_own_beside_a_body_with_clauses() -> None:
    body = (
        "一、重点任务\n"
        "（一）壮大物流。建设仓储。（市商务局牵头）\n"
        "（二）提升科技。建设平台。（市科技局负责）"
    )
    rows = ("1|污水处理厂扩建|市水务局|2025年底", "2|体育公园新建|市体育局|2025年底")
    found = page(plan(body), "序号|项目名称|责任单位|完成时限", *rows)
    assert len(found.measures) == 4
    assert doubts(found) == []


def test_a_unit_of_an_unusual_name_does_not_end_a_flat_table() -> None:
    rows = ["任务", "牵头单位", "配合单位", "壮大现代物流", "市商务局", "泊远海事局、泊远边检站"]
    rows += ["提升科技服务", "市科技局", "市财政局"]
    found = text(BODY, *rows)
    assert found.measures[0].tasks[0].supports == ("泊远海事局", "泊远边检站")
    assert found.measures[1].tasks[0].leads == ("市科技局",)


def test_a_table_in_plain_text_is_joined_too() -> None:
    rows = tabs("序号|任务|牵头单位", "1|壮大现代物流|市商务局", "2|提升科技服务|市科技局")
    found = text(BODY, *rows)
    assert [measure.tasks[0].leads for measure in found.measures][:2] == [
        ("市商务局",),
        ("市科技局",),
    ]


def test_a_table_printed_twice_is_one() -> None:
    rows = tabs("序号|任务|牵头单位", "1|壮大现代物流|市商务局", "2|提升科技服务|市科技局")
    found = text(BODY, *rows, "附件：任务分工表（打印版）", *rows)
    assert [len(measure.tasks) for measure in found.measures] == [1, 1, 1, 1]


def test_a_list_of_attachments_is_no_list_of_measures() -> None:
    lines = BODY.replace(
        "附件：任务分工表", "附件：1.任务分工表\n      2.主要指标表（2025年）\n3.联络员名单"
    )
    found = text(lines, *tabs("任务|牵头单位", "壮大现代物流|市商务局", "加强资金保障|市财政局"))
    assert [measure.no for measure in found.measures] == ["(一)", "(二)", "(三)", "(四)", "(五)"]
