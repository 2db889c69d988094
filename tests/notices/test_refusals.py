"""What is no notice is refused in words that say what to do."""

import pytest

from notices import NoticeClassified, NoticeUnreadable, read

BODY = "临澜市财政局关于加强资金管理的通知\n各区县财政局：\n一、加强管理。（责任单位：市财政局）\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b" \n\t ", "空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest of a docx", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "Office"),
        (b"\x89PNG\r\n", "图片"),
        (b"abc\x00\x01\x02def", "二进制"),
        (b"\xef\xbb\xbf\xff\xff broken", "读不出来"),
        (b"shopping list\n1. milk\n2. eggs\n", "不像通知"),
        ("今天天气很好，我们去公园散步。\n".encode(), "不像通知"),
    ],
)
def test_what_is_no_notice_is_refused_with_advice(content: bytes, reason: str) -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        read(content, "file.txt")
    assert reason in refusal.value.reason
    assert refusal.value.advice.endswith("。")


@pytest.mark.parametrize(
    "mark",
    [
        "秘密★1年", "秘密★", "机密★长期", "绝密", "机 密", "　秘　密　★　３年",
        "000123\n机密★5年\n特急", "密级：秘密", "内部资料 不得公开", "秘密☆10年",
    ],
)  # fmt: skip
def test_a_classification_mark_in_the_head_is_refused(mark: str) -> None:
    with pytest.raises(NoticeClassified):
        read(f"{mark}\n{BODY}".encode(), "notice.txt")


@pytest.mark.parametrize(
    "words", ["加强商业秘密保护。", "严格执行机密文件管理规定。", "不得泄露国家秘密。"]
)
def test_the_word_in_a_sentence_is_no_mark(words: str) -> None:
    assert read(f"{BODY}二、{words}\n".encode(), "notice.txt").measures
