"""Roles settled: what 责任单位 means beside 牵头单位, and who leads where nobody is said to."""

from dataclasses import dataclass, field

from notices.elisions import make_whole
from notices.names import Name
from notices.owners.vocabulary import MARK, MARK_ROLES, Role
from notices.units import NARROW, WIDE, is_generic, is_office, is_prose, is_strong, is_unit

STARS = ("★", "☆", "▲")  # before the unit that leads


@dataclass(frozen=True, slots=True)
class Owners:
    """The clause, understood. `due` is what it says of time; `style` names the wording."""

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    lead_implied: bool = False
    style: str = "none"
    due: str | None = None
    rules: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()  # names that may be meant otherwise
    understood: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All units, leads first."""
        return self.leads + self.supports


@dataclass(slots=True)
class Listing:
    """Names with their roles, in the order printed."""

    names: list[Name] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    due: str | None = None
    leftover: bool = False
    first_leads: bool = False
    wide: bool = False  # brackets, as printed

    def add(self, names: list[Name], role: Role) -> None:
        """Take names up; a mark behind a name, A（牵头）, goes before the list's role."""
        for name in names:
            starred = name.text[:1] in STARS and len(name.text) > 1
            if starred:
                name.text = name.text[1:]
                self.styles.add("marked")
            mark = MARK.search(name.text)
            if mark:
                name.text = name.text[: mark.start()]
                self.styles.add("marked")
                given = MARK_ROLES.get(mark["role"], Role.SUPPORT)
                given = Role.OWNER if mark["role"] in ("责任", "负责", "承办") else given
            self.names.append(name)
            self.roles.append(Role.LEAD if starred else given if mark else role)


def decide(listing: Listing, *, strict: bool, bare: bool) -> Owners:
    """Give each name its role; without a stated lead the first unit leads, implied."""
    whole = make_whole(listing.names)
    if listing.wide:  # names are printed as they came
        for name in whole:
            name.text, name.other = name.text.translate(WIDE), name.other.translate(WIDE)
    kept = [(name, role) for name, role in zip(whole, listing.roles, strict=True) if name.text]
    roles = _by_role(kept)
    leads, supports, implied = _sides(roles)
    if Role.LEAD not in roles.values() and not implied and len(leads) > 1:
        listing.styles.add("owners-lead")
    if listing.first_leads and implied:
        implied = False
        listing.styles.add("first-leads")
    return Owners(
        leads,
        supports,
        implied,
        _style(listing.styles, stated=bool({Role.LEAD, Role.SUPPORT} & set(roles.values()))),
        listing.due,
        tuple(sorted({rule for name, _ in kept for rule in name.rules} | listing.styles)),
        tuple(name.text for name, _ in kept if not is_unit(name.text.translate(NARROW))),
        tuple((name.text, name.other) for name, _ in kept if name.other),
        _is_understood(listing, [name.text for name, _ in kept], strict=strict, bare=bare),
    )


def _is_understood(listing: Listing, names: list[str], *, strict: bool, bare: bool) -> bool:
    """Say whether the names are units, as far as the wording lets one believe it."""
    if not names or not listing.styles:
        return False
    names = [name.translate(NARROW) for name in names]
    labelled = any(style.startswith("label-") for style in listing.styles)
    strong = sum(is_strong(name) for name in names)
    offices = sum(is_office(name) for name in names)
    if bare:
        units = sum(is_unit(name) and not is_prose(name) for name in names)
        return units == len(names) and offices * 2 >= len(names) and strong * 2 >= len(names)
    if strict:
        bodies = [name for name in names if is_strong(name) and not is_generic(name)]
        return len(bodies) == len(names) and offices > 0 and not listing.leftover
    if labelled:
        return not all(is_prose(name) for name in names)
    generic = all(is_generic(name) for name in names)
    prose = sum(is_prose(name) for name in names)
    return strong * 2 >= len(names) and not generic and prose * 2 < len(names)


def _by_role(kept: list[tuple[Name, Role]]) -> dict[str, Role]:
    """Return each unit with its role, in the order printed; who leads once, leads."""
    roles: dict[str, Role] = {}
    for name, role in kept:
        if name.text not in roles or role is Role.LEAD:
            roles[name.text] = role
    return roles


def _sides(roles: dict[str, Role]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return leads, supports, and whether the lead is implied."""
    given = set(roles.values())
    names = tuple(roles)
    if given == {Role.OWNER}:
        return names[:1], names[1:], True
    lead = Role.LEAD if Role.LEAD in given else Role.OWNER
    leads = tuple(name for name in names if roles[name] is lead)
    rest = [name for name in names if roles[name] is not lead]
    return leads, tuple(sorted(rest, key=lambda name: roles[name] is Role.SUPPORT)), False


def _style(styles: set[str], *, stated: bool) -> str:
    if stated:
        return "lead-support"
    if "by-duty" in styles:
        return "by-duty"
    return "responsible" if "label-owner" in styles else "named"
