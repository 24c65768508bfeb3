"""A document as the standard has it passes; with one thing otherwise, that rule alone is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips

from pipeline.conform import conform
from pipeline.office.written import read
from tests.conform.paper import (
    FANG,
    HEI,
    KAI,
    SONG,
    TEXT,
    XBS,
    broken,
    drawn,
    edged,
    font,
    indent,
    judged,
    lines,
    lowered,
    red_line,
    saved,
    say,
    standard,
    table,
)

LEAD = "第6段“今年以来，各单位坚持“一盘棋……”"
TITLE = "第3段“关于上半年招商工作情况的通报”"


def test_a_document_as_the_standard_has_it_has_no_deviation() -> None:
    report = judged(drawn())
    assert [one.line for one in report.deviations] == []
    assert (report.profile, report.why) == ("文件", "有红色的发文机关标志")
    assert report.notes == ("1张表里的文字不按正文检查",)


def _lead(**changes: object) -> Callable[[Document], object]:
    """The first paragraph of text in another look."""
    return lambda document: say(document, TEXT, **{"first": 200, **changes})  # type: ignore[arg-type]


def _run(change: Callable[[object], object]) -> Callable[[Document], object]:
    return lambda document: change(say(document, TEXT, first=200).runs[0])


def _shape(change: Callable[[object], object]) -> Callable[[Document], object]:
    return lambda document: change(say(document, TEXT, first=200))


def _fonts(run, **slots: str | None) -> None:
    holder = run._element.rPr.rFonts
    for name, value in slots.items():
        if value is None:
            holder.attrib.pop(qn(f"w:{name}"), None)
        else:
            holder.set(qn(f"w:{name}"), value)


PARAGRAPHS: dict[str, tuple[dict[str, Callable[[Document], object]], str]] = {
    "B01": (
        {"导语": _lead(face=SONG)},
        f"强制〔B01〕{LEAD}：正文字体是宋体，应为仿宋；选中这一段改字体",
    ),
    "B02": (
        {"导语": _run(lambda run: setattr(run.font, "size", Pt(14)))},
        f"强制〔B02〕{LEAD}：正文字号是四号（14磅），应为三号（16磅）；选中这一段改字号",
    ),
    "B03": (
        {"导语": _lead(first=0)},
        f"强制〔B03〕{LEAD}：正文首行缩进是0字，应为2字；段落设置里改首行缩进",
    ),
    "B04": (
        {"导语": _shape(lambda one: indent(one, leftChars=100))},
        f"强制〔B04〕{LEAD}：正文左缩进是1字，应为0字；段落设置里左缩进改为0",
    ),
    "B05": (
        {"导语": _lead(align=ALIGN.LEFT)},
        f"提示〔B05〕{LEAD}：正文对齐是左对齐，应为两端对齐；改为两端对齐",
    ),
    "B06": (
        {"导语": _lead(bold=True)},
        f"提示〔B06〕{LEAD}：正文粗细：加粗，应为不加粗；去掉加粗",
    ),
    "B07": (
        {"导语": _run(lambda run: setattr(run.font.color, "rgb", RGBColor(0, 0, 255)))},
        f"强制〔B07〕{LEAD}：正文颜色是0000FF，应为自动（黑）；字体颜色改为自动",
    ),
    "B08": (
        {"导语": _shape(lambda one: setattr(one.paragraph_format, "space_after", Pt(8)))},
        f"强制〔B08〕{LEAD}：段前段后距是段前0磅、段后8磅，应为0磅；段落设置里改为0",
    ),
    "B09": (
        {"导语": _shape(lambda one: setattr(one.paragraph_format, "widow_control", True))},
        f"提示〔B09〕{LEAD}：孤行控制开着，应为关着；段落设置“换行和分页”里去掉",
    ),
    "B10": (
        {"导语": _shape(lambda one: one._element.pPr.find(qn("w:autoSpaceDN")).set(qn("w:val"), "1"))},
        f"提示〔B10〕{LEAD}：中文与西文、数字自动加空开着，应为关着；段落设置“中文版式”里去掉",
    ),
    "B11": (
        {"导语": _run(lambda run: _fonts(run, hint=None, ascii="Times New Roman"))},
        f"强制〔B11〕{LEAD}：引号、破折号、省略号的字体是Times New Roman，应为仿宋_GB2312；选中后把西文字体改成与中文相同",
    ),
    "B12": (
        {"导语": _run(lambda run: _fonts(run, eastAsia=None, eastAsiaTheme="minorEastAsia"))},
        f"强制〔B12〕{LEAD}：中文字体是主题字体（宋体），应为写明字体名称；选中后指定中文字体",
    ),
    "B13": (
        {"段一": lambda d: _fonts(say(d, "上半年新签约项目25个，均已开工。", first=200).runs[0],
                                 ascii="Calibri")},
        "提示〔B13〕第11段“上半年新签约项目25个，均已……”：数字和字母的字体是Calibri，"
        "应为同正文或Times New Roman；选中后改西文字体",
    ),
    "T01": (
        {"标题": lambda d: say(d, "关于上半年招商工作情况的通报", HEI, 22, align=ALIGN.CENTER)},
        f"强制〔T01〕{TITLE}：标题字体是黑体，应为小标宋；选中标题改字体",
    ),
    "T02": (
        {"标题": lambda d: say(d, "关于上半年招商工作情况的通报", XBS, 18, align=ALIGN.CENTER)},
        f"强制〔T02〕{TITLE}：标题字号是小二（18磅），应为二号（22磅）；选中标题改字号",
    ),
    "T03": (
        {"标题": lambda d: say(d, "关于上半年招商工作情况的通报", XBS, 22, align=ALIGN.LEFT)},
        f"强制〔T03〕{TITLE}：标题对齐是左对齐，应为居中；标题改为居中",
    ),
    "T04": (
        {"标题": lambda d: say(d, "关于上半年招商工作情况的通报", XBS, 22, align=ALIGN.CENTER, bold=True)},
        f"提示〔T04〕{TITLE}：标题粗细：加粗，应为不加粗；去掉加粗",
    ),
    "T05": (
        {"标题": lambda d: say(d, "上半年招商工作开展得很好", XBS, 22, align=ALIGN.CENTER)},
        "强制〔T05〕第3段“上半年招商工作开展得很好”：标题文种是“上半年招商工作开展得很好”，"
        "应为以“关于……的”加法定文种，或以事务文书名称结尾；补上文种",
    ),
    "T06": (
        {"标题": lambda d: say(d, "关于上半年招商工作情况的通报。", XBS, 22, align=ALIGN.CENTER)},
        "强制〔T06〕第3段“关于上半年招商工作情况的通报……”：标题末尾是“。”，应为不用标点；删去末尾标点",
    ),
    "T07": (
        {"标题": lambda d: say(d, "关于上半年招商工作情况的通报", XBS, 22, align=ALIGN.CENTER, first=200)},
        f"强制〔T07〕{TITLE}：标题缩进是2字，应为0字；段落设置里缩进改为0",
    ),
    "Z01": (
        {"主送": lambda d: say(d, "各镇人民政府，市直各单位：", first=200)},
        "强制〔Z01〕第5段“各镇人民政府，市直各单位：”：主送机关起首是2字，应为0字；顶格，去掉首行缩进和空格",
    ),
    "Z02": (
        {"主送": lambda d: say(d, "各镇人民政府，市直各单位:")},
        "强制〔Z02〕第5段“各镇人民政府，市直各单位:”：主送机关后的标点是“:”，应为全角冒号“：”；改为全角冒号",
    ),
    "Z03": (
        {"主送": lambda d: say(d, "各镇人民政府，市直各单位：", HEI)},
        "强制〔Z03〕第5段“各镇人民政府，市直各单位：”：主送机关字体字号是黑体，应为仿宋；改为三号仿宋",
    ),
    "H01": (
        {"一级": lambda d: say(d, "一、总体情况", FANG, first=200)},
        "强制〔H01〕第7段“一、总体情况”：一级标题字体字号是仿宋_GB2312，应为黑体；改为三号黑体",
    ),
    "H02": (
        {"二级": lambda d: say(d, "（一）指标完成情况", FANG, first=200)},
        "强制〔H02〕第8段“（一）指标完成情况”：二级标题字体字号是仿宋_GB2312，应为楷体；改为三号楷体",
    ),
    "H03": (
        {"三级": lambda d: say(d, "1.签约项目", KAI, first=200)},
        "强制〔H03〕第9段“1.签约项目”：三级标题字体字号是楷体_GB2312，应为仿宋；改为三号仿宋",
    ),
    "H04": (
        {"四级": lambda d: say(d, "（1）工业项目", HEI, first=200)},
        "强制〔H04〕第10段“（1）工业项目”：四级标题字体字号是黑体，应为仿宋；改为三号仿宋",
    ),
    "H05": (
        {"三级": lambda d: say(d, "1.签约项目", first=200, bold=True)},
        "提示〔H05〕第9段“1.签约项目”：层次标题粗细：加粗，应为不加粗；去掉加粗",
    ),
    "H06": (
        {"一级": lambda d: say(d, "一、总体情况", HEI)},
        "强制〔H06〕第7段“一、总体情况”：层次标题起首是0字，应为2字；左空二字",
    ),
    "H07": (
        {"一级二": lambda d: say(d, "三、下步要求", HEI, first=200)},
        "强制〔H07〕第16段“三、下步要求”：层次序数是第3条，前面应有第2条，"
        "应为从一起依次相连，不止一条；检查序数",
    ),
    "H08": (
        {"二级": lambda d: say(d, "（一）、指标完成情况", KAI, first=200)},
        "强制〔H08〕第8段“（一）、指标完成情况”：层次序数的标点是“（一）、”，"
        "应为一、 （一） 1. （1）；改标点",
    ),
    "D01": (
        {"日期": lambda d: say(d, "2026年07月08日", align=ALIGN.RIGHT, right=400)},
        "强制〔D01〕第23段“2026年07月08日”：成文日期是“2026年07月08日”，"
        "应为阿拉伯数字，年份四位，月日不编虚位，如2026年7月8日；改写日期",
    ),
    # 署名 and 日期 are both 6 characters wide: without a seal the date keeps 2 (the least)
    "D02": (
        {"日期": lambda d: say(d, "2026年7月8日", align=ALIGN.RIGHT)},
        "强制〔D02〕第23段“2026年7月8日”：成文日期离右边是0字，"
        "应为盖章的右空4字，不盖章的右空2字；段落右对齐，再设右缩进",
    ),
    "A01": (
        {"附件一": lambda d: say(d, "附件:1.指标完成情况表", first=200)},
        "强制〔A01〕第19段“附件:1.指标完成情况表”：附件说明的冒号是“附件:”，"
        "应为附件后用全角冒号“：”；改冒号",
    ),
    "A02": (
        {"附件二": lambda d: say(d, "2.在谈项目名单；", first=500)},
        "强制〔A02〕第20段“2.在谈项目名单；”：附件名称末尾是“；”，应为不用标点；删去末尾标点",
    ),
    "A03": (
        {"附件二": lambda d: say(d, "3.在谈项目名单", first=500)},
        "强制〔A03〕第20段“3.在谈项目名单”：附件说明的序号是“3.”，"
        "应为不止一个附件时用1. 2.依次编号；改序号",
    ),
    "A04": (
        {"附件一": lambda d: say(d, "附件：1.指标完成情况表")},
        "强制〔A04〕第19段“附件：1.指标完成情况表”：附件说明起首是0字，应为2字；"
        "左空二字，以下各行与第一个序号对齐",
    ),
    "A06": (
        {"附题二": lambda d: say(d, "在谈项目清单", XBS, 22, align=ALIGN.CENTER)},
        "强制〔A06〕第27段“附件2”：附件标题是“在谈项目清单”，"
        "应为与附件说明“在谈项目名单”一致；核对名称",
    ),
    "A07": (
        {"标识一": lambda d: broken(say(d, "附件1"))},
        "强制〔A07〕第25段“附件1”：“附件”二字是仿宋_GB2312，应为黑体；三号黑体、顶格",
    ),
    "A08": (
        {"标识二": lambda d: say(d, "附件2", HEI)},
        "强制〔A08〕第27段“附件2”：附件的位置：接在前文后面，应为另面编排；段落设置里勾上“段前分页”",
    ),
    "C01": (
        {"抄送": lambda d: edged(
            say(d, "抄送：市委办公室，市人大常委会办公室", size=14, first=100), top=8, bottom=6
        )},
        "强制〔C01〕第30段“抄送：市委办公室，市人大常委……”：抄送机关末尾是“室”，"
        "应为全角冒号起，句号止；改标点或改为四号仿宋",
    ),
    "C02": (
        {"印发": lambda d: edged(
            say(d, "××市招商局办公室　2026年07月08日印发", size=14, first=100), bottom=8
        )},
        "强制〔C02〕第31段“××市招商局办公室 2026……”：印发机关和日期是“2026年07月08日印发”，"
        "应为2026年7月8日印发这样的日期；改日期或改为四号仿宋",
    ),
    "N01": (
        {"文号": lambda d: _lined(say(d, "×招[2026]06号", align=ALIGN.CENTER))},
        "强制〔N01〕第2段“×招[2026]06号”：发文字号是“×招[2026]06号”，"
        "应为机关代字〔年份〕序号号，年份四位，序号不编虚位、不加“第”；六角括号〔〕在“符号”里插入",
    ),
    "N02": (
        {"文号": lambda d: say(d, "×招〔2026〕6号", align=ALIGN.CENTER)},
        "强制〔N02〕第2段“×招〔2026〕6号”：红色分隔线没有，"
        "应为发文字号之下一条红线；给发文字号这一段加红色下框线",
    ),
    "N03": (
        {"段二": lambda d: say(d, "请对照《工作方案》（×招[2026]3号）抓好落实。", first=200)},
        "强制〔N03〕第15段“请对照《工作方案》（×招[2……”：引用的发文字号是“[2026]3号”，"
        "应为六角括号〔〕，年份四位；改括号",
    ),
    "N04": (
        {"标志": lambda d: lowered(
            _red(say(d, "××市招商局文件", HEI, 36, align=ALIGN.CENTER)), 2055
        )},
        "强制〔N04〕第1段“××市招商局文件”：发文机关标志是黑体，应为小标宋；小标宋、居中",
    ),
    # 8 signs of 72 磅 are 576 磅 = 203.2 mm; the text area is 8844 twips = 442.2 磅 wide
    "N05": (
        # (579 − 1440) ÷ 2 = −430 twips free above it: 1985 + 430 = 2415 before it are 35 mm
        {"标志": lambda d: lowered(
            _red(say(d, "××市招商局文件", XBS, 72, align=ALIGN.CENTER)), 2415
        )},
        "提示〔N05〕第1段“××市招商局文件”：发文机关标志的长度要203.2毫米，"
        "应为一行，不宽于版心156毫米；改小字号",
    ),
    "S11": (
        {"段三": lambda d: say(d, "（此页无正文）", first=200)},
        "强制〔S11〕第17段“（此页无正文）”：末页写着“（此页无正文）”，"
        "应为不写；调行距、字距，使末页有正文",
    ),
    "G01": (
        {"表": lambda d: table(d, width=9600)},
        "强制〔G01〕表1：表宽是169.3毫米，应为不宽于版心156毫米；收窄表格",
    ),
    "G02": (
        {"表": lambda d: _open(table(d, rows=14), "tblHeader")},
        "强制〔G02〕表1：表头没有设为重复（共14行），应为每页重复；选中表头，勾上“重复标题行”",
    ),
    "G03": (
        {"表": lambda d: _open(table(d, rows=14), "cantSplit")},
        "提示〔G03〕表1：表行有14行可以断开，应为不跨页断开；表格属性里去掉“允许跨页断行”",
    ),
    "G04": (
        {"表": lambda d: [font(cell.paragraphs[0].runs[0], SONG) for cell in table(d).rows[0].cells]},
        "提示〔G04〕表1表头：表头字体是宋体，应为黑体；表头改黑体",
    ),
    "G05": (
        {"表": lambda d: _without_measures(table(d))},
        "提示〔G05〕表1：计量单位没有写，应为表上方写“单位：”，或表头注明；补上计量单位",
    ),
}  # fmt: skip


def _lined(paragraph):
    red_line(paragraph)
    return paragraph


def _red(paragraph):
    paragraph.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    return paragraph


def _open(made, tag: str):
    for row in made.rows:
        for one in row._tr.trPr.findall(qn(f"w:{tag}")):
            row._tr.trPr.remove(one)
    return made


def _without_measures(made):
    for cell, words in zip(made.rows[0].cells, ("镇", "目标", "完成"), strict=True):
        cell.paragraphs[0].runs[0].text = words


@pytest.mark.parametrize("rule", PARAGRAPHS)
def test_one_thing_otherwise_is_told_and_nothing_else(rule: str) -> None:
    parts, line = PARAGRAPHS[rule]
    assert lines(drawn(**parts)) == [line]


PAGES: dict[str, tuple[Callable[[Document], object], list[str]]] = {
    "P01": (
        lambda d: (
            setattr(d.sections[0], "page_height", Twips(15840)),
            setattr(d.sections[0], "bottom_margin", Twips(986)),
            setattr(d.sections[0], "footer_distance", Twips(372)),
        ),
        # 15840 twips are 11 inches or 279.4 mm; the foot of the text stays where it was
        ["强制〔P01〕第1节：纸张是210×279.4毫米，应为A4（210×297毫米）；页面设置里改纸张"],
    ),
    # 20 mm more above and less below: 1134 twips are 20.0 mm
    "P02": (
        lambda d: (
            setattr(d.sections[0], "top_margin", Twips(964)),
            setattr(d.sections[0], "bottom_margin", Twips(3118)),
            setattr(d.sections[0], "footer_distance", Twips(2504)),
        ),
        ["强制〔P02〕第1节：天头（上边距）是17毫米，应为37±1毫米；页面设置里改上边距"],
    ),
    "P03": (
        lambda d: (
            setattr(d.sections[0], "left_margin", Twips(1474)),
            setattr(d.sections[0], "right_margin", Twips(1588)),
        ),
        ["强制〔P03〕第1节：订口（左边距）是26毫米，应为28±1毫米；页面设置里改左边距"],
    ),
    # a right margin wider by 283 twips (5 mm): 8561 twips are 151 mm, 428.05 / 15.75 = 27.2
    "P04": (
        lambda d: setattr(d.sections[0], "right_margin", Twips(1757)),
        [
            "强制〔P04〕第1节：版心宽是151毫米，应为156±1毫米；改左右边距",
            "强制〔P07〕第6段“今年以来，各单位坚持“一盘棋……”等5处：每行字数是27个字，应为28个字；字符间距紧缩0.25磅，或用文档网格",
            "强制〔G01〕表1：表宽是156毫米，应为不宽于版心151毫米；收窄表格",
        ],
    ),
    # a bottom margin higher by 567 twips (10 mm): 12189 / 579 = 21.05
    "P05": (
        lambda d: (
            setattr(d.sections[0], "bottom_margin", Twips(2551)),
            setattr(d.sections[0], "footer_distance", Twips(1937)),
        ),
        [
            "强制〔P05〕第1节：版心高是215毫米，应为225±1毫米；改上下边距",
            "强制〔P06〕第6段“今年以来，各单位坚持“一盘棋……”等5处：每页行数是21行（固定行距28.95磅），应为22行；行距用固定值28.95磅",
        ],
    ),
    # 12756 / 600 = 21.26
    "P06": (
        lambda d: setattr(d.paragraphs[5].paragraph_format, "line_spacing", Pt(30)),
        [
            f"强制〔P06〕{LEAD}：每页行数是21行（固定行距30磅），应为22行；行距用固定值28.95磅"
        ],
    ),
    # 442.2 / 16 = 27.6
    "P07": (
        lambda d: d.paragraphs[5].runs[0]._element.rPr.find(qn("w:spacing")).set(qn("w:val"), "0"),
        [f"强制〔P07〕{LEAD}：每行字数是27个字，应为28个字；字符间距紧缩0.25磅，或用文档网格"],
    ),
    # −205/4096 = −0.05 beside the −0.25 of the runs: 442.2 / 15.7 = 28.2
    "P08": (
        lambda d: (
            d.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:type"), "linesAndChars"),
            d.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:charSpace"), "-205"),
        ),
        ["提示〔P08〕第1节：文档网格指定了字符网格，应为只指定行网格；网格改为“只指定行网格”，字符间距紧缩0.25磅"],
    ),
    "F01": (
        lambda d: d.sections[0].even_page_footer.paragraphs[0].clear(),
        ["强制〔F01〕第1节：页码：偶数页页脚没有，应为页脚印页码；插入页码"],
    ),
    "F02": (
        lambda d: [setattr(run.font, "size", Pt(10.5)) for run in d.sections[0].footer.paragraphs[0].runs],
        ["强制〔F02〕页脚第1段“— —”：页码字体字号是五号（10.5磅），应为四号（14磅）；改为四号宋体"],
    ),
    "F03": (
        lambda d: setattr(d.sections[0].footer.paragraphs[0].runs[0], "text", "- "),
        ["强制〔F03〕页脚第1段“- —”：页码两边是“-—”，应为各一条一字线“—”；在页码两边键入一字线"],
    ),
    "F04": (
        lambda d: setattr(d.sections[0].footer.paragraphs[0], "alignment", ALIGN.CENTER),
        ["强制〔F04〕页脚第1段“— —”：页码位置是居中，应为单页居右空一字，双页居左空一字；勾上“奇偶页不同”，分别设页脚"],
    ),
    # 1984 − 992 − 180 = 812 twips = 14.3 mm
    "F05": (
        lambda d: setattr(d.sections[0], "footer_distance", Twips(992)),
        ["提示〔F05〕页脚第1段“— —”等2处：页码离版心下边是14.3毫米，应为7±3.5毫米；页面设置里改页脚距边界"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", PAGES)
def test_a_page_set_up_otherwise_is_told_with_what_follows_from_it(rule: str) -> None:
    document = drawn()
    change, told = PAGES[rule]
    change(document)
    assert lines(document) == told


def test_page_numbers_that_are_the_same_on_both_sides_are_told() -> None:
    document = drawn()
    document.settings.odd_and_even_pages_header_footer = False
    assert lines(document) == [
        "强制〔F04〕第1节：页码位置：奇偶页相同，应为单页居右空一字，双页居左空一字；勾上“奇偶页不同”，分别设页脚"
    ]


def test_a_heading_that_has_no_brother_is_told() -> None:
    told = lines(drawn("三级二"))
    assert told == [
        "强制〔H07〕第9段“1.签约项目”：层次序数只有这一条，应为从一起依次相连，不止一条；检查序数"
    ]


def test_a_date_without_a_name_above_it_is_told() -> None:
    told = lines(
        drawn(
            "署名",
            "空行三",
            "附件一",
            "附件二",
            "标识一",
            "标识二",
            "附题一",
            "附题二",
            "表",
            "名单",
        )
    )
    assert told == [
        "强制〔D03〕第19段“2026年7月8日”：署名上一行没有署名，应为在成文日期上一行；补上署名或移到日期之上"
    ]


def test_one_annex_less_than_is_named_is_told() -> None:
    assert lines(drawn("标识二", "附题二", "名单")) == [
        "提示〔A05〕第19段“附件：1.指标完成情况表”：附件个数是1个，附件说明里有2个，"
        "应为附件说明与所附的附件一样多；核对附件"
    ]


def test_tracked_changes_and_comments_are_told() -> None:
    document = drawn()
    paragraph = document.paragraphs[5]
    made = OxmlElement("w:ins")
    made.append(paragraph.runs[0]._element)
    paragraph._element.append(made)
    document.add_comment(document.paragraphs[6].runs, "请核实", "张三", "张")
    assert lines(document) == [
        "强制〔S12〕全文：修订和批注：有1处修订，应为没有；接受或拒绝全部修订，删去批注",
        "强制〔S12〕全文：修订和批注：有1处批注，应为没有；接受或拒绝全部修订，删去批注",
    ]


def test_an_empty_document_has_no_title_and_says_so() -> None:
    report = judged(docx.Document())
    assert "没有认出标题，标题各项没有检查" in report.notes
    assert {one.rule.code for one in report.deviations} == {
        "P01",
        "P02",
        "P03",
        "P04",
        "P05",
        "F01",
    }


def test_page_numbers_in_the_middle_are_right_where_the_office_has_them_there() -> None:
    document = drawn()
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        footer.paragraphs[0].alignment = ALIGN.CENTER
    assert [one.split("，")[0] for one in lines(document)] == [
        "强制〔F04〕页脚第1段“— —”等2处：页码位置是居中"
    ]
    here = dataclasses.replace(standard(), numbering="居中")
    assert conform(read(saved(document)), here).deviations == ()
