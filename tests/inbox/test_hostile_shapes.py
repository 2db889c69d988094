"""Mails built to keep the reader busy, to fill its memory, or to end it: each is done in time."""

import base64
import io
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from sqlmodel import Session

from inbox import pages
from inbox.errors import PageUnreadable
from inbox.pages import LARGEST_HERE, text_of_page
from tests.inbox.test_attacks import CONTACT, LETTER, VOUCHED, explain, mail, with_files, zipped

SECONDS = 8  # of the processor, on a slow machine that others use: each takes one or two
WORDS = "目前进度60%。"
MIXED = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'


def built(kind: str, body: str) -> bytes:
    head = f"{VOUCHED}From: {CONTACT}\r\nTo: {LETTER['reply_to']}\r\nSubject: re\r\n{kind}"
    return (head + body).encode()


def nested(depth: int, lines: int) -> bytes:
    heads = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return built("", heads + f"\r\n{WORDS}\r\n" * lines)


def html(page: str) -> bytes:
    return built("Content-Type: text/html; charset=utf-8\r\n\r\n", page)


SHAPES: dict[str, Callable[[], bytes]] = {
    "ten thousand parts": lambda: built(MIXED, f"--b\r\n\r\n{WORDS}\r\n" * 10_000),
    "ten thousand files": lambda: built(
        MIXED, "--b\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-1\r\n" * 10_000
    ),
    "a hundred thousand headers": lambda: built("X-A: 1\r\n" * 100_000 + "\r\n", WORDS),
    "a header of two megabytes": lambda: built(f"X-A: {'a' * 2_000_000}\r\n\r\n", WORDS),
    "a subject folded a million times": lambda: built("X: a\r\n" + " b\r\n" * 500_000, WORDS),
    "a file name of parameters": lambda: built(
        MIXED, f'--b\r\nContent-Disposition: attachment; filename="{";a" * 200_000}"\r\n\r\nx'
    ),
    "parts within parts": lambda: nested(300, 20_000),
    "mails within mails": lambda: built("Content-Type: message/rfc822\r\n\r\n" * 2000, WORDS),
    "an element of attributes": lambda: html(f"<p {' '.join(f'a{n}' for n in range(90_000))}>x"),
    "elements within elements": lambda: html("<div>" * 200_000 + WORDS),
    "rules for each of many": lambda: html(
        f"<style>{''.join(f'.a{n} div div p{{color:red}}' for n in range(1900))}</style>"
        + "<div><div><p>x</p></div></div>" * 20_000
    ),
    "pages upon pages": lambda: built(
        MIXED, f"--b\r\nContent-Type: text/html\r\n\r\n{'<p>60%</p>' * 6_000}\r\n" * 100
    ),
    "ten megabytes of words": lambda: built("\r\n", WORDS * 500_000),
    "an empty boundary": lambda: built(MIXED.replace('"b"', '""'), "--\r\n\r\nx\r\n" * 50_000),
    "words of a subject": lambda: built(f"Subject: {'=?gb2312?Q?=D6?= ' * 50_000}\r\n\r\n", WORDS),
    "a signature of pieces": lambda: built(
        "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        base64.encodebytes(
            bytes.fromhex("06092a864886f70d010701") + b"\xa0\x80\x24\x80" * 300_000
        ).decode(),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_of_a_mail_keeps_the_reader_busy(city: Session, name: str) -> None:
    raw = SHAPES[name]()
    began = time.process_time()

    heard = explain(city, raw)

    assert time.process_time() - began < SECONDS
    assert heard["kind"] in ("update", "triage")
    assert len(heard["attachments"]) <= 400


def test_words_come_first_and_are_read_however_much_follows(city: Session) -> None:
    raw = built(MIXED, f"--b\r\n\r\n{WORDS}\r\n" + "--b\r\n\r\n\r\n" * 10_000)

    assert explain(city, raw)["items"][0]["percent"] == 60


def test_a_large_page_says_what_a_small_one_says() -> None:
    rows = "".join(f"<p>第{n}行，进度60%。</p>" for n in range(6000))
    picture = f'<img src="data:image/png;base64,{"A" * 500_000}">'

    large = text_of_page(f"<div style='display:none'>99%</div>{rows}").split("\n")

    assert (len(large), large[-1]) == (6000, "第5999行，进度60%。")
    assert text_of_page(f"<p>{WORDS}</p>{picture}") == WORDS


def test_a_page_that_nobody_can_lay_out_is_asked_for_again(
    city: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PATIENCE", 0.01)
    page = f"<p>{WORDS}</p>" * LARGEST_HERE

    with pytest.raises(PageUnreadable):
        text_of_page(page)
    heard = explain(city, html(page))
    assert (heard["kind"], heard["items"], bool(heard["reasons"])) == ("triage", [], True)


@pytest.mark.parametrize(
    "archive",
    [
        lambda: zipped(a_dot_txt=b"0" * 50_000_000),
        lambda: zipped(inner_dot_zip=zipped(a_dot_txt=b"0" * 40_000_000)),
        lambda: zipped(inner_dot_tar_dot_gz=b"x"),
        lambda: zipped(**{f"f{n}_dot_txt": b"" for n in range(2500)}),
        lambda: zipped(**{"C:": b"", "C:_dot_txt": b"x"}),
        lambda: overlapping(),
    ],
)
@pytest.mark.parametrize("name", ["资料.zip", "表.xlsx"])
def test_an_archive_that_expands_or_hides_is_refused(
    city: Session, archive: Callable[[], bytes], name: str
) -> None:
    heard = explain(city, with_files((name, archive()), body=WORDS))

    (file,) = heard["attachments"]
    assert (file["accepted"], bool(file["reason"])) == (False, True)
    assert heard["items"][0]["percent"] == 60


def overlapping() -> bytes:
    """A kernel of a megabyte that two thousand entries of the directory share."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 1_000_000)
        (one,) = archive.filelist
        archive.filelist += [one] * 1900
    return buffer.getvalue()


def test_a_file_too_large_is_refused(city: Session) -> None:
    large = b"%PDF-1.7" + b"x" * (21 * 1024 * 1024)
    (file,) = explain(city, with_files(("大.pdf", large), body=WORDS))["attachments"]
    assert (file["accepted"], file["reason"]) == (False, "附件超过20 MB")


def test_what_a_page_runs_is_not_what_it_says(city: Session) -> None:
    page = (
        f"<p>{WORDS}</p><script>document.write('进度99%，已完成')</script>"
        "<noscript>进度98%</noscript><title>进度97%</title>"
        "<iframe srcdoc='进度96%'>进度95%</iframe>"
        "<object data='x'>进度94%</object><p onclick='x' title='进度93%' data-x='进度92%'></p>"
        "<svg><text>进度91%</text></svg><img alt='进度90%'>"
    )

    (item,) = explain(city, html(page))["items"]
    assert (item["percent"], item["status"], item["narrative"]) == (60, None, WORDS)


@pytest.mark.parametrize(
    "head",
    [
        "Reply-To: {}\r\n",
        "Return-Path: <{}>\r\n",
        "X-Note: {}\r\n",
        "Comments: {}\r\n",
        "Sender: {}\r\n",
        'Cc: "{}" <somebody@else.example>\r\n',
        "Cc: somebody@else.example ({})\r\n",
        "List-Help: {}\r\n",
        "Thread-Topic: {}\r\n",
    ],
)
def test_a_token_in_a_place_where_no_client_moves_it_ties_nothing(city: Session, head: str) -> None:
    raw = mail(WORDS, head=VOUCHED + head.format(LETTER["reply_to"]), to="duban@linlan.example")
    heard = explain(city, raw)

    assert (heard["kind"], heard["items"]) == ("triage", [])


@pytest.mark.parametrize("subject", ["【督办】任务7", "任务 7 进度", LETTER["subject"]])
def test_the_number_of_a_task_in_the_subject_is_no_token(city: Session, subject: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = CONTACT, "duban@linlan.example", subject
    message.set_content(WORDS)
    heard = explain(city, VOUCHED.encode() + message.as_bytes())

    assert (heard["kind"], heard["items"]) == ("triage", [])


@pytest.mark.parametrize(
    "head",
    [
        "Received: from a by b\r\n" * 41,
        "X-Duban-Id: 1\r\n",
        "List-Id: <all.linlan.example>\r\n",
        "Precedence: bulk\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Return-Path: <>\r\n",
    ],
)
def test_a_mail_that_goes_in_circles_is_not_heard_and_not_answered(
    city: Session, head: str
) -> None:
    heard = explain(city, mail(WORDS, head=VOUCHED + head))

    assert heard["kind"] in ("ignored", "auto_reply")
    assert heard["items"] == []


def test_a_bounce_with_a_returned_mail_of_impossible_letters_is_heard(city: Session) -> None:
    raw = (
        b"From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n"
        b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n"
        b'Content-Type: text/plain; charset="\xff"\r\n\r\n\xff\r\n'
    )

    assert explain(city, raw)["kind"] == "bounce"
