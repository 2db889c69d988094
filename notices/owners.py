"""Who leads, who supports, who answers for it: the words of one responsibility clause."""

import re
from dataclasses import dataclass, field

from notices.names import STRONG_END, Name, is_unit, make_whole, split_names

_LEAD_LABEL = (
    r"(?:总)?牵头(?:责任)?(?:单位|部门|主体|处室|科室)?|主办(?:单位|部门)?|主责(?:单位"
    r"|部门)?|第一责任单位"
)
_SUPPORT_LABEL = (
    r"(?:配合|协办|协同|参与|参加|协助|支持|协作|会办)(?:责任)?(?:单位|部门|处室|科室)?"
)
_OWNER_LABEL = (
    r"(?:主要)?责任(?:单位|部门|主体|分工|处室|科室)|(?:承办|负责|落实|实施"
    r"|组织)(?:单位|部门|主体)|任务分工|职责分工"
)
_OTHER_LABEL = (
    r"(?:完成|办结|整改|推进)?(?:时限|时间(?:节点|要求|安排)?|期限|进度)|(?:责任|分管"
    r"|牵头)(?:人|领导)|联系(?:人|电话)|备注"
)
_LABELS = re.compile(
    rf"(?:(?<=[,;。、)\s\n])|^) *(?:(?P<lead>{_LEAD_LABEL})|(?P<support>{_SUPPORT_LABEL})"
    rf"|(?P<owner>{_OWNER_LABEL})|(?P<other>{_OTHER_LABEL}))(?:及[^:,;]{{1,8}})? {{0,3}}:"
)
_DUE_LABEL = re.compile(r"时限|时间|期限|进度")
_DUTY = r"(?:按照?|依照?据?)?(?:各自|各)?(?:的)?(?:职责|职能)(?:任务)?(?:分工)?|(?:按照?)分工"
_LEAD_VERB = re.compile(
    r"(?:作为|为|总|负责)?(?:牵头(?!部门|单位|处室)|主办(?!单位|部门)|主责(?!单位|部门))"
)
_WITH = re.compile(r"(?:会同|联合|商(?=[省市区县各]))")
_SUPPORT_VERB = re.compile(
    rf"(?:积极|密切|协同|共同|{_DUTY}|分别|予以|做好)*(?:配合|参与|协助|协办|参加"
    rf"|支持)(?!单位|部门|方)"
)
_OWNER_VERB = re.compile(
    rf"(?:{_DUTY}|分别|共同|具体|组织|认真|均需)*(?:负责|落实|承办|抓好|推进|实施|办理"
    rf"|执行)(?!单位|部门|人)|(?:{_DUTY})"
)
_ROLE_MARK = re.compile(r"\((?P<role>牵头|主办|配合|协办|参与)(?:单位)?\)$")
_AFTER_VERB = re.compile(
    rf"^(?:负责|落实|实施|组织|推进|配合|办理|抓好|抓落实|统筹|协调|汇总|的|等|做好"
    rf"|相关|工作|{_DUTY}|具体|并|和|、)*$"
)
_STRONG = re.compile(rf"(?:{STRONG_END})(?:\(.{{1,20}}\))?$|^各")
_WIDE = str.maketrans("()", "（）")
_NARROW = str.maketrans("（）", "()")
LEAD, SUPPORT, OWNER = "lead", "support", "owner"


