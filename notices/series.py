"""Figures for years one by one: 2026年、2027年、2028年…分别达到60家、80家、100家."""

import re
from dataclasses import dataclass

_YEARS = re.compile(
    r"(?P<first>20\d\d) {0,2}年? {0,2}(?:(?P<dash>—{1,2}|-{1,2}|–|~|至|到)|、|,|和|及) {0,2}"
    r"(?P<rest>20\d\d(?: {0,2}年? {0,2}(?:、|,|和|及|与) {0,2}20\d\d){0,6}) {0,2}年"
)
_RESPECTIVELY = re.compile(r"分别|依次")
_YEAR = re.compile(r"20\d\d")
FARTHEST = 120  # characters between the years and 分别


@dataclass(frozen=True, slots=True)
class Series:
    """The years that share out the figures behind 分别, and where both stand."""

    years: tuple[int, ...]
    start: int
    end: int
    from_place: int


def find_series(plain: str, start: int, end: int) -> list[Series]:
    """Return the lists of years in a sentence that 分别 shares figures out to."""
    found = []
    for match in _YEARS.finditer(plain, start, end):
        said = _RESPECTIVELY.search(plain, match.end(), min(end, match.end() + FARTHEST))
        if said:
            years = _years(match)
            found.append(Series(years, match.start(), match.end(), said.end()))
    return found


def _years(match: re.Match[str]) -> tuple[int, ...]:
    first, rest = int(match["first"]), [int(year) for year in _YEAR.findall(match["rest"])]
    if match["dash"] and len(rest) == 1 and 0 < rest[0] - first < 8:
        return tuple(range(first, rest[0] + 1))
    return (first, *rest)


def shared_out(plain: str, series: Series, places: list[tuple[int, int]]) -> dict[int, int]:
    """Return the year of each figure, by where it stands, if there are as many as years.

    `places` are the figures of the sentence; those shared out follow 分别 one right after another.
    """
    behind = [place for place in places if place[0] >= series.from_place]
    run: list[tuple[int, int]] = []
    for place in behind:
        if run and not re.fullmatch(r"[ 、,和及与]{1,4}", plain[run[-1][1] : place[0]]):
            break
        run.append(place)
    if len(run) != len(series.years):
        return {}
    return {place[0]: year for place, year in zip(run, series.years, strict=True)}
