"""Names made whole, where a list leaves a part out.

市发展改革委、科技局 → 市科技局; 市委组织部、宣传部 → 市委宣传部; 各区教育局、财政局 →
各区财政局; 天河区、南沙区政府 → 天河区政府; 昆明、曲靖市人民政府 → 昆明市人民政府;
发展改革、财政部门 → 发展改革部门. A name with a level or a kind of its own (国家税务总局…,
证监局, 各区政府, 开发区 beside a 人民政府) stays as it is.
"""

import re

from notices.units import CORE, Name, is_generic, is_unit

_DEPARTMENT = re.compile(
    r"(?:局|委|厅|办|部|署|委员会|办公室|科协|妇联|残联|团委|总工会|工商联|文联|侨联|社科联"
    r"|供销社|供销总社|供销合作社|红十字会|贸促会|法院|检察院|总队|支队|大队|党校)(?:\([^()]*\))?$"
)
_COLLECTIVE_HEAD = re.compile(
    r"^(?P<place>各[\u3400-\u9fff]{0,4}?[市区县州旗]+(?:[（(][^)）]*[)）])?)(?=[\u3400-\u9fff]{2,}[局委厅办]$)"
)
_OWN_KIND = re.compile(
    r"(?:分局|海事局|海警局|铁路局|证监局|银保监局|专员办|政府|管委会|管理委员会"
    r"|单位|总局|分署|领导小组办公室"
    r"|指挥部办公室)(?:\([^()]*\))?$"
    r"|^(?:国家(?!安全局)|国务院|中国|中央|中共|全国|人民银行|人行|海关|海事|民航|铁路(?!办|专班|中心)|驻|各|有关|相关"
    r"|其他|所有|属地|辖区|[东南西北中]部)"
    r"|总局|银行|分行|海关|^团[省市区县州]|^[省市区县州][直级辖属内]|^[全本我][省市区县州]|^(?:自治[区州县]|兵团)"
)
_LEVEL = re.compile(
    r"^(?:(?P<party>(?:[省市区县州]|自治区党)委)(?=.)|(?P<level>自治[区州县]|兵团"
    r"|[省市区县州旗盟])(?!场|域|内|外|级|辖|直|区"
    r"|政(?!府|务|协|法|研|策|数)))"
)
_PLACED = re.compile(
    r"^(?P<place>(?!城市|都市|全市|全省|社区|园区|区域"
    r"|自治区)[\u3400-\u9fff]{2,7}?(?:自治[区州县]|[省市县区州旗]))"
    r"(?!场|域|级|政(?!府|务|协|法))(?=.{2,})"
)
_PARTY_BODY = re.compile(
    r"^(?:组织部|宣传部|统战部|政法委|网信办|编办|人才办|社会工作部|台办|政研室|改革办|老干部局"
    r"|机关工委|党校)$"
)
_ZONE = (
    r"(?:综合|综|自由贸易|高新技术|经济技术|经济|临空|工业|产业|农业|旅游|生态|科技|物流|循环经济)*"
    r"(?:保税区|开发区|试验区|示范区|度假区|风景区|名胜区|园区|产业园|工业园|科技园|高新区"
    r"|经开区|集聚区|功能区)"
)
_KIND = rf"(?P<kind>{_ZONE}|新区|街道|[区县市旗州镇乡])"
_BARE_PLACE = re.compile(rf"^[\u3400-\u9fff]{{2,10}}?{_KIND}$")
_RULED_PLACE = re.compile(
    rf"^(?!各|全)[\u3400-\u9fff]{{1,10}}?{_KIND}"
    r"(?P<body>人民政府|政府|管委会|管理委员会|办事处|工委|党工委)$"
)
_CLIPPED = re.compile(r"^[\u3400-\u9fff]{2,3}$")
_BODY_OF_FIELD = re.compile(
    r"(?:部门|中心|医院|总?站|研究院|公司|集团|事务所|服务所|学院)(?:\([^()]*\))?$"
)
_LOCAL = re.compile(  # bodies that each place has
    r"(?:供电|电力|自来水|供水|烟草|石油|燃气|公交|水务|城投|交投|移动|电信|联通|铁塔|邮政|机场)(?:分)?公司$|铁路(?:办|中心)$|(?:广播)?电视台$"
    r"|(?:融媒体|会展|疾控|公积金|投资促进|政务服务|12345热线|大数据|会计核算)中心$|消防救援(?:总队|支队|大队)$"
    r"|(?:图书|博物|文化|档案|科技|体育)馆$"
)
_NAMED_PLACE = re.compile(rf"[\u3400-\u9fff]{{2,4}}?(?:{CORE.pattern}|仲裁|消防|监狱)")
_OF_STATE = re.compile(r"(?:证监局|银保监局|金融监管局|海事局|铁路局|专员办|国家安全局)$")
_IS_ZONE = re.compile(rf"{_ZONE}$")
SHORT = 4  # characters: 文明办, 残联, 大数据局 need no field of work to be a department
_SECTORS = re.compile(
    r"^(?P<head>各?级?(?:[省市区县州]级?|国务院|各级|各有关|有关"
    r"|相关)?)(?P<field>[\u3400-\u9fff]{2,14}?)(?:主管|行政)*部门$"
)
_FIELD = re.compile(r"^[\u3400-\u9fff]{2,14}$")


