"""A saved web page reads as its article does; navigation is left behind."""

from notices import read

ROWS = "".join(
    f"<p>{n}．推进第{n}批码头改造，完善配套设施，提升服务水平，确保运行安全有序。"
    "（牵头单位：市交通运输局；配合单位：市财政局、发展改革委）</p>"
    for n in range(1, 6)
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>门户</title>
<script>var a = "责任单位：市广告局";</script></head><body>
<div class="nav"><a href="/">首页</a><a href="/b">机构职能</a></div>
<h1>临澜市人民政府关于推进码头改造的通知</h1><div>发布日期：2026-08-30 浏览次数：12</div>
<div id="zoom"><p>临府〔2026〕9号</p><p>各区县人民政府：</p><p>现就有关事项通知如下：</p>
<p>一、重点任务</p>{ROWS}<p>临澜市人民政府</p><p>2026年8月21日</p></div>
<div class="footer">主办单位：临澜市人民政府办公室 网站地图</div></body></html>"""


def test_a_page_in_gbk_reads_as_its_article() -> None:
    reading = read(PAGE.encode("gb18030"), "page.html")
    header = reading.header
    assert header.title == "临澜市人民政府关于推进码头改造的通知"
    assert (header.doc_number, str(header.issued_on)) == ("临府〔2026〕9号", "2026-08-21")
    assert [measure.no for measure in reading.measures] == ["1", "2", "3", "4", "5"]
    assert reading.measures[0].tasks[0].supports == ("市财政局", "市发展改革委")


def test_navigation_and_scripts_stay_behind() -> None:
    reading = read(PAGE.encode("gb18030"), "page.html")
    assert "机构职能" not in reading.text
    assert "市广告局" not in reading.text


def test_an_unknown_page_is_read_by_its_density() -> None:
    page = PAGE.replace('id="zoom"', 'id="x1"')
    assert len(read(page.encode("gb18030"), "page.html").measures) == 5
