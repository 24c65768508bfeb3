"""The base templates as LibreOffice prints them: every measure of GB/T 9704-2012 in mm.

Landscape annexes are exempt: the standard wants their page numbers where they stand on upright
pages once bound, and neither Word nor WPS can print that (the template says so).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pages.ink import black, dots_of, lowest_above, red, ruled, rules, thickness, top_of
from tests.pages.papers import COPIES, FULL, KINDS, OFFICE, filled, with_more
from tests.pages.press import Line, fonts_of, pages_of, to_pdf

pytestmark = pytest.mark.page
LEFT, RIGHT, BOTTOM = 28, 184, 262
"""The text area of an upright page: 37 mm from above, 156 × 225 mm."""
SMALL = 14 / 72 * 25.4
"""One 4号 character: 4.94 mm."""
LONG_NAME = "栖川市招商引资和承接产业转移暨营商环境建设工作领导小组办公室"
WORDS = "招商引资工作测试文字内容汇总" * 100
FITS, GOES_OVER = 9, 10
"""How many more lines leave just room for the 版记 on page 2 of 上行文, and one too many.

Page 2 has 22 lines of 10.21 mm. The shipped text, the signature and three lines of 抄送 take 13 of
them; the 版记, four lines of 8.82 mm, takes the last 36 mm.
"""


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All documents of this file, converted by one call of LibreOffice."""
    made = {kind: filled(kind) for kind in KINDS}
    made |= {f"{kind}满": filled(kind, **FULL) for kind in KINDS}
    made["长题"] = filled("文件", 办公室=LONG_NAME, 发文机关标志="栖川市招商办文件")
    made["满页"] = filled("文件", with_more("文件", "现将", WORDS))
    for count in (FITS, GOES_OVER):
        longer = with_more("上行文", "对照年度目标任务", "一行文字。", count)
        made[f"多{count}行"] = filled("上行文", longer, 抄送机关=COPIES)
    folder = tmp_path_factory.mktemp("base")
    files = []
    for name, content in made.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(content)
    return {pdf.stem: pdf for pdf in to_pdf(files, folder)}


@pytest.fixture(scope="module")
def pages(pdfs: dict[str, Path]) -> dict[str, list[list[Line]]]:
    return {name: pages_of(pdf) for name, pdf in pdfs.items()}


def is_upright(page: list[Line]) -> bool:
    return page[-1].top > 220


def test_a_full_page_of_text_has_22_lines_of_28_characters(pages) -> None:
    full = [
        [line.text for line in page[:-1]]
        for page in pages["满页"]
        if all(set(line.text) <= set(WORDS) for line in page[:-1])
    ]
    assert len(full) >= 1
    for lines in full:
        assert len(lines) == 22
        assert {len(line) for line in lines} == {28}


@pytest.mark.parametrize("name", ["文件", "文件满", "上行文", "上行文满", "纪要", "纪要满"])
def test_the_red_name_stands_35_mm_below_the_edge_and_the_red_line_4_mm_below_the_number(
    pdfs, name
) -> None:
    page = dots_of(pdfs[name], 1)
    ink = red(page)
    assert abs(top_of(ink) - (37 + 35)) < 0.5
    (line,) = rules(ink)
    assert abs(line.left - LEFT) < 0.2
    assert abs(line.right - RIGHT) < 0.2
    assert 0.3 < line.thick < 0.6
    assert abs(line.top - lowest_above(black(page), line.top - 0.2) - 4) < 0.3


@pytest.mark.parametrize("name", ["信函", "信函满"])
def test_a_letter_has_its_double_lines_of_170_mm(pdfs, name) -> None:
    page = dots_of(pdfs[name], 1)
    ink = red(page)
    assert abs(top_of(ink) - 30) < 0.5
    upper, thin, also_thin, lower = rules(ink)
    for line in (upper, thin, also_thin, lower):
        assert abs(line.long - 170) < 0.3
        assert abs(line.left - 20) < 0.3
    assert upper.thick > 2 * thin.thick  # thick above thin
    assert lower.thick > 2 * also_thin.thick  # thin above thick
    assert abs(upper.top - lowest_above(ink, upper.top - 0.2) - 4) < 0.3
    assert abs(297 - 20 - lower.bottom) < 0.3
    # 7/8 of a 3号 character of 156 / 28 = 5.57 mm; brackets and digits begin lower
    assert abs(top_of(black(page)) - thin.bottom - 4.875) < 0.7


def test_a_letters_first_page_has_no_number(pages) -> None:
    assert not any("—" in line.text for line in pages["信函"][0][-1:])


@pytest.mark.parametrize("name", ["白头", "白头满"])
def test_a_plain_paper_has_nothing_red(pdfs, name) -> None:
    assert not red(dots_of(pdfs[name], 1)).any()


ISSUED = ["文件", "文件满", "上行文", "上行文满", "纪要", "纪要满"]
ISSUED += [f"多{FITS}行", f"多{GOES_OVER}行", "长题"]


@pytest.mark.parametrize("name", ISSUED)
def test_the_record_ends_on_the_lower_edge_of_the_last_page(pdfs, pages, name) -> None:
    last = pages[name][-1]
    lines = rules(black(dots_of(pdfs[name], len(pages[name]))))
    with_copies = any(line.text.startswith("抄送：") for line in last)
    assert len(lines) == (3 if with_copies else 2)
    assert abs(lines[-1].bottom - BOTTOM) < 0.3
    for line in lines:
        assert abs(line.left - LEFT) < 0.2
        assert abs(line.right - RIGHT) < 0.2
    above = [line for line in last if line.bottom < lines[0].top + 1]
    inside = [line for line in last[:-1] if line not in above]
    assert inside[0].text.startswith("抄送：" if with_copies else OFFICE[:3])
    assert inside[-1].text.endswith("印发")
    assert all(line.bottom < lines[0].top for line in above)


