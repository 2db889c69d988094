"""Days set for a task itself (2026年6月底前完成); days that belong to a target are none."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

from notices.dates import LAST_DAY
from notices.moments import Point, find_points
from notices.reckoning import Reckoning

_SENTENCE = re.compile(r"[^。;\n]+")
_LABEL = re.compile(
    r"(?:(?:完成|办结|整改|实施|推进|落实|建设|目标)(?:的)?)?(?:时限|时间|期限|时间节点|节点|进度安排|进度)"
    r"(?:要求|安排)? {0,3}(?::|为) {0,3}"
)
_BOUNDARY = re.compile(r" {0,3}(?:之?前|以前|(?P<within>以?内))")
_RANGE = re.compile(r" {0,3}(?:—{1,2}|-{1,2}|–|~|至|到|起至) {0,3}")
_RANGE_BEFORE = re.compile(r"(?:—|-|–|~|\d至|[年月日季度]至|[年月日季度]到) {0,3}$")
_START = re.compile(r"^ {0,3}(?:起|开始|以来|以后|之后|后|始)(?!施|动)")
_FROM = re.compile(r"(?:自|从|自从|比|较|截止?目前) {0,3}$")
_AIM = re.compile(r"(?:到|至|截至|截止) {0,3}$")
_CLOSED = re.compile(
    r"(?:最迟|最晚|不晚于|不迟于|截至|截止到?|截止|务必于|定于|拟于|计划于|须于|应于|要于) {0,3}$"
)
_SET = re.compile(r"(?:于|在|确保|力争|争取|务必|计划|拟|定) {0,3}$")
_EACH = re.compile(r"(?:每|各|逐|次|历|往|去|上)(?:年|季度?|个?月|半年)?(?:度)?(?:的|第)? {0,3}$")
_EACH_YEAR = re.compile(
    r"每(?:年|季|月|半年|两年|周|旬)|逐年|按(?:年|季|月)|月度|季度(?:通报|调度|报)"
)
_LASTING = re.compile(r"长期|持续|常态|每[年季月周]|立行立改|立即|即时|随时|适时")
_COURSE = re.compile(r"持续|长期|常态|全年")
_SCOPE = re.compile(r"(?:对|凡|将|对于|凡是|除|按照?|以|根据|依据) {0,3}(?:在|于)? {0,3}$")
_SCOPE_AFTER = re.compile(
    r"^(?!(?:全面|基本|力争|确保)*(?:完成|实现|推行|推进|办理|开展|落实|建立|启动|做好|规范|优化|上报|报|提交))"
    r"[^,。;]{0,6}?(?:已|登记|注册|出生|毕业|新购|购[买置]|取得|缴纳|参保|发生|签订|投保|入库|立项|批准)"
    r"|^(?:[^,。;]{0,6}?(?:建成|印发|出台|发布|完成|制定|施行|开工|存在|形成))的"
    r"|^ {0,2}的(?!基础)|^[^,。;]{0,4}基础上"
)
_DEED = re.compile(
    r"完成|办结|建成|建好|完工|竣工|投产|投用|投入(?:使用|运营|运行)|启用|出台|印发|上线|开工|开通|挂牌"
    r"|落地|见效|到位|整改|验收|交付|实现|达到|制定|编制|形成|组建|成立|公布|发布|运行|建立|推出|取得|启动"
    r"|举办|召开|接入|纳入|清零|销号|全面(?:推[行开广]|实施)"
)
_DONE = re.compile(
    r"^[ ,]?(?:前后|左右)?(?:全面|基本|正式|如期|全部|力争|确保|务必|必须|应当?|要|须|需|初步|率先"
    r"|按[期时]|陆续|争取|集中|建设|主体|一期|试|开始)*(?:完成|办结|建成|完工|竣工|投产|投用|启用"
    r"|投入(?:使用|运营|运行)|出台|印发|上线|开工|开通|挂牌|验收|交付|到位|运行|实现"
    r"|制定|编制|组建|成立|公布|接入|并入|并网|通车|通航|通水|通气|销号|清零|下达|发放到位|推出)"
)
_OPENED = re.compile(r"^(?:启动|举办|召开|开展|组织|报名|开放)")
_REPORT = re.compile(
    r"将[^,。;]{2,30}(?:报|反馈|提交)|报送|上报|报备|填报|抄报|书面报告|向[^,。;]{2,20}(?:报告|反馈|备案)|(?<![通汇申举预公年日周季月简快情])报"
    r"(?=[省市县区州国厅局委党政][\u3400-\u9fff()]{1,24})|反馈(?:至|给|到)|反馈(?=[^,。;]{0,12}(?:局|委|办|厅))"
    r"|提交(?=[^,。;]{0,12}(?:总结|材料|报表))|函告|备案"
)
_FOR_APPROVAL = re.compile(  # 报省政府审定: what the task is to bring about
    r"(?:上报|报送?|提交)[^,。;]{0,16}(?:审定|审批|审议|批准|核准|批复|审查)"
)
_TIMED = re.compile(r"[年月季]|五”?末|20\d\d[-./]")
_OPENED_AGAIN = re.compile(r"[)〔〕\[\]】。; \n]{0,6}[(〔\[【]?")
_OTHER_LABEL = re.compile(r"[^\n:。()]{2,10}: {0,3}[^\n。]{0,60}\n {0,8}")  # 责任人:张三
_WORDS = re.compile(r"[^。\n)]*")
OTHER_LABELS = 4  # lines at most between a clause and its 完成时限
FARTHEST = 60  # characters from a day to the verb it governs


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day set for the task, and its words in the shadow copy."""

    day: date
    start: int
    end: int


