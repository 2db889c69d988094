"""Sentences of a letter that say nothing about a task: thanks, requests to read on, farewells."""

import re

from inbox.openings import without_opening
from inbox.signatures import signs

SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]*")
COURTESY = re.compile(
    r"^(?:谢谢|感谢|多谢|辛苦|打扰|抱歉|劳烦|麻烦(?:您|贵)|敬请|顺颂|顺祝|此致|敬礼|祝(?:好|您|工作|商祺|顺)|"
    r"盼复|望(?:复|周知|知悉)|[妥当]否|专此|特此|以上(?!任务|\d|[一二三四五六七八九十]项)|"
    r"请(?:领导|贵[办局]|办公室|各位)?(?:予以)?"
    r"(?:审[阅核示]|查收|查阅|指示|批示|知悉|阅示|阅知|核对|参阅|批评指正|指正|收阅|明确|解答|告知|"
    r"答复|回复|示下|指导)|"
    r"如有(?:不妥|疑问|问题|不当)|有(?:疑问|问题|情况)请?(?:及时)?(?:联系|报告)|"
    r"详?见(?:附件|附表|附后|下文|下方|下表|正文)|附件?[:：]|附后|"
    r"(?:相关|具体|有关|详细)?(?:情况|材料|资料|台账|图片|照片|原件)[，,]?请?(?:详?见附[件表后]|附后)|"
    r"(?:现|兹|谨)?(?:将|就|把)?.{0,40}(?:报送|汇报|报告|反馈|答复|回复|填报|更新|说明|报来|转报)"
    r"(?:给?贵[办局])?(?:如下|于后|于下|见下.{0,4}|[，,]?(?:请|详见|见附).{0,8})$|"
    r"(?:现|兹|谨)(?:报送|上报|呈报|反馈|汇报|提供|更新)[^。；]{0,40}$|"
    r"(?:.{0,16}(?:情况|进展|答复|反馈|回复|汇报|说明))?(?:如下|见下.{0,4})$|"
    r"(?:领导|各位|大家|您|你|老师|同志们?|市.{0,8}[办局厅委])[好!！，,。\s]*$|"
    r"(?:hi|hello|dear|best regards|regards|thanks)\W*$|"
    r"经(?:认真)?(?:研究|核实|核对|会商)$|我?(?:局|单位|委|办)?高度重视|"
    r"(?:我(?:局|单位|委|办))?将?(?:认真|坚决)(?:抓好|贯彻|落实|组织)|"
    r"按要求|(?:根据|按照).{0,30}(?:要求|通知)$|(?:OK|好的?|嗯|是的|收到|知道了|明白)$|现将?(?:有关)?$)",
    re.I,
)
ENDED = re.compile(r"[。；;！!]\s*$")  # a signature has no mark at its end
ABOUT_A_TASK = re.compile(
    r"\d\s*[%％]|正常推进|滞后|未启动|已?(?:完成|办结|完工)(?!情况|进度|任务)|延期|异议"
)


def says_nothing(sentence: str) -> bool:
    """Tell whether a sentence is only polite, or only leads to what follows."""
    words = without_opening(sentence.strip(" \t　。；;！!？?，,：:~～—-"))
    words = words.strip(" \t　。；;！!？?，,：:~～—-")
    if not words or (signs(words) and not ENDED.search(sentence)):
        return True
    return bool(COURTESY.match(words)) and not ABOUT_A_TASK.search(words)


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a text, each with its own mark at the end."""
    return [one.strip() for one in SENTENCE.findall(text) if one.strip()]