def test_the_first_and_last_lines_of_the_record_are_thicker_than_the_one_between(pdfs) -> None:
    first, between, last = thickness(pdfs["上行文满"], 2, 225, 265)
    assert abs(first - 0.35) < 0.03
    assert abs(between - 0.25) < 0.03
    assert abs(last - 0.35) < 0.03


def test_a_record_that_does_not_fit_goes_to_the_next_page_with_the_last_words(
    pages,
) -> None:
    fits, over = pages[f"多{FITS}行"], pages[f"多{GOES_OVER}行"]
    assert (len(fits), len(over)) == (2, 3)
    assert over[-1][0].text == "特此报告。"  # the last words come along
    assert not any("印发" in line.text for line in over[1])
    assert over[1][-2].text == "一行文字。"


def test_the_names_of_a_long_list_stand_below_one_another(pages) -> None:
    first, *more = [one for one in pages["上行文满"][-1] if 225 < one.top < 252]
    assert first.text.startswith("抄送：")
    assert len(more) == 2
    assert abs(first.left - (LEFT + SMALL)) < 0.5  # one character in
    for line in more:  # below the first character after the colon
        assert abs(line.left - (LEFT + 4 * SMALL)) < 0.5
        assert line.right < RIGHT - SMALL + 0.5


def test_page_numbers_stand_7_mm_below_the_text_outside(pdfs, pages) -> None:
    numbered = [(name, n) for name in ("文件", "上行文满", "白头", "纪要") for n in (1, 2)]
    for name, number in numbered:
        last = pages[name][number - 1][-1]
        assert last.text == f"—{number}—"
        if number % 2:
            assert abs(last.right - (RIGHT - SMALL)) < 0.5, name
        else:
            assert abs(last.left - (LEFT + SMALL)) < 0.5, name
    page = black(dots_of(pdfs["文件"], 2))
    (dash,) = ruled(page, 4, above=264, below=275)
    assert abs((dash.top + dash.bottom) / 2 - BOTTOM - 7) < 0.3


def test_page_numbers_run_on_through_the_annexes(pages) -> None:
    for name in ("文件", "文件满", "长题"):
        numbers = [page[-1].text for page in pages[name]]
        assert numbers == [f"—{number}—" for number in range(1, len(numbers) + 1)]


def test_the_table_across_repeats_its_heading_and_comes_before_the_record(pages) -> None:
    across = [page for page in pages["文件"] if not is_upright(page)]
    assert len(across) == 2
    assert across[0][0].text == "附件1"
    for page in across:
        assert any(line.text.startswith("序号单位年度目标") for line in page)
    assert is_upright(pages["文件"][-1])


def test_annexes_start_on_pages_of_their_own_with_the_title_on_the_third_line(pages) -> None:
    last = pages["文件"][-1]
    assert last[0].text == "附件2"
    assert last[1].text == "指标口径说明"
    # lines of 10.21 mm: the third begins 37 + 2 × 10.21 = 57.4 mm from above
    assert 56 < last[1].top < 61


def test_no_page_is_empty_and_no_heading_stands_alone_at_the_foot_of_one(pages) -> None:
    heading = re.compile(r"^([一二三四五]、|（[一二三四五]）)")
    for name, made in pages.items():
        for page in made[:-1]:
            assert len(page) > 1, (name, "an empty page")
            assert not heading.match(page[-2].text), (name, page[-2].text)


def test_no_page_has_the_signature_alone(pages) -> None:
    for name in ("文件", "上行文", "信函", f"多{FITS}行", f"多{GOES_OVER}行"):
        for page in pages[name][1:]:
            assert page[0].text != OFFICE, name


def test_long_titles_are_centred_line_by_line_and_long_names_end_on_the_edge(pages) -> None:
    first = pages["长题"][0]
    start = next(n for n, line in enumerate(first) if line.text.startswith(LONG_NAME[:6]))
    title = first[start : start + 3]
    assert "".join(line.text for line in title).startswith(f"{LONG_NAME}关于2026年1—6月")
    for line in title:
        assert abs((line.left - LEFT) - (RIGHT - line.right)) < 1.5
    signed = next(line for page in pages["文件满"][1:] for line in page if line.text == OFFICE)
    assert abs(signed.right - RIGHT) < 0.5


def test_a_date_with_two_digits_ends_four_characters_from_the_edge(pages) -> None:
    dated = next(line for page in pages["文件满"] for line in page if line.text == "2026年12月8日")
    assert abs(RIGHT - dated.right - 4 * 156 / 28) < 0.5


def test_blanks_are_left_for_what_the_office_did_not_give(pages) -> None:
    first = [line.text for line in pages["文件"][0]]
    assert "〔2026〕号" in first  # pdftotext leaves the spaces out
    assert "：" in first
    assert any(line.text == "年月日" for page in pages["文件"] for line in page)


def test_the_fonts_are_those_of_the_standard(pdfs) -> None:
    for name in ("文件满", "上行文满", "信函满", "白头满", "纪要满"):
        fonts = fonts_of(pdfs[name])
        assert any("NotoSerifCJK" in font for font in fonts)
        for wanted in ("FandolFang", "FandolHei"):
            assert any(wanted in font for font in fonts), (name, wanted)
        assert not any("DejaVu" in font for font in fonts), name
