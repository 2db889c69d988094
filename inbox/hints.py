"""What our own form prints as a hint, left standing in an answer, even where it was edited."""

import re

from inbox.heard import STATES

_state = "|".join(STATES)
MARKS = "“”\"「」『』‘’'《》"
HINT = re.compile(
    rf"[（(]\s*或写[^（()）\n]*[)）]?"
    rf"|[（(]?\s*(?:或(?:者)?(?:填?写|为)?)?[：:]?\s*"
    rf"(?:[{MARKS}](?:{_state})[{MARKS}][、/／,，或\s]*){{2,}}[)）]?"
    rf"|[（(]?(?:(?:{_state})\s*[/／]\s*){{2,}}(?:{_state})[)）]?"
)


def without_hints(text: str) -> str:
    """Return a text without the choice our form offers (或写“已完成”“正常推进”…): none was made."""
    return HINT.sub("", text)
