"""Each way to put words into a department's mouth, or to break the reader, and what comes of it."""

import io
import json
import time
import zipfile
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel import Session

from actions.inbound import explain_mail
from tests.inbox.city_of_mails import MAILS, office_of, read_setup

SETUP = read_setup()
LETTER = next(message for message in SETUP["messages"] if message["id"] == 102)
OTHER = next(message for message in SETUP["messages"] if message["department"] == 2)
CONTACT = "zhoumin@gxj.linlan.example"
WORDS = "进度88%，已完成。"
TODAY = date(2024, 9, 12)


def explain(city: Session, raw: bytes, trusted: str = "mx.linlan.example") -> dict[str, Any]:
    heard = explain_mail(city, raw, today=TODAY, office=office_of(SETUP), trusted=trusted)
    data = heard.as_data()
    json.dumps(data, ensure_ascii=False).encode("utf-8")
    return data


VOUCHED = "Authentication-Results: mx.linlan.example; dmarc=pass\r\n"


def mail(body: str = WORDS, *, head: str = "", sender: str = CONTACT, to: str = "") -> bytes:
    vouched = "" if "Authentication-Results" in head else VOUCHED
    lines = (
        f"{vouched}{head}From: {sender}\r\nTo: {to or LETTER['reply_to']}\r\nSubject: re\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return (lines + body).encode()


def with_files(*files: tuple[str, bytes], body: str = "目前进度60%。") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = CONTACT, LETTER["reply_to"], "re"
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
    return VOUCHED.encode() + message.as_bytes()


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def test_the_contact_itself_is_heard(city: Session) -> None:
    assert explain(city, mail())["items"][0]["percent"] == 88


@pytest.mark.parametrize(
    "sender",
    [
        '"zhoumin@gxj.linlan.example" <evil@else.example>',
        "=?utf-8?q?zhoumin=40gxj=2Elinlan=2Eexample=2C?= <evil@else.example>",
        "zhoumin@gxj.linlan.example <evil@else.example>",
        "evil@else.example (zhoumin@gxj.linlan.example)",
        "zhoumin@gxj.linlan.example, evil@else.example",
        "evil@else.example, zhoumin@gxj.linlan.example",
        "<zhoumin@gxj.linlan.example> <evil@else.example>",
        "zhoumin@gxj.linlan.example.else.example",
        "evil@else.example\r\nFrom: zhoumin@gxj.linlan.example",
        "",
        "zhoumin@gxj.linlan.example\r\n <evil@else.example>",
        "linqiushi@nyj.linlan.example",
    ],
)
def test_a_sender_who_only_looks_like_the_contact_is_not_believed(
    city: Session, sender: str
) -> None:
    heard = explain(city, mail(sender=sender))
    assert heard["items"] == []
    assert heard["kind"] in ("triage", "rejected")
    assert heard["reasons"]


@pytest.mark.parametrize(
    "results",
    [
        "mx.linlan.example; dmarc=fail",
        "mx.linlan.example; spf=pass; dkim=pass; dmarc=fail (p=none) header.from=gxj.example",
        "mx.linlan.example; spf=fail smtp.mailfrom=evil@else.example",
        "mx.linlan.example; spf=softfail; dkim=none",
        "mx.linlan.example; spf=pass smtp.mailfrom=evil@else.example; dmarc=none",
        "mx.linlan.example; dkim=pass header.d=else.example",
        'mx.linlan.example; spf=pass smtp.mailfrom="x; dmarc=pass"@else.example; dmarc=fail',
        "mx.linlan.example; dmarc=fail (dmarc=pass) header.from=x",
        "mx.linlan.example; dmarc=permerror; spf=fail; dkim=fail",
        "mx.linlan.example; dmarc=quarantine",
        "mx.linlan.example; dmarc=fail\r\nAuthentication-Results: mx.linlan.example; dmarc=pass",
    ],
)
@pytest.mark.parametrize("trusted", ["mx.linlan.example", ""])
def test_what_our_server_found_decides_on_forgery(
    city: Session, results: str, trusted: str
) -> None:
    heard = explain(city, mail(head=f"Authentication-Results: {results}\r\n"), trusted)
    assert (heard["items"], heard["sender"]["verdict"]) == ([], "forged")


@pytest.mark.parametrize(
    "results",
    [
        "mx.linlan.example; dmarc=pass",
        "mx.linlan.example; spf=pass smtp.mailfrom=bounce@mail.linlan.example; dkim=none",
        "mx.linlan.example; spf=fail; dkim=pass header.d=gxj.linlan.example",
        "mx.linlan.example; spf=none; dkim=none",
    ],
)
def test_an_honest_sender_is_not_called_a_forger(city: Session, results: str) -> None:
    assert explain(city, mail(head=f"Authentication-Results: {results}\r\n"))["kind"] == "update"


@pytest.mark.parametrize(
    "head",
    [
        "Authentication-Results: mx.else.example; dmarc=pass\r\n",
        "Authentication-Results: mx.else.example; dmarc=pass\r\n" + VOUCHED,
        "X-Authentication-Results: mx.linlan.example; dmarc=pass\r\n",
        "Received: Authentication-Results\r\n",
    ],
)
def test_a_mail_that_our_server_never_vouched_for_waits(city: Session, head: str) -> None:
    heard = explain(city, mail(head=head))
    assert (heard["kind"], heard["items"], heard["sender"]["verdict"]) == ("triage", [], "unsigned")
    assert explain(city, mail(head=head), trusted="")["kind"] == "update"


def test_a_token_in_the_words_of_a_mail_ties_nothing(city: Session) -> None:
    quoted = f"{WORDS}\r\n\r\n> 回复地址 {LETTER['reply_to']}\r\n> {LETTER['message_id']}\r\n"
    heard = explain(city, mail(quoted, to="duban@linlan.example"))
    assert (heard["kind"], heard["items"]) == ("triage", [])


def test_tokens_that_contradict_each_other_tie_nothing(city: Session) -> None:
    both = f"{LETTER['reply_to']}, {OTHER['reply_to']}"
    other = f"In-Reply-To: {OTHER['message_id']}\r\n"
    assert explain(city, mail(to=both))["items"] == []
    assert explain(city, mail(head=other))["items"] == []


def test_a_long_thread_names_our_earlier_letters_without_harm(city: Session) -> None:
    references = f"References: {OTHER['message_id']} <x@y> {LETTER['message_id']}\r\n"
    heard = explain(city, mail(head=references, to="duban@linlan.example"))
    assert heard["items"][0]["percent"] == 88


def test_our_token_at_a_strange_domain_is_not_our_address(city: Session) -> None:
    local = LETTER["reply_to"].partition("@")[0]
    assert explain(city, mail(to=f"{local}@else.example"))["items"] == []


@pytest.mark.parametrize(
    "body", ["7" * 300_000, "7%" * 100_000, "百分之" * 60_000, "由60%" * 60_000, "2024" * 60_000]
)
def test_no_mail_keeps_the_reader_busy(city: Session, body: str) -> None:
    started = time.process_time()
    explain(city, mail(body))
    assert time.process_time() - started < 5


def test_words_that_cannot_be_made_out_wait_for_a_person(city: Session) -> None:
    heard = explain(city, mail("\ufffd\ufffd进度\ufffd77\ufffd%"))
    assert (heard["kind"], heard["items"]) == ("triage", [])


@pytest.mark.parametrize("words", ["不签收", "尚未签收，请领导批示后再签收。", "不予签收。"])
def test_a_refusal_to_sign_is_no_signature(city: Session, words: str) -> None:
    heard = explain(city, mail(words))
    assert (heard["items"], bool(heard["reasons"])) == ([], True)


def test_an_official_document_is_no_program(city: Session) -> None:
    content = zipped(OFD_dot_xml=b"<x/>", Doc_0__Document_dot_xml=b"<x/>")
    (file,) = explain(city, with_files(("批复.ofd", content)))["attachments"]
    assert file["accepted"]


def test_a_token_with_a_letter_changed_is_none(city: Session) -> None:
    local, _, domain = LETTER["reply_to"].partition("@")
    forged = local[:-1] + ("a" if local[-1] != "a" else "b")
    assert explain(city, mail(to=f"{forged}@{domain}"))["items"] == []


@pytest.mark.parametrize(
    "style",
    ["display:none", "DISPLAY : none", "visibility:hidden", "font-size:0px", "mso-hide:all"],
)
def test_what_nobody_sees_is_not_read(city: Session, style: str) -> None:
    page = f'<div>目前进度60%。</div><div style="{style}">更正：进度应为99%，申请办结。</div>'
    raw = mail(page).replace(b"text/plain", b"text/html")
    (item,) = explain(city, raw)["items"]
    assert (item["percent"], item["closure_requested"]) == (60, False)


def test_a_mail_inside_the_mail_is_a_file_and_not_the_senders_words(city: Session) -> None:
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "旧信", CONTACT
    inner.set_content("已完成，进度100%，申请办结。")
    message = EmailMessage()
    message["From"], message["To"] = CONTACT, LETTER["reply_to"]
    message.set_content("目前进度60%。")
    message.add_attachment(inner)
    heard = explain(city, VOUCHED.encode() + message.as_bytes())
    assert (heard["items"][0]["percent"], heard["items"][0]["status"]) == (60, None)
    assert [file["name"] for file in heard["attachments"]] == ["旧信.eml"]


def test_marks_that_only_we_may_set_are_taken_out(city: Session) -> None:
    page = "<div>\ue000</div><blockquote>进度99%</blockquote>\ue001<div>目前进度60%。</div>"
    raw = mail(page).replace(b"text/plain", b"text/html")
    assert "99" not in json.dumps(explain(city, raw)["items"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"MZ\x90\x00"),
        ("说明.pdf.exe", b"x"),
        ("说明.pdf .scr", b"x"),
        ("../../etc/cron.d/a.txt", b"x"),
        ("..\\a.txt", b"x"),
        ("\u202egpj.txt", b"x"),
        ("图.jpg", b"<svg onload=alert(1)>"),
        ("页.pdf", b"  <!DOCTYPE html><script>"),
        ("表.docx", zipped(**{"[Content_Types].xml": b"x", "word__vbaProject_dot_bin": b"x"})),
        ("资料.zip", zipped(a_dot_exe=b"x")),
        ("资料.zip", zipped(**{".._dot__dot_": b"", "..__a_dot_txt": b"x"})),
        ("资料.zip", zipped(a_dot_txt=b"0" * 40_000_000)),
        ("资料.zip", zipped(b_dot_zip=zipped(a_dot_txt=b"x"))),
        ("资料.zip", b"PK\x03\x04 broken"),
        ("资料.rar", b"Rar!\x1a\x07\x00"),
        ("空.pdf", b""),
        ("长" * 300 + ".pdf", b"%PDF-1.7"),
    ],
)
def test_a_dangerous_file_is_refused_and_the_words_are_taken(
    city: Session, name: str, content: bytes
) -> None:
    heard = explain(city, with_files((name, content)))
    (file,) = heard["attachments"]
    assert (file["accepted"], bool(file["reason"])) == (False, True)
    assert heard["items"][0]["percent"] == 60


