"""The printed pages: lines of a full page, the longest line, blank pages, the first and the last."""

from __future__ import annotations

from fractions import Fraction

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from pipeline.conform import conform
from pipeline.office import pages as printing
from pipeline.office.pages import Line, NoPages, Pages, printed, read_pages
from pipeline.office.written import read
from tests.conform.paper import TEXT, XBS, blank, saved, say, standard, tick
from tests.pages.press import FONTS

TOP, PITCH = Fraction(396, 10), Fraction(1021, 100)
"""The first line's top and the distance of lines, in millimetres: 28.95 磅 are 10.21 mm."""
FULL = "招商引资工作稳步推进各单位按月报送项目进展情况做到数字真实"[:28]


def _page(texts: list[str], pitch: Fraction = PITCH) -> tuple[Line, ...]:
    return tuple(
        Line(text, TOP + number * pitch, TOP + number * pitch + 6)
        for number, text in enumerate(texts)
    )


def _whole(*pages: tuple[Line, ...], fonts: tuple[str, ...] = ()) -> Pages:
    return Pages(pages, tuple(False for _ in pages), fonts)


def _document(*texts: str):
    document = blank(docx.Document())
    say(document, "上半年招商引资工作总结", XBS, 22, align=ALIGN.CENTER)
    for text in texts or (TEXT,):
        say(document, text, first=0 if text.startswith("抄送") else 200)
    return document


def _told(pages: Pages, *texts: str) -> list[str]:
    report = conform(read(saved(_document(*texts))), standard(), "白头", pages)
    return [one.line for one in report.deviations if one.rule.code.startswith("R")]


LAST = _page([TEXT[:28], "— 2 —"])


def test_pages_of_22_lines_of_28_characters_are_right() -> None:
    first = _page([TEXT[:28], *[FULL] * 21])
    assert _told(_whole(first, LAST, fonts=("FandolFang-Regular", "FangSong_GB2312"))) == []


def test_a_full_page_of_fewer_lines_is_told() -> None:
    first = _page([TEXT[:28], *[FULL] * 20], pitch=Fraction(107, 10))
    assert _told(_whole(first, LAST)) == [
        "强制〔R01〕第1页：印出的满页行数是21行，应为22行；检查行距和网格"
    ]


def test_a_page_that_ends_early_or_holds_a_table_is_not_counted() -> None:
    early = _page([TEXT[:28], *[FULL] * 14])
    mixed = (*_page([TEXT[:28], *[FULL] * 10]), *_page([FULL] * 12, pitch=Fraction(177, 10))[11:])
    assert _told(_whole(early, LAST)) == []
    assert _told(_whole(mixed, LAST)) == []


@pytest.mark.parametrize(
    ("count", "told"), [(25, True), (26, False), (28, False), (29, False), (30, True)]
)
def test_the_longest_line_of_full_pages_is_judged(count: int, told: bool) -> None:
    first = _page([(TEXT + FULL)[:count], *[(FULL * 2)[:count]] * 21])
    expected = f"强制〔R02〕第1页：印出的最长一行是{count}字，应为26～28字；检查字距和网格"
    assert _told(_whole(first, LAST)) == ([expected] if told else [])


def test_a_blank_page_is_told() -> None:
    pages = _whole(_page([TEXT[:28], "— 1 —"]), _page(["— 2 —"]), LAST)
    assert _told(pages) == ["强制〔R03〕第2页：空白页没有文字，应为没有；删去多余的分页和空行"]


def test_a_first_page_without_text_is_told() -> None:
    pages = _whole(_page(["上半年招商引资工作总结", "— 1 —"]), LAST)
    assert _told(pages) == ["强制〔R04〕第1页：首页没有正文，应为有正文；压缩红头和标题的高度"]


def test_a_record_before_the_last_page_is_told() -> None:
    copies = "抄送：市委办公室，市人大常委会办公室。"
    pages = _whole(_page([TEXT[:28], "抄送：市委办公室，市人大常委会办公室。"]), LAST)
    report = conform(
        read(saved(_document(TEXT, "请抓好落实。", copies))), standard(), "文件", pages
    )
    assert "强制〔R05〕第1页：版记的位置在第1页，共2页，应为在最后一页；移到最后一面" in [
        one.line for one in report.deviations
    ]


def test_a_font_that_is_none_of_ours_is_told() -> None:
    pages = _whole(_page([TEXT[:28]]), fonts=("DejaVuSans", "FandolFang-Regular"))
    assert _told(pages) == [
        "提示〔R06〕全文：印出的字体有DejaVuSans，应为上面列出的字体或其代用字体；安装字体"
    ]


def test_what_poppler_says_is_read_line_by_line() -> None:
    text = (
        '<page width="595.0" height="842.0"><word xMin="90.0" yMin="100.0" xMax="106.0" '
        'yMax="116.0">招商&amp;</word><word xMin="79.4" yMin="100.5" xMax="90.0" yMax="116.5">一、'
        '</word></page><page width="842.0" height="595.0"></page>'
    )
    fonts = "name type\n----\nAAAAAA+FandolFang-Regular CID yes\nCourier Type1 no\n"
    pages = read_pages(text, fonts)
    # 100 磅 are 100 × 25.4 / 72 = 35.28 mm
    assert [one.text for one in pages.pages[0]] == ["一、招商&"]
    assert pages.pages[0][0].top == Fraction(100) * Fraction(254, 720)
    assert (pages.pages[1], pages.lying) == ((), (False, True))
    assert pages.fonts == ("Courier", "FandolFang-Regular")


def test_without_the_programs_nothing_is_printed_and_the_reason_is_told(monkeypatch) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda tool: None)
    with pytest.raises(
        NoPages, match=r"《通知\.docx》印不成PDF：没有soffice、pdftotext、pdffonts，"
    ):
        printed(b"", "通知.docx")


def test_a_conversion_that_does_not_end_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda tool: tool)

    def never(command, **settings):
        raise printing.subprocess.TimeoutExpired(command, settings["timeout"])

    monkeypatch.setattr(printing.subprocess, "run", never)
    with pytest.raises(NoPages, match=r"《通知\.docx》120秒还没有印成PDF"):
        printed(b"", "通知.docx")


@pytest.mark.page
def test_printed_by_libreoffice_a_right_document_is_right_and_a_loose_one_is_not(
    monkeypatch,
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS))
    document = _document(*[FULL * 30] * 2)
    right = printed(saved(document), "对.docx")
    assert _told(right, FULL * 30) == []
    for paragraph in document.paragraphs[1:]:
        paragraph.paragraph_format.line_spacing = Pt(30)
        tick(paragraph, "w:snapToGrid")
        paragraph.runs[0]._element.rPr[-1].set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "40"
        )
    loose = printed(saved(document), "松.docx")
    # 1680 characters in lines of 24 fill 70 lines, so pages 2 and 3 are full:
    # 30 磅 give 637.8 / 30 = 21 lines, two more 磅 for each of 16 give 442.2 / 18 = 24 characters
    assert [one.partition("，")[0] for one in _told(loose, FULL * 30)] == [
        "强制〔R01〕第2页等2处：印出的满页行数是21行",
        "强制〔R02〕第2页：印出的最长一行是24字",
    ]
