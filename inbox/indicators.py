"""Values of target indicators, found by the indicator's own name."""

import re
from collections.abc import Sequence

from inbox.heard import TargetValue
from inbox.numbers import FORECAST, FULL_WIDTH

AFTER_NAME = (
    r"(?P<between>[^。；;\n\d]{0,16}?)(?P<value>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>[万亿]?[%个家项件人名亩吨元台套座公里平方米千瓦时条所户次张只]{0,4})"
)
SUFFIX = re.compile(r"(数量|总数|总量|数|总额)$")


def find_targets(text: str, indicators: Sequence[str]) -> tuple[tuple[TargetValue, ...], str]:
    """Return the values given for `indicators`, and the text without the words they stand in.

    What is left is read for the task's own percentage, so that a target's 2.3% is not taken for it.
    """
    shadow = text.translate(FULL_WIDTH)
    found: list[TargetValue] = []
    for indicator in sorted(set(indicators), key=len, reverse=True):
        name = SUFFIX.sub("", indicator) or indicator
        pattern = re.compile(re.escape(name) + r"(数量|总数|总量|数|总额)?" + AFTER_NAME)
        for match in pattern.finditer(shadow):
            if FORECAST.search(match["between"]):
                continue
            value = float(match["value"].replace(",", ""))
            found = [target for target in found if target.indicator != indicator]
            found.append(TargetValue(indicator, value, match["unit"]))
        shadow = pattern.sub("", shadow)
    return tuple(found), shadow
