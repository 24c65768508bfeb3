"""Draws official documents with python-docx, from nothing: every value is written by hand here."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.conform import CODES, PROPERTIES, Report, conform
from pipeline.office.written import read
from pipeline.scheme.standard import Standard, load_standard

ROOT = Path(__file__).parents[2]
FANG, KAI, HEI, XBS, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
TEXT = "今年以来，各单位坚持“一盘棋”思想，紧盯目标任务——突出重点，狠抓落实，各项工作有序推进。"


@cache
def standard() -> Standard:
    """The shipped format.yaml."""
    return load_standard(ROOT / "templates", CODES, PROPERTIES)


def judged(document: Document, profile: str = "") -> Report:
    """Hold a drawn document against the shipped standard."""
    return conform(read(saved(document)), standard(), profile)


def lines(document: Document, profile: str = "") -> list[str]:
    """The deviations of a drawn document, one a line."""
    return [one.line for one in judged(document, profile).deviations]


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def font(run: Run, name: str, size: float | None = None, *, hint: bool = True) -> Run:
    """Give a run one font for Chinese and for the rest."""
    holder = run._element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia"):
        holder.set(qn(f"w:{slot}"), name)
    if hint:
        holder.set(qn("w:hint"), "eastAsia")
    if size:
        run.font.size = Pt(size)
    return run


def indent(paragraph: Paragraph, **values: int) -> Paragraph:
    """Set attributes of w:ind: firstLineChars=200, rightChars=400 …"""
    holder = paragraph._element.get_or_add_pPr().get_or_add_ind()
    for name, value in values.items():
        holder.set(qn(f"w:{name}"), str(value))
    return paragraph


def tick(paragraph: Paragraph, tag: str, value: str = "0") -> None:
    """Add an element with a value to the paragraph's properties, before those it must precede."""
    properties = paragraph._element.get_or_add_pPr()
    made = OxmlElement(tag)
    made.set(qn("w:val"), value)
    properties.insert_element_before(made, "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def say(
    document: Document,
    text: str,
    face: str = FANG,
    size: float = 16,
    *,
    align: ALIGN = ALIGN.JUSTIFY,
    first: int = 0,
    right: int = 0,
    bold: bool = False,
) -> Paragraph:
    """Add a paragraph of one look; indents in hundredths of a character."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment, shape.line_spacing = align, Twips(579)
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False
    tick(paragraph, "w:autoSpaceDE")
    tick(paragraph, "w:autoSpaceDN")
    if first:
        indent(paragraph, firstLineChars=first, firstLine=first * 16 // 5)
    if right:
        indent(paragraph, rightChars=right, right=right * 16 // 5)
    run = font(paragraph.add_run(text), face, size)
    run.bold = bold or None
    narrow = OxmlElement("w:spacing")
    narrow.set(qn("w:val"), "-5" if size == 16 else "0")
    run._element.rPr.append(narrow)
    return paragraph


def blank(document: Document) -> Document:
    """An empty document on the standard's page, with page numbers."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Twips(11906), Twips(16838)
    section.top_margin, section.bottom_margin = Twips(2098), Twips(1984)
    section.left_margin, section.right_margin = Twips(1588), Twips(1474)
    section.footer_distance = Twips(1370)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    document.settings.odd_and_even_pages_header_footer = True
    number(section.footer, ALIGN.RIGHT, rightChars=100)
    number(section.even_page_footer, ALIGN.LEFT, leftChars=100)
    return document


def number(footer, align: ALIGN, dash: str = "—", **indents: int) -> Paragraph:
    """Write the page number into a footer, with a line of 18 磅 and dashes on both sides."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(18)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    indent(paragraph, **indents)
    font(paragraph.add_run(f"{dash} "), SONG, 14)
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("end", "")):
        run = font(paragraph.add_run(), SONG, 14)
        part = OxmlElement("w:instrText" if code else "w:fldChar")
        if code:
            part.text = code
        else:
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)
    font(paragraph.add_run(f" {dash}"), SONG, 14)
    return paragraph


def red_line(paragraph: Paragraph, color: str = "FF0000", kind: str = "single") -> None:
    """Give a paragraph a line below."""
    edged(paragraph, color, kind, bottom=12)


def edged(
    paragraph: Paragraph, color: str = "auto", kind: str = "single", **sizes: int
) -> Paragraph:
    """Give a paragraph edges (top before bottom), in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side, size in sizes.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", kind), ("sz", str(size)), ("space", "8"), ("color", color)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    paragraph._element.get_or_add_pPr().insert_element_before(
        borders, "w:autoSpaceDE", "w:autoSpaceDN", "w:spacing", "w:ind", "w:jc"
    )
    return paragraph


