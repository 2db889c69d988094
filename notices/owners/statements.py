"""One statement of a clause: lists of units, each with the verb behind it."""

import re

from notices.names import Name, split_names
from notices.owners.roles import Listing
from notices.owners.vocabulary import DUE, FILLER, VERB, WITH, Role
from notices.units import is_prose, is_unit

_AHEAD = re.compile(
    r"^[ ,]*(?:于|在|力争|确保|争取)?(?:(?:20\d\d年|今年|本年|明年)[\d一二三四五六七八九十]{0,3}"
    r"|[\d一二三四五六七八九十]{1,3}|年)"
    r"(?:月(?:\d{1,2}[日号])?|年|季度|上半年|下半年)?(?:上旬|中旬|下旬|底|末)?(?:之|以)?前(?:全面"
    r"|基本)?(?:完成)?[,、]?"
)
LEAST, MOST = 3, 12  # characters of a name that does not end as units do
_DATED = re.compile(r"\d{1,2}月|年底|季度|\d{4}年")


def statements_of(folded: str) -> list[tuple[int, int]]:
    """Return the parts between commas, semicolons and stops outside brackets."""
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(folded):
        depth += (character == "(") - (character == ")")
        if depth <= 0 and character in ",;。":
            parts.append((begin, place))
            begin = place + 1
    return [*parts, (begin, len(folded))]


def read_statement(
    listing: Listing, words: str, labelled: Role | None, waiting: list[Name]
) -> list[Name]:
    """Read one statement; return the names that still wait for a verb."""
    if DUE.match(words.strip()) and not is_unit(words.strip()):
        listing.due = listing.due or words.strip()
        return waiting
    masked = _outside_brackets(words)
    place = 0
    for verb in VERB.finditer(masked):
        if verb.start() < place:
            continue
        role, style = _role_of(verb)
        before = words[place : verb.start()]
        ends = not FILLER.sub("", masked[verb.end() :], count=1).strip(" ")
        if not _take(listing, before, waiting, role, labelled, sure=ends):
            continue
        listing.styles.add(style)
        waiting = []
        filler = FILLER.match(masked, verb.end())
        place = filler.end() if filler else verb.end()
        if WITH.match(masked, place):
            place = _partners(listing, words, masked, place)
    return _rest(listing, words[place:], waiting, said=place > 0)


def _role_of(verb: re.Match[str]) -> tuple[Role, str]:
    """Return the role a verb gives, and the wording it shows."""
    name = (verb.lastgroup or "").removeprefix("as_")
    duty = any(word in verb[0] for word in ("职责", "职能", "分工"))
    if name in ("owner", "duty"):
        return Role.OWNER, "by-duty" if duty else "verb-owner"
    return Role(name), f"verb-{name}"


def _take(
    listing: Listing,
    before: str,
    waiting: list[Name],
    role: Role,
    labelled: Role | None,
    *,
    sure: bool,
) -> bool:
    """Give the names before a verb their role; False where they are none.

    Behind a comma the names before it keep what their label said (牵头单位:A、B,C配合), or lead
    where nobody was named before them. `sure`: the verb ends the statement.
    """
    names = split_names(_AHEAD.sub("", before))
    if partner := WITH.search(_outside_brackets(before)):
        return _take_partners(listing, before, partner, waiting, role)
    if not names and not waiting:
        return False
    if names and not _reads_as_unit(names, sure=sure):
        return False
    given = labelled if labelled and role is Role.OWNER else role
    earlier = given
    if names and given is not labelled:
        first = role is Role.SUPPORT and not listing.names
        earlier = labelled or (Role.OWNER if first else given)
    listing.add(waiting, earlier)
    listing.add(names, given)
    return True


def _reads_as_unit(names: list[Name], *, sure: bool) -> bool:
    last = names[-1].text
    short = sure and LEAST <= len(last) <= MOST
    return (is_unit(last) or short) and not any(is_prose(one.text) for one in (names[0], names[-1]))


def _take_partners(
    listing: Listing, before: str, partner: re.Match[str], waiting: list[Name], role: Role
) -> bool:
    """A会同B负责: A leads and B supports; A会同B牵头: both lead."""
    ahead, behind = split_names(before[: partner.start()]), split_names(before[partner.end() :])
    if not behind or not is_unit(behind[-1].text) or any(is_prose(name.text) for name in ahead):
        return False
    listing.add([*waiting, *ahead], Role.LEAD)
    listing.add(behind, Role.LEAD if role is Role.LEAD and (ahead or waiting) else Role.SUPPORT)
    listing.styles.add("verb-lead")
    return True


def _partners(listing: Listing, words: str, masked: str, place: int) -> int:
    """Read 牵头会同B、C负责: the names behind 会同, up to their own verb."""
    begin = WITH.match(masked, place)
    start = begin.end() if begin else place
    for verb in VERB.finditer(masked, start):
        names = split_names(words[start : verb.start()])
        if names and is_unit(names[-1].text):
            listing.add(names, Role.SUPPORT)
            filler = FILLER.match(masked, verb.end())
            return filler.end() if filler else verb.end()
    listing.add(split_names(words[start:]), Role.SUPPORT)
    return len(words)


def _rest(listing: Listing, rest: str, waiting: list[Name], *, said: bool) -> list[Name]:
    """Return the names after the last verb; words behind a verb that name nobody are left over."""
    if not rest.strip(" 。,;、)("):
        return waiting
    if partner := WITH.search(_outside_brackets(rest)):
        ahead = split_names(rest[: partner.start()])
        listing.add([*waiting, *ahead], Role.LEAD)
        listing.add(split_names(rest[partner.end() :]), Role.SUPPORT)
        listing.styles.add("verb-lead")
        return []
    if _AHEAD.match(rest.strip()) and not is_unit(rest.strip()):
        listing.due = listing.due or rest.strip()
        return waiting
    names = split_names(rest)
    if said and not all(is_unit(name.text) and not is_prose(name.text) for name in names):
        listing.leftover = True
        if _DATED.search(rest):
            listing.due = listing.due or rest.strip()
        return waiting
    return [*waiting, *names]


def _outside_brackets(words: str) -> str:
    """Blank out what stands in brackets: 市科技局(牵头) has no verb."""
    return re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", lambda match: "＿" * len(match[0]), words)
