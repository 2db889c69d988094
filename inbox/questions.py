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
    return bool(told) and all(_asks(one) for one in told)


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
