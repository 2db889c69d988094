"""A task's own title, repeated in a reply: its figures and words are not the answer."""

import re
from collections.abc import Sequence

from inbox.clauses import bigrams

END_OF_TITLE = re.compile(r"[：:\n]|。")
SHORTEST = 4  # characters of a title that is looked for
LETTERS = re.compile(r"[\w%]")
FIGURE_BEHIND = r"(?!\s*(?:已|约|共|达到?|为)*\s*\d)"
BLANKS = r"[\s　，,、“”\"《》（）()]{0,2}"


def without_titles(text: str, titles: Sequence[str]) -> str:
    """Return a text without the titles that it repeats word for word, to read figures in."""
    words = text
    for title in titles:
        letters = LETTERS.findall(title)
        if len(letters) >= SHORTEST and "".join(letters) in "".join(LETTERS.findall(words)):
            pattern = BLANKS.join(map(re.escape, letters))
            if not re.search(r"\d", title):  # 新增公办幼儿园学位4150个 is a value's own words
                pattern += FIGURE_BEHIND
            words = re.sub(
                rf"[【《“]?{pattern}[】》”]?(?:（[^（）\n]{{2,12}}）)?\s*[:：]?", "", words
            )
    return words


def without_heading(text: str, titles: Sequence[str]) -> str:
    """Return a text without a heading made of the title's words: 高标准农田建设："""
    end = END_OF_TITLE.search(text[:80])
    if end is None or end[0] == "。":
        return text.lstrip("：:，,。 　\t\n")
    head = text[: end.start()]
    ours = bigrams(head)
    for title in titles:
        if len(ours) > 2 and len(ours & bigrams(title)) >= 0.7 * len(ours):
            return text[end.end() :].lstrip("：:，,。 　\t\n")
    return text.lstrip("：:，,。 　\t\n")
