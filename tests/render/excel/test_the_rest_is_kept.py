"""What the engine does not touch stays as it is, byte for byte, and so does a second run."""

import io
import zipfile

import xlsxwriter

from tests.render.excel.workbook import changed, names, one, part, render, sheet_xml, template

LOOP = {"A2": "{% for u in 各 %}{{ u }}", "B2": "=A2*2", "C2": "{% endfor %}", "A3": "=SUM(A2:A2)"}


def notice():
    """A sheet as an office lays it out, by XlsxWriter."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.set_header("&L附件1")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column("A:A", 12.5)
        sheet.freeze_panes(1, 1)
        sheet.protect()
        for address, text in LOOP.items():
            sheet.write(address, text)
        other = book.add_worksheet("填报说明")
        other.write("A1", "不要改动")
        made = book.add_chart({"type": "pie"})
        made.add_series({"values": "=填报说明!$A$1:$A$3"})
        other.insert_chart("B2", made)
    return out.getvalue()


def test_page_setup_freeze_protection_and_footers_survive_to_the_letter():
    data = notice()
    before, after = (
        part(data, "xl/worksheets/sheet1.xml"),
        sheet_xml(render(data, {"各": [1, 2, 3]})),
    )
    for name in (
        "headerFooter",
        "pageSetup",
        "pageMargins",
        "sheetPr",
        "sheetProtection",
        "cols",
        "sheetViews",
    ):
        start = before.index(f"<{name}")
        end = before.find(f"</{name}>", start)
        text = before[start : end if end > 0 else before.index(">", start)]
        assert text in after, name
    assert "第 &amp;P 页，共 &amp;N 页" in after


def test_parts_that_nothing_touches_keep_their_compressed_bytes():
    data = notice()
    made = render(data, {"各": [1, 2, 3]}).content
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        same = {n for n in old.namelist() if old.read(n) == new.read(n)}
        assert old.namelist() == new.namelist()
        assert set(old.namelist()) - same == {
            "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
        }  # fmt: skip
        for name in same:
            assert old.getinfo(name).compress_size == new.getinfo(name).compress_size


def test_equal_templates_and_data_give_equal_bytes():
    data = notice()
    assert (
        render(data, {"各": [1, 2]}).content
        == render(bytes(bytearray(data)), {"各": [1, 2]}).content
    )


def test_one_rendering_leaves_no_trace_in_the_next():
    data = notice()
    first = render(data, {"各": [1, 2]}).content
    render(data, {"各": range(100)})
    render(data, {"各": []})
    assert render(data, {"各": [1, 2]}).content == first


def test_a_workbook_without_tags_comes_out_with_its_values_computed():
    made = render(template(("一", {"A1": 2, "A2": "=A1*3"}), ("二", {"A1": "文"})))
    assert "<f>A1*3</f><v>6</v>" in sheet_xml(made)


def test_the_calculation_chain_is_dropped_with_all_that_names_it():
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A3" i="1"/></calcChain>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    data = changed(one(LOOP), {
        "xl/calcChain.xml": chain,
        "[Content_Types].xml": lambda xml: xml.replace("</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'),
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace("</Relationships>", f'<Relationship Id="rId99" Type="{relation}" Target="calcChain.xml"/></Relationships>'),
    })  # fmt: skip
    made = render(data, {"各": [1]}).content
    assert "xl/calcChain.xml" not in names(made)
    assert "calcChain" not in part(made, "[Content_Types].xml")
    assert "calcChain" not in part(made, "xl/_rels/workbook.xml.rels")


def test_elements_and_attributes_that_the_engine_does_not_know_are_kept():
    def enrich(xml):
        xml = xml.replace(
            "<worksheet ",
            '<worksheet xmlns:q="urn:q" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="q" ',
            1,
        )
        xml = xml.replace('<row r="2"', '<row r="2" q:height="7"', 1)
        return xml.replace(
            "</worksheet>", '<phoneticPr fontId="1"/><q:own>自带<q:in/></q:own></worksheet>'
        )

    data = changed(one(LOOP), {"xl/worksheets/sheet1.xml": enrich})
    made = sheet_xml(render(data, {"各": [1, 2]}))
    assert made.count('q:height="7"') == 2
    assert '<phoneticPr fontId="1"/><q:own>自带<q:in/></q:own>' in made
    assert 'mc:Ignorable="q"' in made


def test_rows_and_cells_without_addresses_are_counted_as_a_spreadsheet_counts_them():
    rows = (
        '<sheetData><row><c t="inlineStr"><is><t>标题</t></is></c></row><row>'
        '<c t="inlineStr"><is><t>{% for u in 各 %}</t></is></c><c t="inlineStr"><is><t>{{ u }}{% endfor %}</t></is></c>'
        "</row></sheetData>"
    )  # fmt: skip
    data = changed(
        one({}),
        {
            "xl/worksheets/sheet1.xml": lambda xml: (
                xml.replace("<sheetData/>", rows)
                .replace("<sheetData />", rows)
                .replace("<sheetData></sheetData>", rows)
            )
        },
    )
    made = sheet_xml(render(data, {"各": [1, 2]}))
    assert '<c r="B2"><v>1</v></c>' in made
    assert '<c r="B3"><v>2</v></c>' in made
