"""The office, from its settings."""

from rules.office import Office
from runtime.settings import Settings


def office_of(settings: Settings) -> Office:
    """Return who we are; without keys nothing can be signed, and `duban doctor` says so."""
    return Office(
        name=settings.office_name,
        standing=settings.office_standing,
        place=settings.office_place,
        email=settings.office_email,
        url=settings.url,
        keys=tuple(key for key in settings.secret_keys.split(",") if key),
    )
