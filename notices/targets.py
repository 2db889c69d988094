"""Targets (指标): numbers that a notice wants reached by a day, or each year."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from notices.amounts import Amount, find_amounts
from notices.grants import is_wanted, wanted
from notices.periods import Period, Years, find_periods
from notices.reading import Target
from notices.series import find_series, shared_out
from notices.shadow import Shadow

_QUOTED = re.compile(
    r"《[^《》\n]{1,120}》|“(?!十[四五六七八]五)[^“”\n]{1,60}”|‘[^‘’\n]{1,60}’"
    r"|\([^()\n]{0,40}(?:牵头|责任|配合|负责)[^()\n]{0,400}\)"
)
MOST_RATES = 10  # yearly rates between a figure and its day
MOST_SERIES = 10  # in one sentence, so that no text is slow to read
_TIMED = re.compile(r"[\d年]|五”?(?:[末期]|时期)")
_COUNTED = re.compile(
    r"[\d番]|全覆盖|百分|[一二两三四五六七八九十百千][万亿]?[家件名所座元倍个项条处场户套台辆]"
)
_SENTENCE = re.compile(r"[^。\n]+[。\n]?")
_SEGMENT = re.compile(r"[^,;。\n]+")
_STRETCH = re.compile(r"力争|争取|努力")
_STRETCH_AHEAD = re.compile(r"^[ ]*(?:到|至)?(?:20\d\d年[底末]?)?(?:力争|争取|努力)")
_VERB = re.compile(
    r"^(?:每年|新?建成|新?建设|形成|实现|培育|新增|创建|引进|打造|完成|推动|推进|达到|开展|实施|组织)"
)
_FILLER = re.compile(  # 基本医疗保险 is a name; of 新建和改造 both verbs belong to it, or none
    r"^(?:(?:之?前|其中|同时|并|且|全面|基本(?=实现|建成|完成|形成|建立|达到|消除|解决|普及|具备|覆盖)"
    r"|力争|争取|努力|确保|到时|累计|实现|推动|推进|培育"
    r"|建成|建设|新增|新建|打造|形成|完成|组织|实施|使|将|,|、|:| |的)(?![和及与或]))+"
)
_TRAILING = re.compile(
    r"(?:达到?|实现|超过|突破|不少于|不低于|不超过|控制在|保持在|稳定在|提高到|提升到"
    r"|提升至|提高至|增加到|增至|约|近|至少|力争|争取|超|为|在|新增|到|:| |,)+$"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch to look in; in an aim the day goes on over paragraphs, in a measure it does not."""

    start: int
    end: int
    is_aim: bool
    is_opening: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A target, where its number stands, and where the day that governs it stands."""

    target: Target
    at: int
    day_at: tuple[int, int]


def masked(folded: str) -> str:
    """Blank out quoted names, whose numbers are no numbers to reach."""
    return _QUOTED.sub(lambda match: "＿" * len(match[0]), folded)


def find_targets(
    shadow: Shadow,
    plain: str,
    zones: list[Zone],
    *,
    issued_on: date | None,
    title: str | None = None,
) -> list[Found]:
    """Return the targets of all zones; `plain` is the masked copy.

    Where the title names one year (2026年…任务分工方案), it governs what has no day of its own.
    """
    found: list[Found] = []
    whole_year, years = _whole_year(title), years_of_title(title)
    for zone in zones:
        governing: Period | None = None
        for start, end in _paragraphs(plain, zone):
            if not zone.is_aim:
                governing = None
            if not _TIMED.search(plain, start, end) and not _COUNTED.search(plain, start, end):
                continue
            for sentence in _SENTENCE.finditer(plain, start, end):
                periods = find_periods(plain, *sentence.span(), issued_on=issued_on, years=years)
                inherited = governing if governing and governing.aims else whole_year
                if zone.is_opening:
                    inherited = None
                if (periods or inherited) and _COUNTED.search(plain, *sentence.span()):
                    found += _in_sentence(shadow, plain, sentence.span(), periods, inherited, zone)
                lasting = [p for p in periods if not p.each and (p.aims or zone.is_aim)]
                if lasting:
                    governing = _as_aim(lasting[-1])
    return found


def years_of_title(title: str | None) -> Years | None:
    """Return the first and last year that a title names: 2026年…, …(2026—2028年)."""
    if match := re.search(r"(20\d\d) *年? *(?:[—–~-]{1,2}|至|到) *(20\d\d) *年?", title or ""):
        return Years(int(match[1]), int(match[2]))
    year = year_of_title(title)
    return Years(year, year) if year else None


def year_of_title(title: str | None) -> int | None:
    """Return the one year that a title names, or None: 2026年…任务分工方案."""
    years = set(re.findall(r"20\d\d(?=年)", title or ""))
    if len(years) != 1 or re.search(r"20\d\d *年? *[—–~至-]", title or ""):
        return None
    return int(years.pop())


def _whole_year(title: str | None) -> Period | None:
    year = year_of_title(title)
    return Period(date(year, 12, 31), -1, -1, aims=True, each=False) if year else None


def _as_aim(period: Period) -> Period:
    return Period(period.by, period.start, period.end, aims=True, each=False)


def _paragraphs(plain: str, zone: Zone) -> Iterator[tuple[int, int]]:
    start = zone.start
    while start < zone.end:
        stop = plain.find("\n", start, zone.end)
        stop = zone.end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _in_sentence(
    shadow: Shadow,
    plain: str,
    sentence: tuple[int, int],
    periods: list[Period],
    inherited: Period | None,
    zone: Zone,
) -> Iterator[Found]:
    governs = False  # 力争 at a clause's head goes on; before one number it does not
    shared = _shared_out(plain, sentence)
    for segment in _SEGMENT.finditer(plain, *sentence):
        words = segment[0]
        opened = plain[segment.start() - 1 : segment.start()] in (";", "。", "\n", "")
        governs = governs and not opened and not _VERB.match(words.lstrip())
        stretch = governs or bool(_STRETCH.search(words))
        governs = governs or bool(_STRETCH_AHEAD.match(words))
        amounts = wanted(plain, segment, find_amounts(plain, *segment.span()))
        for index, amount in enumerate(amounts):
            period = shared.get(amount.start) or _governing(periods, amount.start, inherited)
            if period is None or (
                period is inherited
                and not zone.is_aim
                and not is_wanted(plain[segment.start() : amount.start], amount, period)
            ):
                continue
            previous = amounts[index - 1].end if index else segment.start()
            quote = _quote(shadow, plain, segment.span(), previous, amount)
            yield _found(shadow, plain, amount, period, quote, stretch)


def _governing(periods: list[Period], place: int, inherited: Period | None) -> Period | None:
    """Return the last day before a place; a yearly rate (年均) looks further for its day."""
    mean: Period | None = None
    before = bisect_right(periods, place, key=lambda period: period.start)
    for period in reversed(periods[max(0, before - MOST_RATES) : before]):
        if not period.mean:
            return period
        mean = mean or period
    return inherited or mean


def _shared_out(plain: str, sentence: tuple[int, int]) -> dict[int, Period]:
    """Return the day of each figure that 分别 shares out to a list of years."""
    found: dict[int, Period] = {}
    if plain.find("分别", *sentence) < 0 and plain.find("依次", *sentence) < 0:
        return found
    places = [(one.start, one.end) for one in find_amounts(plain, *sentence)]
    for series in find_series(plain, *sentence)[:MOST_SERIES]:
        for place, year in shared_out(plain, series, places).items():
            day = date(year, 12, 31)
            found[place] = Period(day, series.start, series.end, aims=False, each=False)
    return found


def _quote(
    shadow: Shadow, plain: str, segment: tuple[int, int], previous: int, amount: Amount
) -> tuple[int, int]:
    """Return the part of the segment that belongs to this number."""
    start, end = segment
    if previous > start:
        start = previous
        while start < amount.start and plain[start] in "、和及与 以":
            start += 1
    stop = amount.end
    tail = re.compile(r"[^、,;。\n]*").match(plain, stop, end)
    if tail and not re.search(r"\d", tail[0]):
        stop = tail.end()
    while start < stop and shadow.folded[start] in " ,、\n":
        start += 1
    return start, stop


def _found(
    shadow: Shadow,
    plain: str,
    amount: Amount,
    period: Period,
    quote: tuple[int, int],
    stretch: bool,
) -> Found:
    start, end = quote
    target = Target(
        indicator=_indicator(shadow, plain, amount, period, quote),
        op=amount.op,
        value=amount.value,
        unit=amount.unit,
        by=period.by,
        quote=shadow.clean[start:end].strip(),
        span=shadow.span(start, end),
        stretch=stretch,
        value_max=amount.value_max,
        period="每年" if period.each else None,
    )
    return Found(target, amount.start, (period.start, period.end))


def _indicator(
    shadow: Shadow, plain: str, amount: Amount, period: Period, quote: tuple[int, int]
) -> str:
    """Return what is counted: the words before the number, or else those after it."""
    start, end = quote
    begin = period.end if start <= period.start < amount.start else start
    before = shadow.folded[begin : amount.start]
    name = _TRAILING.sub("", _FILLER.sub("", before)).strip(" ,、")
    after = shadow.folded[amount.end : end].strip(" ,、的")
    if amount.implied and amount.unit == "%":
        return f"{name}覆盖率"
    if len(name) < 2 or not plain[begin : amount.start].strip("＿ "):
        return after or name
    return name if len(after) < 2 or len(name) > 3 else f"{name}{after}"
