"""Delimited text: csv and tsv files, whatever their encoding and delimiter; values stay str."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from pipeline.office.grid import Grid, Unreadable, Workbook
from pipeline.office.sniff import WRONG_KIND, damaged, is_binary

GUESSED = "文件没有注明编码，按GB18030（中文）读取"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = "\t,;"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE = 100


def decoded(data: bytes) -> tuple[str, bool]:
    """Return the text and whether its encoding was guessed; Unreadable where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), False
    try:
        return _strict(data, "utf-8"), False
    except Unreadable:
        return _strict(data, "gb18030"), True


def read(text: str, guessed: bool = False) -> Workbook:
    """Return the one grid of a delimited text; Unreadable names the line of an unpaired quote."""
    if not text.strip():
        raise Unreadable("没有任何内容", "请检查原文件，重新报送")
    forced = _SEPARATOR_LINE.match(text)
    lines = text[forced.end() :] if forced else text
    delimiter = forced[1] if forced else _delimiter(lines)
    values: list[list[object]] = [[]] if forced else []
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            values.append([value or None for value in row])
    except csv.Error as error:
        raise Unreadable(
            f"第{reader.line_num}行附近的引号不成对，分不清各列", "请另存为xlsx格式后重新报送"
        ) from error
    return Workbook("csv", (Grid("", values),), (GUESSED,) if guessed else ())


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-16"):
            raise damaged() from error
        raise Unreadable("不是能识别的表格文件", WRONG_KIND) from error
    if is_binary(text):
        raise Unreadable("不是能识别的表格文件", WRONG_KIND)
    return text.removesuffix("\x1a")


def _delimiter(text: str) -> str:
    """Return the delimiter under which most of the first rows have the same number of cells."""

    sample = text.split("\n", _SAMPLE)[:_SAMPLE]

    def agreement(delimiter: str) -> int:
        widths = Counter(line.count(delimiter) for line in sample if delimiter in line)
        return max(widths.values(), default=0)

    best = max(_DELIMITERS, key=agreement)
    return best if agreement(best) else ","
