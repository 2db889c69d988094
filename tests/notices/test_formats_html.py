"""A saved page yields the notice: nothing of the site, nothing of the notice lost."""

import pytest

from notices import NoticeUnreadable, read
from notices.formats import Document, open_document

TITLE = "临澜市人民政府关于推进码头改造的通知"
HEAD = "<p>临府〔2026〕9号</p><p>各区县人民政府：</p><p>现就有关事项通知如下：</p>"
ITEMS = "".join(
    f"<p>{n}．推进第{n}批码头改造，完善配套设施，提升服务水平，确保运行安全有序。"
    "（牵头单位：市交通运输局；配合单位：市财政局）</p>"
    for n in range(1, 6)
)
SIGNED = '<p style="text-align:right">临澜市人民政府</p><p>2026年8月21日</p>'
ARTICLE = f"{HEAD}<p>一、重点任务</p>{ITEMS}{SIGNED}"
NAVIGATION = """<div class="top"><a href="/">首页</a> | <a href="/zw">政务公开</a> |
<a href="/i">互动</a></div><div class="dqwz">当前位置：<a href="/">首页</a> &gt;
<a href="/zw">政务公开</a> &gt; <a href="/t">通知公告</a></div>
<script>var t = "责任单位：市广告局";</script><style>.a{color:red}</style>"""
FOOT = """<div class="foot"><p>主办单位：临澜市人民政府办公室　网站标识码：0000</p>
<p>临ICP备0000号</p></div>"""


def page(body: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_临澜市人民政府</title>'
        f"</head><body>{NAVIGATION}{body}{FOOT}</body></html>"
    )


def opened(body: str) -> Document:
    return open_document(page(body).encode(), "page.html")


def lines(body: str) -> list[str]:
    return opened(body).text.splitlines()


WHOLE = [
    TITLE,
    *opened(f'<h1>{TITLE}</h1><div id="zoom">{ARTICLE}</div>').text.splitlines()[1:],
]
META = """<table><tr><td>索 引 号：</td><td>000123</td><td>主题分类：</td><td>交通</td></tr>
<tr><td>发文机关：</td><td>临澜市人民政府</td><td>成文日期：</td><td>2026年8月21日</td></tr>
<tr><td>标　　题：</td><td>临澜市人民政府关于推进码头改造的通知</td>
<td>发文字号：</td><td>临府〔2026〕9号</td></tr>
<tr><td>发布日期：</td><td>2026年8月30日</td><td>有效性：</td><td>有效</td></tr></table>"""
TAIL = """<div class="xg"><h3>相关链接</h3><ul><li><a href="/1">码头改造政策解读</a></li></ul></div>
<div>扫一扫在手机打开当前页</div><div>【打印】【关闭】</div>"""


def test_the_plain_page_holds_the_article_and_nothing_else() -> None:
    assert WHOLE[:3] == [TITLE, "临府〔2026〕9号", "各区县人民政府："]
    assert WHOLE[-1] == "2026年8月21日"
    assert len(WHOLE) == 12


