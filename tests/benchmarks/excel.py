"""Rendering a table beside a script that writes the same styled cells one by one.

Run `python -m tests.benchmarks.excel`: each side works in a process of its own; CPU time is that
of the work alone, imports and the making of the data apart, the better of three; memory is the
process's highest.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, Side

from pipeline.model.figure import Quantity
from pipeline.render import excel

ROWS, TEXTS, NUMBERS = 5_000, 4, 10
DAY = date(2026, 6, 30)


def rows() -> list[dict[str, object]]:
    """5,000 rows of 4 texts, 10 exact amounts and a date."""
    return [
        {f"文{n}": f"项目{row}—{n}" for n in range(TEXTS)}
        | {f"数{n}": _amount(row * 37 + n) for n in range(NUMBERS)}
        | {"日": DAY}
        for row in range(ROWS)
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


def measure(work: Callable[[list[dict[str, object]], bytes], bytes]) -> dict[str, float]:
    data, made = rows(), template()
    times = []
    for _ in range(3):
        start = time.process_time()
        work(data, made)
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": min(times), "megabytes": peak}


def main() -> None:
    found = {}
    for name in ("ours", "script"):
        command = [sys.executable, "-m", "tests.benchmarks.excel", name]
        found[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(f"{ROWS} rows x {TEXTS + NUMBERS + 1} cells")
    for name, one in found.items():
        label = {"ours": "template", "script": "openpyxl, cell by cell"}[name]
        print(f"{label:24} {one['seconds']:6.2f} s CPU {one['megabytes']:6.0f} MB")
    ratio = found["script"]["seconds"] / found["ours"]["seconds"]
    print(f"{'times as fast':24} {ratio:6.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure({"ours": ours, "script": script}[sys.argv[1]])))
    else:
        main()
