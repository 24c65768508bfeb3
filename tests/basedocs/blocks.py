"""Paragraphs, tables, the box at the foot of the last page and sections, as Word's XML."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tests.basedocs.styles import KAI, LINE, fonts

WIDTH, LONG = 8844, 12756
"""The text area of an upright page, 156 × 225 mm, in twips."""
_ID = itertools.count(1)
_EMU = 635


def p(style: str, *runs: str, look: str = "") -> str:
    """A paragraph of texts or ready-made runs in a style; `look` is put into its properties."""
    mark = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{mark}{look}</w:pPr>" if mark or look else ""
    return (
        f"<w:p>{properties}{''.join(one if one[:3] == '<w:' else run(one) for one in runs)}</w:p>"
    )


def run(text: str, look: str = "") -> str:
    """A run; → is a tab and ↵ a line break."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    parts = []
    for piece in text.replace("→", "\0→\0").replace("↵", "\0↵\0").split("\0"):
        if piece:
            sign = {"→": "<w:tab/>", "↵": "<w:br/>"}.get(piece)
            parts.append(sign or f'<w:t xml:space="preserve">{_escaped(piece)}</w:t>')
    return f"<w:r>{properties}{''.join(parts)}</w:r>"


def kai(text: str) -> str:
    return run(text, fonts(KAI))


def empty(count: int = 1) -> str:
    return "<w:p/>" * count


def small(section: str = "") -> str:
    """A paragraph of one point: after a table, or to carry a section's end."""
    return (
        '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/></w:rPr>{section}</w:pPr></w:p>'
    )


def cell(width: int, *blocks: str, span: int = 1, look: str = "") -> str:
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}{look}'
        f"</w:tcPr>{''.join(blocks) or '<w:p/>'}</w:tc>"
    )


def row(*cells: str, height: int = 0, exact: bool = False, heading: bool = False) -> str:
    rule = "exact" if exact else "atLeast"
    properties = (
        "<w:cantSplit/>"
        + (f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>' if height else "")
        + ("<w:tblHeader/>" if heading else "")
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], *rows: str, borders: str = "", margin: int = 0) -> str:
    """A table of fixed columns; cells without inner margins unless `margin` says so."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edge = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" '
        f'w:type="dxa"/>{edge}<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def edges(size: int, *names: str) -> str:
    return "".join(f'<w:{name} w:val="single" w:sz="{size}" w:space="0"/>' for name in names)


def grid() -> str:
    """Half a point all round, as tables of figures have it."""
    return edges(4, "top", "left", "bottom", "right", "insideH", "insideV")


def two_columns(left: Sequence[str], right: Sequence[str], height: int = 0) -> str:
    """Paragraphs beside one another without lines; a `height` is kept whatever stands inside."""
    half = WIDTH // 2
    inside = row(cell(half, *left), cell(half, *right), height=height, exact=True)
    return table([half, half], inside)


def foot(copies: str, issued: bool = True) -> str:
    """The 版记: lines of room in the text, and a box that ends on the text area's lower edge.

    The room keeps the box clear of the text: if it does not fit on the page, it goes to the next
    one and takes the box along. Each 25 characters of `copies`, a name, take a line of room.
    """
    lines = [
        _room(copies, 25),
        _room("办公室.名称", 19) if issued else "",
        p("版记占位", _box(_record(copies, issued)), look=_TIGHT),
    ]
    return "".join(lines)


def _room(text: str, characters: int) -> str:
    """A line for each so many characters of a text that may be missing."""
    loop = f"{{%p for 行 in ({text} or '')|batch({characters}) %}}"
    return p("版记占位", loop) + p("版记占位") + p("版记占位", "{%p endfor %}")


_TIGHT = '<w:keepNext w:val="0"/><w:spacing w:line="100" w:lineRule="exact"/>'
_DATED = "{% if 参数.印发日期 %}{{ 参数.印发日期 }}{% else %}    年  月  日{% endif %}印发"


def _record(copies: str, issued: bool) -> str:
    rows = [
        row(cell(WIDTH, p("抄送", f"{{%tr if {copies} %}}"))),
        row(cell(WIDTH, p("抄送", f"抄送：{{{{ {copies} }}}}。"))),
        row(cell(WIDTH, p("抄送", "{%tr endif %}"))),
    ]
    if issued:
        rows.append(row(cell(WIDTH, p("印发", "{{ 办公室.名称 }}→", _DATED))))
    lines = edges(8, "top", "bottom") + edges(6, "insideH") if issued else ""
    return table([WIDTH], *rows, borders=lines) + small()


_HEIGHT = 6000
"""Twips of the box: ten lines and more; its text stands on its lower edge."""
_LOWER_EDGE = 16838 - 1984 + 20


def _box(inside: str) -> str:
    width, height = WIDTH * _EMU, _HEIGHT * _EMU
    top = (_LOWER_EDGE - _HEIGHT) * _EMU
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" '
        'distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="1" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{next(_ID)}" name="版记"/><wp:cNvGraphicFramePr/>'
        "<a:graphic><a:graphicData uri="
        '"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" '
        f'cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f"<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent>"
        '</wps:txbx><wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def section(
    landscape: bool = False,
    first: bool = False,
    header: int = 851,
    footer: int = 1427,
    snapped: bool = True,
) -> str:
    """A section's end; `first` gives the first page header and footer of its own."""
    edges_ = (
        ('<w:headerReference w:type="first" r:id="first1"/>' if first else "")
        + (
            '<w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" '
            'r:id="even"/>'
        )
        + ('<w:footerReference w:type="first" r:id="first2"/>' if first else "")
    )
    size, margins = '<w:pgSz w:w="11906" w:h="16838"/>', (2098, 1474, 1984, 1588)
    if landscape:
        size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        margins = (1588, 2098, 1474, 1984)
    top, right, bottom, left = margins
    lines = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>' if snapped else ""
    return (
        f"<w:sectPr>{edges_}{size}"
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{header}" w:footer="{920 if landscape else footer}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if first else ''}"
        f"{lines}</w:sectPr>"
    )


def page_number(style: str) -> str:
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inner}'
        for kind, inner in (
            ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", "<w:r><w:t>1</w:t></w:r>"),
            ("end", ""),
        )
    )
    return p(style, "— ", field, " —")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
