"""The pages of the shipped June, as LibreOffice shows them (never opened in Word or WPS)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipeline.gather import Office
from pipeline.produce import produce
from tests.pages.press import Line, broken_numbers, fonts_of, pages_of, to_pdf

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.page


SUMMARY = "栖川市2026年上半年招商引资工作总结"


def _made(inputs: Path, folder: Path, only: str = "") -> dict[str, Path]:
    """One document of every template (there are many letters of one) as PDF by its name."""
    edition, _, _ = produce(Office(ROOT / "templates", inputs, folder), only=only)
    files: dict[str, Path] = {}
    for document in edition.documents:
        path = folder / f"{document.name}.{document.kind}"
        path.write_bytes(document.content)
        files.setdefault(document.template, path)
    return {pdf.stem: pdf for pdf in to_pdf(list(files.values()), folder)}


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return _made(ROOT / "inputs", tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def pages(pdfs: dict[str, Path]) -> dict[str, list[list[Line]]]:
    return {name: pages_of(pdf) for name, pdf in pdfs.items()}


@pytest.fixture(scope="module")
def summary(pages: dict[str, list[list[Line]]]) -> list[list[Line]]:
    return pages[SUMMARY]


def test_a_full_page_of_text_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    shutil.copytree(ROOT / "inputs", inputs)
    text = "招商引资工作总结测试文字内容" * 200
    for old in (inputs / "2026-06" / "材料").glob("重点和特色.*"):
        old.unlink()
    (inputs / "2026-06" / "材料" / "重点和特色.txt").write_text(text, encoding="utf-8")
    pdf = _made(inputs, tmp_path, only="半年总结")[SUMMARY]
    full = [
        lines
        for page in pages_of(pdf)
        if len(lines := [one.text for one in page if not one.text.startswith("—")]) > 15
        and all(set(line) <= set(text) for line in lines)
    ]
    assert full, "no page is filled by the long text alone"
    for lines in full:
        assert len(lines) == 22
        assert {len(line) for line in lines} == {28}


def test_the_title_stands_centred_in_small_standard_song_above_the_text(summary, pdfs) -> None:
    # a long title is broken by its sense, the upper line about as long as the lower
    first, second = summary[0][:2]
    assert (first.text, second.text) == ("栖川市2026年上半年", "招商引资工作总结")
    for line in (first, second):
        # the text area runs from 28 mm to 184 mm: a centred line leaves equal margins on both sides
        assert abs((line.left - 28) - (184 - line.right)) < 1.5
    assert any("NotoSerifCJK" in font for font in fonts_of(pdfs[SUMMARY]))


def test_fonts_are_those_of_the_standard(pdfs) -> None:
    fonts = fonts_of(pdfs[SUMMARY])
    for wanted in ("FandolFang", "FandolKai", "FandolHei", "FandolSong"):  # 仿宋 楷体 黑体 宋体
        assert any(wanted in font for font in fonts), wanted
    assert not any("DejaVu" in font for font in fonts)


def test_page_numbers_stand_outside_7_mm_below_the_text(summary) -> None:
    for number, page in enumerate(summary, start=1):
        last = page[-1]
        assert last.text == f"—{number}—"
        middle = (last.top + last.bottom) / 2
        assert 262 + 5 < middle < 262 + 10  # 37 mm above, 225 mm of text
        if number % 2:  # odd pages: right, one character in
            assert 176 < last.right < 181
        else:
            assert 30 < last.left < 36


def test_no_heading_stands_alone_at_the_foot_of_a_page(summary) -> None:
    heading = re.compile(r"^([一二三四五]、|（[一二三四五]）)")
    for page in summary[:-1]:
        assert not heading.match(page[-2].text), page[-2].text


def test_the_text_is_whole_from_the_first_section_to_the_note(summary) -> None:
    text = "".join(line.text for page in summary for line in page[:-1])
    for wanted in (
        "一、主要工作及成效", "二、重点和特色", "三、存在问题", "四、下半年工作打算",
        "经上级审核，1—5月全市实际利用省外资金20.85亿元", "市直单位暂未有上报",
        "待上级审核，未计入以上完成数", "沙棠镇截至汇总时未报送6月份报表",
    ):  # fmt: skip
        assert wanted in text, wanted
    for refused in ("{{", "{%", "None", "nan", "增长-", "落后-", "【缺", "【待补"):
        assert refused not in text


@pytest.mark.parametrize(
    ("name", "count"),
    [("栖川市2026年1—6月指标完成情况表", 5), ("栖川市2026年招商引资任务分解表", 3)],
)
def test_tables_repeat_their_header_and_number_their_pages(pages, name, count) -> None:
    made = pages[name]
    assert len(made) == count
    for number, page in enumerate(made, start=1):
        text = "".join(line.text for line in page)
        assert "序号" in text  # the header row, repeated
        assert f"第{number}页，共{count}页" in text
    assert any(line.text.startswith("注") for line in made[0] + made[-1])


def test_no_page_is_empty_or_shows_what_a_reader_must_not_see(pages) -> None:
    assert len(pages) > 25  # one of each kind of document
    for name, made in pages.items():
        for number, page in enumerate(made, start=1):
            text = "".join(line.text for line in page)
            for refused in ("###", "#REF", "#VALUE", "#DIV", "{{", "{%", "None", "nan", "Err:"):
                assert refused not in text, (name, number)
            written = [
                line for line in page if not re.fullmatch(r"—\d+—|第\d+页，共\d+页", line.text)
            ]
            assert written, (name, number)


def test_no_number_of_a_word_table_is_broken_over_two_lines(pdfs) -> None:
    for name, pdf in pdfs.items():
        assert broken_numbers(pdf) == [], name
