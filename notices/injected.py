"""Words that do not belong: a betting site's name in a sentence, broken characters."""

import re
from dataclasses import dataclass

_BRAND = (
    r"(?:\d{2,4}"
    r"|[A-Za-z]{2,12}\d{0,4})[\u3400-\u9fff]{0,3}(?:[博搏][\u3400-\u9fff]{0,3}"
    r"|[bB][eE][tT])"
)
_TRADE = r"(?:体育|娱乐|棋牌|彩票|投注|真人|电竞|电玩|游戏)"
_DOOR = (
    r"(?:官网|官方网站|官方入口|登录入口|注册登录|手机版|平台入口|在线投注|客服电话"
    r"|[aA][pP][pP]下载|网址)"
)
_AD = (  # what follows a brand in such text
    r"官网|官方|网址|网站|注册|登录|入口|平台|计划|软件|手机版|客户端|[aA][pP][pP]|下载|送?彩金|开户"
    r"|投注|娱乐城?|体育|真人|棋牌|开奖|走势图?|预测|免费|最新版?|导航|代理|充值|提现|在线|网投|直播"
)
_INJECTED = re.compile(
    rf"{_BRAND}(?:{_TRADE})?(?:[,、 |_-]{{0,2}}[\u3400-\u9fffA-Za-z0-9]{{2,8}})?"
    rf"(?:[,、 |_-]{{0,2}}{_DOOR})?"
    rf"|(?:\d{{2,4}}"
    rf"|[A-Za-z]{{2,10}})[\u3400-\u9fff]{{0,4}}"
    rf"{_TRADE}[,、 |_-]{{0,2}}(?:[\u3400-\u9fffA-Za-z0-9]{{2,8}}[,、 |_-]{{0,2}})?{_DOOR}"
    rf"|[\u3400-\u9fffA-Za-z0-9]{{2,8}} +{_DOOR}"
    rf"|[\u3400-\u9fff]{{2}}(?:棋牌|娱乐城|彩票|电玩城|真人视讯|百家乐)(?:{_AD}|安装|APP|[0-9]{{1,4}})+"
    r"|(?:小额|信用|私人|网上|急用|民间)?(?:贷款|借款|借贷)(?:无抵押|免抵押|免担保|不?看征信"
    r"|[,、 ]){0,6}"
    r"(?:秒到账|秒到|秒批|秒下款|当[天日](?:下|放)款|[极急快]速放款)"
    r"|(?:信用卡|花呗)(?:套现|代还|提额)|(?:免费|在线)(?:高清)?(?:观看|无码)视?频?"
    r"|同城约会|上门按摩|私家侦探|刷单兼职|减肥神药"
    r"|添?加(?:微信|QQ|V信?)号?[: ]?[A-Za-z0-9_\-]{5,20}"
    rf"|(?:六合彩|时时彩|百家乐|老虎机|博彩|澳门(?:新?葡京|银河|威尼斯人)|网上赌场"
    rf"|在线赌场|代开发票|办证刻章|成人视频)(?:{_AD})*"
    r"|https?://[^\s\u3400-\u9fff]{4,200}(?=[\u3400-\u9fff])"
)
# Every rule above needs one of these: a text without them is looked at no further.
_SIGNS = re.compile(
    r"[博搏彩赌]|[bB][eE][tT]|体育|娱乐|棋牌|投注|真人|电竞|电玩|游戏|官网|官方|入口|登录|手机版|客服"
    r"|下载|网址|新葡京|葡京|澳门|百家乐|老虎机|发票|刻章|视频|http|[贷借放下]款|借贷|套现|代还|约会|按摩|侦探|刷单|神药|微信|QQ"
)
_LEGIT_DOOR = re.compile(r"政府|部门|局|委|厅|单位|省|市|县|区|中心|门户")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f]+|锟斤拷(?:锟斤拷)*|(?:烫){3,}")
_STOP = re.compile(r"[,;。\n]")
LONGEST_QUOTE = 60  # characters before and after
_INJECTED_WHY = "句中夹有与公文无关的网站或广告字样，疑为网页被篡改后混入，请对照原件恢复或删除。"
_BROKEN_WHY = "此处有无法识别的字符，可能是编码或复制时丢字，请对照原件核对。"


@dataclass(frozen=True, slots=True)
class Strange:
    """A stretch of the shadow copy that a person must look at."""

    kind: str
    start: int
    end: int
    why: str

    def moved(self, by: int) -> "Strange":
        """Return the same, `by` characters further on."""
        return Strange(self.kind, self.start + by, self.end + by, self.why)


def find_strange(folded: str, start: int, end: int) -> list[Strange]:
    """Return suspected injected text and unknown characters between `start` and `end`."""
    found = [
        Strange("unknown-characters", *match.span(), _BROKEN_WHY)
        for match in _BROKEN.finditer(folded, start, end)
    ]
    if _SIGNS.search(folded, start, end):
        found += [
            _injected(folded, *_trimmed(folded, match))
            for match in _INJECTED.finditer(folded, start, end)
            if not _is_legitimate(match[0])
        ]
    return sorted(found, key=lambda strange: strange.start)


def _injected(folded: str, start: int, end: int) -> Strange:
    """Return the stretch, with the words as they were likely to read without it."""
    before = _STOP.split(folded[max(0, start - LONGEST_QUOTE) : start])[-1]
    after = _STOP.split(folded[end : end + LONGEST_QUOTE])[0]
    rest = (before + after).strip()
    why = f"{_INJECTED_WHY}去掉后读作“{rest}”。"
    return Strange("suspected-injected-text", start, end, why)


def _is_legitimate(words: str) -> bool:
    return bool(re.search(_DOOR, words)) and bool(_LEGIT_DOOR.search(words))


def _trimmed(folded: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the stretch without the clause's own words behind it."""
    start, end = match.span()
    while end > start and folded[end - 1] in " ,、":
        end -= 1
    return start, end
