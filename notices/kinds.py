"""What a heading announces: reasons, principles, aims, tasks or safeguards."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What stands below a heading."""

    REASON = "reason"  # 重要意义, 指导思想, 基本原则: neither measures nor targets
    AIM = "aim"  # 工作目标: targets, no measures
    TASKS = "tasks"  # 重点任务: says nothing itself, measures stand below
    SAFEGUARD = "safeguard"  # 保障措施, 实施步骤: measures only where units are named
    OTHER = "other"


_RULES = (
    (
        Kind.REASON,
        (
            r"(?:.{0,6}(?:重要|重大|深远))?意义.{0,8}|(?:充分|深刻|切实|准确)?(?:认识|领会"
            r"|把握).{2,24}(?:意义|重要性|必要性|紧迫性)"
            r"|(?:总体)?(?:指导)?思想|(?:基本|工作|主要)?原则|(?:总体|基本|工作)?思路|(?:工作"
            r"|政策|现实|发展)?背景"
            r"|[\u3400-\u9fff]{0,8}原则|(?:基本|发展)?(?:形势|现状|情况|基础)|(?:编制|制定|政策|主要)?依据|适用(?:范围"
            r"|对象)|名词解释|术语.{0,6}|定义"
            r"|(?:总体|工作)机制|推进机制|总则|一般规定"
        ),
    ),
    (
        Kind.AIM,
        (
            r"(?:总体|工作|发展|行动|主要|具体|年度|分年度|阶段(?:性)?|预期|建设|任务|\d{4}年)*目标"
            r"(?:任务|指标|要求|定位)?|(?:主要|核心|预期)指标|(?:工作|总体|主要)?要求和目标"
            r"|总体要求(?:和|及|与).{0,4}目标"
            r"|(?!落实|完成|实现|分解|细化|锚定|围绕|聚焦|明确|强化|突出|推动"
            r"|对标)[\u3400-\u9fff]{2,6}目标"
            r"|[\u3400-\u9fff]{0,12}(?:预期|发展|总体|年度|约束性)(?:主要)?(?:目标|指标)"
            r"|总体(?:要求|部署)|(?:指导思想|思路)(?:和|及|与).{0,6}目标"
        ),
    ),
    (
        Kind.TASKS,
        (
            r"(?:重点|主要|工作|具体|目标|核心|重大|年度|建设)*(?:任务|举措|措施|行动|工程|工作"
            r"|内容)(?:和|及|与)?"
            r"(?:任务|举措|措施|分工|安排|清单|要点)?|(?:任务|职责|责任)分工|工作(?:安排"
            r"|重点)|政策(?:措施|举措|内容)"
        ),
    ),
    (
        Kind.SAFEGUARD,
        (
            r"(?:组织|工作|服务|配套|要素|政策|强化|加强|完善|健全|落实|建立)*(?:保障|保障措施"
            r"|保障机制|保障体系)"
            r"|(?:工作|有关|相关|组织|落实|贯彻|几点)*要求|组织(?:实施|领导|推进|落实"
            r"|管理)(?:和|与|及)?(?:保障|领导|实施|.{0,4}要求)?"
            r"|(?:加强|强化|切实加强|狠抓|抓好)(?:组织|领导)(?:领导|实施|保障|推进|和.{2,6}"
            r"|与.{2,6})?|附则|联系(?:方式|人|电话).{0,6}|注意事项"
            r"|(?:申报|申请|推荐|评审|认定|奖补)(?:条件|对象|范围|程序|流程|材料|要求|方式|时间"
            r"|主体)(?:[和及与].{2,8})?"
            r"|(?:统一|提高|深化)(?:思想|政治)?(?:认识|站位)"
            r"|(?:实施|工作|推进|方法|行动|整治|活动|时间|进度|阶段|组织|任务)*(?:步骤"
            r"|阶段)(?:安排|划分|及.{2,6}|和.{2,6})?"
            r"|(?:实施|时间|进度|阶段|日程)(?:安排|进度)|(?:材料|信息|情况|进展|有关"
            r"|工作)*报送(?:要求|事项|方式|安排)?"
            r"|其他(?:事项|要求)?|监督(?:管理|检查)"
        ),
    ),
)
_COMPILED = tuple((kind, re.compile(rf"(?:{rule})")) for kind, rule in _RULES)
_FIRST_PART = re.compile(r"[^,;。:]*")


def kind_of(heading: str) -> Kind:
    """Return what `heading` (without number and brackets) announces."""
    first = _FIRST_PART.match(heading)
    words = first[0] if first else heading
    for kind, rule in _COMPILED:
        if rule.fullmatch(words):
            return kind
    return Kind.OTHER
