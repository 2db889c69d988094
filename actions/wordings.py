"""The words of tasks in the text: their sentences, and where a copied passage stands."""

import re

from sqlmodel import Session

from models import Measure, Task

SENTENCE = re.compile(r"[^。；;！\n]*[。；;！\n]+|[^。；;！\n]+\Z")
OPENING, CLOSING = tuple("（(【[〔"), tuple("）)】]〕")
TRIED = (16, 10, 6, 4)  # first characters by which a sentence is found again


def words_of(session: Session, task: Task) -> str:
    """Return the words a task is handed out with."""
    return task.words or session.get_one(Measure, task.measure_id).text


def sentences_of(words: str) -> list[str]:
    """Return the sentences of a task's words; what stands in brackets is never cut."""
    found: list[str] = []
    depth = 0
    for match in SENTENCE.finditer(words):
        sentence = match[0]
        if not sentence.strip():
            continue
        if found and (depth > 0 or sentence.lstrip().startswith(OPENING)):
            found[-1] += sentence
        else:
            found.append(sentence)
        depth = max(
            0, depth + sum(map(sentence.count, OPENING)) - sum(map(sentence.count, CLOSING))
        )
    return found


def body_of(task: Task, words: str) -> str:
    """Return the words without number, clause and blanks: what two editions share or not."""
    clause = (task.clause or "").strip()
    body = words.replace(clause, "") if clause else words
    body = re.sub(r"[\s（）()【】\[\]]+", "", body)
    return re.sub(r"^(?:第?[\d一二三四五六七八九十]+[.、．条项]|[①-⑳])+", "", body).rstrip("。；;")


def find_words(text: str, words: str) -> list[tuple[int, int]]:
    """Return every place where `words` stand in `text`, however the lines are broken."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    compact = "".join(text[at] for at in places)
    wanted = "".join(words.split())
    found, at = [], compact.find(wanted) if wanted else -1
    while at >= 0:
        found.append((places[at], places[at + len(wanted) - 1] + 1))
        at = compact.find(wanted, at + 1)
    return found


def place_of(text: str, sentence: str, start: int, end: int) -> int | None:
    """Return where a sentence begins between `start` and `end`, by its first characters."""
    sentence = sentence.strip()
    for length in TRIED:
        at = text.find(sentence[:length], start, end)
        if at >= 0:
            return at
    return None