def deadline_of(
    folded: str,
    prose: tuple[int, int],
    clause: tuple[int, int] | None,
    *,
    due: str | None,
    reckoning: Reckoning,
    taken: Set[int],
) -> Deadline | None:
    """Return the last day set for a task: of its 完成时限, else its clause, else its words."""
    if due is not None and clause is not None:
        day = stated_deadline(due, reckoning=reckoning)
        if day is None and _LASTING.search(due):
            return None
        if day is not None:  # 2026年底前取得成效,2027年底前完成: more than one may be stated
            return _last([Deadline(day, *clause), *_in_clause(folded, *clause, reckoning)])
    if clause is not None and (found := _last(_in_clause(folded, *clause, reckoning))):
        return found
    if clause is not None and (found := _behind(folded, clause[1], reckoning)):
        return found
    return _last(find_deadlines(folded, *prose, reckoning=reckoning, taken=taken))


def _last(found: list[Deadline]) -> Deadline | None:
    return max(found, key=lambda deadline: deadline.day, default=None)


def stated_deadline(words: str | None, *, reckoning: Reckoning) -> date | None:
    """Return the last day behind a label (完成时限:2026年12月底前), or None (长期坚持, 全年)."""
    if not words or _EACH_YEAR.search(words):
        return None
    last = _last(_in_clause(words, 0, len(words), reckoning, every=True))
    return last.day if last else None


def _in_clause(
    folded: str, start: int, end: int, reckoning: Reckoning, *, every: bool = False
) -> list[Deadline]:
    """Return the days in a responsibility clause: each is one, but for those of each year."""
    found: list[Deadline] = []
    year: int | None = None
    if not _TIMED.search(folded, start, end):
        return found
    for point in find_points(folded, start, end, issued_on=reckoning.issued_on):
        before = folded[max(start, point.start - 6) : point.start]
        after = folded[point.end : min(end, point.end + 12)]
        if _EACH.search(before) or _FROM.search(before) or _COURSE.match(after):
            continue
        if point.whole_year and not (every or _BOUNDARY.match(after) or _DONE.match(after)):
            year = point.year
            continue
        day = reckoning.day(_ended(point, after), year)
        if day:
            found.append(Deadline(day, point.start, point.end))
        year = point.year or year
    return found


