"""What a page prints beside the notice: the notice again, a list of attachments, advertising."""

import pytest

from notices import read

PLAN = """青湾市商务局关于印发《青湾市夜间消费行动方案》的通知
青商发〔2026〕4号
各区商务局：
现将《青湾市夜间消费行动方案》印发给你们，请抓好落实。
青湾市商务局
2026年3月2日
青湾市夜间消费行动方案
一、目标任务
到2026年底，建成夜间消费街区6个。
二、重点工作
1、建设街区。完善照明和停车设施，延长营业时间。（牵头单位：市商务局；配合单位：市城管局）
2、丰富供给。支持博物馆、书店夜间开放，办好夜市。（牵头单位：市文旅局；配合单位：市商务局）
3、便利出行。优化夜间公交线路，增加出租车投放。（牵头单位：市交通运输局）
三、工作要求
各区每月5日前将进展情况报市商务局。
"""


def _broken(text: str) -> str:
    return "\n".join(line[at : at + 30] for line in text.split("\n") for at in range(0, 90, 30))


@pytest.mark.parametrize(
    "text",
    [
        PLAN + PLAN,
        PLAN + "\n\n" + PLAN,
        PLAN + "相关链接：\n夜间消费解读\n" + PLAN,
        "首页 > 通知公告\n【打印】【关闭】\n" + PLAN + PLAN,
        PLAN + PLAN + "扫一扫在手机打开当前页\n",
        PLAN.replace("\n", "\n\n") + PLAN,
        PLAN + PLAN.replace("：", ":"),
        PLAN + PLAN + PLAN,
        PLAN,
    ],
)
def test_a_notice_printed_twice_is_read_once(text: str) -> None:
    reading = read(text.encode(), "notice.txt")
    assert [measure.no for measure in reading.measures] == ["1", "2", "3"]
    assert len(reading.targets) == 1
    assert len(reading.reporting) == 1


def test_plans_that_only_share_a_line_are_no_second_print() -> None:
    other = PLAN.replace("街区", "商圈").replace("博物馆、书店", "影院").replace("公交", "地铁")
    other = other.replace("完善照明和停车", "增设座椅和厕所").replace("延长", "规范")
    text = PLAN + other.replace("市商务局；", "市财政局；").replace("优化", "新开")
    assert len(read(text.encode(), "notice.txt").measures) > 3


@pytest.mark.parametrize(
    "names",
    [
        "附件：1.指标分解表\n      2.创建计划表\n",
        "附件：1.指标分解表\n2.创建计划表\n3.联络员名单\n",
        "附件:1、责任清单\n　　2、联系人名单（2026年）\n",
        "附件：\n1.指标分解表\n2.创建计划表\n",
    ],
)
def test_the_list_of_attachments_holds_no_measures(names: str) -> None:
    text = PLAN.replace("青湾市商务局\n2026年", names + "青湾市商务局\n2026年")
    body = text.replace("（牵头单位：市交通运输局）", "")
    reading = read(body.encode(), "notice.txt")
    assert [measure.no for measure in reading.measures] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "advert",
    [
        "小额贷款无抵押秒到账",
        "开元棋牌APP下载安装",
        "信用贷款不看征信当天放款",
        "天龙娱乐城官网注册",
        "信用卡套现",
        "加微信abc12345",
        "大发彩票走势图",
        "私家侦探",
    ],
)
def test_advertising_is_asked_about_and_never_a_unit(advert: str) -> None:
    clause = f"（牵头单位：市交通运输局；{advert}配合单位：市公安局）"
    text = PLAN.replace("（牵头单位：市交通运输局）", clause)
    reading = read(text.encode(), "notice.txt")
    task = reading.measures[2].tasks[0]
    assert (task.leads, task.supports) == (("市交通运输局",), ("市公安局",))
    assert advert in [d.quote for d in reading.doubts if d.kind == "suspected-injected-text"]


@pytest.mark.parametrize(
    "words",
    [
        "发放创业担保贷款和小额贷款。",
        "规范民间借贷。",
        "推广“掌上办”APP下载使用。",
        "添加微信公众号关注。",
        "打击电信诈骗和信用卡犯罪。",
        "开放体育场馆，举办电竞赛事。",
    ],
)
def test_words_of_policy_are_no_advertising(words: str) -> None:
    text = PLAN.replace("增加出租车投放。", words)
    doubts = read(text.encode(), "notice.txt").doubts
    assert "suspected-injected-text" not in [doubt.kind for doubt in doubts]
