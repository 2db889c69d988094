"""Writes the words of the page on stdin: run as a process of its own, within limits."""

import resource
import sys

from inbox.html_text import text_of_html

MOST_MEMORY = 768 * 1024 * 1024  # bytes
MOST_SECONDS = 3  # of the processor


def main() -> None:
    """Print the visible words."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    page = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(text_of_html(page).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
