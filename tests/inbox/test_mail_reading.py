"""Mail as it exists: wrong labels, odd headers, containers within containers."""

import struct
from email.message import EmailMessage

import pytest

from inbox.charsets import decode_bytes
from inbox.headers import decode_header
from inbox.html_text import text_of_html
from inbox.machines import find_machine
from inbox.mail import read_mail

WORDS = "目前进度百分之八十，正常推进。镕基公司已进场。"


def raw(body: bytes, kind: str = "text/plain; charset=utf-8", head: bytes = b"") -> bytes:
    return head + b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "us-ascii"),
        ("gb18030", "big5"),
        ("gb18030", "no-such-charset"),
        ("gb18030", ""),
        ("utf-8", "gb2312"),
        ("utf-8", "gbk"),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", "gb2312"),
        ("utf-16", "utf-16"),
        ("hz", "hz-gb-2312"),
    ],
)
def test_a_wrong_label_does_not_spoil_the_words(written: str, label: str) -> None:
    words = WORDS if written != "hz" else WORDS.replace("镕", "容")
    assert decode_bytes(words.encode(written), label) == words


def test_a_broken_character_spoils_only_itself() -> None:
    assert "正常推进" in decode_bytes(WORDS.encode()[:-2] + b"\xff", "utf-8")
    assert "正常推进" in decode_bytes(WORDS.encode("gb18030") + b"\x81", "utf-8")


@pytest.mark.parametrize("label", ["big5", "utf-8", "gb2312"])
def test_traditional_mail_is_read_under_any_label(label: str) -> None:
    words = "目前整體進度六成五，機房裝修與設備採購穩步推進。"
    assert decode_bytes(words.encode("big5"), label) == words


@pytest.mark.parametrize(
    "header",
    [
        "=?utf-8?B?5Zue5aSN77ya5o+Q6YaS?=",
        "=?UTF-8?Q?=E5=9B=9E=E5=A4=8D=EF=BC=9A=E6=8F=90=E9=86=92?=",
        "=?utf-8?B?5Zue5aSN77ya5o+Q?= =?utf-8?B?6YaS?=",
        "=?utf-8?B?5Zue5aSN77ya5o+Q6Y?= =?utf-8?B?aS?=",
        "=?gb2312?B?u9i4tKO6zOHQ0Q==?=",
        "=?utf-8?B?u9i4tKO6zOHQ0Q==?=",
        '"=?gb2312?B?u9i4tKO6zOHQ0Q?="',
        "回复：提醒",
    ],
)
def test_a_subject_is_read_however_it_was_cut(header: str) -> None:
    assert decode_header(header).strip('"') == "回复：提醒"


def test_raw_bytes_in_headers_are_read() -> None:
    mail = read_mail(raw(b"x", head="Subject: 回复：提醒\r\n".encode("gb18030")))
    assert mail.subject == "回复：提醒"


@pytest.mark.parametrize(
    "parameter",
    [
        'filename="=?gb2312?B?t7TAobHtLnhsc3g=?="',
        "filename*=gb2312''%B7%B4%C0%A1%B1%ED.xlsx",
        "filename*0*=gb2312''%B7%B4%C0%A1; filename*1*=%B1%ED.xlsx",
        "filename=gb2312''%B7%B4%C0%A1%B1%ED.xlsx",
        'filename="%E5%8F%8D%E9%A6%88%E8%A1%A8.xlsx"',
        "filename*=\"utf-8''=?gb2312?B?t7TAobHtLnhsc3g=?=\"",
    ],
)
def test_a_files_name_is_read_in_every_mixture(parameter: str) -> None:
    body = (
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; {parameter}"
        "\r\n\r\nx\r\n--b--\r\n"
    )
    assert [part.name for part in read_mail(body.encode()).parts] == ["反馈表.xlsx"]


def test_a_raw_file_name_is_read() -> None:
    head = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: a/b; name="'
    name = "反馈表.xlsx".encode("gb18030")
    mail = read_mail(head + name + b'"\r\n\r\nx\r\n--b--\r\n')
    assert [part.name for part in mail.parts] == ["反馈表.xlsx"]


