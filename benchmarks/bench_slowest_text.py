"""Look for a text that is slow to read: no kilobyte of any text may take long.

python benchmarks/bench_slowest_text.py [EXAMPLES]

Texts are patterns of what the rules look for, repeated to 48 KB: a rule that backtracks, or looks
back over the whole text, takes longer for each kilobyte the longer the text is.
"""

import sys
import time
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from notices import NoticeUnreadable, read

HEAD = """青湾市人民政府办公室关于印发青湾市营商环境工作方案的通知
青政办发〔2024〕8号
各县（市、区）人民政府，市政府各部门：
现将《青湾市营商环境工作方案》印发给你们，请认真贯彻执行。
青湾市人民政府办公室
2024年3月15日
青湾市营商环境工作方案
一、重点任务
1.加快建设平台。（牵头单位：市科技局）
"""
PIECES = (
    *"（）〔〕《》“”、，。；：—-～ \n\t0123456789年月日号前底末万亿%省市县区各等和及与的于在到至每",
    *(
        "一、",
        "（一）",
        "1.",
        "第一条",
        "一是",
        "①",
        "附件",
        "|",
        "\t\t",
        "\u3000\u3000",
        "（de）",
        "\u200b",
    ),
    *(
        "牵头单位：",
        "责任单位：",
        "配合单位：",
        "完成时限：",
        "负责",
        "牵头",
        "按职责分工负责",
        "会同",
        "下同",
    ),
    *(
        "市科技局",
        "县（市、区）人民政府",
        "市委",
        "各有关单位",
        "人民银行",
        "领导小组办公室",
        "财政",
    ),
    *(
        "2024年",
        "6月底前",
        "三季度",
        "十四五",
        "每年",
        "年均",
        "2024—2026年",
        "分别",
        "百分之",
        "全覆盖",
        "力争",
    ),
    *(
        "达到",
        "1.2万家",
        "1—2家",
        "报送",
        "将",
        "向",
        "通报",
        "报",
        "情况",
        "关于",
        "印发",
        "通知",
        "方案",
    ),
    *(
        "〔2024〕8号",
        "博",
        "bet365",
        "官网",
        "下载",
        "http://",
        "?。ㄒ唬┩七M",
        "(jìn)",
        "＿",
        "０",
        "繁體門",
    ),
)
KILOBYTES = 48
LIMIT = 0.08  # seconds for a kilobyte; an ordinary notice takes about 0.0015


class TooSlow(Exception):
    """A text took longer for each kilobyte than it may."""


def text_of(pattern: list[str]) -> str:
    """The pattern, repeated until the text is large enough."""
    words = "".join(pattern)
    return HEAD + words * (KILOBYTES * 1024 // max(1, len(words.encode())) + 1)


def seconds_per_kilobyte(text: str) -> float:
    content = text.encode()
    begun = time.process_time()
    with suppress(NoticeUnreadable):  # a refusal must be as quick
        read(content, "notice.txt")
    return (time.process_time() - begun) / (len(content) / 1024)


def main() -> None:
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    slowest: list[tuple[float, list[str]]] = [(0.0, [])]

    @settings(
        max_examples=examples,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
    def look(pattern: list[str]) -> None:
        taken = seconds_per_kilobyte(text_of(pattern))
        slowest[0] = max(slowest[0], (taken, pattern))

    look()
    taken, pattern = slowest[0]
    sys.stdout.write(
        f"{examples} texts of {KILOBYTES} KB: at most {taken * 1000:.1f} ms for a kilobyte"
        f" ({LIMIT * 1000:.0f} allowed): {''.join(pattern)!r}\n"
    )
    if taken > LIMIT:
        raise TooSlow(f"{taken * 1000:.1f} ms for a kilobyte of {pattern!r} repeated")


if __name__ == "__main__":
    main()
