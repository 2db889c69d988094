"""A clause printed once behind several measures names all of them, and only them."""

import pytest

from notices import read

HEAD = "临澜市人民政府办公室关于印发工作要点的通知\n\n各区政府：\n\n一、优化服务\n\n（一）办事\n\n"


def owners(text: str) -> list[tuple[str, ...]]:
    reading = read((HEAD + text).encode(), "notice.txt")
    return [task.leads + task.supports for measure in reading.measures for task in measure.tasks]


THREE = (
    "1.推行网上办理，压减办理时限。\n\n2.设立帮办窗口，配备专职人员。\n\n"
    "3.公开服务电话，及时回应诉求。\n\n"
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（以上三项由市数据局牵头，市司法局配合）", 3),
        ("（以上两项由市数据局牵头，市司法局配合）", 2),
        ("(上述2项工作由市数据局牵头,市司法局配合)", 2),
        ("以上各项任务责任单位：市数据局、市司法局", 3),
        ("上述任务由市数据局牵头，市司法局配合。", 3),
        ("（本部分工作由市数据局、市司法局负责）", 3),
        ("（本条任务由市数据局牵头，市司法局配合）", 3),
    ],
)
def test_the_measures_it_counts_have_its_units(line: str, expected: int) -> None:
    units = ("市数据局", "市司法局")
    assert owners(f"{THREE}{line}\n") == [()] * (3 - expected) + [units] * expected


def test_a_measure_with_its_own_clause_keeps_it() -> None:
    text = THREE.replace("配备专职人员。", "配备专职人员。（市政务服务局负责）")
    assert owners(f"{text}（以上三项由市数据局牵头，市司法局配合）\n")[1] == ("市政务服务局",)


def test_the_line_is_no_part_of_the_last_measure() -> None:
    line = "（以上三项由市数据局牵头，市司法局配合）\n"
    reading = read((HEAD + THREE + line).encode(), "notice.txt")
    assert "以上三项" not in reading.measures[-1].text


def test_a_section_s_clause_does_not_reach_the_section_before() -> None:
    text = f"{THREE}（二）收费\n\n4.清理涉企收费，公布目录清单。\n\n（以上任务由市财政局负责）\n"
    assert owners(text) == [(), (), (), ("市财政局",)]


@pytest.mark.parametrize(
    "line",
    ["以上工作要抓紧推进，确保取得实效。", "上述措施自印发之日起施行。", "以上三项工作十分重要。"],
)
def test_prose_about_the_measures_names_nobody(line: str) -> None:
    assert owners(f"{THREE}{line}\n")[:3] == [(), (), ()]
