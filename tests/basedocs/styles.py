"""The named styles of an official document, GB/T 9704-2012 in Word's terms (official-format.md)."""

from __future__ import annotations

from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
FANG, KAI, HEI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XBS = "方正小标宋简体"
LINE = 579
"""Twips between lines: 22 of them fill the 225 mm of the text area (28.95 pt)."""
CHARACTER = 316
"""Twips of one 3号 character with the quarter point taken off that lets 28 stand in a line."""
RED = "FF0000"


def style(
    name: str,
    font: str = "",
    size: int = 0,
    *,
    line: int = 0,
    jc: str = "",
    indent: str = "",
    level: int = -1,
    color: str = "",
    scale: int = 0,
    keep: bool = False,
    new_page: bool = False,
    before: int = 0,
    after: int = 0,
    border: str = "",
    tab: int = 0,
) -> str:
    """A paragraph style based on Normal; `size` in half points, `line` and the rest in twips."""
    spacing = f' w:before="{before}"' if before else ""
    spacing += f' w:after="{after}"' if after else ""
    spacing += f' w:line="{line}" w:lineRule="exact"' if line else ""
    paragraph = (
        ("<w:keepNext/>" if keep else "")
        + ("<w:pageBreakBefore/>" if new_page else "")
        + (f"<w:pBdr>{border}</w:pBdr>" if border else "")
        + (f'<w:tabs><w:tab w:val="right" w:pos="{tab}"/></w:tabs>' if tab else "")
        + ('<w:snapToGrid w:val="0"/>' if line not in (0, LINE) else "")
        + (f"<w:spacing{spacing}/>" if spacing else "")
        + (f"<w:ind {indent}/>" if indent else "")
        + (f'<w:jc w:val="{jc}"/>' if jc else "")
        + (f'<w:outlineLvl w:val="{level}"/>' if level >= 0 else "")
    )
    loose = '<w:spacing w:val="0"/>' if size and size != 32 else ""
    run = (
        (fonts(font) if font else "")
        + (f'<w:color w:val="{color}"/>' if color else "")
        + loose
        + (f'<w:w w:val="{scale}"/>' if scale else "")
        + (f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    )
    following = "" if name in _STAYS else '<w:next w:val="正文"/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def fonts(name: str) -> str:
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" '
        'w:cs="Times New Roman"/>'
    )


def chars(**hundredths: int) -> str:
    """Indents in hundredths of a character, with the twips that stand for them."""
    names = {"left": "left", "right": "right", "first": "firstLine", "hanging": "hanging"}
    return " ".join(
        f'w:{names[side]}Chars="{count}" w:{names[side]}="{count * CHARACTER // 100}"'
        for side, count in hundredths.items()
    )


RED_LINE = f'<w:bottom w:val="single" w:sz="10" w:space="7" w:color="{RED}"/>'
"""The red separating line below a paragraph: 4 mm under the ink, 0.44 mm thick."""
SMALL = 'w:left="280" w:right="280"'
"""One 4号 character free on both sides."""
_STAYS = ("正文", "页码单", "页码双", "表头", "表文", "抄送", "印发", "出席", "版记占位")


def all_styles(changed: Mapping[str, str]) -> str:
    """word/styles.xml; `changed` are the styles that a kind of document has otherwise."""
    two = chars(first=200)
    known = [
        style("发文机关标志", XBS, 64, line=720, jc="center", color=RED, scale=75),
        style("份号", jc="left"),
        style("密级", HEI, jc="left"),
        style("紧急程度", HEI, jc="left"),
        style("标记", HEI, jc="right"),
        style("发文字号", jc="center", border=RED_LINE),
        style("签发人", jc="right", indent=chars(right=100)),
        style("红线", line=142, border=RED_LINE.replace('w:space="7"', 'w:space="0"')),
        style("标题", XBS, 44, line=660, jc="center", level=0, keep=True),
        style("主送机关"),
        style("称谓"),
        style("正文", indent=two),
        style("一级标题", HEI, indent=two, level=1, keep=True),
        style("二级标题", KAI, indent=two, level=2, keep=True),
        style("三级标题", indent=two, level=3),
        style("四级标题", indent=two, level=4),
        style("附件说明", indent=chars(left=600, hanging=400)),
        style("署名", jc="center", indent=chars(left=1400), keep=True),
        style("成文日期", jc="right", indent=chars(right=400), keep=True),
        style("附注", indent=two, keep=True),
        style("附件标识", HEI, jc="left", new_page=True, keep=True),
        style("附件标题", XBS, 44, line=660, jc="center", keep=True),
        style("出席", indent=chars(left=500, hanging=300), keep=True),
        style("期号", jc="center"),
        style("编发", border=RED_LINE, tab=8844 - CHARACTER),
        style("抄送", FANG, 28, line=500, indent='w:left="1120" w:right="280" w:hanging="840"'),
        style("印发", FANG, 28, line=500, indent=SMALL, tab=8564),
        style("版记占位", FANG, 28, line=500, keep=True),
        style("页码单", SONG, 28, line=360, jc="right", indent='w:rightChars="100" w:right="280"'),
        style("页码双", SONG, 28, line=360, jc="left", indent='w:leftChars="100" w:left="280"'),
        style("表题", XBS, 36, line=600, jc="center", keep=True),
        style("单位行", FANG, 24, line=400, jc="right", keep=True),
        style("表头", HEI, 24, line=360, jc="center"),
        style("表文", FANG, 24, line=360, jc="center"),
        style("表注", FANG, 21, line=360),
    ]
    names = {one.partition('w:styleId="')[2].partition('"')[0]: one for one in known} | dict(
        changed
    )
    return (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}"
        '<w:spacing w:val="-5"/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:spacing w:before="0" '
        f'w:after="0" w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:style>'
        f"{''.join(names.values())}</w:styles>"
    )
