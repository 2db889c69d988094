"""Errors a person can act on.

DubanError                       every subclass keeps its facts as attributes
├── TransitionNotAllowed         the life cycle has no such step
├── NotAllowed                   the request is understood and refused, with the reason
├── NotFound                     nothing has that number or name
├── PolicyInvalid                the office's policy file is at fault, with the line
├── notices.NoticeUnreadable     the document is at fault, not the code
├── inbox.WebhookRefused         a signature, a time stamp or an id is wrong
├── notifiers.DeliveryFailed     the channel refused; `permanent`: do not retry
└── reports.FontsMissing         no Chinese font on this machine
"""

from collections.abc import Iterable


class DubanError(Exception):
    """Base class: every subclass carries the facts, not only a sentence."""


class TransitionNotAllowed(DubanError):
    """The life cycle has no such step."""

    def __init__(self, current: str, requested: str, allowed: Iterable[str]) -> None:
        self.current = current
        self.requested = requested
        self.allowed = frozenset(allowed)
        choices = ", ".join(sorted(self.allowed)) or "none: this status is final"
        super().__init__(f"{current} cannot become {requested} (allowed: {choices})")


class NotAllowed(DubanError):
    """The request was understood and is refused; `advice` says what to do instead."""

    def __init__(self, reason: str, advice: str = "") -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(f"{reason} {advice}".strip())


class NotFound(DubanError):
    """Nothing has that number or name."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"没有找到 {kind} {key}。")


class PolicyInvalid(DubanError):
    """The policy file cannot be used; `line` is where to look, counted from 1 (0: unknown)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"policy file, line {line}: {reason}" if line else f"policy: {reason}")
