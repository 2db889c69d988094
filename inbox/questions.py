"""Questions that a department asks the office: a person must answer them, they are no progress."""

import re
from collections.abc import Sequence

from inbox.acknowledgements import find_objection
from inbox.courtesies import says_nothing, sentences_in
from inbox.states import asks_for_extension

ASKS = re.compile(
    r"[?？]\s*$|^\W*(?:另|还|再|顺便|同时)?(?:有一?(?:事|点)|外)?[，,]?\s*(?:想|我局|我们|我)?[，,]?\s*"
    r"(?:请问|请教|咨询一?下?|想?问一下|想?问问|向您请教|求教)"
)
ASKED = re.compile(
    r"请问|请教|咨询|想问|问一下|能不能|能否|可否|可不可以|是否|是不是|要不要|用不用|算不算|该不该|需不需要|"
    r"行不行|有没有|如何|怎[么样]|多少|哪[个些一里天项]|什么|几[号日]|何时|还是|[吗呢吧么]\s*[？?。]"
)
SAYS = re.compile(r"已|完成|累计|目前|截至|达到|建成|进度|推进|正常|滞后")
FOR_APPROVAL = re.compile(r"^\W*(?:[妥当可]否|是否[妥可])")
LINK = re.compile(r"https?://[!-~]{1,2000}")
MASK = "\ue003"
SHOWN = 120  # characters of questions that are repeated to the office


def questions_in(text: str) -> list[str]:
    """Return the sentences that ask the office something; a request of time is none of them."""
    asked = [one for one in sentences_in(_masked(text)) if _asks(one)]
    return [one.replace(MASK, "?") for one in asked]


def only_asks(text: str) -> bool:
    """Tell whether a reply says nothing, but asks something."""
    told = [one for one in sentences_in(_masked(text)) if not says_nothing(one)]
    return bool(told) and all(_asks(one) and not _statements(one) for one in told)


def without_questions(text: str) -> str:
    """Return a text without what it asks: figures in a question are nobody's answer.

    已建成10万亩，材料是否还要盖章？ keeps its first clause.
    """
    words = text
    for question in questions_in(text):
        words = words.replace(question, _statements(question), 1)
    return words


def _statements(question: str) -> str:
    """Return the clauses of a question that say something before it asks."""
    clauses = re.split(r"(?<=[，,])", question)
    asked = next((n for n, one in enumerate(clauses) if ASKED.search(one)), 0)
    return "".join(clauses[:asked]) if all(map(SAYS.search, clauses[:asked])) else ""


def in_words(questions: Sequence[str]) -> str:
    """Return what the office is told of the questions, and their sender of what becomes of them."""
    asked = "".join(questions)
    shown = asked if len(asked) <= SHOWN else f"{asked[:SHOWN]}……"
    return f"来信提出了问题，已转办公室答复：“{shown}”"


def _masked(text: str) -> str:
    """Return `text` where the ? of a link is no question mark."""
    return LINK.sub(lambda link: link[0].replace("?", MASK), text)


def _asks(sentence: str) -> bool:
    if not ASKS.search(sentence) or FOR_APPROVAL.match(sentence):
        return False
    return not asks_for_extension(sentence) and find_objection(sentence) is None
