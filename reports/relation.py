"""报告 or 函, and to whom: the kind of a document follows from who writes to whom."""

from collections.abc import Sequence

GOVERNING = ("人民政府", "政府", "人民政府办公室", "人民政府办公厅", "政府办公室", "政府办公厅")
PARTY = ("市委", "省委", "县委", "区委", "委员会办公室")
OFFICES = ("办公室", "办公厅")


def addressee_of(recipient: str | None, issuers: Sequence[str], office: str) -> str:
    """Return the 主送机关: whom the clause names, else who issued the notice, else our own leaders.

    A government's office issues for its government, so the report goes to the government.
    """
    if recipient and not _is_same(recipient, office):
        return recipient
    for issuer in issuers:
        if not _is_same(issuer, office):
            return _principal(issuer)
    return "本单位领导"


def document_kind(addressee: str, *, place: str) -> str:
    """Return 报告 to our own leaders or to the government above us, else 函.

    A government of another place is not our superior; without a place every government is one.
    """
    if addressee == "本单位领导" or addressee.startswith(PARTY):
        return "报告"
    if not addressee.endswith(GOVERNING):
        return "函"
    named = addressee.removesuffix("办公室").removesuffix("办公厅").removesuffix("政府")
    named = named.removesuffix("人民")
    own = {"市", "省", "县", "区", ""}
    is_ours = not place or named in own or named.startswith(place) or named.endswith("省")
    return "报告" if is_ours else "函"


def _principal(issuer: str) -> str:
    for suffix in OFFICES:
        if issuer.endswith(f"人民政府{suffix}"):
            return issuer.removesuffix(suffix)
    return issuer


def _is_same(name: str, office: str) -> bool:
    """Return whether `name` is our own, in full or as a notice shortens it (市科技局)."""
    if name == office or office.endswith(name.removeprefix("市").removeprefix("省")):
        return True
    letters = iter(office)
    return len(name) > 3 and all(letter in letters for letter in name)
