"""签收 and 异议: that a message was received, that a task is somebody else's."""

import re

from inbox.figures import PERCENT
from inbox.signatures import signs
from inbox.states import asks_for_closure, asks_for_extension, find_state

ACKNOWLEDGED = re.compile(
    r"^(?:[\s>]*|[^，。！\n]{0,14}[：:]\s*)(?:您好|你好|领导好|好的?|嗯+|(?:无|没有)异议|OK|"
    r"谢谢(?:提醒)?)?[，,。！!\s]*"
    r"(?:我(?:局|单位|委|办|们|中心|院)|本(?:局|单位|委|办))?(?:现|均|都|已|予以|就|对|全部|所有)*(?:"
    r"(?:贵(?:局|办|单位|委))?(?:来函|来件|来文|来信|邮件|通知|交办(?:单|通知|事项|任务)?|"
    r"提醒|督办(?:函|单|通知)?|上述任务|"
    r"全部任务|各项任务|任务|[0-9]+项任务|本任务|该任务)?(?:均|都|现|已|已经|予以)*"
    r"(?:签收|收到|收悉|收阅|已阅|阅知|阅悉|已悉|知悉|知晓|获悉))",
    re.I,
)
ASSENT = re.compile(
    r"^[\s👍👌🆗✅🫡🙏]*(?:(?:好的?|嗯+|OK|okay|知道了|明白|了解|遵照执行|照办)[，,。！!~～\s👍👌🆗✅🫡🙏]*)*$",
    re.I,
)  # the whole of a reply
NOT_YET = re.compile(
    r"(未|没有?|尚未|未予|不予?|拒绝|暂不|不同意|不能|无法)\s*(签收|收到|收悉|收阅|知悉)|再签收"
)
PROMISE = re.compile(
    r"[将会](?![^。]*[\d两三四五六七八九十])(?=[^。]*(?:反馈|落实|办理|推进|抓好|组织|报送|报告|汇报|执行|配合|"
    r"完成|处理|跟进|回复|答复|办好))|抓紧|尽快|按要求|按照要求|认真|及时|按时|按期|立即|遵照|照办|落实|请放心|谢谢|"
    r"感谢|知悉|配合|转(?:相关|有关|业务|各科|科室)|前(?:予以)?反馈"
)
POLITE = re.compile(
    r"已|予以|谢谢|感谢|辛苦了?|好的?|您好|请放心|我(?:局|单位|委|办)|本单位|邮件|通知|交办|"
    r"全部|任务|均|来函|来件|\d{1,3}项|"
    r"贵(?:局|办)|领导|同志|[且并]?(?:无|没有)异议|[\W_]"
)
OBJECTING = re.compile(r"^\W*(?:(?:现|特|我(?:局|单位|委|办))?提出|有)?异议\s*[：:，,。]\s*(?=\S)")
OBJECTION = re.compile(
    r"(?<![无没未])(?<!没有)(?:提出)?异议(?!的?请)|不(?:属于?|在)(?:我|本)(?:局|单位|委|办|"
    r"部门|县|区|院|中心)[^，。；\n]{0,8}(?:职|范围|权限|管理|负责|事)?|"
    r"(?:非|不是|不归|不由)(?:我|本)(?:局|单位|委|办|部门|县|区|院|中心)(?:的)?(?:职责|职能|"
    r"主管|负责|管理|承担|牵头)|"
    r"(?<!建议)应当?该?改?由(?!我|本)[^，。；\n]{2,24}(?:牵头|承办|主办)(?=[，。；\n]|$)|"
    r"建议(?:改?由|调整(?:为|由|给)|转(?:由|给|交)?|"
    r"[^，。；\n]{1,16}由)[^，。；\n]{2,24}(?:牵头|承担|承办|办理)(?=[，。；\n]|$)|"
    r"不(?:应|宜|能|该)?由(?:我|本)(?:局|单位|委|办)|与(?:我|本)(?:局|单位|委|"
    r"办)[^，。；\n]{0,4}职[能责][^，。；\n]{0,6}(?:不符|不一致|无关)|(?:我|本)(?:局|单位|委|"
    r"办)(?:没有|无)[^，。；\n]{0,8}(?:职能|职责|权限)"
)
ABOUT_TASK = re.compile(r"不属|不在|非(我|本)|不是(我|本)|不归|不由|不宜|不应|不能由|职[能责]|异议")


def acknowledges(text: str) -> bool:
    """Tell whether the first words say that the message was received."""
    opening = text[:80]
    if opening.strip() and opening.strip(" \n。！!🙏") and ASSENT.match(opening):
        return True
    return bool(ACKNOWLEDGED.match(opening)) and not NOT_YET.search(opening)


def refuses_to_acknowledge(text: str) -> bool:
    """Tell whether a text says that the task is not, or not yet, acknowledged."""
    return bool(NOT_YET.search(text[:80])) and len(text) < 80


def without_acknowledgement(text: str) -> str:
    """Return what is said behind 收到."""
    match = ACKNOWLEDGED.match(text)
    return text[match.end() :].lstrip("，,。！!；; 　\n") if match and acknowledges(text) else text


def is_only_a_receipt(text: str) -> bool:
    """Tell whether a text says nothing but 收到 or 签收, and that the work will be done."""
    if not acknowledges(text):
        return False
    rest = without_acknowledgement(text)
    rest = "\n".join(line for line in rest.split("\n") if not signs(line))
    if len(POLITE.sub("", rest)) <= 3:
        return True
    if PERCENT.search(rest) or asks_for_closure(rest) or asks_for_extension(rest):
        return False
    sentences = [s for s in re.split(r"[。！!；;\n]", rest) if POLITE.sub("", s)]
    return all(PROMISE.search(s) and find_state(s) is None and len(s) < 60 for s in sentences)


def reason_of(objection: str) -> str:
    """Return an objection without the words that only say it is one: 有异议：…"""
    return OBJECTING.sub("", objection)


def find_objection(text: str) -> str | None:
    """Return the sentences of an objection to the assignment, with the reason given."""
    matches = [
        m
        for m in OBJECTION.finditer(text)
        if not re.search(r"(没有|无|未提)[^，。]{0,4}$", text[: m.start()][-6:])
    ]
    if not matches:
        return None
    if not any(ABOUT_TASK.search(m[0]) for m in matches) and (
        find_state(text) is not None or PERCENT.search(text)
    ):
        return None  # a proposal about a part of the work
    sentences = re.split(r"(?<=[。！\n])", text)
    first = next((n for n, s in enumerate(sentences) if OBJECTION.search(s)), len(sentences) - 1)
    return "".join(sentences[max(0, first - 1) :]).strip() if first else text.strip()
