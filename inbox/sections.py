"""Divides a reply by task: 任务7, 7号任务, numbered lines, titles, the rows of a filled table."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from inbox.clauses import FULL_WIDTH, bigrams
from inbox.dates import numeral
from inbox.figures import PERCENT
from inbox.ordinals import by_order
from inbox.task_names import Mark, begun_by_name, by_name, name_at_head, without_title_labels

KEY = r"\d{1,3}(?:\.\d{1,2})?"
NAMED = re.compile(
    rf"(?:^|(?<=[。；;\n]))[ \t　>*]*(?:[（(]?(?:\d{{1,2}}(?!\d)|"
    rf"[一二三四五六七八九十]{{1,2}})[）)]?[、.．）)：:]?\s*)?"
    rf"(?:关于|对于|其中|针对|有关|就|对|将)?[ \t]*[【\[（(“]?\s*(?:"
    rf"(?:任务|事项|序号|task\s?)\s*(?:编?号)?[:：]?\s*"
    rf"(?P<key>{KEY}(?:\s*[、，,和与及]\s*(?:任务)?\s*{KEY}(?![\d%]))*)(?!\s*[\d%个家人次])\s*号?|"
    rf"第\s*(?P<nth>{KEY}(?:\s*[、，,和与及]\s*第?{KEY})*)\s*(?:项任务|项工作|号任务|项|条)|(?P<before>{KEY})\s*号任务)"
    rf"\s*[】\]）)”]?[ \t]*(?:的?任务|工作)?[ \t]*[:：、.．,，]?",
    re.MULTILINE | re.I,
)
IN_LINE = re.compile(
    rf"(?:(?<=[，,])\s*(?:[对就关于]{{1,2}}(?=任务\s*{KEY}[^，。]{{0,6}}(?:异议|不属|不是)))?"
    rf"|[【\[]\s*)任务\s*(?P<key>{KEY})(?!\d)\s*[】\]]?\s*[:：]?"
)
MENTIONED = re.compile(rf"任务\s*(?P<key>{KEY})(?!\d)")
NUMBERED = re.compile(
    r"^[ \t　>*]*[（(]?(?P<key>\d{1,3}(?:\.\d)?)(?!、\s*\d{1,3}(?![\d.]*\s*[%％成]))"
    r"(?:[、．)）:：\t]|\.(?!\d))[ \t]*",
    re.MULTILINE,
)
TELEGRAPHIC = re.compile(  # 5 管网 改62公里, 5/70%/正常
    r"^[ \t　]*(?P<key>\d{1,3})"
    r"(?:[ 　]+(?=[\u4e00-\u9fff])(?![个家项处名人月日年号座条台亿万天次户])|/(?=\d))",
    re.MULTILINE,
)
POINT = re.compile(
    r"^[ \t　>*]*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[、．)）:：\t.]|"
    r"(?=[\u4e00-\u9fff]))[ \t]*",
    re.MULTILINE,
)
STATEMENT = re.compile(r"(?:^|(?<=[\n。；;]))[^\n。；;]*[^\s。；;][^\n。；;]*")
EXCEPTED = re.compile(
    rf"除(?:了)?任务\s*{KEY}(?:\s*[、，,和与及]\s*(?:任务)?{KEY})*\s*之?[以]?外[，,]?"
)
CHINESE_KEY = re.compile(
    r"(任务|第(?=[一二三四五六七八九十]{1,3}项))([一二三四五六七八九十]{1,3})(?!是|要|个)"
)
FIGURE = re.sub(r"\?P<\w+>", "?:", PERCENT.pattern)
WIDE_KEY = re.compile(
    r"(?:(?:任务|事项|序号|编号|第)[\s：:]*|^[ \t　]*)[０-９．]{1,5}", re.MULTILINE
)
SHARED = re.compile(
    rf"分别(?:已|约)?(?:完成了?|达到?|为|是)?(?P<list>(?:[约近]?(?:{FIGURE})\s*[、，,和及与]?\s*){{2,9}})"
)
OTHERS = re.compile(
    r"(?:^|(?<=[。；;，,\n]))[ \t　]*(?:其余|其他|其它|剩余)(?:各|\d|[两三四五])?项?(?:任务|"
    r"工作|事项)?(?=[均都仍也按正无，,已])",
    re.M,
)
LIKE_TITLE = 0.7  # share of a line's first words that stand in a task's title


TOGETHER = re.compile(
    r"(?:^|(?<=[。；;\n]))[ \t　]*(?:以上|上述|这)?"
    r"(?P<n>[两二三四五六七八九]|\d{1,2})项(?:任务|工作|事项)?(?:目前)?"
    r"(?P<state>[均都](?=[^。；\n]*(?:正常|推进|完成|进度|计划|滞后)))",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """The words about some tasks; no keys for a reply that names none."""

    keys: tuple[str, ...]
    text: str


def divide(
    text: str, asked: Sequence[str], titles: Sequence[str] = (), *, opening: str = ""
) -> tuple[str, list[Section]]:
    """Return the words before the first task, and a section for each task that is named.

    Bare numbers count only where every one of them is the number of a task that was asked about,
    and more than one was asked: 1. 2. 3. may as well be the points of one answer. Where points
    begin with the titles of tasks, the titles count. A task that the `opening` names is what the
    words before any other are about. Words about several tasks that cannot be told apart make a
    section without a key.
    """
    plain = WIDE_KEY.sub(lambda match: match[0].translate(FULL_WIDTH), text)
    plain = without_title_labels(plain, asked, titles)
    text = EXCEPTED.sub("", _in_digits(by_order(plain, asked), asked))
    marks = _marks(text, asked, titles)
    if len(asked) > 1 and (led := _led_by(opening, asked, titles)):
        marks = marks if marks and marks[0][0] == 0 else [(0, 0, (led,)), *marks]
    return _cut(text, marks) if marks else ("", [Section((), text)])


def _marks(text: str, asked: Sequence[str], titles: Sequence[str]) -> list[Mark]:
    """Return where the words about each task begin, by the surest kind of heading in a text."""
    inner = [_mark(match) for match in IN_LINE.finditer(text) if match["key"] in asked]
    if named := [_mark(match) for match in NAMED.finditer(text)]:
        named = sorted({*named, *inner, *_others(text, asked, named + inner)})
        if len(asked) == 1:
            return named
        above = by_name(text[: named[0][0]], asked, titles)
        return sorted([*above, *named, *_beside(text, named, asked, titles)])
    if len(asked) == 1:
        return []
    if bare := _numbered(text, asked, titles):
        return bare
    told = _by_title(text, asked, titles) or by_name(text, asked, titles)
    if told or inner:
        told = sorted({*told, *inner})
        return sorted([*told, *_others(text, asked, told)])
    mentioned = {match["key"] for match in MENTIONED.finditer(text)}
    if len(mentioned) != 1 or not mentioned <= set(asked):
        return []
    named = [(0, 0, tuple(mentioned))]
    return [*named, *_others(text, asked, named)]


def _beside(
    text: str, named: Sequence[Mark], asked: Sequence[str], titles: Sequence[str]
) -> list[Mark]:
    """Return where the words below a task's number turn to another task, named by its title."""
    found = []
    for mark in begun_by_name(text, asked, titles):
        above = [one for one in named if one[1] < mark[0]]
        if above and (set(mark[2]) < set(above[-1][2]) or not set(mark[2]) & set(above[-1][2])):
            found.append(mark)
    return found


