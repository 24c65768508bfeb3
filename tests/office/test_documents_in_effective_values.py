"""Reading a .docx: hostile packages are refused in words, big ones do not take long."""

from __future__ import annotations

import time

import docx
import pytest

from pipeline.office import package
from pipeline.office.grid import Unreadable
from pipeline.office.written import read
from tests.conform.paper import saved, say

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _with(body: str, head: str = "") -> bytes:
    """A document of python-docx with another main part."""
    parts = package.read(saved(docx.Document()))
    text = f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return package.write(parts, {"word/document.xml": text.encode()})


@pytest.mark.parametrize(
    "data",
    [
        _with("", '<!DOCTYPE w [<!ENTITY a "b">]>'),
        _with("<w:p>"),
        _with("<w:tbl><w:tr><w:tc>" * 1500 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 1500),
        package.write(package.read(saved(docx.Document())), {"word/document.xml": None}),
        package.write(package.read(saved(docx.Document())), {"word/document.xml": b"<html/>"}),
    ],
    ids=["entities", "torn", "nested", "without its text", "something else"],
)
def test_a_hostile_package_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="《通知》不是可用的Word文档，请在Word或WPS里打开"):
        read(data, "通知")


def test_values_that_make_no_sense_are_read_as_none() -> None:
    written = read(
        _with(
            '<w:p><w:pPr><w:pStyle w:val="nobody"/><w:numPr><w:numId w:val="99"/></w:numPr>'
            '<w:spacing w:line="0" w:lineRule="exact"/><w:ind w:firstLine="x"/></w:pPr>'
            '<w:r><w:rPr><w:sz w:val="0"/></w:rPr><w:t>字</w:t></w:r></w:p><w:tbl/>'
            '<w:sectPr><w:pgSz w:w="12.5" w:h=""/><w:docGrid w:type="lines"/></w:sectPr>'
        )
    )
    assert written.paragraphs[0].text == "字"
    assert (written.paragraphs[0].first, written.paragraphs[0].styles) == (0, ())
    assert (written.sections[0].width, written.sections[0].height) == (12, 15840)
    assert written.tables[0].rows == ()


def test_fields_links_and_accepted_insertions_are_text_and_deletions_are_not() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('甲')}<w:ins>{run.format('乙')}</w:ins>"
        f"<w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run.format('丁')}</w:hyperlink>"
        f'<w:fldSimple w:instr=" DATE ">{run.format("戊")}</w:fldSimple></w:p>'
        f"<w:sdt><w:sdtContent><w:p>{run.format('己')}</w:p></w:sdtContent></w:sdt>"
    )
    written = read(_with(body))
    assert [one.text for one in written.paragraphs] == ["甲乙丁戊", "己"]
    assert [one.place for one in written.paragraphs] == ["第1段", "第2段"]
    assert written.changes == 2


def test_five_thousand_paragraphs_are_read_in_a_few_seconds() -> None:
    document = docx.Document()
    say(document, "一段文字，今年以来各项工作有序推进。")
    from copy import deepcopy

    first = document.paragraphs[0]._element
    for _ in range(4999):
        first.addnext(deepcopy(first))
    data = saved(document)
    start = time.process_time()
    assert len(read(data).paragraphs) == 5000
    assert time.process_time() - start < 5
