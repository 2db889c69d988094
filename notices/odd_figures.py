"""Figures that a person must look at: a number to reach without a unit, or with one unknown."""

import re

from notices.amounts import UNIT
from notices.injected import Strange

_DEED = (
    r"(?:新建|改建|扩建|新增|建成|建设|改造|培育|完成|引进|打造|创建|举办|开展|培训|发放|安置|治理|拆除"
    r"|储备|购置|配备|采购|补充|达到?|突破|超过|不少于|不低于|增加)"
)
_NUMBER = r"(?<![\d.+\-—A-Za-z])\d[\d_]*(?:\.\d+)?"
_FIGURE = re.compile(
    rf"{_DEED}(?P<what>[^\d,;。、()《》“”:\n]{{0,16}}?)(?P<number>{_NUMBER}) {{0,2}}"
    r"(?P<unit>[\u3400-\u9fff]{0,3}?)(?P<more>以上|左右|以内)?(?=[,;。、\n]|$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_KNOWN = re.compile(
    rf"(?:{UNIT}|余|多|年|月|日|号|时|天|周|季度?|小时|分钟|个月|年度|工作日|级|大|强|位|星|线|层|楼|折|岁|成"
    r"|元|点|代|期|类|章|条|款|页|版|人份|万|亿|千|百|号令|号文|周岁|倍|起|轮|步|甲|等|路|室|站|区|园|厂|院|馆"
    r"|所|店|村|校|镇|县|市|省|国|家|网|端|链|群|队|站点|中心|基地|平台|工程|计划|行动|项目|企业|高校|公里/小时)$"
)
_NO_UNIT_WHY = "数字后没有单位，未能作为指标读取，请核对原文并补充单位。"
_UNKNOWN_WHY = "“{unit}”不是常用的计量单位，疑有错字，请核对原文。"


def find_odd_figures(plain: str) -> list[Strange]:
    """Return figures without a unit, or with an unknown one, in words whose quotes are blanked."""
    found = []
    for match in _FIGURE.finditer(plain):
        unit = match["unit"]
        if not unit and _YEAR.fullmatch(match["number"]):
            continue
        if not unit:
            place = match.start(), match.end("number")
            found.append(Strange("number-without-unit", *place, _NO_UNIT_WHY))
        elif not _KNOWN.match(unit):
            why = _UNKNOWN_WHY.format(unit=unit)
            found.append(Strange("unknown-measure-unit", match.start(), match.end("unit"), why))
    return found
