"""Rendering a table beside a script that writes the same styled cells one by one.

Run `python -m tests.benchmarks.excel`: each side works in a process of its own; CPU time is that
of the work alone, imports and the making of the data apart, the best of three; memory is what the
process took at most beyond its data.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, Side

from pipeline.model.figure import Quantity
from pipeline.render import excel

ROWS, TEXTS, NUMBERS = 5_000, 4, 10
DAY = date(2026, 6, 30)


def rows(count: int = ROWS) -> list[dict[str, object]]:
    """Rows of 4 texts, 10 exact amounts and a date."""
    return [
        {f"文{n}": f"项目{row}—{n}" for n in range(TEXTS)}
        | {f"数{n}": _amount(row * 37 + n) for n in range(NUMBERS)}
        | {"日": DAY}
        for row in range(count)
    ]


def _amount(units: int) -> Quantity:
    return Quantity(Fraction(units, 100), "万元", 2, figure=f"单位/{units}", raw=True)


def template() -> bytes:
    """A title, a header, one loop row of 15 styled cells, a total and a footer line."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        look = {"border": 1, "text_wrap": True, "font_name": "宋体", "font_size": 10}
        text, number, day = (
            book.add_format({**look, **more})
            for more in ({}, {"num_format": "0.00"}, {"num_format": "yyyy-mm-dd"})
        )
        sheet.merge_range("A1:O1", "{{ 标题 }}", text)
        names = [*(f"文{n}" for n in range(TEXTS)), *(f"数{n}" for n in range(NUMBERS)), "日"]
        for column, name in enumerate(names):
            sheet.write(1, column, name, text)
            start = "{% for u in 行 %}" if column == 0 else ""
            end = "{% endfor %}" if name == "日" else ""
            look_of = text if name.startswith("文") else day if name == "日" else number
            sheet.write(2, column, f"{start}{{{{ u.{name} }}}}{end}", look_of)
            if name.startswith("数"):
                letter = chr(65 + column)
                sheet.write_formula(3, column, f"=SUM({letter}3:{letter}3)", number)
        sheet.write(4, 0, "填报人")
    return out.getvalue()


def ours(data: list[dict[str, object]], made: bytes) -> bytes:
    return excel.render(made, "表.xlsx", {"标题": "情况表", "行": data}, {}).content


def script(data: list[dict[str, object]], _: bytes) -> bytes:
    """What an office programmer writes: openpyxl, cell by cell, each with its style."""
    book = openpyxl.Workbook()
    sheet = book.active
    line = Side(style="thin")
    border = Border(left=line, right=line, top=line, bottom=line)
    font, wrap = Font(name="宋体", size=10), Alignment(wrap_text=True)
    for number, row in enumerate(data, 3):
        for column, value in enumerate(row.values(), 1):
            plain = float(value.cell) if isinstance(value, Quantity) else value
            cell = sheet.cell(number, column, plain)
            cell.border, cell.font, cell.alignment = border, font, wrap
            if column > TEXTS:
                cell.number_format = "yyyy-mm-dd" if column == TEXTS + NUMBERS + 1 else "0.00"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand(data: list[dict[str, object]], made: bytes) -> bytes:
    """The limit: the same rows put together as strings of XML, into the same package.

    It knows the layout beforehand, follows no formula, traces nothing and checks nothing.
    """
    letters = [chr(65 + n) for n in range(TEXTS + NUMBERS + 1)]
    looks = [*(["1"] * TEXTS), *(["2"] * NUMBERS), "3"]
    written = []
    for number, row in enumerate(data, 3):
        cells = []
        for letter, look, value in zip(letters, looks, row.values(), strict=True):
            start = f'<c r="{letter}{number}" s="{look}"'
            if isinstance(value, str):
                text = escape(value)
                cells.append(f'{start} t="inlineStr"><is><t>{text}</t></is></c>')
            elif isinstance(value, Quantity):
                cells.append(f"{start}><v>{float(value.value)!r}</v></c>")
            else:
                cells.append(f"{start}><v>{value.toordinal() - 693594}</v></c>")
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    body = "".join(written).encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, _, rest = content.partition(b"<sheetData>")
                tail = rest.partition(b"</sheetData>")[2]
                content = b"".join((head, b"<sheetData>", body, b"</sheetData>", tail))
            new.writestr(name, content)
    return out.getvalue()