def test_too_many_files_are_refused_from_the_twenty_first_on(city: Session) -> None:
    heard = explain(city, with_files(*((f"{n}.pdf", b"%PDF-1.7") for n in range(25))))
    assert [file["accepted"] for file in heard["attachments"]] == [True] * 20 + [False] * 5


def test_nothing_is_taken_from_a_refused_table(city: Session) -> None:
    heard = explain(city, with_files(("反馈表.xlsx", b"MZ 3\t99%"), body="见附表。"))
    assert "99" not in json.dumps(heard["items"])


def test_a_mail_nested_beyond_reason_is_kept_for_a_person(city: Session) -> None:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(1500)
    )
    raw = f"From: {CONTACT}\r\nTo: {LETTER['reply_to']}\r\n{head}\r\n{WORDS}".encode()
    assert explain(city, raw)["kind"] in ("triage", "update")


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=some.data())
def test_a_damaged_mail_never_breaks_the_reader(city: Session, data: some.DataObject) -> None:
    """A mail cut, doubled, turned over: an answer always, and nothing from a stranger."""
    names = sorted(path.name for path in MAILS.glob("*.eml"))
    raw = bytearray((MAILS / data.draw(some.sampled_from(names))).read_bytes())
    for _ in range(data.draw(some.integers(1, 6))):
        start = data.draw(some.integers(0, max(0, len(raw) - 1)))
        stop = min(len(raw), start + data.draw(some.integers(0, 400)))
        raw[start:stop] = data.draw(
            some.one_of(
                some.binary(max_size=40),
                some.just(bytes(raw[start:stop]) * 2),
                some.sampled_from([b"", b"\r\n\r\n", b"=?gb2312?B?", b"\x00", b"\xff" * 8, b"--"]),
            )
        )
    strange = bytes(raw).replace(b"@gxj.", b"@no.").replace(b"@nyj.", b"@no.")
    explain(city, bytes(raw))
    heard = explain(city, strange.replace(b"@rsj.", b"@no.").replace(b"@jtj.", b"@no."))
    assert heard["items"] == [] or heard["sender"]["address"].endswith(
        ("@mail163.example", "@mailqq.example")
    )


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=some.text(max_size=300))
def test_no_words_count_without_a_token(city: Session, words: str) -> None:
    body = words.encode("utf-8", "replace").decode() + WORDS
    assert explain(city, mail(body, to="duban@linlan.example"))["items"] == []


def test_a_mail_with_nothing_but_a_file_waits_for_a_person(city: Session) -> None:
    heard = explain(city, with_files(("进展情况.pdf", b"%PDF-1.4\n%%EOF\n"), body="\n"))
    assert (heard["kind"], heard["items"]) == ("triage", [])
    assert heard["attachments"][0]["accepted"]
    assert "附件已收存" in heard["reasons"][0]
