"""What names of units look like: endings, heads, collectives, and words that only look like one."""

import re
from dataclasses import dataclass

from notices.bureau_sections import is_section

STRONG_END = (
    r"(?:局|委|厅|办|部|署|政府|管委会|委员会|部门|单位|办公室|银行|公司|集团|中心|大学"
    r"|学院|研究院|科学院"
    r"|实验室|协会|联合会|总工会|法院|检察院|支行|分行|海关|科协|团委|妇联|残联|工商联"
    r"|街道办事处|办事处|街道|镇街|专班"
    r"|指挥部|机关|企业|机构|高校|院所|医院|学校|园区|高新区|开发区|新区|校区|分局|支队|总队"
    r"|总社|供销社|电视台|报社|党校|联盟|人行|各地|各地区|地方|团[省市区县州]委|工作组|领导小组"
    r"|分署|证监会|文联|侨联|社科联|记协|红十字会|贸促会|合作社|共青团中央|团中央|政协|人大"
    r"|城投|交投|水投|文投"
    r"|农投|国投|媒体|运营商|村居|产业园|示范区|景区|农商行|商行|信用社|联社|储蓄银行|发展银行"
    r"|党委|党组|工委)"
)
_UNIT = re.compile(
    rf".{{0,40}}(?:{STRONG_END}"
    rf"|[省市区县州旗盟镇乡村院会社站所队室处组园馆台司科股行]|中学|小学|[林农牧渔茶]场|(?<=[\u3400-\u9fff]{{2}})(?:移动|电信|联通|铁塔|电力|电网)"
    rf"|党派|党组织|党?支部|国企|央企)(?:\([^()]{{1,40}}\))?$"
)
_LEVELLED = re.compile(
    r"(?:[省市区县州旗镇乡](?!场)|自治区|兵团|各|国家|国务院|全国|中央|中国|中共|团[省市区县州])"
)
_STRONG = re.compile(rf"(?:{STRONG_END})(?:\([^()]{{1,40}}\))?$|^各|^(?:中央|国家|全国)")
_OF_PLACE = re.compile(
    r"^[\u3400-\u9fff]{2,8}[省市区县州旗镇乡]|.{2}(?:管委会|政府|办事处|法院|检察院|海关|分行|支行|分局)$"
)
_GENERIC = re.compile(
    r"^(?:龙头|骨干|重点|大型|优势|链主|国有|民营|社会|行业|科研|专业|第三方|有条件的?|省内外"
    r"|国内外"
    r"|[“”])*(?:企业|机构|高校|院所|学校|医院|协会|联盟|公司|集团|单位|部门|政府|银行|中心|实验室"
    r"|研究院|大学|学院|园区|新区|专班|领导小组|工作组|平台|组织)$"
)
_PROSE = re.compile(
    r"^(?:支持|鼓励|引导|推动|加强|强化|加快|建立|健全|完善|探索|开展|落实|实施|推进|推广"
    r"|组织(?!部)"
    r"|协调|督促|指导|统筹|负责|配合|牵头|依托|围绕|通过|按照|根据|结合|充分|深入|大力|积极|严格"
    r"|定期|及时|确保|做好|制定|编制|出台|设立|成立|建设|培育|引进|发挥|协同|对(?!外|口)|向|在"
    r"|将|把|并|要|应(?!急)|需"
    r"|以|从|使|让|可|为|是|有关?部?门?要|其中|包括|依法|进一步|不断|切实|全面|持续|优先|允许|会商"
    r"|我[省市区县州])"
)
_NOT_IN_NAMES = re.compile(r"(?<!自)由|(?<!华)为|[的了“”\"!?=<>《》]|不得|应当|可以|进行|予以")
CORE = re.compile(
    r"发展改革|发展和改革|发改|财政|教育|教体|科技|科学技术|工业和信息化|工信|经信|经济和信息化"
    r"|公安|民政|民族|宗教|民宗|司法|人力资源|人社|自然资源|规划|国土|生态环境|环保|住房|住建"
    r"|城乡建设|交通|水利|水务|农业|农村|林业|林草|商务|文化|文旅|旅游|广电|卫生|卫健|退役|应急"
    r"|审计|国资"
    r"|市场监管|市场监督|统计|医保|医疗保障|税务|气象|信访|机关事务|金融|数据|政务|行政审批"
    r"|城管|城市管理"
    r"|综合执法|园林|乡村振兴|扶贫|体育|外事|外办|地方志|人防|能源|粮食|知识产权|药监|药品监管|邮政"
    r"|综合|公共资源|城乡|城市|安全|新闻|政府|发展|地方金融|国有资产|无线电|军民|对口|对外"
    r"|合作交流|妇女|残疾|文学|归国|社会|哲学|人口|出版|老龄|革命|森林|国家安全|大数据|密码|防汛|抗震|海关|文物"
    r"|疾病预防|疾控|妇幼|就业|社会保险|住房公积金|招标|检验检测|通信|证监|银保监"
    r"|监管|人民银行|外汇|网信|宣传|组织|统战|政法|编办|党校|团委|妇联"
    r"|工会|科协|残联|工商联|供销|消防|公积金|招商|投资促进|口岸|港务|海洋|渔业|畜牧|烟草|电力|工商"
    r"|安监|安全监管|质监|质量监督|食品药品|法制|物价|监察|国防|外交|铁路|民航|移民|矿山|地震"
    r"|档案|保密|退休|老干部|经济信息|经济贸易|经贸|信息化|大数据|公路|港航|航道|铁建|轨道|融媒体|疾控|文体|教科|科教|营商"
    r"|住建|规建|环境|生态|绿化|市容|城建|国企|安居|民兵|双拥|关工|台港|港澳|侨务|接待|机要|史志|党史|地质|测绘|节能|节水"
    r"|散装|墙改|种子|农机|农技|畜牧|兽医|水产|移民|库区|搬迁|征收|拆迁|房产|房管|房屋|物业|社保|医疗|药械|血吸虫|计生|爱卫|红十字|慈善|福利"
)
NARROW = str.maketrans("（）", "()")
WIDE = str.maketrans("()", "（）")


@dataclass(slots=True)
class Name:
    """One listed unit: its words, and the rules that made them whole."""

    text: str
    start: int
    rules: tuple[str, ...] = ()
    other: str = ""  # another way to make it whole, for a person to choose


def is_unit(name: str) -> bool:
    """Say whether the words end as names of units do."""
    return 2 <= len(name) <= 40 and bool(_UNIT.match(name))


def is_strong(name: str) -> bool:
    """Say whether the words end as names of offices do, and read as no prose."""
    levelled = is_unit(name) and len(name) > 2 and _LEVELLED.match(name)
    return bool(levelled or _STRONG.search(name) or is_section(name)) and not is_prose(name)


def is_generic(name: str) -> bool:
    """Say whether the words name a sort of body only (企业、高校): no one to be assigned."""
    return bool(_GENERIC.match(name))


def is_prose(name: str) -> bool:
    """Say whether the words read as a piece of a sentence."""
    return bool(_PROSE.match(name) or _NOT_IN_NAMES.search(name))


def is_office(name: str) -> bool:
    """Say whether the words name one office: by level, by field of work, or as a collective."""
    if is_prose(name) or is_generic(name) or not is_unit(name):
        return False
    placed = re.match(r"[\u3400-\u9fff]{2,8}[省市县区州旗镇乡]", name)
    return bool(_LEVELLED.match(name) or CORE.search(name) or placed or is_section(name))