def _behind(folded: str, place: int, reckoning: Reckoning) -> Deadline | None:
    """Return the day of a label that stands behind the clause: )完成时限:2026年6月。"""
    place = _past(_OPENED_AGAIN, folded, place)
    for _ in range(OTHER_LABELS):
        if label := _LABEL.match(folded, place):
            break
        if not (other := _OTHER_LABEL.match(folded, place)):
            return None
        place = other.end()
    else:
        return None
    end = min(_past(_WORDS, folded, label.end()), label.end() + FARTHEST)
    if _EACH_YEAR.search(folded, label.end(), end):
        return None
    return _last(_in_clause(folded, label.end(), end, reckoning, every=True))


def _past(rule: re.Pattern[str], folded: str, place: int) -> int:
    """Return where the words that follow a rule begin."""
    match = rule.match(folded, place)
    return match.end() if match else place


def find_deadlines(
    folded: str, start: int, end: int, *, reckoning: Reckoning, taken: Set[int]
) -> list[Deadline]:
    """Return the deadlines between `start` and `end`; `taken` are the places of targets' days."""
    found: list[Deadline] = []
    if not _TIMED.search(folded, start, end):
        return found
    for sentence in _SENTENCE.finditer(folded, start, end):
        if _TIMED.search(folded, *sentence.span()):
            found += _in_sentence(folded, *sentence.span(), reckoning, taken)
    return found


def _in_sentence(
    folded: str, start: int, end: int, reckoning: Reckoning, taken: Set[int]
) -> Iterator[Deadline]:
    year: int | None = None
    for point in find_points(folded, start, end, issued_on=reckoning.issued_on):
        before = folded[max(start, point.start - 8) : point.start]
        after = folded[point.end : min(end, point.end + FARTHEST)]
        printed = year
        year = point.year or year
        if point.start in taken or not _sets_a_day(folded, start, point, before, after):
            continue
        day = reckoning.day(_ended(point, after), printed)
        if day and (reckoning.issued_on is None or day >= reckoning.issued_on):
            yield Deadline(day, point.start, point.end)


def _sets_a_day(folded: str, start: int, point: Point, before: str, after: str) -> bool:
    """Say whether a point in time is the day by which something is to be done."""
    if _EACH.search(before) or _FROM.search(before) or _START.match(after) or _RANGE.match(after):
        return False
    near = max(start, point.start - FARTHEST)
    if point.year is None and _EACH_YEAR.search(folded, near, point.start):
        return False
    boundary = _BOUNDARY.match(after)
    rest = after[boundary.end() :] if boundary else after
    if _SCOPE.search(before) or _SCOPE_AFTER.match(rest) or _is_report(rest):
        return False
    if _LABEL.search(before) or (_CLOSED.search(before) and not point.whole_year):
        return True
    if boundary and boundary["within"] is None:
        return True
    return _is_done(folded, point, before, rest)


def _is_done(folded: str, point: Point, before: str, rest: str) -> bool:
    """Say whether a day without 前 is one by which something is done (8月底完成, 年内投入使用)."""
    inside = folded[point.end - 1] == "内" or _BOUNDARY.match(folded, point.end)
    deed = _DEED.search(rest[:16])
    if inside:
        return bool(deed) and "," not in rest[: deed.start() if deed else 0]
    if _AIM.search(before):
        return not point.whole_year and bool(_DONE.match(rest))
    if _RANGE_BEFORE.search(before):
        return False
    if _SET.search(before):
        near = rest[: deed.start()] if deed else ","
        return "," not in near or bool(_OPENED.match(rest))
    if folded.startswith("当年", point.start):  # 当年下达、当年开工
        return False
    return bool(_DONE.match(rest)) and not rest.startswith((",", " "))


def _is_report(rest: str) -> bool:
    """Say whether the day is that of a report, which is a duty of its own."""
    report = _REPORT.search(rest)
    if report is None or _FOR_APPROVAL.match(rest, report.start()):
        return False
    deed = _DEED.search(rest)
    return deed is None or report.start() < deed.start()


def _ended(point: Point, after: str) -> Point:
    """Return the day before which a year is meant: 2027年前 ends with 2026."""
    bounded = _BOUNDARY.match(after)
    if point.whole_year and point.year and bounded and bounded["within"] is None:
        return Point(point.start, point.end, point.year - 1, 12, LAST_DAY)
    return point
