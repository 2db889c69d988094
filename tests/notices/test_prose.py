"""Who leads where a sentence says it among other words, with a star, or in a list of a centre."""

import pytest

from notices import read
from tests.notices.test_structure import HEAD

SAID = {
    "建设平台。由市数据局牵头，市财政局配合，建设全市平台。": "市数据局 | 市财政局",
    "建设平台。由市数据局牵头，会同市财政局、各区政府，建设全市平台。": (
        "市数据局 | 市财政局 各区政府"
    ),
    "建设平台。由市数据局、市财政局牵头，建设全市平台，推广应用。": "市数据局 市财政局 |",
    "加强考核。考核由市考核办牵头组织，市直有关部门参与。": "市考核办 | 市直有关部门",
    "建设平台。（★市数据局、市财政局）": "市数据局 | 市财政局",
    "建设平台。（市财政局、★市数据局、各区政府）": "市数据局 | 市财政局 各区政府",
    "建设平台。责任单位：▲市数据局、市财政局": "市数据局 | 市财政局",
    "建设平台。牵头单位——市数据局，参加单位——市财政局": "市数据局 | 市财政局",
    "放宽准入。（商务部牵头，有关部门和单位及各省、自治区、直辖市人民政府按职责分工负责）": (
        "商务部 | 有关部门和单位 各省、自治区、直辖市人民政府"
    ),
    "放宽准入。（商务部、财政部等部门及各省、自治区、直辖市人民政府负责）": (
        "商务部 | 财政部 各省、自治区、直辖市人民政府"
    ),
    "由企业自由选择服务，鼓励行业协会牵头制定标准，推广应用。": "|",
    "理由充分的，由审批部门受理，按时办结。": "|",
}


@pytest.mark.parametrize("words", SAID)
def test_a_sentence_names_its_units(words: str) -> None:
    text = HEAD + "一、清理河道。（市林业局负责）\n二、" + words + "\n"
    task = read(text.encode(), "notice.txt").measures[1].tasks[0]
    assert f"{' '.join(task.leads)} | {' '.join(task.supports)}".strip() == SAID[words]


def test_a_day_behind_the_units_is_the_tasks() -> None:
    words = "由市数据局牵头，市财政局配合，建设全市平台，2027年底前上线运行。"
    text = HEAD + "一、清理河道。（市林业局负责）\n二、建设平台。" + words + "\n"
    task = read(text.encode(), "notice.txt").measures[1].tasks[0]
    assert str(task.deadline) == "2027-12-31"
