"""SAY: what we say. This package holds the Jinja files and the one way to render them."""

from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from rules.wording import chinese_date

_environment = Environment(
    loader=PackageLoader("templates", package_path=""),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_environment.filters["chinese_date"] = chinese_date


class Letter(NamedTuple):
    """A rendered message."""

    subject: str
    text: str
    html: str


def render(name: str, **context: object) -> str:
    """Render one file; a missing fact is an error, never a blank."""
    return _environment.get_template(name).render(context)


def render_letter(name: str, *, assumption: str = "", **context: object) -> Letter:
    """Render `messages/<name>.txt` (its first line is the subject) and `messages/<name>.html`.

    `assumption` is what its days rest on (see `WorkingCalendar.assumption`); it stands below.
    """
    subject, _, text = render(f"messages/{name}.txt", **context).lstrip().partition("\n")
    html = render(
        f"messages/{name}.html", subject=subject.strip(), assumption=assumption, **context
    )
    note = f"\n注：{assumption}。\n" if assumption else ""
    return Letter(subject.strip(), text.strip() + "\n" + note, html)
