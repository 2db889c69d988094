"""The register: which department a printed name means, where and when.

A name is resolved by (name, place of the notice, day). Nothing is guessed: what is not found
exactly, or by a published equivalence of names (科技局 = 科学技术局), is unknown, and comes with
suggestions.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, func, select

from models import Collective, CollectiveMember, Department, DepartmentAlias

LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name means: some departments, or none and then suggestions.

    `collective` is set when the name stands for its members.
    """

    departments: tuple[Department, ...] = ()
    collective: Collective | None = None
    suggestions: tuple[Department, ...] = ()


class Register:
    """All departments and collectives, loaded once, asked often."""

    def __init__(
        self,
        departments: Iterable[Department],
        aliases: Iterable[DepartmentAlias],
        collectives: Iterable[Collective],
        members: Iterable[CollectiveMember],
        equivalents: Mapping[str, str],
    ) -> None:
        self._equivalents = equivalents
        self._by_id = {row.number: row for row in departments}
        self._names: dict[str, list[Department]] = defaultdict(list)
        for row in self._by_id.values():
            for name in {row.name, row.short_name}:
                self._add(name, row)
        self._confirmed: dict[str, list[Department]] = defaultdict(list)
        for alias in aliases:
            self._add(alias.name, self._by_id[alias.department_id])
            if alias.source == "confirmed":
                self._confirmed[self._normal(alias.name)].append(self._by_id[alias.department_id])
        self._collectives = list(collectives)
        self._members: dict[int, list[CollectiveMember]] = defaultdict(list)
        for member in members:
            self._members[member.collective_id].append(member)

    def resolve(self, printed: str, *, place: str | None, on: date) -> Resolution:
        """Return what `printed` means in a notice of `place` on that day."""
        printed = fold(printed)
        for collective in self._collectives:
            names = {fold(name) for name in collective.names}
            if printed in names and collective.place in (None, place):
                return Resolution(self._members_of(collective, on), collective)
        name = self._normal(printed)
        found = self._confirmed_here(name, place) or self._unique(
            self._names.get(name, ()), printed, place
        )
        if found is not None:
            return Resolution((self.successor_of(found, on),))
        return Resolution(suggestions=self.suggest(printed, place=place))

    def suggest(self, printed: str, *, place: str | None, limit: int = 5) -> tuple[Department, ...]:
        """Return the departments whose names look most alike; a score never decides."""
        here = [row for row in self._by_id.values() if row.active and self.is_near(row, place)]
        choices = {row.number: row.short_name for row in here}
        hits = process.extract(printed, choices, scorer=fuzz.ratio, limit=limit, score_cutoff=40)
        return tuple(self._by_id[key] for _, _, key in hits)

    def successor_of(self, row: Department, on: date) -> Department:
        """Follow dated successors until the body that exists on that day."""
        seen = set()
        while (
            row.successor_id is not None
            and row.succeeded_on is not None
            and row.succeeded_on <= on
            and row.number not in seen
        ):
            seen.add(row.number)
            row = self._by_id[row.successor_id]
        return row

    def _add(self, name: str, row: Department) -> None:
        rows = self._names[self._normal(name)]
        if row not in rows:
            rows.append(row)

    def _normal(self, name: str) -> str:
        name = fold(name)
        for printed, usual in self._equivalents.items():
            name = name.replace(printed, usual)
        return name

    def _members_of(self, collective: Collective, on: date) -> tuple[Department, ...]:
        members = sorted(self._members[collective.number], key=lambda member: member.order)
        rows = [self.successor_of(self._by_id[member.department_id], on) for member in members]
        return tuple({row.number: row for row in rows}.values())

    def _unique(
        self, rows: Sequence[Department], printed: str, place: str | None
    ) -> Department | None:
        """Return the one row meant: of this place first, else the only one with its full name."""
        here = [row for row in rows if row.place == place]
        near = [row for row in rows if self.is_near(row, place)]
        full = [row for row in rows if row.name == printed]
        for group in (here, near, full):
            if len(group) == 1:
                return group[0]
        return None

    def _confirmed_here(self, name: str, place: str | None) -> Department | None:
        """Return what a person said the name means in this place, the last word first."""
        rows = [row for row in self._confirmed.get(name, ()) if row.place == place and row.active]
        return rows[-1] if rows else None

    @staticmethod
    def is_near(row: Department, place: str | None) -> bool:
        """Say whether a notice of `place` may name the row by its short name."""
        if row.place is None or place is None or row.place == place:
            return True
        return row.place.startswith(place) or row.level in ("province", "central")


def fold(name: str) -> str:
    """Return a name without blanks and with half-width brackets, for comparison only."""
    return "".join(name.split()).replace("（", "(").replace("）", ")").replace("，", ",")


def load_register(session: Session, equivalents: Mapping[str, str]) -> Register:
    """Load the whole register; a few thousand rows at most."""
    return Register(
        session.exec(select(Department).order_by(col(Department.id))),
        session.exec(select(DepartmentAlias)),
        session.exec(select(Collective)),
        session.exec(select(CollectiveMember)),
        equivalents,
    )


def enter_department(session: Session, printed: str, place: str | None) -> Department:
    """Enter a body that the register lacks, as a notice of `place` prints it: 市科技局."""
    short = fold(printed)
    level = short[0] if short else ""
    own = bool(place) and (place or "").endswith(level) and level in LEVELS
    name = f"{place}{short[1:]}" if own else short
    known = session.exec(
        select(Department).where(Department.name == name, Department.place == place)
    ).first()
    if known is not None:
        return known
    count = session.exec(select(func.count()).select_from(Department)).one()
    row = Department(
        code=f"office.{count + 1}.{uuid.uuid4().hex[:6]}",
        name=name,
        short_name=short,
        level=LEVELS.get(level, "other") if own else "other",
        place=place,
        kind="government" if short.endswith("政府") else "department",
    )
    session.add(row)
    session.flush()
    return row


def remember_alias(session: Session, department: Department, name: str) -> None:
    """Keep a name that a person confirmed, so that later notices resolve it by themselves."""
    known = session.exec(
        select(DepartmentAlias).where(
            DepartmentAlias.department_id == department.number, DepartmentAlias.name == name
        )
    ).first()
    if known is None and name not in (department.name, department.short_name):
        session.add(DepartmentAlias(department_id=department.number, name=name, source="confirmed"))
