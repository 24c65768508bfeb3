"""One tiny template for each feature: which parts change, and three programs that read the result.

Of every part that is not named here not a byte changes; LibreOffice comes to our values and finds
no error in them; our own reader, openpyxl and LibreOffice see the same cells.
"""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, field
from functools import cache

import openpyxl
import pytest
import xlsxwriter

from pipeline.model.attachment import Picture
from pipeline.office.reading import UNCACHED, ErrorValue, Reader
from tests.render.excel.test_pictures_in_cells import png
from tests.render.excel.test_what_stands_around_follows import PIXEL
from tests.render.excel.workbook import amount, changed, rate, render

BOOK = {"xl/workbook.xml"}
SHEET = {"xl/worksheets/sheet1.xml"}
TEXTS = {"xl/sharedStrings.xml"}
ROWS = {
    "A2": "{% for u in 各 %}{{ u.n }}", "B2": "{{ u.v }}", "C2": "{{ u.r }}", "D2": "=B2/SUM(B$2:B$2)",
    "E2": "=RANK(B2,B$2:B$2)", "F2": "{% endfor %}",
    "A3": "合计", "B3": "=SUM(B2:B2)", "D3": "=ROUND(AVERAGE(B2:B2),1)",
}  # fmt: skip
UNITS = [{"n": name, "v": amount(value), "r": rate(share)} for name, value, share in (
    ("甲", "12.345678", "33.335"), ("乙", "7", "66.665"), ("丙", "7", 0))]  # fmt: skip
DATA = {
    "各": UNITS, "期": "6月", "季": [{"n": "一季度", "v": 1}, {"n": "二季度", "v": 2}],
    "组": [{"n": "一组", "u": UNITS[:2]}, {"n": "二组", "u": UNITS[2:]}], "有": False, "章": Picture("章.png", png(2, 2)),
}  # fmt: skip


@dataclass(frozen=True)
class Feature:
    """A template by XlsxWriter: cells by sheet, more by `fill`, and the parts that may change."""

    sheets: dict
    parts: set
    fill: object = None
    added: set = field(default_factory=set)

    def template(self):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            made = [(book.add_worksheet(name), cells) for name, cells in self.sheets.items()]
            if self.fill:
                self.fill(book, made[0][0])
            for sheet, cells in made:
                for address, text in cells.items():
                    if str(text).startswith("="):
                        sheet.write_formula(address, text)
                    else:
                        sheet.write(address, text)
        return out.getvalue()


def chart(book, sheet):
    made = book.add_chart({"type": "bar"})
    made.add_series({"categories": "=表!$A$2:$A$2", "values": "=表!$B$2:$B$2"})
    made.set_title({"name": "{{ 期 }}到位资金"})
    sheet.insert_chart("G2", made)
    sheet.insert_image("A6", "x.png", {"image_data": io.BytesIO(PIXEL)})


def table(book, sheet):
    columns = [{"header": one} for one in ("单位", "数", "率", "占比", "注")]
    sheet.add_table("A1:E2", {"columns": columns, "name": "完成"})


