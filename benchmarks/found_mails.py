"""Raw mails found in any folder of files, and damaged copies of them. The folder stays outside."""

import hashlib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

LARGEST = 8_000_000  # bytes of a file that is looked at
HEADER = re.compile(rb"[!-9;-~]{1,70}:")
FIRST_OF_MBOX = re.compile(rb"From [^\n]*\n")
NEXT_OF_MBOX = re.compile(rb"\r?\n\r?\n(?=From \S+ [^\n]*\d\d:\d\d)")
USUAL = re.compile(
    rb"^(from|to|received|message-id|date|subject|mime-version|content-type|return-path|"
    rb"delivered-to):",
    re.I | re.M,
)
CHARSETS = (b"gb2312", b"big5", b"utf-16", b"utf-7", b"iso-2022-jp", b"hz", b"x-none", b"\xff", b"")
SPLICES = (
    b"",
    b"\0",
    b"\r\n\r\n",
    b"--",
    b"=?gb2312?B?",
    b"\xff" * 8,
    b"\xa3\xa5",
    b"<<<",
    b"(" * 99,
)
OWN_WORDS = "目前进度60%，正常推进。"


@dataclass(frozen=True, slots=True)
class Found:
    """One mail of another project."""

    project: str
    raw: bytes


def gather(folder: Path) -> list[Found]:
    """Return each different mail once; the first folder below `folder` is the project's."""
    seen: dict[bytes, Found] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or not 0 < path.stat().st_size <= LARGEST:
            continue
        project = path.relative_to(folder).parts[0]
        for raw in _mails_in(path.read_bytes(), is_named_mail=path.suffix.lower() == ".eml"):
            seen.setdefault(hashlib.sha256(raw).digest(), Found(project, raw))
    return list(seen.values())


def mutants(mails: Sequence[Found], count: int, chance: random.Random) -> Iterator[Found]:
    """Yield `count` damaged mails, each harmed one to four times."""
    ways: tuple[Callable[[bytes, random.Random], bytes], ...] = (
        _flipped, _cut, _with_doubled_header, _with_other_charset, _spliced,
    )  # fmt: skip
    for _ in range(count):
        mail = chance.choice(mails)
        raw = mail.raw
        for _ in range(chance.randint(1, 4)):
            raw = chance.choice(ways)(raw, chance) or b"\n"
        yield Found(mail.project, raw)


def beside(head: bytes, foreign: bytes) -> bytes:
    """Return a mail of our contact whose second part is the foreign mail's body as it is."""
    kept, _, body = foreign.partition(_gap(foreign))
    inner = re.findall(rb"(?im)^content-[^\n]*\n(?:[ \t][^\n]*\n)*", kept + b"\n")
    return _of_parts(head, _text(OWN_WORDS), b"".join(inner) + b"\n" + body)


def attached(head: bytes, foreign: bytes) -> bytes:
    """Return a mail of our contact that forwards the foreign mail whole."""
    return _of_parts(head, _text(OWN_WORDS), b"Content-Type: message/rfc822\n\n" + foreign)


def quoted(head: bytes, foreign_text: str) -> bytes:
    """Return a mail of our contact above a quotation of the foreign mail's words."""
    lines = "".join(f"> {line}\n" for line in foreign_text.splitlines())
    return head + _text(f"{OWN_WORDS}\n\n------------------ 原始邮件 ------------------\n{lines}")


def _mails_in(content: bytes, *, is_named_mail: bool) -> list[bytes]:
    pieces = NEXT_OF_MBOX.split(content) if content.startswith(b"From ") else [content]
    bare = [FIRST_OF_MBOX.sub(b"", piece, count=1) if piece.startswith(b"From ") else piece
            for piece in pieces]  # fmt: skip
    return [piece for piece in bare if piece.strip() and (is_named_mail or _is_mail(piece))]


def _is_mail(content: bytes) -> bool:
    head = content[:40_000].partition(_gap(content))[0]
    names = {match[1].lower() for match in USUAL.finditer(head)}
    return bool(HEADER.match(content)) and len(names) > 1


def _gap(content: bytes) -> bytes:
    return b"\r\n\r\n" if b"\r\n\r\n" in content[:40_000] else b"\n\n"


def _text(words: str) -> bytes:
    message = EmailMessage()
    message.set_content(words, cte="base64")
    return message.as_bytes()


def _of_parts(head: bytes, *parts: bytes) -> bytes:
    line = b"--our-own-parts\n"
    return (
        head
        + b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=our-own-parts\n\n"
        + b"".join(line + part + b"\n" for part in parts)
        + b"--our-own-parts--\n"
    )


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    harmed = bytearray(raw)
    for _ in range(chance.randint(1, 40)):
        harmed[chance.randrange(len(harmed))] = chance.randrange(256)
    return bytes(harmed)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.choices(range(len(raw) + 1), k=2))
    return raw[:first] if chance.random() < 0.5 else raw[:first] + raw[second:]


def _with_doubled_header(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    place = chance.randrange(min(len(lines), 40))
    return b"\n".join(lines[:place] + [lines[place]] * chance.choice((2, 3, 200)) + lines[place:])


def _with_other_charset(raw: bytes, chance: random.Random) -> bytes:
    name = chance.choice(CHARSETS)
    return re.sub(rb'(?i)(charset=|=\?)"?[\w-]+', lambda match: match[1] + name, raw)


def _spliced(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    piece = raw[place : place + chance.randint(0, 4000)] * chance.choice((1, 1, 30))
    return raw[:place] + chance.choice((*SPLICES, piece)) + raw[place:]
