"""The look at a sheet's XML finds the same by patterns and by parsing."""

import pytest

from pipeline.office import package, worksheet
from pipeline.office.grid import UNCACHED, ErrorValue, Unreadable
from tests.office.forge import FILES, REAL_INPUT, sheet_xml


def by_patterns(xml: str):
    return worksheet._scanned(xml.encode())


def by_parsing(xml: str):
    return worksheet._parsed(xml.encode())


BOTH = pytest.mark.parametrize("survey", [by_patterns, by_parsing])


@BOTH
def test_a_formula_is_uncached_where_no_result_was_saved(survey):
    xml = sheet_xml(
        '<row r="1">'
        '<c r="A1"><f>1+1</f><v></v></c>'
        '<c r="B1"><f>1+1</f></c>'
        '<c r="C1" s="3"><f t="shared" ref="C1:C2" si="0">A1</f><v>2</v></c>'
        '<c r="D1"><f t="shared" si="0"/></c>'
        '<c r="E1" t="str"><f>""</f><v></v></c>'
        '<c r="F1" t="str"><f>""</f></c>'
        '<c r="G1" t="str"><f>""</f><v/></c>'
        "</row>"
    )
    marks = dict.fromkeys([(1, 1), (1, 2), (1, 4), (1, 6)], UNCACHED)
    assert survey(xml).marks == marks


@BOTH
def test_errors_stand_with_their_codes(survey):
    xml = sheet_xml(
        '<row r="2"><c r="B2" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="AA2" t="e"><v>#REF!</v></c></row>'
    )
    found = survey(xml)
    assert found.marks == {(2, 2): ErrorValue("#DIV/0!"), (2, 27): ErrorValue("#REF!")}
    assert (found.rows, found.columns, found.cells) == (2, 27, 2)


@BOTH
def test_hidden_rows_columns_and_merges_are_found(survey):
    xml = sheet_xml(
        '<row r="3" spans="1:2" hidden="1" ht="15"><c r="A3"><v>1</v></c></row>'
        '<row r="4" hidden="0"/><row hidden="true" r="5"/>',
        before='<cols><col min="1" max="1" width="9"/><col hidden="1" min="2" max="3"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="A3:C4"/></mergeCells>',
    )
    found = survey(xml)
    assert found.hidden_rows == {3, 5}
    assert found.hidden_spans == [(2, 3)]
    assert found.merges == [(3, 1, 4, 3)]


@pytest.mark.parametrize(
    "path",
    [FILES / "marked/marks.xlsx", *sorted(REAL_INPUT.glob("*.xlsx"))],
    ids=lambda path: path.name,
)
def test_files_of_office_programs_need_no_parsing(path):
    xml = package.read(path.read_bytes())["xl/worksheets/sheet1.xml"].bytes()
    quick, slow = worksheet._scanned(xml), worksheet._parsed(xml)
    assert quick is not None
    assert (quick.marks, quick.merges) == (slow.marks, slow.merges)
    assert (quick.hidden_rows, quick.hidden_spans) == (slow.hidden_rows, slow.hidden_spans)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c t="n" r="A1"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row>",
        """<row r="1"><c r="A1" t='n'><v>1</v></c></row>""",
        '<row r="1"><c r="A1"><v>1</v></c></row><!-- <c r="ZZ9"> -->',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="ZZ9">]]></t></is></c></row>',
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c r="A1">\n<f>1</f>\n<v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>',
    ],
)
def test_unusual_writing_is_parsed_and_gives_the_same_extent(rows):
    xml = sheet_xml(rows)
    assert by_patterns(xml) is None
    found = worksheet.survey(xml.encode())
    assert (found.rows, found.columns, found.cells, found.marks) == (1, 1, 1, {})


def test_prefixed_elements_without_addresses_are_counted_along():
    xml = (
        '<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row/><x:row hidden="1"><x:c/>'
        '<x:c t="e"><x:v>#N/A</x:v></x:c><x:c><x:f>A1</x:f></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    found = worksheet.survey(xml.encode())
    assert found.marks == {(2, 2): ErrorValue("#N/A"), (2, 3): UNCACHED}
    assert found.hidden_rows == {2}


def test_a_doctype_is_refused_before_its_entities():
    xml = sheet_xml("").replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    with pytest.raises(Unreadable, match="DOCTYPE"):
        worksheet.survey(xml.encode())
    with pytest.raises(Unreadable, match="DOCTYPE"):
        worksheet.refuse_doctype(xml.encode())


def test_another_encoding_is_refused_since_the_reader_would_lose_it():
    xml = sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>').replace("UTF-8", "UTF-16")
    with pytest.raises(Unreadable, match="UTF-8"):
        worksheet.survey(xml.encode("utf-16"))


def test_broken_xml_is_damage():
    with pytest.raises(Unreadable, match="已损坏"):
        worksheet.survey(b"<worksheet><!-- -->")
