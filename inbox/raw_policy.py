"""How mail is parsed: leniently, and with raw 8-bit headers kept as the bytes they were."""

from email.policy import Compat32

LONGEST = 20_000  # characters of one header that are read
LONGEST_OF_PART = 4_000  # of those that describe a part: the library reads them in quadratic time


class RawPolicy(Compat32):
    """The lenient policy, which would otherwise replace every raw byte of a header by �."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and value; no honest one is cut here."""
        name, value = super().header_source_parse(sourcelines)
        describes_part = name.lower().startswith("content-")
        return name, value[: LONGEST_OF_PART if describes_part else LONGEST]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - the library's shape
        """Return the header as it stands; bytes above 127 are escaped as half characters."""
        return value


RAW = RawPolicy()
