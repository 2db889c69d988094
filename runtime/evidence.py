"""Where evidence (佐证) lies: by the hash of its content, outside the database."""

import hashlib
from pathlib import Path


def evidence_path(home: Path, sha256: str) -> Path:
    """Return the file of one piece of evidence."""
    return home / "evidence" / sha256[:2] / sha256[2:4] / sha256


def store_evidence(home: Path, content: bytes) -> str:
    """Keep `content`, whole or not at all, and return its hash. The same bytes are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = evidence_path(home, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_bytes(content)
        draft.replace(path)
    return sha256