def _numbered(text: str, asked: Sequence[str], titles: Sequence[str]) -> list[Mark]:
    """Return where lines begin with bare numbers of tasks, unless a line names another task."""
    for pattern, least in ((NUMBERED, 1), (TELEGRAPHIC, 2)):
        bare = [_mark(match) for match in pattern.finditer(text)]
        if len(bare) < least or not _all_known([keys[0] for _, _, keys in bare], asked):
            continue
        heads = [
            name_at_head(text[end : end + 40].split("\n")[0], asked, titles) for _, end, _ in bare
        ]
        if all(
            named is None or not named.keys or set(named.keys) == set(keys)
            for named, (_, _, keys) in zip(heads, bare, strict=True)
        ):
            return bare
    return []


def _led_by(opening: str, asked: Sequence[str], titles: Sequence[str]) -> str | None:
    """Return the one task that the words before an answer name: 现将任务5推进情况报告如下."""
    keys = {match["key"] for match in MENTIONED.finditer(_in_digits(opening, asked))}
    keys = keys or {key for _, _, named in by_name(opening, asked, titles) for key in named or "?"}
    return keys.pop() if len(keys) == 1 and keys <= set(asked) else None


def is_numbered_otherwise(text: str, asked: Sequence[str]) -> bool:
    """Tell whether a reply to several tasks numbers its points by numbers that are not theirs."""
    keys = [match["key"] for match in NUMBERED.finditer(text)]
    return len(asked) > 1 and len(keys) > 1 and not _all_known(keys, asked)


