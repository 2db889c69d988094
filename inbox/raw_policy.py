"""How mail is parsed: leniently, and with raw 8-bit headers kept as the bytes they were."""

from email.policy import Compat32


class RawPolicy(Compat32):
    """The lenient policy, which would otherwise replace every raw byte of a header by �."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - the library's shape
        """Return the header as it stands; bytes above 127 are escaped as half characters."""
        return value


RAW = RawPolicy()
