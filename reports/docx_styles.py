"""GB/T 9704-2012 as Word styles: fonts are named, not shipped; the office has them."""

from reports.docx_parts import W

LINE = 579  # twips: 225 mm / 22 lines
TRACKING = -5  # twentieths of a point: 28 characters fill 156 mm


def _fonts(family: str) -> str:
    return (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{family}" '
        'w:cs="Times New Roman"/>'
    )


def _style(name: str, title: str, paragraph: str, character: str) -> str:
    return (
        f'<w:style {W} w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{title}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{character}{CHINESE}</w:rPr></w:style>"
    )


def _spacing(before: int = 0, after: int = 0, line: str = "") -> str:
    exact = line or f'w:line="{LINE}" w:lineRule="exact"'
    return f'<w:spacing w:before="{before}" w:after="{after}" {exact}/>'


# Without it a viewer may take Japanese shapes; digits as Chinese would be split across lines.
CHINESE = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
TITLE_LINE = 'w:line="680" w:lineRule="exact"'
SINGLE = 'w:line="240" w:lineRule="auto"'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
BODY = f'<w:spacing w:val="{TRACKING}"/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
LEFT = '<w:jc w:val="left"/>'
JUSTIFY = '<w:jc w:val="both"/>'
WRAP = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>'
KEEP = "<w:keepNext/><w:keepLines/>"


def _level(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


STYLES = (
    _style(
        "DubanBody",
        "督办正文",
        f"{WRAP}{_spacing()}{INDENT}{JUSTIFY}",
        _fonts("仿宋_GB2312") + BODY,
    ),
    _style("DubanFlush", "督办顶格", f"{WRAP}{_spacing()}{LEFT}", _fonts("仿宋_GB2312") + BODY),
    _style("DubanMark", "督办标识", f"{_spacing()}", _fonts("黑体") + BODY),
    _style(
        "DubanTitle",
        "督办标题",
        f'{KEEP}<w:snapToGrid w:val="0"/>{_spacing(line=TITLE_LINE)}<w:jc w:val="center"/>',
        _fonts("方正小标宋简体") + '<w:kern w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>',
    ),
    _style(
        "DubanHeading1",
        "督办一级标题",
        f"{KEEP}{_spacing()}{INDENT}{_level(0)}",
        _fonts("黑体") + BODY,
    ),
    _style(
        "DubanHeading2",
        "督办二级标题",
        f"{KEEP}{_spacing()}{INDENT}{_level(1)}",
        _fonts("楷体_GB2312") + BODY,
    ),
    _style(
        "DubanHeading3",
        "督办三级标题",
        f"{KEEP}{_spacing()}{INDENT}{_level(2)}",
        _fonts("仿宋_GB2312") + "<w:b/>" + BODY,
    ),
    _style(
        "DubanCaption",
        "督办表题",
        f'{KEEP}<w:snapToGrid w:val="0"/>{_spacing(120, 60, SINGLE)}<w:jc w:val="center"/>',
        _fonts("黑体") + '<w:kern w:val="0"/><w:sz w:val="24"/>',
    ),
    _style(
        "DubanCell",
        "督办表格",
        f'<w:snapToGrid w:val="0"/>{_spacing(0, 0, SINGLE)}',
        _fonts("仿宋_GB2312") + '<w:kern w:val="0"/><w:sz w:val="21"/>',
    ),
    _style(
        "DubanPicture",
        "督办图",
        f'<w:keepLines/><w:snapToGrid w:val="0"/>{_spacing(60, 60, SINGLE)}<w:jc w:val="center"/>',
        _fonts("仿宋_GB2312"),
    ),
    _style(
        "DubanGap",
        "督办间隔",
        f'<w:snapToGrid w:val="0"/>{_spacing(0, 0, SINGLE)}',
        _fonts("仿宋_GB2312") + '<w:sz w:val="16"/>',
    ),
)
