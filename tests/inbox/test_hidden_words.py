"""What the reader of a page does not see was not written to be read."""

import pytest

from inbox.html_text import text_of_html

SEEN = "进度51%"
HIDDEN = "已完成100%"
BY_SHEET = [
    (".h{display:none}", 'class="h"'),
    ("p.h { DISPLAY : None !important }", 'class="a h b"'),
    ("#x{visibility:hidden}", 'id="x"'),
    (".h{visibility:collapse}", 'class="h"'),
    (".h{font-size:0}", 'class="h"'),
    (".h{font-size:0.5pt;line-height:1}", 'class="h"'),
    (".h{font:0/0 a}", 'class="h"'),
    (".h{mso-hide:all}", 'class="h"'),
    (".h{opacity:0}", 'class="h"'),
    (".h{opacity:.01}", 'class="h"'),
    (".h{color:#fff}", 'class="h"'),
    (".h{color:white}", 'class="h"'),
    (".h{color:rgb(254, 254, 254)}", 'class="h"'),
    (".h{color:transparent}", 'class="h"'),
    (".h{color:rgba(0,0,0,0)}", 'class="h"'),
    (".h{background:#000}", 'class="h"'),
    ("body{background-color:#eef} .h{color:#eeeeff}", 'class="h"'),
    (".h{position:absolute;left:-9999px}", 'class="h"'),
    (".h{text-indent:-9999em}", 'class="h"'),
    (".h{margin:0 0 0 -2000px}", 'class="h"'),
    (".h{max-height:0;overflow:hidden}", 'class="h"'),
    (".h{height:1px;overflow:hidden}", 'class="h"'),
    (".h{clip:rect(0 0 0 0);position:absolute}", 'class="h"'),
    (".h{clip-path:inset(50%)}", 'class="h"'),
    (".h{transform:scale(0)}", 'class="h"'),
    ("body > p + p{display:none}", ""),
    ("p:nth-child(2){display:none}", ""),
    ("p[data-x]{display:none}", "data-x=1"),
    (".h{dis\\70 lay:none}", 'class="h"'),
    (".h{/* display */display/**/:/**/none}", 'class="h"'),
    ("@media screen{.h{display:none}}", 'class="h"'),
    ("@media (max-width:9999px){.h{display:none}}", 'class="h"'),
    ("<!-- .h{display:none} -->", 'class="h"'),
    ("#x{display:none} p{display:block}", 'id="x"'),
    ("span,.h,#y{display:none}", 'class="h"'),
]
BY_ELEMENT = [
    '<p style="display : NONE !important">{}</p>',
    '<p style="display&#58;none">{}</p>',
    "<p hidden>{}</p>",
    '<p><font color="#ffffff">{}</font></p>',
    "<p><font color=white>{}</font></p>",
    '<div style="background:#123456"><p style="color:#123456">{}</p></div>',
    '<table bgcolor="#dddddd"><tr><td><span style="color:#dedede">{}</span></td></tr></table>',
    '<p style="font-size:1px">{}</p>',
    '<p style="font-size:0px"><b>{}</b></p>',
    '<p style="opacity:0"><b style="opacity:1">{}</b></p>',
    "<template>{}</template>",
    "<select><option>{}</option></select>",
    "<!-- {} -->",
    '<div style="position:absolute;top:-500px">{}</div>',
]
SHOWN = [
    '<p style="color:#c00000;font-size:10.5pt">{}</p>',
    '<div style="background:#000"><p style="color:#fff">{}</p></div>',
    '<table bgcolor="#336699"><tr><td><font color=white>{}</font></td></tr></table>',
    '<div style="font-size:0"><span style="font-size:14px">{}</span></div>',
    '<p style="color:#fff;background:url(cid:1)">{}</p>',
    '<p style="opacity:0.9;margin:0 0 0 -10px;text-indent:2em">{}</p>',
    '<p style="margin-left:-18pt;line-height:0.9">{}</p>',
    '<div style="height:0"><p style="max-height:none">{}</p></div>',
    "<style>@media print{{p{{display:none}}}}</style><p>{}</p>",
    "<style>.other{{display:none}}</style><p class=mine>{}</p>",
    "<style>p.Mso{{margin:0cm;font-size:10.5pt;color:windowtext}}</style><p class=Mso>{}</p>",
]


@pytest.mark.parametrize(("sheet", "attributes"), BY_SHEET)
def test_what_a_style_sheet_hides_is_not_read(sheet: str, attributes: str) -> None:
    page = (
        f"<html><head><style>{sheet}</style></head><body><p>{SEEN}</p>"
        f"<p {attributes}>{HIDDEN}</p></body></html>"
    )
    assert text_of_html(page) == SEEN


@pytest.mark.parametrize("element", BY_ELEMENT)
def test_what_an_element_hides_is_not_read(element: str) -> None:
    assert text_of_html(f"<body><p>{SEEN}</p>{element.format(HIDDEN)}</body>") == SEEN


@pytest.mark.parametrize("element", SHOWN)
def test_what_is_shown_is_read(element: str) -> None:
    assert text_of_html(f"<body>{element.format(SEEN)}</body>") == SEEN


def test_words_behind_a_hidden_element_are_read() -> None:
    page = f'<body><p>进度<b style="display:none">1</b>51%</p><i hidden>{HIDDEN}</i></body>'
    assert text_of_html(page) == SEEN


def test_a_page_whose_styles_nobody_would_write_is_not_read_at_all() -> None:
    rules = "".join(f".c{n}{{color:red}}" for n in range(2500)) + ".h{display:none}"
    assert text_of_html(f"<style>{rules}</style><p class=h>{HIDDEN}</p>") == ""
