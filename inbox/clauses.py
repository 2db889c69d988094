"""Clauses and sentences: what a word or a figure in a reply is about."""

import re
from dataclasses import dataclass

FULL_WIDTH = str.maketrans("０１２３４５６７８９％．﹪", "0123456789%.%")
CLAUSE_ENDS = "，。；！？,;!?\n\t"
SENTENCE_ENDS = "。；！？;!?\n\t"
LONGEST_CLAUSE, LONGEST_SENTENCE = 100, 300  # characters that are looked at around a word
LONGEST_TEXT = 20_000  # characters of a reply that are read for figures and states
REPEATED = re.compile(r"(.)\1{24,}", re.DOTALL)
BLANK = re.compile(
    r"(?<=[\u4e00-\u9fff%）)])[ \u3000]+(?=[\u4e00-\u9fff（(])|"
    r"(?:(?<=\d[\u4e00-\u9fff])|(?<=\d[\u4e00-\u9fff]{2}))[ \u3000]+(?=\d)|"
    r"(?<=[\u4e00-\u9fff%])/(?=[\u4e00-\u9fff])"  # 70%/正常
)
POINTED = re.compile(r"[，。；：,;:\t]")
ASIDE = re.compile(r"[（(][^（()）\n]{0,80}[)）]")


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause around a place: what stands before and after it, and its sentence up to it."""

    before: str
    after: str
    sentence: str


def shadow_of(text: str) -> str:
    """Return a text of the same length for reading figures and states in.

    Digits are half width; what stands in brackets without a figure is blanked, since its commas
    would part a clause from its subject.
    """
    plain = pointed(text.translate(FULL_WIDTH))
    return ASIDE.sub(lambda m: m[0] if "%" in m[0] or "成" in m[0] else " " * len(m[0]), plain)


def pointed(text: str) -> str:
    """Return a text of the same length with commas in lines whose writer only leaves blanks.

    目前建成41处 在建9处 未开工5处 says three things.
    """
    if not any(gap in text for gap in " \u3000/"):
        return text
    return "\n".join(map(_pointed_line, text.split("\n")))


def _pointed_line(line: str) -> str:
    blanks = list(BLANK.finditer(line))
    is_whole = len(blanks) > 1 or any(re.search(r"\d", line[: one.start()]) for one in blanks)
    if POINTED.search(line) or not is_whole:
        return line
    return BLANK.sub(lambda m: "，".ljust(len(m[0])), line)


def tidied(text: str) -> str:
    """Return a text without endless repetitions, which nobody writes and patterns dwell on."""
    return REPEATED.sub(lambda m: m[1] * 24, text[:LONGEST_TEXT])


def clause_at(text: str, start: int, stop: int) -> Clause:
    """Return the clause around text[start:stop]."""
    first, last = max(0, start - LONGEST_SENTENCE), min(len(text), stop + LONGEST_CLAUSE)
    begin = max(text.rfind(end, first, start) for end in CLAUSE_ENDS) + 1
    begin = max(begin, start - LONGEST_CLAUSE, 0)
    ends = [text.find(end, stop, last) for end in CLAUSE_ENDS]
    finish = min((end for end in ends if end >= 0), default=last)
    sentence = max(*(text.rfind(end, first, start) for end in SENTENCE_ENDS), first - 1) + 1
    return Clause(text[begin:start], text[stop:finish], text[sentence:start])


def bigrams(text: str) -> set[str]:
    """Return the pairs of neighbouring Chinese characters."""
    words = re.findall(r"[\u4e00-\u9fffA-Za-z0-9]+", text)
    return {word[n : n + 2] for word in words for n in range(len(word) - 1)}


def belongs_to(words: str, title: str) -> bool:
    """Tell whether words are (nearly) all taken from a task's own title."""
    ours = bigrams(words)
    return bool(ours) and len(ours & bigrams(title)) * 4 >= len(ours) * 3


def is_of(words: str, title: str) -> bool:
    """Tell whether a title holds (nearly) all characters of some words: 高企培育, 农田建设."""
    ours = set(re.findall(r"[\u4e00-\u9fffA-Za-z0-9]", words))
    return len(ours & set(title)) * 4 >= len(ours) * 3
