"""Who reports and to whom, where the sentence says so."""

import re

_SUBJECT = re.compile(
    r"(?:请|由|,|;|、| )*(?P<who>[\u3400-\u9fff()、,]{2,50}?)(?:应当|应|要|请|均|须|需"
    r"|必须|负责|于|在|将|每|按|定期|及时|年底|做好|认真|切实|结合|根据|对照|进一步|自\d|(?=报送"
    r"|上报|提交|填报|向|通报|\d{1,2}月))"
)
_WHO_END = re.compile(
    r"(?:单位|部门|政府|局|委|厅|办|处|院|中心|公司|地市|各地|[省市区县镇乡州盟旗]|委会|机构"
    r"|(?:联络|信息|报送|联系)[员人]|企业|高校|办所|街道|镇街|督查室|室|专班|学校|医院|园区|新区|成员|地区|\))$"
)
_BODY = (
    r"(?:局|委|厅|办|部|政府|办公室|中心|处|(?<!社)会|院|专班|督查室|工信部|指挥部|领导小组|党委"
    r"|科|股|司|室|站|省|市)"
)
_TO = re.compile(
    rf"(?:向|至|给|抄送|送)(?P<to>[\u3400-\u9fff、()]{{1,40}}?{_BODY})(?=(?:书面)?(?:报|反馈|提交|汇报|汇总|备案|提供|填报)"
    r"|[,。;(]|$|统一|并|作)"
    rf"|(?:报(?!告)送?|反馈|函告)(?:至|给|到)?(?P<to2>[\u3400-\u9fff、]{{1,40}}?{_BODY}(?:[\u3400-\u9fff]{{2,6}}[处科室股司])?)"
    r"(?=汇总|备案|备查|审|[,。;(]|$|统一|并|一次|[\u3400-\u9fff]{0,4}处)"
)
_NOT_TO = re.compile(r"^(?:[^局委厅办]*(?:情况|进展|工作|报告|总结|方案|名单|结果))")
FARTHEST = 300  # characters between a subject and its verb


def reporter_of(words: str, begin: int, verb: int) -> str | None:
    """Return who reports: the subject of this clause, or of the nearest one before it."""
    first = max(0, verb - FARTHEST)
    starts = [first + match.end() for match in re.finditer(r"[,;]", words[first:verb])]
    for start in sorted({first, begin, *starts}, reverse=True):
        if start > verb:
            continue
        match = _SUBJECT.match(words, start, verb + 2)
        if match and _WHO_END.search(match["who"]) and not match["who"].startswith(("本", "以上")):
            return match["who"].strip("、,")
    return None


def recipient_of(words: str) -> str | None:
    """Return whom the words of one report name as its receiver."""
    for match in _TO.finditer(words):
        to = str(match["to"] or match["to2"])
        if not _NOT_TO.match(to):
            return to
    return None
