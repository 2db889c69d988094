"""Why a call from outside was not taken."""

from rules.errors import DubanError


class WebhookRefused(DubanError):
    """A signature, a time stamp, an id or the payload of a webhook is wrong; `status` is HTTP's."""

    def __init__(self, reason: str, *, status: int = 401) -> None:
        self.reason = reason
        self.status = status
        super().__init__(reason)


class PageUnreadable(DubanError):
    """The HTML of a mail is made so that nobody can say what its reader sees."""
