"""What a file is by its content, and which names a computer would run."""

import re

ACTIVE = frozenset([
    "ade", "adp", "apk", "app", "appx", "asp", "aspx", "bas", "bat", "bash", "chm", "class",
    "cmd", "com", "cpl", "crt", "csh", "deb", "dll", "dmg", "docm", "dotm", "elf", "exe", "fxp",
    "gadget", "hlp", "hta", "htm", "html", "img", "inf", "ins", "ipa", "iso", "isp", "jar",
    "js", "jse", "jsp", "ksh", "lnk", "mde", "mht", "mhtml", "mjs", "msc", "msi", "msp", "mst",
    "ocx", "php", "pif", "pl", "potm", "ppam", "ppsm", "pptm", "ps1", "psm1", "py", "pyc", "rb",
    "reg", "rpm", "scf", "scr", "sct", "settingcontent-ms", "sh", "shb", "sldm", "so", "svg",
    "swf", "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "wsc", "wsf", "wsh", "xhtml",
    "xlam", "xll", "xlsb", "xlsm", "xltm", "xml", "xsl",
])  # fmt: skip
PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"L\x00\x00\x00\x01\x14\x02", b"dex\n", b"\x00asm",
    b"FWS", b"CWS", b"!<arch>", b"ITSF",
)  # fmt: skip
CLOSED_ARCHIVES = (
    b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
MARKUP = re.compile(
    rb"^[\s\xef\xbb\xbf]*(<\?xml|<!doctype|<html|<script|<svg|<head|<body|<iframe)", re.I
)
SCRIPT = re.compile(
    rb"^[\s\xef\xbb\xbf]*(@echo\s|powershell|<\?php|wscript\.|on error resume next|"
    rb"createobject\(|import os\b|set-executionpolicy)",
    re.I,
)
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def is_active_name(name: str) -> bool:
    """Tell whether one of a name's endings is that of a program, a script or a macro."""
    endings = [ending.strip(" \t.") for ending in name.lower().split(".")[1:]]
    return not ACTIVE.isdisjoint(endings)


def is_active_content(content: bytes) -> bool:
    """Tell whether a content is a program or a script, whatever its name says."""
    if content.startswith(PROGRAMS) or SCRIPT.match(content[:200]) or MARKUP.match(content[:200]):
        return True
    is_ole = content.startswith(KINDS[-1][0])
    return is_ole and OLE_MACROS in content


def is_closed_archive(content: bytes) -> bool:
    """Tell whether a content is an archive that cannot be looked into here."""
    return content.startswith(CLOSED_ARCHIVES) or content[257:262] == b"ustar"


def media_type_of(content: bytes, stated: str) -> str:
    """Return the type a content has; the stated one only for what shows none."""
    for magic, kind in KINDS:
        if content.startswith(magic):
            if kind == "application/zip":
                head = content[:4000] + content[-4000:]
                return next((office for mark, office in OFFICE.items() if mark in head), kind)
            return kind
    try:
        content[:1000].decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    is_harmless = stated in ("text/plain", "text/csv", "text/calendar", "message/rfc822")
    return stated if is_harmless else "application/octet-stream"