def xlsxjinja(data: list[dict[str, object]], _: bytes) -> bytes:
    """The nearest template engine, with the loop of its own manual and typed cells.

    It is given floats, and neither borders nor totals: its rows come out plainer than ours.
    """
    from xlsxjinja import BookWriter  # here, so that only its own process takes it in

    book = openpyxl.Workbook()
    sheet = book.active
    names = list(data[0])
    for column, name in enumerate(names, 1):
        start = "{% tr %}{% for u in 行 %}" if column == 1 else ""
        end = "{% endfor %}{% tr %}" if column == len(names) else ""
        sheet.cell(2, column, f"{start}{{% xv u['{name}'] %}}{end}")
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/in.xlsx", f"{folder}/out.xlsx"
        book.save(source)
        plain = [
            {k: float(v.value) if isinstance(v, Quantity) else v for k, v in row.items()}
            for row in data
        ]
        writer = BookWriter(source)
        writer.render_book([{"tpl_name": sheet.title, "sheet_name": "表", "行": plain}])
        writer.save(target)
        return Path(target).read_bytes()


SIDES = {"ours": ours, "script": script, "by hand": by_hand, "xlsxjinja": xlsxjinja}
LABELS = {
    "ours": "template", "script": "openpyxl, cell by cell",
    "by hand": "XML by hand", "xlsxjinja": "xlsxjinja",
}  # fmt: skip
SIZES = (ROWS, 100_000)
MOST_MEGABYTES = 150


def measure(
    work: Callable[[list[dict[str, object]], bytes], bytes], count: int
) -> dict[str, float]:
    """CPU seconds of the work, the best of three (of one for the large table), and memory."""
    data, made = rows(count), template()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = []
    for _ in range(3 if count <= ROWS else 1):
        start = time.process_time()
        work(data, made)
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": min(times), "megabytes": peak - before}


def main() -> int:
    """Print a table for each size; megabytes are those above what the data themselves take.

    Return 1 if a goal of the issue was missed.
    """
    missed = 0
    for count in SIZES:
        found = {}
        for name in SIDES:
            command = [sys.executable, "-m", "tests.benchmarks.excel", name, str(count)]
            made = subprocess.run(command, check=True, capture_output=True).stdout
            found[name] = json.loads(made)
        print(f"{count} rows x {TEXTS + NUMBERS + 1} cells")
        for name, one in found.items():
            ratio = one["seconds"] / found["ours"]["seconds"]
            print(
                f"{LABELS[name]:24} {one['seconds']:6.2f} s CPU {one['megabytes']:6.0f} MB"
                f" {ratio:6.2f} times ours"
            )
        for goal, met in _goals(found):
            missed |= not met
            print(f"  {'met   ' if met else 'MISSED'} {goal}")
    return missed


def _goals(found: dict[str, dict[str, float]]) -> Iterator[tuple[str, bool]]:
    ours, script, limit = (found[name]["seconds"] for name in ("ours", "script", "by hand"))
    yield f"{ours / limit:.2f} times by hand, at most 2", ours <= 2 * limit
    yield f"{script / ours:.1f} times less CPU than openpyxl, at least 6", script >= 6 * ours
    size = found["ours"]["megabytes"]
    yield f"{size:.0f} MB, at most {MOST_MEGABYTES}", size <= MOST_MEGABYTES


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(SIDES[sys.argv[1]], int(sys.argv[2]))))
    else:
        sys.exit(main())
