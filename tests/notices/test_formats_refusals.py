"""What cannot be read is refused in words that say what it is and what to do."""

import io
import shutil
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from notices import NoticeUnreadable
from notices.formats import office, open_document
from tests.notices.files import docx_of, pdf_of, replaced, xlsx_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def zipped(*names: str, content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


def stream(name: str) -> bytes:
    """An old Office container that holds a stream of this name, and nothing readable."""
    return OLE + (name + "\x00").encode("utf-16-le") + b"\x00" * 500


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    lock = "/Filter /Standard /V 1 /R 2 /P -4 " + f"/O <{'5a' * 32}> /U <{'a5' * 32}>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    objects.append(f"<< {lock} >>")
    out, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{words}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"/Root 1 0 R /Size 4 /Encrypt 3 0 R /ID [<{'0' * 32}> <{'0' * 32}>]"
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< {trailer} >>\nstartxref\n{len(out)}"
    return out + end.encode() + b"\n%%EOF\n"


WORD = docx_of(["关于推进改造的通知", "一、推进。（责任单位：市财政局）"])
CASES = {
    "nothing": (b"", "空的"),
    "blanks": (b"\xef\xbb\xbf \r\n\t ", "空的"),
    "binary": (bytes(range(256)) * 20, "二进制"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
    "gif": (b"GIF89a\x01\x00\x01\x00", "图片"),
    "bmp": (b"BM6\x00\x0c\x00\x00\x00", "图片"),
    "tiff": (b"II*\x00\x08\x00\x00\x00", "图片"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00", "程序"),
    "rar": (b"Rar!\x1a\x07\x00", "压缩文件"),
    "zip": (zipped("a.txt"), "压缩文件"),
    "cut zip": (WORD[: len(WORD) // 2], "已损坏"),
    "slides": (zipped("ppt/presentation.xml"), "演示文稿"),
    "ofd": (zipped("OFD.xml"), "OFD"),
    "docx without a body": (replaced(WORD, "word/document.xml", b"<a/>"), "已损坏"),
    "docx of broken xml": (replaced(WORD, "word/document.xml", b"<w:document"), "已损坏"),
    "empty docx": (docx_of([""]), "没有文字"),
    "bomb": (zipped("word/document.xml", content=b" " * 20_000_000), "过大"),
    "locked office file": (stream("EncryptedPackage"), "加密"),
    "damaged xls": (stream("Workbook"), "Excel 文件已损坏"),
    "old slides": (stream("PowerPoint Document"), "演示文稿"),
    "old unknown": (OLE, "旧版 Office"),
    "cut xlsx": (xlsx_of({"a": [("任务", "单位")]})[:900], "已损坏"),
    "locked pdf": (locked_pdf(), "PDF 已加密"),
    "cut pdf": (pdf_of(["推进改造。"] * 9)[:3000], "PDF 文件不完整"),
}


@pytest.mark.parametrize(("content", "reason"), CASES.values(), ids=CASES)
def test_what_cannot_be_read_is_named_with_advice(content: bytes, reason: str) -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        open_document(content, "notice.txt")
    assert reason in refusal.value.reason
    assert refusal.value.reason.endswith("。")
    assert refusal.value.advice.endswith(("。", "）。"))


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notices.formats.packages.LARGEST_PART", 100)
    with pytest.raises(NoticeUnreadable, match="过大"):
        open_document(WORD, "notice.docx")


@pytest.mark.parametrize("kind", [stream("WordDocument"), b"{\\rtf1 x}"])
def test_without_libreoffice_an_old_file_is_to_be_saved_as_docx(
    kind: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(NoticeUnreadable) as refusal:
        open_document(kind, "notice.doc")
    assert "LibreOffice" in refusal.value.reason
    assert ".docx" in refusal.value.advice


def fake_office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a stand-in for LibreOffice on the way."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))


def test_an_old_file_is_read_as_what_libreoffice_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "saved.docx"
    saved.write_bytes(WORD)
    script = (
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]); out.mkdir()\n"
        f"out.joinpath('notice.docx').write_bytes(pathlib.Path({str(saved)!r}).read_bytes())"
    )
    fake_office(tmp_path, script, monkeypatch)
    found = open_document(stream("WordDocument"), "notice.wps")
    assert found.text.splitlines()[0] == "关于推进改造的通知"
    assert found.format == "doc"


def test_libreoffice_that_saves_nothing_or_hangs_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_office(tmp_path, "", monkeypatch)
    with pytest.raises(NoticeUnreadable, match="已损坏"):
        open_document(stream("WordDocument"), "notice.doc")
    fake_office(tmp_path, "time.sleep(60)", monkeypatch)
    monkeypatch.setattr(office, "SECONDS", 0.3)
    with pytest.raises(NoticeUnreadable, match="没有读完"):
        open_document(stream("WordDocument"), "notice.doc")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_rich_text() -> None:
    words = "".join(f"\\u{ord(sign)}?" for sign in "关于推进改造的通知")
    found = open_document(f"{{\\rtf1\\ansi {words}\\par }}".encode(), "notice.rtf")
    assert found.text.strip() == "关于推进改造的通知"