def share_of(section: Section, key: str) -> str:
    """Return a section's words with the figures of a list given to its tasks in their order."""
    match = SHARED.search(section.text) if len(section.keys) > 1 else None
    figures = [one[0] for one in PERCENT.finditer(match["list"])] if match else []
    if match is None or len(figures) != len(section.keys):
        return section.text
    own = figures[section.keys.index(key)]
    ending = match["list"][len(match["list"].rstrip("，,、和及与 ")) :]
    return f"{section.text[: match.start()]}为{own}{ending}{section.text[match.end() :]}"


def _in_digits(text: str, asked: Collection[str]) -> str:
    """Return a text with 任务三 as 任务3, where such a task was asked about."""

    def in_digits(match: re.Match[str]) -> str:
        key = str(numeral(match[2]))
        return f"{match[1]}{key}" if key in asked else match[0]

    return CHINESE_KEY.sub(in_digits, text)


def _mark(match: re.Match[str]) -> Mark:
    found = match.groupdict()
    words = found["key"] or found.get("nth") or found.get("before") or ""
    return match.start(), match.end(), tuple(dict.fromkeys(re.findall(KEY, words)))


def _all_known(keys: Sequence[str], asked: Collection[str]) -> bool:
    return len(set(keys)) == len(keys) and set(keys) <= set(asked)


def _others(text: str, asked: Sequence[str], named: Sequence[Mark]) -> list[Mark]:
    """Return where 其余任务 is spoken of, as the tasks that nothing else is said about."""
    told = {key for _, _, keys in named for key in keys}
    left = tuple(key for key in asked if key not in told)
    match = OTHERS.search(text)
    marks = [(match.start(), match.end(), left)] if match and left else []
    for match in TOGETHER.finditer(text) if told else ():
        number = (
            int(match["n"]) if match["n"].isdigit() else numeral(match["n"].replace("两", "二"))
        )
        if number == len(asked):
            marks.append((match.start(), match.start("state"), tuple(asked)))
    return marks


def _by_title(text: str, asked: Sequence[str], titles: Sequence[str]) -> list[Mark]:
    """Return where lines begin with the titles of tasks; each title at most once."""
    found: dict[str, Mark] = {}
    for match in STATEMENT.finditer(text):
        point = POINT.match(match[0])
        if point is None and text[match.start() - 1 : match.start()] not in ("", "\n"):
            continue
        head = re.split(r"[：:，,。\t]", match[0][point.end() if point else 0 :], maxsplit=1)[0]
        best = max(
            ((_likeness(head, title), key) for key, title in zip(asked, titles, strict=False)),
            default=(0.0, ""),
        )
        if best[0] >= LIKE_TITLE and best[1] not in found:
            found[best[1]] = (match.start(), match.start(), (best[1],))
    return sorted(found.values()) if len(found) > 1 else []


def _likeness(head: str, title: str) -> float:
    words = bigrams(head)
    if len(words) < 3 or len(head) > 60:
        return 0.0
    return len(words & bigrams(title)) / len(words)


def _cut(text: str, marks: Sequence[Mark]) -> tuple[str, list[Section]]:
    sections: dict[tuple[str, ...], str] = {}
    for number, (_, end, keys) in enumerate(marks):
        stop = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        words = text[end:stop].strip().rstrip("，,、")
        sections[keys] = f"{sections[keys]}\n{words}".strip() if keys in sections else words
    return text[: marks[0][0]].strip().rstrip("，,、"), [
        Section(k, words) for k, words in sections.items()
    ]
