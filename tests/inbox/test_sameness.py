"""One mail is one mail, whichever way its copies came; two mails are two."""

from inbox.sameness import mail_key, what_was_written

DATED = b"Date: Wed, 11 Sep 2024 10:00:00 +0800\r\n"
SAID = b"From: zhoumin@gxj.linlan.example\r\nSubject: a\r\n"


def test_a_mail_without_a_message_id_counts_once_whichever_way_it_came() -> None:
    ways = (b"Received: from a\r\n", b"Received: from b\r\nX-Scanned: yes\r\n", b"")
    keys = {mail_key(way + SAID + DATED + b"\r\n" + b"60%\r\n") for way in ways}

    assert len(keys) == 1


def test_the_same_words_on_another_day_are_another_mail() -> None:
    later = DATED.replace(b"11 Sep", b"12 Sep")

    assert mail_key(SAID + DATED + b"\r\n60%") != mail_key(SAID + later + b"\r\n60%")


def test_without_a_date_nothing_but_the_same_bytes_is_the_same_mail() -> None:
    assert mail_key(SAID + b"\r\n60%") != mail_key(b"Received: x\r\n" + SAID + b"\r\n60%")


def test_a_forged_copy_does_not_stand_for_the_mail_that_was_vouched_for() -> None:
    refused = b"Authentication-Results: mx; spf=pass;\r\n\tdmarc=fail\r\n" + SAID + b"\r\n60%"
    vouched = b"Authentication-Results: mx; dmarc=pass\r\n" + SAID + b"\r\n60%"

    assert what_was_written(refused) != what_was_written(vouched)
    assert what_was_written(vouched) == what_was_written(b"Received: x\r\n" + vouched)