def make_whole(names: list[Name]) -> list[Name]:
    """Give back what a list left out."""
    return _with_bodies(_with_levels(_with_sectors(names)))


def _with_levels(names: list[Name]) -> list[Name]:
    whole, prefix = [], ""
    for name in names:
        own = _prefix_of(name.text)
        if own is not None:
            prefix = own
        elif prefix and _is_part_of_list(name.text):
            level = prefix if _PARTY_BODY.match(name.text) else _without_party(prefix)
            name = Name(level + name.text, name.start, (*name.rules, "elided-prefix"))
        elif prefix and _may_be_part(name.text):
            name.other = _without_party(prefix) + name.text
        whole.append(name)
    return whole


def _is_part_of_list(text: str) -> bool:
    """Say whether a name without a level shares the one printed before it."""
    field = CORE.match(text)
    if _OWN_KIND.search(text) or (len(text) > SHORT and not field):
        return False
    return bool(
        _DEPARTMENT.search(text) or (field and _BODY_OF_FIELD.search(text)) or _LOCAL.match(text)
    )


def _may_be_part(text: str) -> bool:
    """Say whether a name might share a level, though its words do not tell: a person is asked."""
    if _OWN_KIND.search(text) and not _OF_STATE.match(text):
        return False
    if _NAMED_PLACE.match(text) and not CORE.match(text):
        return False
    return bool(_DEPARTMENT.search(text)) and not is_generic(text)


def _without_party(prefix: str) -> str:
    return prefix.removesuffix("党委").removesuffix("委")


def _prefix_of(text: str) -> str | None:
    """Return the level that the name prints (市, 市委, 青屿省), or None."""
    if match := _LEVEL.match(text):
        return match["party"] or match["level"]
    if match := re.match(r"团(?P<level>[省市区县州])委$", text):
        return match["level"]
    if collective := _COLLECTIVE_HEAD.match(text):
        return collective["place"]
    if placed := _PLACED.match(text):
        rest = text[placed.end() :]
        return placed["place"] if _DEPARTMENT.search(rest) and not _OWN_KIND.search(rest) else None
    return None


def _with_bodies(names: list[Name]) -> list[Name]:
    whole: list[Name] = []
    body = kind = ""
    for name in reversed(names):
        bare = _BARE_PLACE.match(name.text)
        if ruled := _RULED_PLACE.search(name.text):
            body, kind = ruled["body"], ruled["kind"]
        elif body and bare and not name.text.startswith("各"):
            if _has_body(name.text, body):
                name = Name(name.text + body, name.start, (*name.rules, "elided-suffix"))
        elif body and _is_clipped(name.text):
            name = Name(name.text + kind + body, name.start, (*name.rules, "elided-suffix"))
        elif not bare:
            body = ""
        whole.append(name)
    return whole[::-1]


def _is_clipped(text: str) -> bool:
    """Say whether only a place's own name is left: 昆明、曲靖市人民政府."""
    return bool(_CLIPPED.match(text)) and not is_unit(text) and not CORE.search(text)


def _has_body(place: str, body: str) -> bool:
    """Say whether a place has such a body: a zone has no 人民政府, a county no 管委会."""
    if place.endswith("新区") and not place.endswith("高新区"):
        return body != "办事处"
    zone = bool(_IS_ZONE.search(place))
    return zone if body in ("管委会", "管理委员会") else not zone


def _with_sectors(names: list[Name]) -> list[Name]:
    """Make 发展改革、财政部门 two departments, both with the words before the first."""
    whole: list[Name] = []
    for index, name in enumerate(names):
        last = _SECTORS.match(_closing(names, index)) if _FIELD.match(name.text) else None
        if last and not is_unit(name.text) and CORE.search(name.text):
            name = Name(name.text + "部门", name.start, (*name.rules, "elided-suffix"))
        whole.append(name)
    return whole


def _closing(names: list[Name], index: int) -> str:
    """Return the name that ends a run of fields of work, or nothing."""
    for name in names[index + 1 :]:
        if name.text.endswith("部门"):
            return name.text
        if not CORE.search(name.text) or is_unit(name.text):
            break
    return ""
