"""States, extensions and refusals as departments write them, for one task and for several."""

from datetime import date
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.heard import Item
from inbox.meaning import understand
from tests.inbox.test_meaning import ONE, SEVERAL, TODAY

PARKING = [Asked("15", "建设城区智慧停车系统")]
ASKS = "?"
STATES: list[tuple[str, list[Asked], str | None]] = [
    # not started, behind, and neither
    ("任务已签收。智慧停车系统项目尚未启动，正在编制可行性研究报告。", PARKING, "未启动"),
    ("停车系统建设尚未开工。", PARKING, "未启动"),
    ("该项目还没动工，在等选址意见。", PARKING, "未启动"),
    ("目前处于待启动状态。", PARKING, "未启动"),
    ("因资金未下达，项目未能启动。", PARKING, "未启动"),
    ("智慧停车工作还没开始。", PARKING, "未启动"),
    ("充电桩采购尚未开展，总体有序推进。", PARKING, "正常推进"),
    ("工程启动较晚，整体进度滞后。", PARKING, "进展滞后"),
    ("进度与上月持平，仍为25%，明显滞后于序时进度。", PARKING, "进展滞后"),
    ("略慢于计划，完成40%。", PARKING, "进展滞后"),
    ("进度稍有滞后。", PARKING, "进展滞后"),
    ("实际进度低于序时进度6个百分点。", PARKING, "进展滞后"),
    ("未达到序时进度要求。", PARKING, "进展滞后"),
    ("进度偏慢，与序时进度还有差距。", PARKING, "进展滞后"),
    ("受征地拆迁影响，项目推进较计划慢，属滞后状态。", PARKING, "进展滞后"),
    ("比原计划进度慢了半个月。", PARKING, "进展滞后"),
    ("没有滞后，也不缓慢。", PARKING, None),
    ("不存在进展滞后问题，推进有序。", PARKING, None),
    # on track
    ("已达到序时进度。", PARKING, "正常推进"),
    ("完成62%，超序时进度5个百分点。", PARKING, "正常推进"),
    ("高于序时进度。", PARKING, "正常推进"),
    ("按时序推进，一切正常。", PARKING, "正常推进"),
    ("各项工作有条不紊推进。", PARKING, "正常推进"),
    ("项目进展总体平稳，未见异常。", PARKING, "正常推进"),
    ("正在按计划施工。", PARKING, "正常推进"),
    # done, and nearly done
    ("项目已完工。", PARKING, "已完成"),
    ("该项工作已结束。", PARKING, "已完成"),
    ("已如期完成全部建设任务。", PARKING, "已完成"),
    ("系统建设已按时完成。", PARKING, "已完成"),
    ("已基本完成。", PARKING, ASKS),
    ("工作已基本完成，正在完善资料。", PARKING, ASKS),
    ("已基本完成，进度96%。", PARKING, None),
    ("工程进入收尾阶段。", PARKING, ASKS),
    ("项目已接近尾声。", PARKING, ASKS),
    ("已完成可研批复。", PARKING, None),
    ("已完成招标，正在签订合同。", PARKING, None),
    ("预计月底基本完成，目前72%。", PARKING, None),
    # neither one nor the other
    ("因规划调整，该项目暂缓实施。", PARKING, ASKS),
    ("受资金影响，工程暂停施工。", PARKING, ASKS),
    ("暂停施工，等待用地批复，完成15%。", PARKING, None),
    ("尚在前期阶段。", PARKING, ASKS),
    ("目前处于前期工作阶段，正在办理立项。", PARKING, ASKS),
    ("曾因台风停工，现已复工，按计划推进。", PARKING, "正常推进"),
]
EXTENSIONS: list[tuple[str, date | str | None]] = [
    ("原定2024年9月30日的完成时限恐难实现，恳请延至2025年1月31日。", date(2025, 1, 31)),
    ("申请由2024年9月30日延期至2024年12月31日。", date(2024, 12, 31)),
    ("申请延期至二〇二四年十二月三十一日。", date(2024, 12, 31)),
    ("特申请将完成时间顺延到二〇二五年三月底。", date(2025, 3, 31)),
    ("原时限2024年6月30日已过，申请延长至十一月二十日。", date(2024, 11, 20)),
    ("恳请宽限至10月15日。", date(2024, 10, 15)),
    ("申请延期至今年年底。", date(2024, 12, 31)),
    ("申请延期至明年一季度末。", date(2025, 3, 31)),
    ("因招标流标，建议将时限由9月底调整为11月底，申请延期。", date(2024, 11, 30)),
    ("请求延期，时间至2024-12-20。", date(2024, 12, 20)),
    ("申请延期三个月。", ASKS),
    ("申请延期至春节后。", ASKS),
    ("申请延期至12月中旬。", ASKS),
    ("申请延期至2023年12月31日。", ASKS),
    ("不申请延期，将在2024年12月31日前完成。", None),
    ("如10月31日前不能完成，再申请延期。", None),
]
TASKS: list[tuple[str, dict[str, dict[str, Any]], bool]] = [
    (
        "任务3、任务5均正常推进，进度分别为74%和88%。\n任务7因服务商招标流标，进展滞后，仅完成31%。",
        {
            "3": {"percent": 74, "status": "正常推进"},
            "5": {"percent": 88, "status": "正常推进"},
            "7": {"percent": 31, "status": "进展滞后"},
        },
        False,
    ),
    (
        "任务3、5、7分别完成60%、七成、80%。",
        {"3": {"percent": 60}, "5": {"percent": 70}, "7": {"percent": 80}},
        False,
    ),
    (
        "任务3和任务7进度分别达到百分之五十、百分之四十五，正常推进；任务5已完成。",
        {
            "3": {"percent": 50, "status": "正常推进"},
            "7": {"percent": 45, "status": "正常推进"},
            "5": {"status": "已完成"},
        },
        False,
    ),
    ("任务3、5分别完成60%、70%、80%。", {"3": {"percent": None}, "5": {"percent": None}}, True),
    ("任务3、7已完成。", {"3": {"status": "已完成"}, "7": {"status": "已完成"}}, False),
    ("任务3,7已完成", {"3": {"status": "已完成"}, "7": {"status": "已完成"}}, False),
    ("任务3与任务7均已完成，任务5完成60%。",
     {"3": {"status": "已完成"}, "7": {"status": "已完成"}, "5": {"percent": 60}}, False),
    (
        "签收\n任务3有异议：该事项已划转市数据局。",
        {
            "3": {"objects": True, "acknowledged": False},
            "5": {"acknowledged": True, "objects": False},
            "7": {"acknowledged": True, "objects": False},
        },
        False,
    ),
    (
        "签收。任务3有异议，理由：职能已划转。其余任务签收。",
        {
            "3": {"objects": True, "acknowledged": False},
            "5": {"acknowledged": True},
            "7": {"acknowledged": True},
        },
        False,
    ),
    (
        "签收，任务7有异议，理由：不是我局职责",
        {
            "7": {"objects": True, "acknowledged": False},
            "3": {"acknowledged": True},
            "5": {"acknowledged": True},
        },
        False,
    ),
    ("任务3不属于我局职责。", {"3": {"objects": True}}, False),
    ("任务3不属于我局职责，请改派", {"3": {"objects": True}}, False),
    ("我局认为任务3应由市数据局牵头。", {"3": {"objects": True}}, False),
    ("对任务5有异议，建议由市科技局牵头。", {"5": {"objects": True}}, False),
    ("任务3不签收", {}, True),
    ("收到，我们没有意见，但任务3不签收", {}, True),
    ("尚未签收，请领导批示后再签收", {}, True),
    ("暂不签收。", {}, True),
    ("任务3未按计划完成，差三分之一；任务5没有完成不了的情况，正常；任务7还没开始。",
     {"3": {"percent": None}, "7": {"status": "未启动"}, "5": {"percent": None}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked", "expected"), STATES)
def test_a_state_is_what_is_said_of_the_whole_today(
    text: str, asked: list[Asked], expected: str | None
) -> None:
    understood = understand(text, asked, today=TODAY)
    status = next((item.status for item in understood.items), None)
    assert status == (None if expected == ASKS else expected)
    assert bool(understood.doubts) is (expected == ASKS)


@pytest.mark.parametrize(("text", "expected"), EXTENSIONS)
def test_more_time_is_asked_for_until_a_day_to_come(text: str, expected: date | str | None) -> None:
    understood = understand(text, ONE, today=TODAY)
    item = understood.items[0]
    assert item.extension_until == (None if expected == ASKS else expected)
    assert (item.status == "申请延期") is (expected is not None)
    assert bool(understood.doubts) is (expected == ASKS)


@pytest.mark.parametrize(("text", "expected", "asks"), TASKS)
def test_each_of_several_tasks_gets_its_own(
    text: str, expected: dict[str, dict[str, Any]], asks: bool
) -> None:
    understood = understand(text, SEVERAL, today=TODAY)
    items = {item.task: item for item in understood.items if item.says_anything}
    assert set(items) >= set(expected)
    assert set(items) <= {*expected, "3", "5", "7"}
    for key, fields in expected.items():
        assert {name: _value(items[key], name) for name in fields} == fields
    assert bool(understood.doubts) is asks
    if not expected:
        assert not any(item.acknowledged for item in understood.items)


def _value(item: Item, name: str) -> object:
    return item.objection is not None if name == "objects" else getattr(item, name)
