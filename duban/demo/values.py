"""What a department reports for a target: believable for the year, seldom exactly the aim."""

from duban.demo.chance import seeded
from duban.demo.return_page import AskedTarget

STOCK_UNITS = ("%", "％", "件", "亿元")  # levels that move a little each year


def value_for(target: AskedTarget, *, year: int) -> float:
    """Return the value at the end of `year` of an indicator whose aim may be years away."""
    chance = seeded(target.name, year)
    if target.unit in ("%", "％") and target.value >= 99:
        share = (
            chance.uniform(0.78, 0.93) if (target.by or year) > year else chance.uniform(0.96, 1)
        )
    elif target.by is None or target.by <= year:
        share = chance.uniform(0.97, 1.09)
    elif target.unit in STOCK_UNITS:
        share = chance.uniform(0.86, 0.95)
    else:
        share = chance.uniform(0.55, 0.8)
    return _rounded(target.value * share, like=target.value)


def _rounded(value: float, *, like: float) -> float:
    """Return as many digits as the aim is printed with."""
    text = f"{like:g}"
    digits = len(text.partition(".")[2])
    return round(value, digits) if digits else float(round(value))