def lowered(paragraph: Paragraph, twips: int) -> Paragraph:
    """Put space before a paragraph."""
    paragraph.paragraph_format.space_before = Twips(twips)
    return paragraph


PARTS: dict[str, Callable[[Document], object]] = {
    "标志": lambda d: setattr(
        lowered(say(d, "××市招商局文件", XBS, 36, align=ALIGN.CENTER), 2055).runs[0].font.color,
        "rgb",
        RGBColor(255, 0, 0),
    ),
    "文号": lambda d: red_line(say(d, "×招〔2026〕6号", align=ALIGN.CENTER)),
    "标题": lambda d: say(d, "关于上半年招商工作情况的通报", XBS, 22, align=ALIGN.CENTER),
    "空行": lambda d: say(d, ""),
    "主送": lambda d: say(d, "各镇人民政府，市直各单位："),
    "导语": lambda d: say(d, TEXT, first=200),
    "一级": lambda d: say(d, "一、总体情况", HEI, first=200),
    "二级": lambda d: say(d, "（一）指标完成情况", KAI, first=200),
    "三级": lambda d: say(d, "1.签约项目", first=200),
    "四级": lambda d: say(d, "（1）工业项目", first=200),
    "段一": lambda d: say(d, "上半年，全市新签约项目25个，总投资20.85亿元。", first=200),
    "四级二": lambda d: say(d, "（2）农业项目", first=200),
    "三级二": lambda d: say(d, "2.开工项目", first=200),
    "二级二": lambda d: say(d, "（二）存在问题", KAI, first=200),
    "段二": lambda d: say(d, "部分单位进度偏慢，请抓紧推进，确保完成全年任务。", first=200),
    "一级二": lambda d: say(d, "二、下步要求", HEI, first=200),
    "段三": lambda d: say(d, "请各单位对照目标，逐项落实。特此通报。", first=200),
    "空行二": lambda d: say(d, ""),
    "附件一": lambda d: say(d, "附件：1.指标完成情况表", first=200),
    "附件二": lambda d: say(d, "2.在谈项目名单", first=500),
    "空行三": lambda d: say(d, ""),
    "署名": lambda d: say(d, "××市招商局", align=ALIGN.RIGHT, right=450),
    "日期": lambda d: say(d, "2026年7月8日", align=ALIGN.RIGHT, right=400),
    "附注": lambda d: say(d, "（联系人：张三，电话：12345678）", first=200),
    "标识一": lambda d: broken(say(d, "附件1", HEI)),
    "附题一": lambda d: say(d, "指标完成情况表", XBS, 22, align=ALIGN.CENTER),
    "表": lambda d: table(d),
    "标识二": lambda d: broken(say(d, "附件2", HEI)),
    "附题二": lambda d: say(d, "在谈项目名单", XBS, 22, align=ALIGN.CENTER),
    "名单": lambda d: say(d, "名单另发。", first=200),
    "抄送": lambda d: edged(
        say(d, "抄送：市委办公室，市人大常委会办公室。", size=14, first=100), top=8, bottom=6
    ),
    "印发": lambda d: edged(
        say(d, "××市招商局办公室　　　　2026年7月8日印发", size=14, first=100), bottom=8
    ),
}  # fmt: skip
"""The parts of a whole document in their order, each drawn as the standard has it."""


def broken(paragraph: Paragraph) -> Paragraph:
    """Let a page begin with a paragraph."""
    paragraph.paragraph_format.page_break_before = True
    return paragraph


def table(document: Document, rows: int = 4, width: int = 8844):
    """Add a table of three columns whose header is repeated and whose rows stay whole."""
    made = document.add_table(rows, 3)
    for column, grid in enumerate(made._tbl.tblGrid.findall(qn("w:gridCol"))):
        grid.set(qn("w:w"), str(width // 3))
        for line in range(rows):
            cell = made.cell(line, column)
            cell.width = Twips(width // 3)
            words = ("单位", "目标（万元）", "完成（万元）")[column] if not line else f"{line}00.5"
            font(cell.paragraphs[0].add_run(words), FANG if line else HEI, 12)
    for line, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not line:
            properties.append(OxmlElement("w:tblHeader"))
    return made


def drawn(*without: str, **instead: Callable[[Document], object]) -> Document:
    """Draw the whole document, without some parts or with others in their place."""
    document = blank(docx.Document())
    for name, part in PARTS.items():
        if name not in without:
            instead.get(name, part)(document)
    return document
