"""One clause, from its words to its owners."""

import re
from functools import lru_cache

from notices.names import Name
from notices.owners.intruders import has_buttons, without_intruders
from notices.owners.labels import glued_labels_in, label_at, labels_in
from notices.owners.roles import Listing, Owners, decide
from notices.owners.statements import read_statement, statements_of
from notices.owners.vocabulary import DEFAULT, FIRST_LEADS, SAME_BELOW, Role
from notices.units import is_prose, is_unit

REMEMBERED = 2048  # clauses: a notice says many of them again and again
_BREAK = re.compile(r" *\n[ \n]*")
_ANGLES = str.maketrans("〈〉<>", "()()")
_PRINTED = str.maketrans("﹑､，；（）：\n［］【】〔〕〈〉＜＞", "、、,;(): ()()()()()")


@lru_cache(maxsize=REMEMBERED)
def parse_owners(clean: str, folded: str, *, strict: bool = False, bare: bool = False) -> Owners:
    """Read one clause.

    `strict` accepts nothing but whole names of units and their verbs; `bare` is a list of names
    alone, in brackets.
    """
    clean, folded = _unbroken(clean, folded.translate(_ANGLES))
    listing = Listing(first_leads=bool(FIRST_LEADS.search(folded)))
    words = _without_notes(without_intruders(folded))
    if has_buttons(folded):
        listing.styles.add("stray-words")
    if bare:
        listing.styles.add("bare")
    for role, start, end in _parts(words):
        if role:
            listing.styles.add(f"label-{role.value}")
        given = Role.OWNER if bare and role is None else role
        _read_part(listing, clean[start:end], words[start:end], given)
    listing.wide = "（" in clean
    return decide(listing, strict=strict, bare=bare)


def _unbroken(clean: str, folded: str) -> tuple[str, str]:
    """Return the words without line breaks; a label in the next line begins a part of its own."""
    if "\n" not in folded:
        return clean, folded
    printed, words, place = [], [], 0
    for gap in _BREAK.finditer(folded):
        sign = ";" if label_at(folded, gap.end()) else ""
        printed += [clean[place : gap.start()], sign]
        words += [folded[place : gap.start()], sign]
        place = gap.end()
    return "".join([*printed, clean[place:]]), "".join([*words, folded[place:]])


def _without_notes(folded: str) -> str:
    """Blank out what the clause says about other measures, and which of its units leads."""
    if said := FIRST_LEADS.search(folded):
        begin = max(folded.rfind(sign, 0, said.start()) for sign in ",;。(") + 1
        folded = folded[:begin] + " " * (said.end() - begin) + folded[said.end() :]
    for note in (DEFAULT, SAME_BELOW):
        folded = note.sub(lambda match: _blank(match[0]), folded)
    return folded


def _blank(words: str) -> str:
    """Return as many blanks, with the brackets that would not be paired kept."""
    paired = words.count("(") == words.count(")")
    return "".join(sign if not paired and sign in "()" else " " for sign in words)


def _parts(words: str) -> list[tuple[Role | None, int, int]]:
    """Return the parts between labels, each with the role its label gives."""
    found = sorted(
        [*labels_in(words), *glued_labels_in(words)], key=lambda label: (label.start, -label.end)
    )
    parts: list[tuple[Role | None, int, int]] = []
    place, role = 0, None
    for label in found:
        if label.start >= place:
            parts.append((role, place, label.start))
            place, role = label.end, label.role
    return [*parts, (role, place, len(words))]


def _read_part(listing: Listing, clean: str, folded: str, role: Role | None) -> None:
    if role is Role.DUE:
        listing.due = listing.due or (folded.strip(" ,;。\n") or None)
    if role in (Role.DUE, Role.OTHER):
        return
    waiting: list[Name] = []
    for start, end in statements_of(folded):
        blank = folded[start:end].strip(" 。;,()[]〔〕*|-")
        if not blank:
            continue
        if role and _is_prose_behind(folded, start, blank):
            break
        # What was blanked out stays so; all else is printed as it came.
        shown = "".join(
            sign if folded[start + at] != " " else " "
            for at, sign in enumerate(clean[start:end].translate(_PRINTED))
        )
        waiting = read_statement(listing, shown, role, waiting)
    if role:
        listing.add(waiting, role)
    elif waiting:
        listing.add(waiting, Role.OWNER)
        listing.leftover = True


def _is_prose_behind(folded: str, start: int, words: str) -> bool:
    """Say whether a sentence of its own follows a labelled list: 责任单位:A。加强…"""
    return bool(
        start
        and folded[start - 1] in "。\n"
        and (is_prose(words) or not is_unit(words[-40:]))
        and len(words) > 12
    )