def test_the_words_of_a_winmail_dat_are_read_and_its_files_kept() -> None:
    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, number, 6, len(data)) + data + b"\0\0"

    tnef = struct.pack("<IH", 0x223E9F78, 1)
    tnef += attribute(1, 0x800C, WORDS.encode("gb18030") + b"\0")
    tnef += attribute(2, 0x9002, b"\0" * 14)
    tnef += attribute(2, 0x8010, "照片.jpg".encode("gb18030") + b"\0")
    tnef += attribute(2, 0x800F, b"\xff\xd8\xff\xe0")
    mail = read_mail(raw(tnef, 'application/ms-tnef; name="winmail.dat"'))
    assert mail.text == WORDS
    assert [(part.name, part.content[:2]) for part in mail.parts] == [("照片.jpg", b"\xff\xd8")]


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_mail_inside_its_signature_is_read(in_pieces: bool) -> None:
    inner = raw(WORDS.encode())
    octets = der(0x04, inner)
    if in_pieces:
        octets = b"\x24\x80" + der(0x04, inner[:40]) + der(0x04, inner[40:]) + b"\0\0"
    holder = der(0xA0, octets) if not in_pieces else b"\xa0\x80" + octets + b"\0\0"
    oid = bytes.fromhex("06092a864886f70d010701")
    mail = read_mail(raw(oid + holder, "application/pkcs7-mime; smime-type=signed-data"))
    assert (mail.text, mail.encrypted) == (WORDS, False)


def test_signed_mail_is_read_and_its_signature_is_no_file() -> None:
    body = (
        'Content-Type: multipart/signed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain;'
        f" charset=utf-8\r\n\r\n{WORDS}\r\n--b\r\nContent-Type: application/pkcs7-signature;"
        ' name="smime.p7s"\r\n\r\nx\r\n--b--\r\n'
    )
    mail = read_mail(body.encode())
    assert (mail.text.strip(), mail.parts, mail.encrypted) == (WORDS, (), False)


def test_a_text_that_pgp_signed_is_read_without_its_armour() -> None:
    armour = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{WORDS}\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    )
    assert read_mail(raw(armour.encode())).text == WORDS


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/encrypted; boundary=b", b"--b\r\n\r\nx\r\n--b--"),
        ("application/pkcs7-mime; smime-type=enveloped-data", b"\x30\x80"),
        ("text/plain", b"-----BEGIN PGP MESSAGE-----\n\nabc"),
    ],
)
def test_an_encrypted_mail_says_so(kind: str, body: bytes) -> None:
    assert read_mail(raw(body, kind)).encrypted


def test_a_row_of_a_table_stays_one_line_and_a_page_in_a_cell_does_not() -> None:
    page = "<table><tr><td><p>任务</p></td><td><p>进度</p></td></tr></table>"
    assert [cell.strip() for cell in text_of_html(page).split("\t")] == ["任务", "进度"]
    layout = "<table><tr><td><div>进度60%</div><div>进展：封顶</div></td></tr></table>"
    assert text_of_html(layout) == "进度60%\n进展：封顶"
    noted = "<table><tr><!-- 表头 --><td>任务</td><td>进度</td><!-- 表尾 --></tr></table>"
    assert text_of_html(noted).split("\t") == ["任务", "进度"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_reply"),
        ({"Subject": "自动回复：【提醒】"}, "auto_reply"),
        ({"Subject": "Automatic reply: x"}, "auto_reply"),
        ({"Subject": "已读: 【提醒】"}, "auto_reply"),
        ({"X-Autoreply": "yes"}, "auto_reply"),
        ({"From": "PostMaster@mailqq.example", "Subject": "系统退信"}, "bounce"),
        ({"From": "postmaster@x.example", "Subject": "未送达: 【提醒】"}, "bounce"),
        ({"X-Duban-Id": "abc"}, "ignored"),
        ({"From": "duban@linlan.example"}, "ignored"),
        ({"List-Id": "<l.example>"}, "ignored"),
        ({"Precedence": "bulk"}, "ignored"),
    ],
)
def test_a_mail_that_no_person_wrote_is_told(head: dict[str, str], kind: str) -> None:
    message = EmailMessage()
    for name, value in ({"From": "a@b.example", "Subject": "回复"} | head).items():
        message[name] = value
    message.set_content("您好。")
    machine = find_machine(read_mail(message.as_bytes()), own_address="duban@linlan.example")
    assert machine is not None
    assert machine.kind == kind


@pytest.mark.parametrize(
    "subject", ["回复：自动化项目进展", "答复：系统建设已读取", "Re: 退休人员服务"]
)
def test_a_persons_mail_is_no_machines(subject: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", subject
    message.set_content("系统自动识别设备已完成安装，进度60%。")
    assert find_machine(read_mail(message.as_bytes())) is None
