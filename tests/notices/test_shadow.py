"""The readable copy of a text: what falls out of it, what is folded, and the way back."""

import pytest

from notices.shadow import shadow_of

FOLDED = [
    ("２０２６年６月底前（市财政局）", "2026年6月底前(市财政局)"),
    ("【市财政局】﹝2026﹞５号", "(市财政局)〔2026〕5号"),
    ("全市\u3000推进，落实；完成：", "全市 推进,落实;完成:"),
    ("1,200家", "1_200家"),
    ("⼯作⺠生⻓效", "工作民生长效"),
    ("市民政局等部門关于推进養老服務的意见", "市民政局等部门关于推进养老服务的意见"),
    ("由李昇同志著书，保持乾坤", "由李昇同志著书,保持乾坤"),
    ("零\u200b宽\ufeff字", "零宽字"),
]
TRADITIONAL = "關於推進建築節能工作的實施方案，各縣區應當於年底前完成。著力、乾燥設備、後續"
GLOSSED = "強化(huà)創新(xīn)，人(rén)才鏈(liàn )的(de)融合"


@pytest.mark.parametrize(("text", "folded"), FOLDED, ids=[text for text, _ in FOLDED])
def test_forms_are_folded(text: str, folded: str) -> None:
    assert shadow_of(text).folded == folded


def test_a_traditional_text_is_read_in_simplified_characters() -> None:
    folded = shadow_of(TRADITIONAL).folded
    assert folded == "关于推进建筑节能工作的实施方案,各县区应当于年底前完成。著力、干燥设备、后续"


def test_glosses_fall_out_and_every_place_is_found_again() -> None:
    shadow = shadow_of(GLOSSED)
    assert shadow.folded == "强化创新,人才链的融合"
    for place, character in enumerate("強化創新，人才鏈的融合"):
        span = shadow.span(place, place + 1)
        assert GLOSSED[span.start] == character


def test_a_lone_bracket_of_latin_letters_is_no_gloss() -> None:
    assert shadow_of("研发经费(de)占比").folded == "研发经费(de)占比"


def wrapped(words: str, width: int) -> str:
    return "\n".join(words[at : at + width] for at in range(0, len(words), width))


PARAGRAPH = "加快建设统一的政务平台，推动各类事项一网通办，到2026年底前实现全市乡镇全覆盖。"
WRAPPED = "\n".join(
    [
        "一、重点任务",
        wrapped(f"1.{PARAGRAPH}", 20),
        wrapped(f"2.{PARAGRAPH}", 20),
        wrapped(f"3.{PARAGRAPH}", 20),
    ]
)


def test_hard_line_breaks_inside_sentences_fall_out() -> None:
    lines = shadow_of(WRAPPED).folded.split("\n")
    assert len(lines) == 4
    assert all("2026年底前实现" in line for line in lines[1:])


def test_a_text_with_a_line_for_each_paragraph_keeps_its_breaks() -> None:
    text = f"一、重点任务\n1.{PARAGRAPH}\n2.加强宣传。\n3.{PARAGRAPH}\n责任单位：市财政局\n"
    assert shadow_of(text).folded.count("\n") == text.count("\n")


def test_page_numbers_and_running_heads_fall_out_of_a_sentence() -> None:
    head = "青湾市人民政府办公室文件"
    text = (
        f"1.建设平台。按照一村一策编制改造\n— 2 —\n{head}\n方案，年底前完成。\n"
        f"2.完善配套。配建幼儿园、养老驿\n— 3 —\n{head}\n站，全面投用。\n"
    )
    folded = shadow_of(text).folded
    assert "编制改造方案,年底前完成。" in folded
    assert "养老驿站,全面投用。" in folded
    assert head not in folded


def test_the_text_as_it_came_is_never_changed() -> None:
    for text in (WRAPPED, GLOSSED, TRADITIONAL):
        shadow = shadow_of(text)
        assert shadow.text == text
        assert len(shadow.clean) == len(shadow.folded) == len(shadow.offsets)
        assert list(shadow.offsets) == sorted(shadow.offsets)


SHIFTED = [
    ("推進(jìn)創(chuàng)新?，F(xiàn)印發(fā)", "推进创新。现印发"),
    ("工作(zuò)?。ㄒ唬┩七M(jìn)改革", "工作 (一)推进改革"),
    ("發(fā)展(zhǎn)?！吨泄仓醒腙P(guān)于", "发展。《中共中央关于"),
    ("是否合格(gé)?不合格A", "是否合格(gé)?不合格A"),
]


@pytest.mark.parametrize(("text", "folded"), SHIFTED, ids=[text for text, _ in SHIFTED])
def test_characters_shifted_by_a_lost_byte_are_put_right(text: str, folded: str) -> None:
    enough = "的(de)了(le)人(rén)城(chéng)"  # glosses are believed from the third on
    shadow = shadow_of(text + enough)
    assert folded.replace("(gé)", "") in shadow.folded.replace("(gé)", "")
    assert shadow.text[shadow.span(len(shadow.folded) - 1, len(shadow.folded)).start] == "城"
