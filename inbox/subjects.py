"""What the words before a figure say it is one of, where they say it at all."""

import re

from inbox.clauses import bigrams, is_of

SAYS_NO_SUBJECT = re.compile(
    r"(?:工作)?进展(?:情况)?|完成情况|目前|现在?|截[至止](?:\d+[年月日]?|[本上]?[年月]?[末底])*|今年以来|本期|本年度?|全[市县区省]|我[市县区局委]|"
    r"实际|已经?|累计|共计?|总计|合计|其中|达到?|到了|实现|完成|建成|完工|竣工|开工|新[增建]|投[用产]|认定|培育|"
    r"发展|落实|安排|[造建改种栽修办干装补铺拆整治]完|到|整治|改造|"
    r"突破|超过|增[加长]?[至到]|提[升高][至到]|数量|人数|面积|总[数量额]|规模|任务|目标|指标|年度|"
    r"分别|大约|约|近|超|为|是|有|了|的|和|及|与|等|各类?|个|家|项|[年月日]|第?[一二三四]季度"
)


UNIT = r"[个家项处座所条户名人台套]"
VERB = re.compile(
    r"已|均|都|全|正|未|尚|待|通过|开工|动工|中|的|进入|实现|达|占|为|比|较|同|增|超|以上|左右|多|余|其|含|和|及|与|并|还|差|剩|仍|需|后|"
    r"完|建成|竣工|投|交付|改造|整治|认定|办结|销号|验收|[^\u4e00-\u9fff]"
)
COUNTED = re.compile(rf"\d\s*(?P<unit>{UNIT})(?P<after>[\u4e00-\u9fff]{{2,12}})")


def own_subject(words: str, name: str) -> str:
    """Return the characters that name something other than `name`; one alone says nothing.

    已达到512家 leaves it to the words before it of what it is one; 覆盖企业56家 does not.
    """
    left = SAYS_NO_SUBJECT.sub(" ", words)
    ours = bigrams(name)
    own = [
        sign
        for at, sign in enumerate(left)
        if "\u4e00" <= sign <= "\u9fff" and not ({left[at : at + 2], left[at - 1 : at + 1]} & ours)
    ]
    return "".join(own) if len(own) > 1 else ""


def counts_another(unit: str, after: str, names: str) -> bool:
    """Tell whether the noun behind a figure and its unit is none of ours: 3个标段, 8个县区."""
    if not re.match(UNIT, unit):
        return False
    verb = VERB.search(after)
    noun = after[: verb.start()] if verb else after
    return bool(own_subject(noun, names)) and not is_of(noun, names)


def goes_on_about_another(sentence: str, names: str) -> bool:
    """Tell whether a figure without a noun goes on counting another: 共有3个标段，已完成2个."""
    *_, last = [None, *COUNTED.finditer(sentence)]
    return last is not None and counts_another(last["unit"], last["after"], names)
