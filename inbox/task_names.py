"""Which of the tasks asked about do some words name by a part of its title: 老旧小区, 联合审批.

A part names a task where no other asked title holds it, and where more of it is its own than the
words that stand in any title. Only what stands at the head of a clause is its subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inbox.fields import FIELD_OF
from inbox.states import ALL

SHORTEST = 4  # characters of a name
LEAST_OWN = 2  # of them no words that stand in any title
ENOUGH = 0.4  # share of a title's own words that opens a new matter
GENERIC = re.compile(
    r"工程建设|建设工程|建设项目|工程项目|项目建设|重点项目|重点工程|重点工作|体系建设|平台建设|能力建设|"
    r"中小企业|工业企业|民营企业|规模以上|规上企业|人民群众|经济发展|高质量发展|示范工程|专项行动|行动计划|"
    r"工作|任务|项目|工程|推进|推动|推行|实施|开展|加快|完成|建设|改造|提升|提高|加强|强化|健全|完善|建立|"
    r"新建|新增|打造|培育|规范|深化|全面|持续|服务|管理|机制|体系|制度|能力|水平|平台|中心|企业|发展|综合|以上"
)
LEAD = re.compile(
    r"^[\s　>*]*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])[）)、.．:：\s]\s*)?(?:"
    r"关于|对于|针对|有关|其中|另外?|此外|同时|现将?|就|一是|二是|三是|四是|五是|还有|以及|[，,、：:\s“”\"《【]|更正|更新|补报|"
    r"说明|补充|我(?:局|单位|委|办|市|县|区|中心|院)|本(?:局|单位|委|办|市|县|区)|全[市县区]|市本级|(?:所?牵头|承担|负责|配合)的?|"
    r"上[次期月周]|上?报送?的|报[送告]|今年|本年度|\d{4}年度?|目前|当前|截[至止][^，,。；;\n]{1,14}[，,]|对(?=[^，。；\n]{2,40}(?:异议|意见)))*"
)
RELATION = re.compile(r"[受因由与同及为]|配合|结合|影响|除|对|待|利用|借助|参照|按照?|比")
CLAUSE = re.compile(r"[^，,。；;：:！!？?\n\t（）()]+")
LISTED = re.compile(r"^[”\"》】]?(?:工程|项目|任务|工作|改造|建设)?(?:[、和与及]|以及)+[“\"《【]?")
SAYS_HOW_FAR = re.compile(
    r"^[”\"》】]?(?:工程|项目|任务|工作|改造|建设|推进)*(?:目前|现|均|总体|整体|形象|工作|累计|已经?|正在|进展|"
    r"[，,:：\s])*(?:完成|完工|建成|进度|进展|正常|按计划|按序时|滞后|尚?未(?:启动|开工)|办结|约?\d)"
)
AMONG_THEM = "其中"  # leads to one of the tasks; its figure is no part's
HEADING = re.compile(
    r"[\s　]*(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）、.．]\s*)?("
    r"[\u4e00-\u9fff]{2,6}?)(?:这(?:一?块|边|项|个事)|方面|[：:])"
)
TITLE_LABEL = re.compile(
    r"^[ \t　>*]*(?:[（(]?\d{1,2}[)）、.．][ \t]*)?(?:任务|事项)(?:名称|事项|内容)?[ \t]*"
    r"[：:][ \t]*"
    r"(?P<title>[^\n\d][^\n]*)$",
    re.MULTILINE,
)
SENTENCE = re.compile(r"[^。；;！!？?\n]+")
AFFECTS = re.compile(r"^[^因受由，]{0,6}(?:影响|制约|牵制)")
TOLD = re.compile(r"\d[%％]|正常|滞后|完成|未启动")
NEAR = 6  # characters before a name that may be its own: 市区的, 城东片
LONGEST_HEAD = 60
LOOKED_BACK = 200  # characters of a sentence that may say of whom a clause is
Mark = tuple[int, int, tuple[str, ...]]  # where a heading stands, and the tasks it names


@dataclass(frozen=True, slots=True)
class Named:
    """The tasks that words name together; none where one of several cannot be told."""

    keys: tuple[str, ...]
    start: int
    end: int
    leads: bool = False  # it is the first word, and enough of the title to open a new matter


def by_name(text: str, keys: Sequence[str], titles: Sequence[str]) -> list[Mark]:
    """Return where sentences begin to be about tasks that they name by their titles.

    A mark without a key stands where several are named at once and one of them cannot be told.
    """
    marks: list[Mark] = []
    current: tuple[str, ...] | None = None
    shortly = False
    for sentence in SENTENCE.finditer(text):
        found = _in_sentence(sentence[0], keys, titles)
        if not found and (short := _shortly(text[sentence.start() :], keys, titles)):
            found, shortly = [short], True
        if any(not named.keys for named in found):
            found = [Named((), 0, 0)]
        for named in found:
            if named.keys == current or (current and named.keys and not named.leads):
                continue
            current = named.keys
            at = sentence.start() + named.start
            end = at + len(AMONG_THEM) * text.startswith(AMONG_THEM, at)
            marks.append((at, end, named.keys))
    return marks if not shortly or len({keys for _, _, keys in marks}) > 1 else []


def without_title_labels(text: str, keys: Sequence[str], titles: Sequence[str]) -> str:
    """Leave out 任务名称： before a task's title, so that the title is a heading."""

    def bare(match: re.Match[str]) -> str:
        named = name_at_head(match["title"], keys, titles)
        return match["title"] if named and named.keys else match[0]

    return TITLE_LABEL.sub(bare, text)


