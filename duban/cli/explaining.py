"""`duban read --explain`: every finding of a notice, its line, and the rules behind it."""

from bisect import bisect_left

from duban.cli.context import print_table
from notices.explanation import explain, in_words
from notices.reading import Reading

WORDS = 60  # characters of the text that are shown


def show_explanation(reading: Reading) -> None:
    """Print every finding in the order of the text."""
    breaks = [at for at, sign in enumerate(reading.text) if sign == "\n"]
    print_table(
        ("行", "读到", "依据", "原文"),
        [
            (
                bisect_left(breaks, one.span.start) + 1,
                one.value,
                in_words(one.rule),
                " ".join(reading.text[one.span.start : one.span.end].split())[:WORDS],
            )
            for one in explain(reading)
        ],
        empty="没有读到内容。",
    )
