"""Where the organisation's mark stands, the lines of a letter and of the 版记, thousands."""

from __future__ import annotations

import io
from functools import cache

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import RGBColor, Twips

from pipeline.produce import rendered_by, sections_of
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions
from tests.conform.paper import XBS, drawn, edged, font, judged, lines, lowered, say, table
from tests.shipped import month_of

MARK = "第1段“××市招商局文件”"
COPIES = "第30段“抄送：市委办公室，市人大常委……”"
WORDS = "抄送：市委办公室，市人大常委会办公室。"
DAY = "××市招商局办公室　　　　2026年7月8日印发"


def red(paragraph):
    paragraph.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    return paragraph


def marked(before: int):
    return {
        "标志": lambda d: lowered(
            red(say(d, "××市招商局文件", XBS, 36, align=ALIGN.CENTER)), before
        )
    }


def said(**instead) -> list[str]:
    return lines(drawn(**instead))


# 36 磅 in a line of 28.95 磅: its characters begin (579 − 720) ÷ 2 = −70.5 twips from the line's
# upper edge; 1440 twips are 25.4 mm
@pytest.mark.parametrize("before", [2055, 2055 + 113, 2055 - 113])  # 35 mm, and 2 mm more or less
def test_a_mark_at_35_mm_is_let_be(before):
    assert said(**marked(before)) == []


@pytest.mark.parametrize(
    ("before", "measured"),
    [(0, "-1.2毫米"), (2055 + 170, "38毫米"), (2055 - 170, "32毫米")],  # 170 twips are 3.0 mm
)
def test_a_mark_higher_or_lower_is_told(before, measured):
    assert said(**marked(before)) == [
        f"强制〔N06〕{MARK}：发文机关标志的位置是{measured}，应为上边距版心上边35±2毫米；"
        "改标志的段前距，或它上面固定行高的表"
    ]


def test_lines_and_rows_above_the_mark_count():
    # three lines of 579 twips leave 2055 − 1737 = 318 to be spaced
    def numbered(before):
        def draw(paper):
            for text in ("000001", "机密★1年", "特急"):
                say(paper, text)
            return marked(before)["标志"](paper)

        return {"标志": draw}

    assert said(**numbered(318)) == []
    (one,) = said(**numbered(318 + 340))  # 6 mm
    assert "是41毫米" in one


def test_a_mark_whose_place_only_the_font_knows_is_not_measured():
    def draw(paper):
        loose = say(paper, "000001")
        loose.paragraph_format.line_spacing = 1.0
        loose.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:snapToGrid"))
        loose._element.pPr.find(qn("w:snapToGrid")).set(qn("w:val"), "0")
        return marked(0)["标志"](paper)

    assert not [one for one in said(标志=draw) if "N06" in one]


def record(first: dict[str, int], last: dict[str, int]):
    return {
        "抄送": lambda d: edged(say(d, WORDS, size=14, first=100), **first),
        "印发": lambda d: edged(say(d, DAY, size=14, first=100), **last),
    }


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ({"top": 8, "bottom": 6}, {"bottom": 8}, []),
        ({"top": 8}, {"top": 6, "bottom": 8}, []),
        # in eighths of a point: 4 are 0.18 mm, 12 are 0.53 mm, 8 are 0.35 mm
        ({"top": 4, "bottom": 6}, {"bottom": 8}, ["：第1条线是0.18毫米，应为0.35毫米"]),
        ({"top": 8, "bottom": 8}, {"bottom": 8}, ["：第2条线是0.35毫米，应为0.25毫米"]),
        ({"top": 8, "bottom": 6}, {"bottom": 12}, ["：末线是0.53毫米，应为0.35毫米"]),
        ({"top": 8, "bottom": 6}, {}, ["：没有末线，应为0.35毫米"]),
    ],
)
def test_the_lines_of_the_record_are_thick_thin_thick(first, last, told):
    wanted = [
        f"强制〔C03〕{COPIES}：版记分隔线{one}；边框粗细首末选1磅、中间选0.75磅" for one in told
    ]
    assert said(**record(first, last)) == wanted


def test_a_record_without_lines_is_told():
    plain = {
        "抄送": lambda d: say(d, WORDS, size=14, first=100),
        "印发": lambda d: say(d, DAY, size=14, first=100),
    }
    assert said(**plain) == [
        f"强制〔C03〕{COPIES}：版记分隔线没有，应为首末两条粗0.35毫米，中间细0.25毫米；"
        "边框粗细首末选1磅、中间选0.75磅"
    ]


@pytest.mark.parametrize(("middle", "told"), [(6, []), (12, ["第2条线是0.53毫米"])])
def test_the_lines_may_be_a_tables(middle, told):
    def draw(paper: Document):
        made = paper.add_table(2, 1)
        edges = OxmlElement("w:tblBorders")
        for side, size in (("top", 8), ("bottom", 8), ("insideH", middle)):
            line = OxmlElement(f"w:{side}")
            line.set(qn("w:val"), "single")
            line.set(qn("w:sz"), str(size))
            edges.append(line)
        made._tbl.tblPr.append(edges)
        for row, text in enumerate((WORDS, DAY)):
            font(made.cell(row, 0).paragraphs[0].add_run(text), "仿宋_GB2312", 14)
        return made

    found = [one for one in lines(drawn("印发", 抄送=draw)) if "C03" in one]
    assert len(found) == len(told)
    assert all(text in one for text, one in zip(told, found, strict=True))


