"""Cuts a reply to the sender's own words: what we sent goes first, then what clients add."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox.clauses import REPEATED
from inbox.html_text import BEGIN_QUOTE, END_QUOTE, text_of_html
from inbox.quotes import MARKED, POINTER, QUOTED, is_forward, is_head, separates
from inbox.sent import TASK, Sent, read_sent, squeeze
from inbox.signatures import signs, without_signature

SALUTATION = re.compile(
    r"^\s*(?:[^，。；：:\d]{0,16}(?:您好|你好|领导好|同志们?好?|老师|[局委办科处室])|"
    r"收信?好)\s*[：:，,！!。]?\s*$"
)
REPORT = re.compile(r"%|％|成[，。；]|完成|推进|滞后|启动|任务\s*\d|延期|异议|办结|进度|签收")
LINES_READ = 4000
LONGEST_POINTER = 60  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the part that a client quotes: is it surely outside the quote?"""

    text: str
    is_outside: bool


@dataclass(slots=True)
class Quote:
    """The first mail of the quoted part; older ones below it are nobody's answer."""

    lines: list[Line]
    is_forward: bool = False


def cut_reply(text: str, sent: str = "", page: str | None = None) -> str:
    """Return what the sender wrote, given the text and the page of the message answered.

    Words above the quoted mail are the answer. Where there are none, or they point below, what
    stands between and below our own lines is, each part under the task it answers.
    """
    tidy = REPEATED.sub(lambda m: m[1] * 24, text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = tidy.split("\n")[:LINES_READ]
    number = next((n for n in range(len(lines)) if _begins_quote(lines, n)), len(lines))
    top = [Line(line, True) for line in lines[:number]]
    ours = _closest(lines[:number], sent, page if number == len(lines) else None)
    above = _answers(top, ours)
    own = without_signature(above)
    wrote = _says_something(above)
    if number == len(lines) or (wrote and not _points_below(own)):
        underneath = [] if _reports(own) else _underneath(lines[number:], sent, page)
        return _joined([*own, *underneath] if _reports(underneath) else own)
    below = _below(_first_quote(lines[number:]), sent, page, is_pointed_to=wrote)
    return _joined(without_signature(below)) or _joined(own)


def _underneath(lines: Sequence[str], sent: str, page: str | None) -> list[str]:
    """Return what stands below the last line that a client marked as quoted, and is not ours."""
    last = max((n for n, line in enumerate(lines) if QUOTED.match(line)), default=len(lines))
    rest = [Line(line, True) for line in lines[last + 1 :]]
    ours = _closest(lines, sent, page)
    kept = [] if ours is None else _places(rest, ours)
    own = [line.text for line, place in zip(rest, kept, strict=False) if place < 0]
    return without_signature(own if kept else [line.text for line in rest])


def _reports(lines: Sequence[str]) -> bool:
    """Tell whether lines hold an answer: a figure, a state, a task."""
    words = "\n".join(lines)
    return len(words) > LONGEST_POINTER or bool(REPORT.search(words))


def _begins_quote(lines: Sequence[str], number: int) -> bool:
    return bool(QUOTED.match(lines[number])) or separates(lines, number)


def _first_quote(lines: Sequence[str]) -> Quote:
    """Return the first quoted mail, with what stands outside the client's marks around it."""
    quote = Quote([])
    mail, mails, depth = 0, 0, 0
    open_mails: list[int] = []
    was_closed = False
    for number, text in enumerate(lines):
        bare = text.strip()
        if bare == END_QUOTE:
            if open_mails:
                mail = open_mails.pop()
                depth -= 1
            was_closed = True
        elif separates(lines, number):
            if bare == BEGIN_QUOTE:
                open_mails.append(mail)
                depth += 1
            is_first = bare == BEGIN_QUOTE and depth == 1
            if mail == 0 and not quote.lines:
                quote.is_forward |= is_forward(text)
            elif not is_first:
                mails += 1
                mail = mails
        elif mail == 0 and (bare or quote.lines) and not (is_head(text) and not quote.lines):
            quote.lines.append(Line(text, was_closed and depth == 0))
    return quote


def _below(quote: Quote, sent: str, page: str | None, *, is_pointed_to: bool) -> list[str]:
    """Return the answers in a quoted mail: between our lines, or the words that are passed on."""
    ours = _closest([line.text for line in quote.lines], sent, page)
    if ours is not None and any(place >= 0 for place in _places(quote.lines, ours)):
        return _answers(quote.lines, ours)
    if quote.is_forward or is_pointed_to:
        return [line.text for line in quote.lines if not is_head(line.text)]
    is_marked = any(QUOTED.match(line.text) for line in quote.lines)
    return [
        line.text
        for line in quote.lines
        if line.is_outside or (is_marked and not QUOTED.match(line.text))
    ]


def _answers(lines: Sequence[Line], ours: Sent | None) -> list[str]:
    """Return the lines that are not ours, each part below the task our lines there are about."""
    if ours is None:
        return [line.text for line in lines]
    places = _places(lines, ours)
    first = next((n for n, place in enumerate(places) if place >= 0), len(lines))
    several = len({line.key for line in ours.lines if line.key}) > 1
    kept: list[str] = []
    key = told = None
    for number, (line, place) in enumerate(zip(lines, places, strict=True)):
        if place >= 0:
            key = ours.key_at(place)
            continue
        words = line.text if number < first else _own_words(line.text, ours)
        if number >= first and (added := ours.continued(words)):
            key, words = added[0] or key, added[1]
        if not words.strip():
            kept.append(words)
            continue
        if several and key and key != told and not TASK.match(words):
            kept.append(f"任务{key}：")
        told = key or told
        kept.append(words)
    return kept


def _own_words(text: str, ours: Sent) -> str:
    """Return what the sender added to a line that stands among ours: all, a part, or nothing."""
    if QUOTED.match(text):
        return ""
    filled = ours.filled_in(text)
    if filled is not None:
        return filled
    return "" if is_head(text) or ours.is_changed(squeeze(text)) else text


def _places(lines: Sequence[Line], ours: Sent) -> list[int]:
    """Return where each line stands in what we sent, or −1."""
    found, cursor = [], 0
    for line in lines:
        squeezed = squeeze(MARKED.sub("", line.text))
        place = ours.find(squeezed, cursor)
        if place >= 0:
            cursor = place + len(squeezed)
        found.append(place)
    return found


def _closest(lines: Sequence[str], sent: str, page: str | None) -> Sent | None:
    """Return the form of our message that stands in these lines: its text, or its page."""
    texts = [read_sent(sent)] if sent else []
    if page:
        texts.append(_read_page(page))
    quoted = [Line(line, False) for line in lines]
    return max(texts, key=lambda ours: sum(p >= 0 for p in _places(quoted, ours)), default=None)


def _read_page(page: str) -> Sent:
    return read_sent(text_of_html(page))


def _says_something(lines: Sequence[str]) -> bool:
    return any(squeeze(line) and not SALUTATION.match(line) and not signs(line) for line in lines)


def _points_below(own: Sequence[str]) -> bool:
    """Tell whether the words above the quote only say that the answer is in it."""
    words = "".join(line.strip() for line in own if not SALUTATION.match(line))
    return len(words) <= LONGEST_POINTER and bool(POINTER.search(words))


def _joined(lines: Sequence[str]) -> str:
    """Return the lines as one text, without rules and marks at its ends."""
    text = "\n".join(line for line in lines if line.strip() not in (BEGIN_QUOTE, END_QUOTE))
    return text.strip() if squeeze(text) else ""  # of a letter sent back, ">" may be left
