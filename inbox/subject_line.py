"""An answer that stands in the subject line alone: 回复：任务3进度60%，正常推进."""

import re

from inbox.acknowledgements import acknowledges
from inbox.figures import PERCENT
from inbox.mail import Mail
from inbox.reply import cut_reply
from inbox.sent import squeeze
from inbox.states import asks_for_closure, asks_for_extension, find_state

PREFIX = re.compile(
    r"^\s*(?:(?:回复|回復|答复|答復|转发|轉發|re|fwd?|aw)\s*(?:[\[(（]\d+[\])）])?\s*[:：]\s*)+",
    re.I,
)
OURS = re.compile(r"^\s*[【\[]")  # the subject of a letter of ours, another one than was answered


def own_words(mail: Mail, *, text: str = "", page: str | None = None, subject: str = "") -> str:
    """Return what a mail's sender answered to our letter: in its body, else in its subject."""
    return cut_reply(mail.text, text, page) or said_in_subject(mail.subject, subject)


def said_in_subject(subject: str, ours: str) -> str:
    """Return the answer in a subject line, beyond our own; empty where it only is a title."""
    words = _without(PREFIX.sub("", subject), ours).strip(" 　,，:：-—_")
    if OURS.match(words) or squeeze(words) in squeeze(ours):
        return ""
    says = bool(PERCENT.search(words)) or find_state(words) is not None or acknowledges(words)
    return words if says or asks_for_extension(words) or asks_for_closure(words) else ""


def _without(words: str, ours: str) -> str:
    """Leave out our own subject, however a client spaced it."""
    letters = re.findall(r"[^\W_]", ours)
    pattern = r"[\W_]{0,3}".join(map(re.escape, letters))
    return re.sub(rf"[【\[]?{pattern}[】\]]?", "", words) if letters else words