@cache
def letter_of_june() -> bytes:
    """The shipped 催报函 of June, whose mark and lines stand in header and footer."""
    scheme, month = month_of("2026-06")
    plan, language = scheme.documents["催报函"], Language(FILTERS)
    names = context(scheme.indicators, month, sections_of(scheme))
    (one,) = occasions(plan, names, language)
    return rendered_by(scheme, plan, one.names, language).content


def letter(change=lambda paper: None) -> list[str]:
    paper = docx.Document(io.BytesIO(letter_of_june()))
    change(paper)
    return [one.line for one in judged(paper).deviations]


def with_margins(**distances: int):
    def change(paper: Document) -> None:
        for name, twips in distances.items():
            setattr(paper.sections[0], name, Twips(twips))

    return change


def with_style(name: str, tag: str, **values: int):
    def change(paper: Document) -> None:
        element = paper.styles[name].element.pPr.find(qn(tag))
        for attribute, value in values.items():
            element.set(qn(f"w:{attribute}"), str(value))

    return change


def test_the_shipped_letter_has_its_mark_and_lines_in_place():
    assert letter() == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        # 1673 + (720 − 640) ÷ 2 = 1713 twips are 30.2 mm; 227 more are 34.2 mm
        (with_margins(header_distance=1900), [("N07", "是34.2毫米", "上边距上页边30±2毫米")]),
        # 1134 twips are 20.0 mm, 850 are 15.0 mm
        (with_margins(footer_distance=850), [("N09", "是15毫米", "距下页边20±1.5毫米")]),
        # (720 − 640) ÷ 2 + 140 = 180 twips are 3.2 mm; with 600 after the mark 640 are 11.3 mm
        (with_style("发文机关标志", "w:spacing", after=600), [("N08", "是11.3毫米", "4±1.5毫米")]),
        # 8844 + 340 = 9184 twips are 162.0 mm
        (with_style("上双线", "w:ind", left=0), [("N10", "是162毫米", "170±1.5毫米")]),
    ],
)
def test_a_letters_mark_or_line_elsewhere_is_told(change, told):
    found = letter(change)
    assert len(found) == len(told)
    for line, (code, measured, required) in zip(found, told, strict=True):
        assert f"〔{code}〕" in line and measured in line and required in line


def test_the_thicker_line_stands_above_at_the_head_and_below_at_the_foot():
    def turned(paper: Document) -> None:
        edges = paper.styles["下双线"].element.pPr.find(qn("w:pBdr"))
        edges.find(qn("w:top")).set(qn("w:sz"), "24")
        edges.find(qn("w:bottom")).set(qn("w:sz"), "6")

    (one,) = letter(turned)
    assert "〔N09〕首页页脚第1段：信函第二条双线是上粗下细" in one


LINE = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:anchor><wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{long}" cy="0"/><a:graphic><a:graphicData><wps:wsp><wps:spPr>
<a:prstGeom prst="line"/><a:ln w="57150" cmpd="{kind}"><a:solidFill><a:srgbClr val="FF0000"/>
</a:solidFill></a:ln></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>
</w:r>"""


def by_hand(upper: float, lower: float, long: float = 170) -> list[str]:
    """A letter whose mark stands in the text and whose lines are drawn; millimetres."""
    paper = drawn("空行", 文号=lambda d: say(d, "×招〔2026〕6号", align=ALIGN.RIGHT), **marked(0))
    paper.sections[0].top_margin = Twips(1701 + 71)  # 30 mm, and what stands free in the line
    for at, kind in ((upper, "thickThin"), (lower, "thinThick")):
        emu = {"top": round(at * 36000), "long": round(long * 36000), "kind": kind}
        paper.paragraphs[0]._element.append(parse_xml(LINE.format(**emu)))
    found = [one.line for one in judged(paper).deviations]
    return [one for one in found if one[2:6] in ("〔N07", "〔N08", "〔N09", "〔N10")]


def test_drawn_lines_of_a_letter_are_measured_too():
    # the mark takes 720 twips (12.7 mm) from 30 mm on: its line stands at 46.7, the other at 277
    assert by_hand(46.7, 277) == []
    (one,) = by_hand(46.7, 283)
    assert "〔N09〕" in one and "是14毫米" in one
    (one,) = by_hand(52.7, 277)
    assert "〔N08〕" in one and "是10毫米" in one
    assert (
        len([one for one in by_hand(46.7, 277, 156) if "〔N10〕" in one and "156毫米" in one]) == 1
    )


def test_thousands_are_parted_everywhere_or_nowhere():
    def texts(one: str, other: str):
        return {
            "段一": lambda d: say(d, f"上半年，到位资金{one}万元。", first=200),
            "段二": lambda d: say(d, f"其中，省外资金{other}万元。", first=200),
        }

    assert said(**texts("208547.88", "54672.42")) == []
    assert said(**texts("208,547.88", "54,672.42")) == []
    assert said(**texts("208,547.88", "9672.42")) == []  # four digits may stay as they are
    (one,) = said(**texts("208,547.88", "54672.42"))
    assert one == (
        "提示〔S08〕第15段：千分位：“54672.42”没有用，应为全文一致，别处都用；"
        "整数五位以上的，要么都用逗号，要么都不用"
    )


def test_codes_and_telephones_are_no_amounts():
    parts = {
        "段一": lambda d: say(d, "上半年，到位资金208,547.88万元。", first=200),
        "附注": lambda d: say(d, "（联系人：张三，电话：68500000）", first=200),
        "表": lambda d: table(d).cell(1, 0).paragraphs[0].add_run("411000"),
    }
    assert not [one for one in said(**parts) if "S08" in one]
