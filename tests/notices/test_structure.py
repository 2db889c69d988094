"""Which paragraphs are measures, in layouts of many offices: number, leads | supports."""

import pytest

from notices import read

HEAD = "青湾市人民政府关于加强河湖治理的意见\n各区县人民政府：\n现提出如下意见。\n"
LAYOUTS = {
    "the clause below the heading, the words after it": (
        (
            "一、重点工程\n（一）推进清淤\n牵头单位：市水利局\n配合单位：市财政局\n工作内容：\n"
            "1.清淤12公里。\n2.修复岸线。\n完成时限：2027年11月底\n（二）建设湿地\n"
            "牵头单位：市林业局\n工作内容：建设湿地。\n"
        ),
        ["(一) 市水利局 | 市财政局", "(二) 市林业局 |"],
    ),
    "articles hold their sections": (
        (
            "第一章 总则\n第一条 为加强治理，制定本办法。\n第二章 治理\n第二条 清理河道。"
            "（市水利局负责）\n（一）主河道。\n（二）支流。\n"
            "第三章 附则\n"
            "第三条 本办法自印发之日起施行。\n"
        ),
        ["第二条 市水利局 |"],
    ),
    "sentences inside one paragraph": (
        (
            "一、综合治理。一是清理淤泥，由市水利局负责；二是关停排口，由市生态环境局牵头，"
            "市水利局配合；三是保障资金，市财政局负责。\n"
        ),
        ["一 市水利局 |", "一 市生态环境局 | 市水利局", "一 市财政局 |"],
    ),
    "dashes, and words behind a clause": (
        (
            "一、重点任务\n——清理河道。（市水利局牵头，各区参与）\n"
            "——绿化岸线。（市林业局负责）同时，做好宣传。\n"
        ),
        ["None 市水利局 | 各区", "None 市林业局 |"],
    ),
    "a heading's clause governs its parts": (
        (
            "一、重点任务\n（一）源头治理【责任领导：李某；牵头单位：市水利局；责任单位：市财政局】\n"
            "1.排查。\n2.整治。\n（二）生态修复\n1.清淤。（市水利局）\n2.造林。（市林业局）\n"
        ),
        ["(一) 市水利局 | 市财政局", "1 市水利局 |", "2 市林业局 |"],
    ),
    "a number alone in its line": (
        "一、\n清理河道。\n（责任单位：市水利局\n、市财政局）\n二、\n绿化岸线。（市林业局负责）\n",
        ["一 市水利局 | 市财政局", "二 市林业局 |"],
    ),
    "several lines run together": (
        (
            "一、源头治理1.清理河道。全面排查淤积河段，建立台账。（市水利局负责）2.关停排口。"
            "对违法排口逐个关停，限期整改到位。（市生态环境局牵头，市水利局配合）二、生态修复3.绿化岸线。"
            "沿河栽种乡土树种，建设生态缓冲带，配套步道和驿站，方便群众休闲。（市林业局负责）"
            "4.放养鱼苗。每年春季组织增殖放流，严格执行禁渔期制度，加强渔政执法巡查和社会监督。"
            "（市农业农村局负责）\n"
        ),
        ["1 市水利局 |", "2 市生态环境局 | 市水利局", "3 市林业局 |", "4 市农业农村局 |"],
    ),
    "words and units above numbered parts": (
        (
            "一、政策\n（一）积极的财政政策要更加积极有为。（市财政局牵头，市税务局配合）\n"
            "1.优化支出。（市财政局负责）\n2.落实减税。（市税务局负责）\n二、强化实施\n各单位要高度重视。\n"
        ),
        ["(一) 市财政局 | 市税务局", "1 市财政局 |", "2 市税务局 |"],
    ),
    "phases and safeguards are no measures": (
        (
            "一、主要任务\n（一）清理河道。（市水利局负责）\n二、实施步骤\n"
            "（一）动员部署（3月）。召开会议。\n"
            "三、保障措施\n（一）加强领导。成立专班。\n（二）保障资金。（市财政局负责）\n"
        ),
        ["(一) 市水利局 |", "(二) 市财政局 |"],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_measures_are_found_in_every_layout(layout: str) -> None:
    text, expected = LAYOUTS[layout]
    reading = read((HEAD + text).encode(), "notice.txt")
    found = [
        f"{measure.no} {' '.join(task.leads)} | {' '.join(task.supports)}".strip()
        for measure in reading.measures
        for task in measure.tasks
    ]
    assert found == expected


def test_a_bracket_about_units_that_cannot_be_read_is_a_doubt() -> None:
    text = HEAD + "一、清理河道。（责任单位：——）\n二、绿化岸线。（市林业局负责）\n"
    reading = read(text.encode(), "notice.txt")
    assert [d.quote for d in reading.doubts if d.kind == "clause-unreadable"] == [
        "（责任单位：——）"
    ]
    assert reading.measures[0].tasks[0].leads == ()


def test_a_part_that_names_nobody_is_asked_about_its_headings_clause() -> None:
    text = HEAD + (
        "一、任务\n（一）治理（牵头单位：市水利局）\n1.排查。\n2.整治。（市林业局负责）\n"
        "3.宣传。（市委宣传部负责）\n"
    )
    reading = read(text.encode(), "notice.txt")
    first = reading.measures[0].tasks[0]
    assert (first.leads, first.suggested) == ((), ("市水利局",))
    assert [d.measure for d in reading.doubts if d.kind == "clause-of-heading"] == [0]


def test_the_first_of_a_list_leads_where_the_notice_says_so_once() -> None:
    text = HEAD + (
        "一、清理河道。（责任单位：市水利局、市财政局；列第一位的为牵头单位，下同）\n"
        "二、绿化岸线。（责任单位：市林业局、市水利局）\n"
    )
    reading = read(text.encode(), "notice.txt")
    assert [task.lead_implied for m in reading.measures for task in m.tasks] == [False, False]


def test_the_first_leads_where_a_note_above_says_so() -> None:
    text = HEAD + "（责任单位第一个为牵头单位）\n1.清理河道。责任单位：市水利局、市财政局\n"
    reading = read(text.encode(), "notice.txt")
    assert [task.lead_implied for m in reading.measures for task in m.tasks] == [False]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("办公室设在市发展改革委（市能源局）。", ()),
        ("工作进展报市低空办（市发展改革委），市低空办每年1月汇总。", ()),
        ("推动审批一网通办（市数据局）。", ("市数据局",)),
        ("形成齐抓共管的工作格局（市水利局）。", ("市水利局",)),
        ("培养年轻干部（市委组织部）。", ("市委组织部",)),
        ("建设法治政府（市司法局）。", ("市司法局",)),
    ],
)
def test_a_name_behind_an_office_is_its_alias(words: str, lead: tuple[str, ...]) -> None:
    reading = read((HEAD + "一、清理河道。（市林业局负责）\n二、" + words).encode(), "notice.txt")
    assert reading.measures[1].tasks[0].leads == lead


