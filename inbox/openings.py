"""How letters begin: greetings, and 现将有关情况反馈如下."""

import re

GREETING = re.compile(
    r"^[\s　]*(?:(?:尊敬的|各位)?[^，,。；：:\n\d%]{0,20}?(?:领导|同志们?|老师|同事|处长|"
    r"局长|主任|科长|办公室|局|办|委|厅|府|处|科|中心)"
    r"(?:好|您好|你好)?|您好|你好|大家好|领导好|各位好|[^，,。；：:\n\d%]{0,12}(?:您好|"
    r"你好))\s*(?:[：:！!，,。]+|(?=\n)|$)\s*"
)
INTRODUCTION = re.compile(
    r"^[\s　]*(?:根据[^。；\n]{0,40}[，,])?(?:按照[^。；\n]{0,40}[，,])?(?:现|兹|谨)?(?:将|"
    r"就|把)?(?:(?!已[完办建竣]|正常|滞后|尚未|未能)[^。；\n：:%]){0,40}?"
    r"(?:反馈|汇报|报告|回复|报送|答复|说明|转报|上报|函复|报)如下\s*(?:[：:。，,]|(?=\n)|$)\s*"
)
ORDINARY = re.compile(r"完成|推进|正常|进度|启动|滞后|收到|签收|已|未")
MOST = 4


def without_opening(text: str) -> str:
    """Return a reply without its greeting and its introduction."""
    words = text
    for _ in range(MOST):
        greeting = GREETING.match(words)
        if greeting and not ORDINARY.search(greeting[0]):
            words = words[greeting.end() :]
            continue
        introduction = INTRODUCTION.match(words)
        if introduction is None:
            break
        words = words[introduction.end() :]
    return words
