"""What a government site prints around and between the lines of a notice, left out.

Only short lines that are nothing else are left out; a sentence is never.
"""

import re
from collections.abc import Sequence

from notices.formats.page_blocks import Block
from notices.formats.page_prints import printed_once

_NOISE = re.compile(
    r"^\W{0,3}(?:"
    r"(?:您?的?(?:现在的?|当前的?|所在的?)?位置|当前栏目)[:：].*"
    r"|首页\s*(?:[>›»＞/\\|]|&gt;|-{1,2}>).*"
    r"|(?:【|\[)?\s*(?:字\s*[体号]|字号选择)\s*[:：]?.{0,20}"
    r"|(?:发布|发文|公开|更新|生成|录入|上传)(?:日期|时间)\s*[:：]?.{0,60}"
    r"|(?:信息|文章|稿件|内容)?来源\s*[:：].{0,40}|(?:作者|编辑|责任编辑|责编|审核|校对)\s*[:：].{0,20}"
    r"|(?:浏览|访问|点击|阅读)(?:次数|量|数)?\s*[:：].{0,20}"
    r"|(?:【|\[)?\s*(?:打印(?:本页|此页|文章|正文)?|关闭(?:本页|窗口|页面)?|收藏(?:本页)?|返回(?:顶部|首页|列表)?"
    r"|分享(?:到|至)?|保存|下载文档|下载(?:PDF|WORD|OFD)?版?|大|中|小|繁体|简体|无障碍(?:阅读|浏览)?|长者(?:助手|模式)"
    r"|语音(?:播报|阅读)|朗读|纠错|我要纠错|全文下载|点击下载)(?:[\s|/·、:：】\]]+.{0,30})?"
    r"|(?:扫一扫|扫码|微信扫|用微信|手机(?:扫|查看|阅读)|打开微信|分享到?(?:微信|微博|朋友圈)).{0,40}"
    r"|(?:微信|微博|QQ空间|新浪微博|朋友圈|复制链接)(?:[\s|/·、].{0,30})?"
    r"|(?:上|下)一[篇条][:：]?.{0,80}"
    r"|(?:索\s*引\s*号|信息索引|主题分类|主题词|体裁分类|服务对象分类|信息分类|公开(?:方式|范围|时限|目录|主体)"
    r"|有效性|文件状态|效力状态|废止日期|关键词)\s*[:：]?.{0,50}"
    r"|(?:主办|承办|指导)单位[:：].{0,60}|.{0,12}ICP备.{0,40}|.{0,6}公网安备.{0,40}|网站(?:标识码|地图).{0,60}"
    r"|版权所有.{0,60}|技术支持[:：].{0,40}"
    r")\s*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^[\W_]{0,3}(?:相关(?:链接|文章|文件|新闻|阅读|解读|政策|报道|信息|稿件|内容)|政策解读(?:材料)?|(?:图解|图文|文字|一图|专家"
    r"|部门|媒体)解读|解读(?:材料|文件|链接)?|关联(?:解读|文件)|延伸阅读|推荐阅读|猜你喜欢|热门(?:文章|推荐|信息)|最新(?:信息|文件|公开)"
    r"|网友(?:评论|留言)|我要评论|附件下载|上一[篇条].{0,80}|下一[篇条].{0,80}|扫一扫.{0,40})[\W_]{0,3}$"
)
_LABELS = re.compile(
    r"^\s*(?:文\s*号|发文字号|文件编号|成文日期|发文日期|发文机关|发布机构|制发机关|标\s*题|名\s*称"
    r"|信息名称|文件名称)\s*[:：]?"
)
_META = re.compile(
    r"(?:索\s*引\s*号|信息索引|主题分类|主题词|发文(?:机关|字号|日期|单位)|发布(?:机构|日期|机关|时间)|成文日期|生成日期|公开(?:日期|方式|形式|时限"
    r"|范围)|文\s*号|有效性|(?:信息)?名\s*称|标\s*题|体裁|组配分类|服务对象|关键词|时效|效力(?:状态)?)"
)
_TITLES = ("标题", "名称", "信息名称", "文件名称")
_ATTACHED = re.compile(r"^\s*附\s*[件表录]")
_OWNER = re.compile(r"(?:牵头|责任|配合)(?:单位|部门)|负责[)）]")
MAX_NOISE = 100
LATE = (
    0.4  # a heading of links earlier in the page than this share of its words heads something else
)


def cleaned(blocks: list[Block]) -> list[Block]:
    """Return the blocks without buttons, 索引号, links after the notice and a second print."""
    kept = [
        one for block in blocks for one in _without_meta(block) if one.cells or not _is_noise(one)
    ]
    return without_tail(printed_once(kept))


def _is_noise(block: Block) -> bool:
    words = block.words
    if len(words) > MAX_NOISE or words.endswith("。"):
        return False
    if _LABELS.match(words):
        return False
    if _NOISE.match(words):
        return True
    return _is_crumbs(block)


def _is_crumbs(block: Block) -> bool:
    """Say whether a line is breadcrumbs or a row of menu links."""
    parts = [part for part in re.split(r"\s*[>›»＞|｜]\s*|\s{2,}", block.words) if part]
    linked = block.linked > 0.6 * len(block.words)
    return linked and len(parts) > 2 and not _ATTACHED.match(block.words)


def _without_meta(block: Block) -> list[Block]:
    """Turn a table of 索引号, 文号 and the like into lines; other tables stay."""
    labels = [cell for cell in block.cells if _META.match(cell.words.strip())]
    if len(labels) < 3 or len(labels) * 3 < len(block.cells) or _OWNER.search(block.words):
        return [block]
    return [Block(line) for line in labelled([cell.words for cell in block.cells])]


def labelled(entries: Sequence[str]) -> list[str]:
    """Return the useful ones of a site's data (文号, 成文日期), the title without its label."""
    entries = [re.sub(r"\s+", " ", words).strip() for words in entries]
    found = []
    for words, following in zip(entries, [*entries[1:], ""], strict=True):
        label = _LABELS.match(words)
        if label is None:
            continue
        said = words[label.end() :].strip() or following
        named = re.sub(r"[\s:：]", "", label[0])
        found.append(said if named in _TITLES else f"{named}：{said}")
    return found


def without_tail(blocks: list[Block]) -> list[Block]:
    """Cut the page from a heading of links or readings on, unless owners are named after it."""
    total = sum(len(block.words) for block in blocks) or 1
    done = 0
    for index, block in enumerate(blocks):
        done += len(block.words)
        if done < LATE * total or block.cells or not _TAIL.match(block.words):
            continue
        rest = blocks[index:]
        if not any(one.cells or _OWNER.search(one.words) for one in rest):
            return blocks[:index]
    return blocks
