"""What the server that we trust found out about a sender (RFC 8601)."""

import re

from inbox.mail import Mail

RESULT = re.compile(r"^\s*(dmarc|spf|dkim)\s*=\s*([a-z]+)")
PROPERTY = re.compile(r"(?:header\.[di]|smtp\.(?:mailfrom|helo)|envelope-from)\s*=\s*([^\s;()]+)")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"\([^()]*\)")
FAILED = frozenset(["fail", "softfail", "hardfail"])
POLICY_FAILED = frozenset(["fail", "quarantine", "reject"])
SECOND_LEVEL = frozenset(["gov", "com", "org", "net", "edu", "ac", "mil"])  # of gov.cn
MOST_RESULTS = 10


def authentication_verdict(mail: Mail, trusted: str) -> str:
    """Return pass, fail, none or unseen: what the server we trust says of the sender.

    Unseen: it is known by name, and did not write a word about this mail.

    Only the topmost header counts, and only under the trusted server's name: any other may have
    been written by the sender. While no server is named as trusted, a topmost header that says
    "fail" is believed all the same: nobody writes that about a mail of his own.
    """
    name = trusted.strip().lower()
    if name and name not in _servers(mail)[:1]:
        return "unseen"
    results = _trusted_results(mail, name)
    policies = [verdict for method, verdict, _ in results if method == "dmarc"]
    if any(verdict in POLICY_FAILED for verdict in policies):
        return "fail"
    if "pass" in policies:
        return "pass" if trusted else "none"
    if not results:
        return "none"
    domain = mail.sender.rpartition("@")[2]
    checks = [one for one in results if one[0] != "dmarc"]
    if any(verdict == "pass" and _aligned(domain, whose) for _, verdict, whose in checks):
        return "pass" if trusted else "none"
    if any(verdict in FAILED for _, verdict, _ in checks):
        return "fail"
    return "fail" if any(verdict == "pass" and whose for _, verdict, whose in checks) else "none"


def _servers(mail: Mail) -> list[str]:
    values = mail.message.get_all("Authentication-Results", [])[:MOST_RESULTS]
    names = [str(value).partition(";")[0].split() for value in values]
    return [name[0].lower() for name in names if name]


def _trusted_results(mail: Mail, trusted: str) -> list[tuple[str, str, str]]:
    """Return (method, verdict, domain) of the topmost headers that one server wrote."""
    found: list[tuple[str, str, str]] = []
    top = ""
    for value in mail.message.get_all("Authentication-Results", [])[:MOST_RESULTS]:
        name, _, rest = " ".join(str(value).split()).partition(";")
        server = (name.split() or [""])[0].lower()
        top = top or server
        if server != top or (trusted and server != trusted):
            break
        found += _results(rest)
    return found


def _results(text: str) -> list[tuple[str, str, str]]:
    found = []
    for clause in COMMENT.sub(" ", QUOTED.sub("x", text.lower())).split(";"):
        if match := RESULT.match(clause):
            whose = PROPERTY.search(clause)
            domain = whose[1].rpartition("@")[2].strip("\"'<>") if whose else ""
            found.append((match[1], match[2], domain))
    return found


def _aligned(domain: str, other: str) -> bool:
    """Tell whether a check was about a domain of the sender's own organisation."""
    return not other or _organisation(domain) == _organisation(other)


def _organisation(domain: str) -> str:
    labels = domain.split(".")
    below_country = len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3:] if below_country else labels[-2:])
