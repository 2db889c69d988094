"""Names whose level is said once in their list, and the sections of one bureau."""

import pytest

from notices import read
from tests.notices.test_owners import owners_of
from tests.notices.test_structure import HEAD

SAID = {
    "责任单位：市经济信息委、通信管理局": "市经济信息委 市通信管理局",
    "责任单位：市发展改革委、经济信息委": "市发展改革委 市经济信息委",
    "牵头单位：市国资委；责任单位：市财政局、大数据局（市政务局）": (
        "市国资委 市财政局 市大数据局（市政务局）"
    ),
    "责任单位：县交通运输局、公路中心": "县交通运输局 县公路中心",
    "责任单位：县发展改革局、供电公司、融媒体中心": "县发展改革局 县供电公司 县融媒体中心",
    "责任单位：区教育局、消防救援大队、疾控中心": "区教育局 区消防救援大队 区疾控中心",
    "责任单位：市水利局、城建集团、轨道公司": "市水利局 市城建集团 市轨道公司",
    "责任单位：省住房城乡建设厅、通信管理局": "省住房城乡建设厅 省通信管理局",
    "责任单位：市科技局（市外专局）、教育局（市委教育工委）": (
        "市科技局（市外专局） 市教育局（市委教育工委）"
    ),
    "责任单位：市商务局、青湾海关、青湾仲裁委员会": "市商务局 青湾海关 青湾仲裁委员会",
    "责任单位：自治区农业农村厅、畜牧兽医局": "自治区农业农村厅 自治区畜牧兽医局",
    "责任单位：州文化和旅游局、文物局、体育局": "州文化和旅游局 州文物局 州体育局",
    # one collective, its levels listed
    "责任单位：各盟行政公署、市人民政府": "各盟行政公署、市人民政府",
    "责任单位：自治区财政厅，各盟行政公署、市人民政府": "自治区财政厅 各盟行政公署、市人民政府",
    "责任单位：各地区行署、市人民政府": "各地区行署、市人民政府",
    "责任单位：各州人民政府、县人民政府": "各州人民政府、县人民政府",
    "责任单位：省教育厅，各市委、市政府": "省教育厅 各市委、市政府",
    "责任单位：县林业局，各乡镇党委、政府": "县林业局 各乡镇党委、政府",
    "责任单位：区城管局、各街道党工委、办事处": "区城管局 各街道党工委、办事处",
    "责任单位：市交通运输局、港航局、铁路办、机场公司": (
        "市交通运输局 市港航局 市铁路办 市机场公司"
    ),
    "责任单位：各市人民政府、市政府各部门": "各市人民政府 市政府各部门",
    "主办：水资源管理科；协办：局财务审计科": "水资源管理科 局财务审计科",
    "牵头科室：基础教育科；配合科室：计财科、安全管理科": "基础教育科 计财科 安全管理科",
    "规划计划股牵头，行政审批股、办公室配合": "规划计划股 行政审批股 办公室",
}
SECTIONS = {
    "推广节水灌溉。（农村水利科、澜屏灌区管理处）": "农村水利科 澜屏灌区管理处",
    "争取上级资金（含专项债券）。（规划计划科、局财务审计科）": "规划计划科 局财务审计科",
    "开展宣传。（局办公室、市水文中心）": "局办公室 市水文中心",
    "规范审批。（行政审批科）": "行政审批科",
    "巡查工地。（质量安全监督处、市建设工程质量监督站）": ("质量安全监督处 市建设工程质量监督站"),
    "抓好课后服务。（基础教育股、各镇中心学校）": "基础教育股 各镇中心学校",
    "加强学科建设（重点学科）。": "",
    "扩大诊疗科目（儿科、妇产科）。": "",
    "设置指示牌（出入口处）。": "",
    "完善规划（计划）。": "",
}


@pytest.mark.parametrize("words", SAID)
def test_a_level_said_once_holds_for_the_list(words: str) -> None:
    assert " ".join(owners_of(words).names) == SAID[words]


@pytest.mark.parametrize("words", SECTIONS)
def test_sections_of_a_bureau_are_named_in_brackets_too(words: str) -> None:
    reading = read((HEAD + "一、清理河道。（市林业局负责）\n二、" + words).encode(), "notice.txt")
    task = reading.measures[1].tasks[0]
    assert " ".join((*task.leads, *task.supports)) == SECTIONS[words]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("临港循环产业园管理办公室", True),
        ("证监局", True),
        ("海事局", True),
        ("景川仲裁委员会", False),
        ("景川生态环境局", False),
        ("财政局", False),
        ("县财政局", False),
        ("人民银行景川市分行", False),
    ],
)
def test_a_name_that_may_share_a_level_is_asked_about(name: str, asked: bool) -> None:
    clause = f"（牵头单位：市水利局；责任单位：市林业局、{name}）"
    reading = read((HEAD + "一、清理河道。" + clause).encode(), "notice.txt")
    choices = [doubt.choices for doubt in reading.doubts if doubt.kind == "elided-name"]
    assert choices == ([(name, "市" + name)] if asked else [])
