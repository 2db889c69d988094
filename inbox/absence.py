"""Letters that say only that somebody is away, or moved on: no word of them is about the work."""

import re

LONGEST = 200  # letters
AWAY = re.compile(
    r"休假|度假|(年|产|病|婚|事|陪产|探亲)假|出差|外出|在外地|出国|(不在|离开|离)(办公室|单位|岗)|"
    r"out of (the |my )?office|on (annual )?(leave|vacation|holiday)",
    re.I,
)
UNTIL = re.compile(
    r"(回来|返岗|返回|上班|销假|届时|稍后|之后|尽快).{0,12}(回复|回覆|联系|答复|处理|查看)|返岗|恢复办公|"
    r"(无法|不能|不便|未能).{0,6}(回复|查看|处理|答复|收(发|取))|"
    r"(急事|紧急|要事|有事).{0,12}(致电|联系|拨打|电话|请找)|"
    r"(be back|return|reply|respond|contact)",
    re.I,
)
MOVED = re.compile(
    r"(本人|我)(现)?已经?(调离|调往|调到|调任|离职|退休|离开(原)?(单位|岗位)|不再(负责|担任|从事|使用))|"
    r"(本|此|该|原)(邮箱|信箱|邮件?地址).{0,4}(停用|注销|不再使用|作废|已(变更|更换))"
)
INSTEAD = re.compile(r"请.{0,12}(联系|与|致电|发|寄|改)")
WORK = re.compile(
    r"进度|进展|完成|推进|启动|项目|任务|报送|填报|反馈|材料|指标|延期|签收|异议|办结|整改|落实|[%％]|万元|亿元"
)


def says_only_away(words: str) -> bool:
    """Tell whether a letter says that its writer is away, and nothing of the work."""
    return _is_about_nothing_else(words) and bool(AWAY.search(words) and UNTIL.search(words))


def says_only_moved(words: str) -> bool:
    """Tell whether a letter says that somebody else is to be asked, and nothing of the work."""
    return _is_about_nothing_else(words) and bool(MOVED.search(words) and INSTEAD.search(words))


def _is_about_nothing_else(words: str) -> bool:
    return len(words) <= LONGEST and not WORK.search(words)
