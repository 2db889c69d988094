"""What stands below a letter: name, office, telephone, slogan, a phone's own line, small print."""

import re
from collections.abc import Sequence

DEVICES = (
    r"手机|iPhone|iPad|Android|安卓|企业微信|Windows.{0,6}邮件|网易邮箱|QQ邮箱|Outlook|"
    r"Foxmail|WPS|腾讯|"
    r"华为|小米|荣耀|邮件"
)
MARKERS = re.compile(
    r"^\s*(--\s?$|[|│]?\s*(发自|發自)\s*\S.{0,24}$|"
    rf"(来自|從|从|由|发送自)\s*(我的)?\S{{0,10}}\s*({DEVICES})\S{{0,10}}\s*(发送|發送)?\s*$|"
    r"Sent from\b|(Get|获取|下载)\s*Outlook|[|│]?\s*签名由.{0,20}定制|"
    r".{0,10}邮箱大师(定制)?\s*[|│]?\s*$|[【\[]?(免责声明|保密声明|保密提示|Disclaimer)|"
    r"(本|此)(电子)?邮件(及其?任?何?附件)?[^。]{0,20}(保密|机密|仅供|仅限|秘密|专属)|"
    r"(This|The information).{0,30}(e-?mail|message).{0,60}confidential)",
    re.I,
)
RULE = re.compile(r"^\s*[=_*\-—─～~]{5,}\s*$")
CONTACT = re.compile(
    r"(电话|手机|传真|地址|邮编|邮箱|電話|傳真|联系人|经办人|填报人|联络员|办公地点|网址|"
    r"微信|QQ|Tel|Fax|E-?mail|"
    r"Mobile|Add)\s*[:：]|(?<!\d)(0\d{2,3}[-—\s]\d{7,8}|1[3-9]\d{9})(?!\d)|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w|https?://",
    re.I,
)
WORDS_OF_ANSWERS = (
    "已完|完成|未启|启动|正常|推进|收到|收悉|签收|办结|报结|滞后|同意|没有|暂无|进展|进度|延期|异议|已阅|知悉|"
    "好的|完工|竣工|开工|无变化|照办|在建|如期|按期|计划|任务|问题|困难|下一步|措施|情况|附件|见表|明细|其他"
)
NAME = re.compile(
    rf"^\s*(?!.*(?:{WORDS_OF_ANSWERS}))(?:[\u4e00-\u9fff·]{{2,4}}|"
    rf"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]|"
    r"[\u4e00-\u9fff]{2,4}\s*[（(]?\s*(?:同志|科长|副?处长|副?局长|主任科员|科员|主任|副主任|"
    r"股长|干部|秘书))[）)]?\s*$"
)
OFFICE = re.compile(
    rf"^\s*(?!.*(?:{WORDS_OF_ANSWERS}))"
    rf"(?:[\u4e00-\u9fff]{{2,4}}\s*[|｜│·/\s]\s*)?[\u4e00-\u9fff（）()]{{1,24}}"
    r"(?:局|委|委员会|办公室|政府|中心|科|处|股|室|部|厅|院|会|队|办|所|集团|公司)"
    r"(?:\s*[|｜│·/\s]\s*[\u4e00-\u9fff]{2,20}){0,2}\s*$"
)
DATE = re.compile(
    r"^\s*(?:\d{4}|二[〇○零Ｏ]\S\S)\s*[年./-]\s*\S{1,3}\s*[月./-]\s*\S{1,3}\s*日?\s*$"
)
TELEPHONE = re.compile(r"^[\s\d\-—–（）()+]{7,24}$")
CLOSING = re.compile(
    r"^\s*(此致|敬礼|顺颂\S{0,4}|祝好|祝\S{0,8}|特此(反馈|报告|回复|函复|说明)|谢谢\S{0,4}|"
    r"感谢\S{0,6}|以上|"
    r"专此(报告|函复)?|请(审阅|审示|查收|知悉|指示))\s*[。！!，,.~～]?\s*$"
)
CLOSING_SENTENCE = re.compile(
    r"[\s　]*(?:特此(?:反馈|报告|回复|函复|说明|汇报)|谢谢|感谢(?:支持|关心)?|此致\s*敬礼|专此报告|"
    r"请(?:审阅|查收|知悉))[您！!。.~～]*\s*$"
)
LABELLED = re.compile(r"^\W*(?:任务\s*\d|[\u4e00-\u9fff/]{2,8}[:：]\s*\S)|[。；;]\s*$")
ABOUT_WORK = re.compile(r"进度|完成|推进|任务\s*\d|[。；]\s*$")
ANSWERS = re.compile(WORDS_OF_ANSWERS)
LONGEST_LINE = 100  # characters of a line that may be a signature's
LONGEST_SLOGAN = 40
MOST_LINES = 14


def without_signature(lines: Sequence[str]) -> list[str]:
    """Return the lines above a signature; what says something about the work is never one."""
    kept = list(lines)
    for number, line in enumerate(kept):
        if MARKERS.match(line) or _rules_off(kept, number):
            kept = kept[:number]
            break
    kept = _without_name_block(kept)
    while kept and (not kept[-1].strip() or RULE.match(kept[-1]) or CLOSING.match(kept[-1])):
        kept.pop()
    if kept:
        kept[-1] = CLOSING_SENTENCE.sub("", kept[-1]).rstrip()
    return kept


def _rules_off(lines: Sequence[str], number: int) -> bool:
    """Tell whether a rule stands here with a telephone or an address soon below it."""
    return bool(RULE.match(lines[number])) and any(map(CONTACT.search, lines[number + 1 :][:8]))


def _without_name_block(lines: list[str]) -> list[str]:
    """Leave out the last lines from the first name, office, date or telephone among them.

    A slogan between them goes with them; above them it would be the sender's words.
    """
    while lines and (not lines[-1].strip() or RULE.match(lines[-1])):
        lines = lines[:-1]
    top = len(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_LINES), -1):
        line = lines[number]
        if signs(line):
            top = number
        elif (
            line.strip()
            and not RULE.match(line)
            and (len(line.strip()) > LONGEST_SLOGAN or LABELLED.search(line))
        ):
            break
    above = lines[:top]
    if any(line.strip() for line in above):
        return above
    return [line for line in lines if not signs(line) and ANSWERS.search(line)]


def _is_told(line: str) -> bool:
    """Tell whether a line is too long, or too much of a sentence, for a slogan."""
    return len(line.strip()) > LONGEST_SLOGAN or bool(LABELLED.search(line))


def signs(line: str) -> bool:
    """Tell whether a line is one of a signature: a name, an office, a date, a telephone."""
    if len(line) > LONGEST_LINE:
        return False
    if any(pattern.match(line) for pattern in (NAME, OFFICE, DATE, TELEPHONE)):
        return True
    return bool(CONTACT.search(line)) and not ABOUT_WORK.search(line)
