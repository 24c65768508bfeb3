"""A column is widened where a number would come out as #####, on paper too."""

import io
import shutil
import subprocess

import pytest
import xlsxwriter
from openpyxl.styles import Alignment, Font

from tests.render.excel.workbook import formulas, one, render


def widths(made):
    return {k: round(v.width, 2) for k, v in formulas(made)["表"].column_dimensions.items()}


def styled(code, width=5.0, **more):
    def touch(sheet):
        sheet["A1"].number_format = code
        sheet.column_dimensions["A"].width = width
        for name, value in more.items():
            setattr(sheet["A1"], name, value)

    return touch


@pytest.mark.parametrize(
    ("code", "value", "width"),
    [
        ("0.00", 123_456, 10.0),  # 6 digits, a point and 2 decimals: 9, and 1 for the sides
        ("#,##0.00", 1_234_567, 13.0),  # 7 digits, 2 commas, 3 for the decimals: 12
        ("0.00%", 12, 8.0),  # 1200.00%: 2 digits and 2 more, 3, and the sign: 8, at most 9
        ('0"万元"', 1234, 9.0),  # 4 digits and two 汉字 of 2
        ("0.00", -12_345, 10.0),  # a sign, 5 digits, 3
    ],
)
def test_a_column_is_as_wide_as_its_widest_number_needs(code, value, width):
    made = widths(render(one({"A1": "{{ x }}"}, styled(code)), {"x": value}))
    assert made["A"] == pytest.approx(width + (1 if code.endswith("%") else 0), abs=0.01)


@pytest.mark.parametrize(
    "touch",
    [
        styled("General"),
        styled("0.00", width=30.0),
        styled("0.00", alignment=Alignment(shrink_to_fit=True)),
    ],
)
def test_what_fits_or_fits_itself_keeps_its_column(touch):
    before = widths(render(one({"A1": 1}, touch)))
    assert widths(render(one({"A1": "{{ x }}"}, touch), {"x": 123_456_789})) == before


def test_totals_and_larger_letters_count_and_neighbours_keep_their_widths():
    def touch(sheet):
        for address in ("A1", "A2"):
            sheet[address].number_format = "0"
        sheet["A2"].font = Font(sz=22)
        for letter in "ABC":
            sheet.column_dimensions[letter].width = 6

    data = one({"A1": "{% for v in 各 %}{{ v }}", "B1": "{% endfor %}", "A2": "=SUM(A1:A1)"}, touch)
    made = widths(render(data, {"各": [99_999, 1]}))
    assert made["A"] == 13.0  # 100000 in letters of twice the size: 12, and 1 for the sides
    assert {made.get(letter, 6) for letter in "BC"} == {6}


@pytest.mark.page
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_no_hashes_are_on_the_rendered_page(tmp_path):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        sheet.set_column("A:H", 3)
        codes = ("0", "0.00", "#,##0.00", '0.00"万元"', "0.00%", "#,##0;-#,##0")
        for column, code in enumerate(codes):
            for size in (9, 16):
                look = book.add_format({"num_format": code, "font_size": size, "font_name": "宋体"})
                sheet.write(0 if size == 9 else 1, column, "{{ x }}", look)
    made = render(out.getvalue(), {"x": -987_654_321})
    (tmp_path / "表.xlsx").write_bytes(made.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "表.xlsx")], check=True, capture_output=True, timeout=120
    )
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "表.pdf"), "-"], check=True, capture_output=True
    )
    page = text.stdout.decode()
    assert "987654321" in page
    assert "987,654,321.00" in page
    assert "##" not in page