PAGES = {
    "tail inside": f'<div class="article"><h1>{TITLE}</h1>{ARTICLE}{TAIL}</div>',
    "unknown container": f'<div class="zzz"><h1>{TITLE}</h1><div>{ARTICLE}</div></div>{TAIL}',
    "no container": f"<h1>{TITLE}</h1><div>发布日期：2026-08-30　浏览次数：12</div>{ARTICLE}{TAIL}",
    "layout table": f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{ARTICLE}</td></tr></table>",
    "nested tables": f"<table><tr><td>{NAVIGATION}</td><td><table><tr><td><p>{TITLE}</p>{ARTICLE}"
    "</td></tr></table></td></tr></table>",
    "form around all": f"<form id='f'><div><h2>{TITLE}</h2>{ARTICLE}</div>{TAIL}</form>",
    "hidden print": f"<div id='zoom'><h1>{TITLE}</h1>{ARTICLE}</div>"
    f'<div class="print" style="display: none"><h1>{TITLE}</h1>{ARTICLE}</div>',
    "printed twice": f"<div><div class='pc'><p>{TITLE}</p>{ARTICLE}</div>"
    f"<div class='wap'><p>{TITLE}</p>{ARTICLE}</div></div>",
    "container in container": "<div class='content'><div>您现在的位置：首页 &gt; 文件</div>"
    f"<div class='TRS_Editor'><p>{TITLE}</p>{ARTICLE}</div>{TAIL}</div>",
    "head and plan apart": f"<div><div><h1>{TITLE}</h1>{HEAD}</div><div><p>一、重点任务</p>{ITEMS}"
    f"</div><div>{SIGNED}</div></div>{TAIL}",
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_the_article_is_found_wherever_it_stands(body: str) -> None:
    assert lines(body) == WHOLE


def test_lines_by_breaks_and_hard_spaces_are_the_same_lines() -> None:
    broken = ARTICLE.replace("</p><p", "<br><br>&nbsp;&nbsp;&nbsp;<p").replace("<p>", "")
    broken = broken.replace("</p>", "<br/>").replace('<p style="text-align:right">', "")
    assert lines(f'<h1>{TITLE}</h1><div id="zoom">{broken}</div>') == WHOLE


def test_a_table_of_index_data_gives_number_and_day_and_is_no_table() -> None:
    found = opened(f'<div id="zoom">{META}<h1>{TITLE}</h1>{ARTICLE}</div>')
    assert found.tables == ()
    assert "索引" not in found.text.replace(" ", "")
    assert "2026年8月30日" not in found.text
    reading = read(page(f"{META}<div id='zoom'>{ARTICLE}</div>").encode(), "p.html")
    assert reading.header.doc_number == "临府〔2026〕9号"
    assert reading.header.title == TITLE


def test_readings_printed_after_the_notice_are_cut_off() -> None:
    tail = f"<p>政策解读</p><p>{'《通知》的出台背景是港口设施老化，群众反映较多。' * 5}</p>"
    assert lines(f'<div id="zoom"><h1>{TITLE}</h1>{ARTICLE}{tail}</div>') == WHOLE


def test_an_attached_list_of_links_and_a_heading_on_reading_stay() -> None:
    links = '<p>附件：<a href="/1.docx">1.码头改造任务清单</a></p><p><a href="/2">2.名单</a></p>'
    body = ARTICLE.replace("一、重点任务", "一、政策解读").replace(SIGNED, links + SIGNED)
    found = lines(f'<div id="zoom"><h1>{TITLE}</h1>{body}</div>')
    assert "附件：1.码头改造任务清单" in found
    assert "2.名单" in found
    assert "一、政策解读" in found


def test_ordered_lists_keep_their_numbers() -> None:
    items = "".join(f"<li>推进第{n}批。（责任单位：市交通运输局）</li>" for n in "甲乙丙")
    listed = f"<p>各区县人民政府：</p><ol start='3'>{items}</ol>{ARTICLE}"
    body = f"<h1>{TITLE}</h1><div id='zoom'>{listed}</div>"
    assert [line[:6] for line in lines(body)[2:5]] == ["3. 推进第", "4. 推进第", "5. 推进第"]


def test_a_data_table_keeps_its_places() -> None:
    table = (
        "<table><thead><tr><th>类别</th><th>任务</th><th>牵头单位</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>产业</td><td>建设园区</td><td>市工业和信息化局<br>市商务局</td></tr>"
        "<tr><td>引进企业</td><td></td></tr><tr><td colspan='3'>二、民生</td></tr>"
        "</tbody></table>"
    )
    found = opened(f'<div id="zoom"><h1>{TITLE}</h1>{ARTICLE}{table}</div>')
    (grid,) = found.tables
    assert (grid.rows, grid.columns, grid.heading_rows) == (4, 3, 1)
    shown = [[found.cell_text(cell) if cell else None for cell in grid.row(n)] for n in range(4)]
    assert shown == [
        ["类别", "任务", "牵头单位"],
        ["产业", "建设园区", "市工业和信息化局\n市商务局"],
        ["产业", "引进企业", ""],
        ["二、民生", "二、民生", "二、民生"],
    ]
    for cell in grid.cells:
        assert found.text[cell.span.start : cell.span.end] == found.cell_text(cell)


def test_a_false_declaration_of_the_encoding_does_no_harm() -> None:
    body = f'<h1>{TITLE}</h1><div id="zoom">{ARTICLE}</div>'
    utf8 = page(body).replace('charset="utf-8"', 'charset="gb2312"').encode()
    gbk = page(body).encode("gb18030")
    assert open_document(utf8, "a.html").text == open_document(gbk, "b.htm").text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><frameset cols='20%,80%'><frame src='a.htm'><frame src='b.htm'></frameset></html>",
         "框架"),
        ("<html><body><p>政务公开</p><iframe src='n.htm'></iframe></body></html>", "框架"),
        ("<html><body><div id='app'></div><script src='a.js'></script></body></html>", "脚本"),
    ],
)  # fmt: skip
def test_a_page_without_the_notice_is_refused(content: str, reason: str) -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        open_document(content.encode(), "page.html")
    assert reason in refusal.value.reason


def test_a_web_archive_gives_its_page() -> None:
    body = page(f'<h1>{TITLE}</h1><div id="zoom">{ARTICLE}</div>')
    archive = (
        b"From: <saved>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ) + body.encode()
    assert open_document(archive + b"\r\n--b--\r\n", "p.mht").text.splitlines() == WHOLE