@dataclass(frozen=True, slots=True)
class Owners:
    """The clause, understood. `due` is what stood behind 完成时限; `style` names the wording."""

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    lead_implied: bool = False
    style: str = "none"
    due: str | None = None
    rules: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    understood: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All units, leads first."""
        return self.leads + self.supports


@dataclass(slots=True)
class _Listing:
    """Names with their roles, in the order printed."""

    names: list[Name] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    due: str | None = None
    leftover: bool = False

    def add(self, names: list[Name], role: str) -> None:
        for name in names:
            mark = _ROLE_MARK.search(name.text)
            if mark:
                name.text = name.text[: mark.start()]
                self.styles.add("marked")
            given = (LEAD if mark["role"] in ("牵头", "主办") else SUPPORT) if mark else role
            self.names.append(name)
            self.roles.append(given)


def parse_owners(clean: str, folded: str, *, strict: bool = False, bare: bool = False) -> Owners:
    """Read one clause.

    `strict` accepts nothing but whole names of units and their verbs; `bare` is a list of names
    alone, in brackets.
    """
    without_default = _cut_default(folded)
    listing = _Listing()
    place, role = 0, "owner" if bare else ""
    if bare:
        listing.styles.add("bare")
    for match in [*_LABELS.finditer(without_default), None]:
        stop = match.start() if match else len(without_default)
        _read_part(listing, clean[place:stop], without_default[place:stop], role)
        if match:
            place, role = match.end(), match.lastgroup or ""
            listing.styles.add(f"label-{role}")
    if "（" in clean:  # names are printed as they came
        for name in listing.names:
            name.text = name.text.translate(_WIDE)
    return _decided(listing, strict=strict, bare=bare)


def _cut_default(folded: str) -> str:
    """Blank out what the clause says about other measures (以下各项均需…不再列出)."""
    return re.sub(
        r"(?:以下|下列|上述|以上|其他|其余)[^;。]{0,160}?不再[^;。]{0,12}",
        lambda match: " " * len(match[0]),
        folded,
    )


def _read_part(listing: _Listing, clean: str, folded: str, role: str) -> None:
    if role == "other":
        listing.due = listing.due or (clean.strip(" ,;。") or None)
        return
    labelled = {"lead": LEAD, "support": SUPPORT, "owner": OWNER}.get(role)
    waiting: list[Name] = []
    for start, end in _segments(folded):
        words = folded[start:end]
        if not words.strip(" 。;,"):
            continue
        waiting = _read_segment(listing, _printed(clean[start:end]), labelled, waiting)
    if labelled:
        listing.add(waiting, labelled)
    elif waiting:
        listing.add(waiting, OWNER)
        listing.leftover = True


def _printed(clean: str) -> str:
    """Fold the separators of a list, and keep its brackets as half-width ones."""
    return clean.translate(str.maketrans("，；（）：\n", ",;(): "))


def _segments(folded: str) -> list[tuple[int, int]]:
    """Return the parts between commas, semicolons and stops outside brackets."""
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(folded):
        depth += (character == "(") - (character == ")")
        if depth <= 0 and character in ",;。":
            parts.append((begin, place))
            begin = place + 1
    return [*parts, (begin, len(folded))]


def _read_segment(
    listing: _Listing, words: str, labelled: str | None, waiting: list[Name]
) -> list[Name]:
    """Read one segment; return the names that still wait for a verb."""
    for verb, role in ((_LEAD_VERB, LEAD), (_SUPPORT_VERB, SUPPORT), (_OWNER_VERB, OWNER)):
        match = verb.search(_outside_brackets(words))
        if not match or match.start() < 2:
            continue
        before, after = words[: match.start()], words[match.end() :]
        partner = _WITH.search(before)
        if role is OWNER and labelled and not partner:
            continue  # 责任单位:…负责推进… is prose behind a label
        if role is OWNER and partner:
            listing.add([*waiting, *split_names(before[: partner.start()])], LEAD)
            listing.add(split_names(before[partner.end() :]), SUPPORT)
            listing.styles.add("verb-lead")
            return []
        listing.add([*waiting, *split_names(before)], role)
        listing.styles.add(f"verb-{role}" if role != OWNER else _owner_style(match[0]))
        _read_rest(listing, after)
        return []
    return [*waiting, *split_names(words)]


def _read_rest(listing: _Listing, after: str) -> None:
    """Read what follows a verb: 牵头会同市财政局负责, 牵头、市财政局配合, or nothing."""
    if partner := _WITH.search(after):
        rest = _OWNER_VERB.split(after[partner.end() :])[0]
        listing.add(split_names(rest), SUPPORT)
    elif not _AFTER_VERB.match(after.strip()):
        match = _SUPPORT_VERB.search(after)
        if match and match.start() >= 2:
            listing.add(split_names(after[: match.start()]), SUPPORT)
        else:
            listing.leftover = True


def _outside_brackets(words: str) -> str:
    """Blank out what stands in brackets: 市科技局(牵头) has no verb."""
    return re.sub(r"\([^()]*\)", lambda match: "＿" * len(match[0]), words)


def _owner_style(verb: str) -> str:
    return "by-duty" if "职责" in verb or "分工" in verb or "职能" in verb else "verb-owner"


def _decided(listing: _Listing, *, strict: bool, bare: bool) -> Owners:
    """Give each name its role; without a stated lead the first unit leads, implied."""
    whole = make_whole(listing.names)
    kept = [(name, role) for name, role in zip(whole, listing.roles, strict=True) if name.text]
    unsure = tuple(name.text for name, _ in kept if not is_unit(name.text.translate(_NARROW)))
    units = sum(bool(_STRONG.search(name.text.translate(_NARROW))) for name, _ in kept)
    labelled = any(style.startswith("label-") for style in listing.styles)
    understood = bool(kept) and bool(listing.styles) and (labelled or units * 2 >= len(kept))
    if bare:
        understood = understood and not unsure and units * 2 >= len(kept)
    if strict:
        understood = understood and units == len(kept) and not listing.leftover
    rules = sorted({rule for name, _ in kept for rule in name.rules} | listing.styles)
    roles = _by_role(kept)
    implied = not roles[LEAD] and bool(roles[OWNER]) and not roles[SUPPORT]
    leads, supports = _sides(roles, implied=implied)
    style = _style(listing.styles, stated=bool(roles[LEAD] or roles[SUPPORT]))
    return Owners(leads, supports, implied, style, listing.due, tuple(rules), unsure, understood)


def _by_role(kept: list[tuple[Name, str]]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {LEAD: [], SUPPORT: [], OWNER: []}
    seen: set[str] = set()
    for name, role in kept:
        if name.text not in seen:
            seen.add(name.text)
            roles[role].append(name.text)
    return roles


def _sides(
    roles: dict[str, list[str]], *, implied: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if roles[LEAD]:
        return tuple(roles[LEAD]), tuple(roles[OWNER] + roles[SUPPORT])
    if implied:
        return tuple(roles[OWNER][:1]), tuple(roles[OWNER][1:])
    return tuple(roles[OWNER]), tuple(roles[SUPPORT])


def _style(styles: set[str], *, stated: bool) -> str:
    if stated:
        return "lead-support"
    if "by-duty" in styles:
        return "by-duty"
    return "responsible" if "label-owner" in styles else "named"