PARTS = (
    (
        "一、任务\n（一）强化管控\n1.许可环节，写入条件；\n2.审查环节，不予通过；\n"
        "3.验收环节，专项验收。\n（市住房局、市审批局按职责分工负责）\n"
    ),
    (
        "一、任务\n（一）强化管控\n1.许可环节，写入条件；\n2.审查环节，不予通过；\n"
        "3.验收环节，专项验收。（市住房局、市审批局按职责分工负责）\n"
    ),
    (
        "一、任务\n（一）强化管控。\n1.许可环节，写入条件；\n2.验收环节，专项验收。"
        "（牵头单位：市住房局；责任单位：市审批局）\n"
    ),
    (
        "一、任务\n（一）强化管控：\n（1）许可环节，写入条件；\n（2）审查环节，不予通过；\n"
        "（3）验收环节，专项验收。（市住房局、市审批局负责）\n"
    ),
    (
        "一、任务\n1.强化管控\n（1）许可环节，写入条件；\n（2）验收环节，专项验收。"
        "（市住房局、市审批局负责）\n"
    ),
)


@pytest.mark.parametrize("text", PARTS)
@pytest.mark.parametrize(
    "before", ["", "（二）绿化岸线\n1.种树。（市林业局负责）\n2.浇水。（市林业局负责）\n"]
)
def test_parts_of_one_sentence_are_one_measure(text: str, before: str) -> None:
    text = text.replace("一、任务\n", "一、任务\n" + before.replace("（二）", "（三）"))
    reading = read((HEAD + text + "二、其他\n1.清淤。（市水利局负责）\n").encode(), "notice.txt")
    found = [(*task.leads, *task.supports) for m in reading.measures for task in m.tasks]
    assert found.count(("市住房局", "市审批局")) == 1
    assert () not in found


def test_parts_that_end_as_sentences_stay_apart() -> None:
    text = (
        HEAD
        + "一、任务\n（一）管控\n1.许可。\n2.审查。\n3.验收。（市住房局负责）\n"
        + "（二）清淤。（市水利局负责）\n"
    )
    assert len(read(text.encode(), "notice.txt").measures) == 4


@pytest.mark.parametrize(
    "heading",
    [
        "一、经济社会发展主要预期目标",
        "一、高质量发展总体目标",
        "一、全市经济社会发展预期目标",
        "一、约束性指标",
        "一、主要目标",
    ],
)
def test_a_chapter_of_aims_holds_no_measures(heading: str) -> None:
    text = (
        HEAD + f"{heading}\n2026年，地区生产总值增长6%左右。\n二、任务\n1.清淤。（市水利局负责）\n"
    )
    reading = read(text.encode(), "notice.txt")
    assert [task.leads for m in reading.measures for task in m.tasks] == [("市水利局",)]
    assert [target.value for target in reading.targets] == [6]


@pytest.mark.parametrize("kind", ["准确把握建设原则", "坚持以下原则", "基本原则", "把握工作原则"])
def test_principles_are_no_measures(kind: str) -> None:
    text = HEAD + f"一、{kind}\n坚持需求牵引；坚持因地制宜。\n二、任务\n1.清淤。（市水利局负责）\n"
    assert [measure.no for measure in read(text.encode(), "notice.txt").measures] == ["1"]


@pytest.mark.parametrize("at", range(4))
def test_a_named_paragraph_among_others_is_a_measure_without_units_too(at: int) -> None:
    names = ("健全责任体系", "排查重点隐患", "推动科技兴安", "加强宣传培训")
    lines = [
        f"{name}。组织开展相关工作，按期完成任务。"
        + ("" if at == index else "（局安全监督科负责）")
        for index, name in enumerate(names)
    ]
    text = HEAD + "一、责任\n1.清淤。（市水利局负责）\n二、任务\n" + "\n\n".join(lines) + "\n"
    reading = read(text.encode(), "notice.txt")
    assert [measure.text[:6] for measure in reading.measures[1:]] == list(names)
    assert [m.tasks[0].leads for m in reading.measures[1:]].count(()) == 1
