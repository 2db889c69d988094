"""The words of a page somebody sent; a large one is laid out by a process that has little to take.

Parsers of HTML have inputs that keep them busy for minutes (an element of a hundred thousand
attributes, style sheets of descendants of descendants), and cannot be interrupted.
"""

import re
import subprocess
import sys
from pathlib import Path

from inbox.errors import PageUnreadable
from inbox.html_text import text_of_html

LARGEST_HERE = 64_000  # characters: no page of that size takes a second
PATIENCE = 20  # seconds; of the processor it has less
PICTURE = re.compile(r"data:[\w/+;=.-]{0,100},[A-Za-z0-9+/=\s]{200,}")
ROOT = Path(__file__).parents[1]


def text_of_page(page: str) -> str:
    """Return the visible words; raise PageUnreadable for a page that takes too long."""
    lean = PICTURE.sub("data:,", page)
    if len(lean) <= LARGEST_HERE:
        return text_of_html(lean)
    command = [sys.executable, "-s", "-m", "inbox.page_child"]
    try:
        ran = subprocess.run(  # noqa: S603  # nosec B603  # our own command line, no shell
            command, input=lean.encode("utf-8", "replace"), capture_output=True, timeout=PATIENCE,
            check=True, cwd=ROOT,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        raise PageUnreadable("网页过于复杂") from None
    return ran.stdout.decode("utf-8")