def formats(book, sheet):
    sheet.conditional_format("B2:B2", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C2:C2", {"type": "cell", "criteria": "<", "value": 50, "format": book.add_format({"bold": 1})})  # fmt: skip
    sheet.data_validation("E2:E2", {"validate": "list", "source": ["是", "否"]})
    sheet.add_sparkline("H2", {"range": "表!B2:C2"})
    sheet.write_comment("B2", "核对")
    sheet.print_area("A1:E3")
    sheet.repeat_rows(0)
    sheet.set_h_pagebreaks([2])
    sheet.freeze_panes(1, 1)
    sheet.set_row(1, None, None, {"level": 1})
    book.define_name("到位", "=表!$B$2:$B$2")


FEATURES = {
    "rows": Feature({"表": ROWS}, BOOK | SHEET | TEXTS),
    "several rows and loops": Feature(
        {"表": {"A1": "{% for u in 各 %}{{ u.n }}", "A2": "{{ u.v }}", "B2": "{% endfor %}",
                "A4": "{% for u in 各 %}{{ u.v }}", "B4": "=A4*2", "C4": "{% endfor %}", "B5": "=SUM(B4:B4)"}},
        BOOK | SHEET | TEXTS,
    ),
    "groups": Feature(
        {"表": {"A2": "{% for g in 组 %}{{ g.n }}", "B2": "=SUBTOTAL(9,B3:B3)", "A3": "{% for u in g.u %}{{ u.n }}",
                "B3": "{{ u.v }}{% endfor %}{% endfor %}", "B4": "=SUBTOTAL(9,B3:B3)"}},
        BOOK | SHEET | TEXTS,
    ),
    "columns": Feature(
        {"表": {"B1": "{%tc for q in 季 %}{{ q.n }}{%tc endfor %}", "C1": "合计", "B2": "{{ q.v }}", "C2": "=SUM(B2:B2)"},
         "二": {"A1": "=表!C2*2"}},
        BOOK | SHEET | TEXTS | {"xl/worksheets/sheet2.xml"},
    ),
    "sheets": Feature(
        {"{% for u in 各 %}{{ u.n }}": {"A1": "{{ u.v }}", "B1": "=A1*2"}, "{% if 有 %}附": {"A1": 1}, "说明": {"A1": 1}},
        BOOK | SHEET | TEXTS | {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "[Content_Types].xml",
                                "xl/_rels/workbook.xml.rels", "docProps/app.xml"},
        added={"xl/worksheets/sheet1_2.xml", "xl/worksheets/sheet1_3.xml"},
    ),
    "equal neighbours": Feature(
        {"表": {"A1": "{% for u in 各 %}{{ u.v|合并同类项 }}", "B1": "{{ u.n }}{% endfor %}", "A2": "=SUM(A1:A1)"}},
        BOOK | SHEET | TEXTS,
    ),
    "charts and pictures": Feature(
        {"表": ROWS}, BOOK | SHEET | TEXTS | {"xl/charts/chart1.xml", "xl/drawings/drawing1.xml"}, chart
    ),
    "tables": Feature({"表": ROWS}, BOOK | SHEET | TEXTS | {"xl/tables/table1.xml"}, table),
    "formats, notes and names": Feature(
        {"表": {**ROWS, "B5": "=SUM(到位)"}},
        BOOK | SHEET | TEXTS | {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"},
        formats,
    ),
    "three levels": Feature(
        {"表": {"A2": "{% for g in 组 %}{{ g.n }}", "B2": "=SUBTOTAL(9,B4:B4)", "A3": "{% for x in [g, g] %}{{ x.n }}",
                "B3": "=SUBTOTAL(9,B4:B4)", "A4": "{% for u in x.u %}{{ u.n }}", "B4": "{{ u.v }}",
                "C4": "{% endfor %}{% endfor %}{% endfor %}", "B5": "=SUBTOTAL(9,B4:B4)", "C5": "=SUBTOTAL(4,B4:B4)"}},
        BOOK | SHEET | TEXTS,
    ),
    "equal neighbours of several rows": Feature(
        {"表": {"A1": "{% for u in 各 %}{{ u.v|合并同类项 }}", "B1": "{{ u.n }}", "B2": "{{ u.r }}", "C2": "{% endfor %}",
                "A3": "=SUM(A1:A1)"}},
        BOOK | SHEET | TEXTS,
        lambda book, sheet: sheet.merge_range("A1:A2", ""),
    ),
    "links": Feature(
        {"表": {"A1": "{% for u in 各 %}{{ ('https://a.cn/' ~ u.n)|链接(u.n) }}", "B1": "{{ '#表!A1'|链接(u.v) }}{% endfor %}",
                "B2": "=SUM(B1:B1)"}},
        BOOK | SHEET | TEXTS,
        added={"xl/worksheets/_rels/sheet1.xml.rels"},
    ),
    "pictures of the data": Feature(
        {"表": {"A1": "{% for u in 各 %}{{ u.v }}", "B1": "{{ 章 }}{% endfor %}", "A2": "=SUM(A1:A1)"}},
        BOOK | SHEET | TEXTS | {"[Content_Types].xml"},
        added={"xl/worksheets/_rels/sheet1.xml.rels", "xl/drawings/drawing1.xml", "xl/media/picture1.png",
               "xl/drawings/_rels/drawing1.xml.rels"},
    ),
    "headers": Feature(
        {"表": {"A1": 1}}, BOOK | SHEET, lambda book, sheet: sheet.set_header("&C{{ 期 }} &P")
    ),
}  # fmt: skip


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def template(name):
    """The template of a feature, made once: XlsxWriter writes the time into it."""
    return FEATURES[name].template()


@pytest.fixture(scope="module")
def made():
    return {name: render(template(name), DATA) for name in FEATURES}


@pytest.mark.parametrize("name", FEATURES)
def test_only_the_named_parts_change(made, name):
    feature = FEATURES[name]
    before, after = parts(template(name)), parts(made[name].content)
    assert {one for one in before if before[one] != after.get(one)} <= feature.parts
    assert after.keys() - before.keys() == feature.added
    gone = before.keys() - after.keys()
    assert gone <= {"xl/worksheets/sheet2.xml"}
    for part, content in after.items():
        assert b"{{" not in content, part
        assert b"{%" not in content, part


@pytest.fixture(scope="module")
def recalculated(made, tmp_path_factory):
    """What LibreOffice makes of all of them without their cached values, in one run."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("golden")
    for number, one in enumerate(made.values()):
        sheets = [n for n in parts(one.content) if n.startswith("xl/worksheets/sheet")]
        stripped = {n: lambda xml: re.sub("</f><v>[^<]*</v>", "</f>", xml) for n in sheets}
        (folder / f"{number}.xlsx").write_bytes(changed(one.content, stripped))
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "out")]
    files = [str(folder / f"{number}.xlsx") for number in range(len(made))]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=240)
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{number}.xlsx", data_only=True)
        for number, name in enumerate(made)
    }


@pytest.mark.page
@pytest.mark.parametrize("name", FEATURES)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_libreoffice_comes_to_our_values(made, recalculated, name):
    ours = openpyxl.load_workbook(io.BytesIO(made[name].content), data_only=True)
    theirs = recalculated[name]
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                other = theirs[sheet.title][cell.coordinate].value
                same = pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value
                assert other == same, f"{sheet.title}!{cell.coordinate}"


@pytest.mark.parametrize("name", FEATURES)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_our_own_reader_reads_back_every_cell(made, name):
    ours = openpyxl.load_workbook(io.BytesIO(made[name].content), data_only=True)
    with Reader() as reader:
        found = reader.read(made[name].content, "表.xlsx")
    assert [grid.name for grid in found.grids] == ours.sheetnames
    for grid in found.grids:
        for row in ours[grid.name].iter_rows():
            for cell in row:
                value = grid.cell(cell.row, cell.column)
                assert not isinstance(value, ErrorValue)
                assert value is not UNCACHED
                assert (value or None) == cell.value or value == cell.value, cell.coordinate