def begun_by_name(text: str, keys: Sequence[str], titles: Sequence[str]) -> list[Mark]:
    """Return where clauses turn to another task and say how far it is: 老旧小区完成82%."""
    marks: list[Mark] = []
    for clause in CLAUSE.finditer(text):
        named = name_at_head(clause[0], keys, titles)
        if named and named.keys and named.leads and SAYS_HOW_FAR.match(clause[0][named.end :]):
            marks.append((clause.start(), clause.start(), named.keys))
    return marks


def _shortly(words: str, keys: Sequence[str], titles: Sequence[str]) -> Named | None:
    """Return the task that a word or two set off as a heading abridge: 管网：, 冷链这块."""
    head = HEADING.match(words)
    if head is None or not GENERIC.sub("", head[1]) or head[1] in FIELD_OF:
        return None
    whose = [key for key, title in zip(keys, titles, strict=True) if _abridges(head[1], title)]
    return Named((whose[0],), 0, head.end(1), leads=True) if len(whose) == 1 else None


def _abridges(words: str, title: str) -> bool:
    """Tell whether words stand in a title in their order, two of them side by side."""
    rest = iter(title)
    return all(sign in rest for sign in words) and any(
        pair in title and GENERIC.sub("", pair) == pair for pair in map("".join, pairwise(words))
    )


def _in_sentence(sentence: str, keys: Sequence[str], titles: Sequence[str]) -> list[Named]:
    """Return the tasks named in a sentence: at its head, and where a later clause begins anew."""
    found: list[Named] = []
    for number, clause in enumerate(CLAUSE.finditer(sentence)):
        named = name_at_head(clause[0], keys, titles)
        before = sentence[max(0, clause.start() - LOOKED_BACK) : clause.start()]
        of_all = bool(ALL.search(before))
        is_late = number > 1 or of_all or bool(TOLD.search(before))
        if named is None or (is_late and not of_all and (not found or not named.leads)):
            continue
        if found and not is_late and named.leads and named.keys != found[0].keys:
            return [Named((), 0, 0)]  # 审批上线后，老旧小区提速，完成82%: of which?
        start = clause.start() if found or of_all else 0
        found.append(replace(named, start=start, leads=named.leads and (number == 0 or is_late)))
    return found


def name_at_head(clause: str, keys: Sequence[str], titles: Sequence[str]) -> Named | None:
    """Return the tasks that are the subject of a clause, or None where it names none."""
    lead = LEAD.match(clause)
    start = lead.end() if lead else 0
    head = clause[start : start + LONGEST_HEAD]
    for at in range(min(len(head), NEAR + 1)):
        if RELATION.search(head[:at]):
            return None
        named = _name_at(head[at:], keys, titles)
        if named is None:
            continue
        begin, end = start + at, start + at + named.end
        if AFFECTS.match(clause[end:]):
            return None
        if "、" in head[:at]:
            return Named((), begin, end)
        leads = named.leads and at == 0
        return _with_listed(replace(named, start=begin, end=end, leads=leads), clause, keys, titles)
    return None


def _with_listed(first: Named, clause: str, keys: Sequence[str], titles: Sequence[str]) -> Named:
    """Return the tasks of a list that begins with one: 老旧小区、雨污分流均正常推进."""
    told, end = list(first.keys), first.end
    while told and (link := LISTED.match(clause[end:])):
        following = _name_at(clause[end + link.end() :], keys, titles)
        told = [*told, *following.keys] if following and following.keys else []
        end += link.end() + (following.end if following else 0)
    unique = tuple(dict.fromkeys(told))
    return replace(first, keys=unique, end=end, leads=first.leads and bool(unique))


def _name_at(words: str, keys: Sequence[str], titles: Sequence[str]) -> Named | None:
    """Return the task that the very first words name by a part of its title."""
    length = max((_longest(words, title) for title in titles), default=0)
    part = words[:length]
    if length < SHORTEST or len(GENERIC.sub("", part)) < LEAST_OWN:
        return None
    whose = [n for n, title in enumerate(titles) if part in title]
    if len(whose) > 1:
        return Named((), 0, length)
    return Named((keys[whose[0]],), 0, length, _share(part, titles[whose[0]]) >= ENOUGH)


def _longest(words: str, title: str) -> int:
    length = 0
    while length < len(words) and words[: length + 1] in title:
        length += 1
    return length


def _share(part: str, title: str) -> float:
    """Return how much of the own words of a title, or of an indicator, a part of it holds."""
    names = [name for name in title.split("\n") if part in name]
    shortest = min((len(GENERIC.sub("", name)) for name in names), default=1)
    return len(GENERIC.sub("", part)) / max(1, shortest)
