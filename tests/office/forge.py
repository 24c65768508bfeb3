"""Builds the files of the tests: plain workbooks, odd ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import xlsxwriter

from pipeline.office import package
from pipeline.office.compound import Compound

FILES = Path(__file__).parent / "files"
REAL_INPUT = Path(__file__).parents[1] / "files" / "service-centre" / "real-input"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def workbook(fill=lambda book: None, **options) -> bytes:
    """Return an xlsx with the sheet 甲 (A1 起, B2 2.5), after `fill(book)` has added to it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("甲")
        sheet.write("A1", "起")
        sheet.write("B2", 2.5)
        fill(book)
    return content.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """Return a worksheet part around the inside of its sheetData."""
    inside = f"{before}<sheetData>{rows}</sheetData>{after}"
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{inside}</worksheet>'


def xlsx(sheet: str | bytes, changed: dict[str, bytes | None] | None = None) -> bytes:
    """Return a workbook whose one sheet has this XML; `changed` replaces other parts."""
    content = sheet.encode() if isinstance(sheet, str) else sheet
    parts = package.read(workbook())
    return package.write(parts, {"xl/worksheets/sheet1.xml": content, **(changed or {})})


def zipped(**parts: str) -> bytes:
    """Return a zip of texts; `__` in a name stands for a slash, `_dot_` for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return content.getvalue()


def ods(body: str, styles: str = "", mimetype: str = "spreadsheet") -> bytes:
    """Return an OpenDocument workbook with this inside of its spreadsheet element."""
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
        )
    )
    content = (
        f"{_HEAD}<office:document-content{spaces}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'{_HEAD}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        mimetype=f"application/vnd.oasis.opendocument.{mimetype}",
        content_dot_xml=content,
        **{"META-INF__manifest_dot_xml": manifest},
    )


def compound(*names: str, content: bytes = b"\0" * 512) -> bytes:
    """Return an OLE container with root streams of these names, each with the same content."""
    return container(dict.fromkeys(names, content))


def container(streams: dict[str, bytes]) -> bytes:
    """Return an OLE container with these root streams; no more than 60 KB of them."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    listed = -(-(len(streams) + 1) // 4)
    chains = [table, *range(2, listed + 1), end]
    entries, body = _entry("Root Entry", 5, end, 0, child=1), b""
    for index, (name, content) in enumerate(streams.items()):
        following = index + 2 if index + 1 < len(streams) else free
        length = -(-len(content) // 512)
        entries += _entry(name, 2, len(chains), len(content), right=following)
        chains += [*range(len(chains) + 1, len(chains) + length), end]
        body += content.ljust(length * 512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 0, end, 0, end, 0)
    header += struct.pack("<109I", 0, *([free] * 108))
    fat = struct.pack("<128I", *chains, *([free] * (128 - len(chains))))
    return header + fat + entries.ljust(listed * 512, b"\0") + body


def old_et() -> bytes:
    """Return a .et as WPS has long written it: BIFF8 in an OLE container with streams of its own.

    No genuine one was at hand. What is known of them: the workbook is BIFF8 under Excel's stream
    name, the properties hold KSOProductBuildVer, and there are streams and records that only WPS
    knows.
    """
    old = Compound((REAL_INPUT / "old-format.xls").read_bytes())
    book = old.stream("Workbook")
    assert book.endswith(record(0x000A))
    own = record(0x0899, b"ET" + b"\0" * 30) + record(0x1F00, b"\1" * 700)
    built = "KSOProductBuildVer\0\0\x1f2052-11.8.2.12085\0".encode("utf-16-le")
    return container(
        {
            "ETExtData": b"\1\0\0\0" * 40,
            "WpsCustomData": b"{}".ljust(64, b"\0"),
            "\x01CompObj": b"\1\0\xfe\xff\3\n\0\0" + b"WPS Spreadsheets\0" + b"Biff8\0",
            "\x05SummaryInformation": old.stream("\x05SummaryInformation"),
            "\x05DocumentSummaryInformation": old.stream("\x05DocumentSummaryInformation") + built,
            "Workbook": book[:-4] + own + book[-4:],
        }
    )


def new_et() -> bytes:
    """Return a .et as newer WPS writes it: a package like .xlsx, with parts and names of its own."""
    kingsoft = "http://www.wps.cn/officeDocument/2017/etCustomData"
    properties = "http://schemas.openxmlformats.org/officeDocument/2006"
    kinds = f"{properties}/docPropsVTypes"
    parts = package.read((REAL_INPUT / "with-cached-values.xlsx").read_bytes())
    sheet = parts["xl/worksheets/sheet1.xml"].bytes().decode()
    extension = f'<extLst><ext uri="{{etc}}" xmlns:etc="{kingsoft}"><etc:x/></ext></extLst>'
    changed = {
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="{properties}/extended-properties">'
        "<Application>WPS 表格</Application></Properties>",
        "docProps/custom.xml": f'{_HEAD}<Properties xmlns="{properties}/custom-properties" '
        f'xmlns:vt="{kinds}"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" '
        'name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.16120</vt:lpwstr></property></Properties>',
        "xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", f"{extension}</worksheet>"),
        "xl/cellimages.xml": f'{_HEAD}<etc:cellImages xmlns:etc="{kingsoft}"/>',
        "xl/woinfos.xml": f'{_HEAD}<woinfos xmlns="{kingsoft}"/>',
    }
    return package.write(parts, {name: text.encode() for name, text in changed.items()})


def _entry(
    name: str, kind: int, start: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36
    return entry + struct.pack("<IQ", start, size)


def record(kind: int, content: bytes = b"") -> bytes:
    """Return one BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


# --- hostile files --------------------------------------------------------------------------

_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheets(number: int) -> bytes:
    """Return an xlsx that lists so many sheets, all of them the same part."""
    listed = "".join(
        f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, number + 1)
    )
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>'
    return xlsx(sheet_xml(_CELL), {"xl/workbook.xml": book.encode()})


def old_sheets(number: int) -> bytes:
    """Return an .xls that lists so many sheets, all at the same place of its stream."""
    begin, end = record(0x0809, b"\0\6\5\0"), record(0x000A)
    place = len(begin) + number * 13 + len(end)
    listed = record(0x0085, struct.pack("<IHBB", place, 0, 1, 0) + b"S") * number
    return compound("Workbook", content=begin + listed + end + record(0x0809, b"\0\6\x10\0") + end)


def merges(number: int) -> bytes:
    """Return an xlsx with so many merged ranges, one below the other."""
    listed = "".join(f'<mergeCell ref="A{2 * n + 1}:B{2 * n + 2}"/>' for n in range(number))
    return xlsx(sheet_xml(_CELL, after=f"<mergeCells>{listed}</mergeCells>"))


def filled(rows: int, columns: str = "ABCDEFGHIJKLMNOPQRST") -> bytes:
    """Return an xlsx with a number in every cell of so many rows."""
    lines = (
        f'<row r="{n}">' + "".join(f'<c r="{one}{n}"><v>1</v></c>' for one in columns) + "</row>"
        for n in range(1, rows + 1)
    )
    return xlsx(sheet_xml("".join(lines)))


def long_strings(rows: int, length: int) -> bytes:
    """Return an xlsx in which every row shows the same long shared string."""
    lines = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, rows + 1)
    )
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"长" * length}</t></si></sst>'
    return xlsx(sheet_xml(lines), {"xl/sharedStrings.xml": strings.encode()})


def formulas(rows: int) -> bytes:
    """Return an xlsx of formulas that nobody calculated."""
    lines = "".join(
        f'<row r="{n}"><c r="A{n}"><f>A{n + 1}+1</f></c></row>' for n in range(1, rows + 1)
    )
    return xlsx(sheet_xml(lines))


def laughs() -> bytes:
    """Return an xlsx with entities of entities, ten of each: a billion in the end."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return xlsx(f'{_HEAD}<!DOCTYPE l [<!ENTITY l0 "lol">{lines}]><worksheet>&l9;</worksheet>')


def nested(depth: int) -> dict[str, bytes]:
    """Return files with elements so deep in each other, by name."""
    opened, closed = "<x>" * depth, "</x>" * depth
    return {
        "深层.xlsx": xlsx(sheet_xml(f'<row r="1"><c r="A1">{opened}{closed}<v>1</v></c></row>')),
        "深层.ods": ods(f"<table:table>{opened}{closed}</table:table>"),
        "深层.xml": (
            "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>"
            f"{opened}{closed}</Workbook>"
        ).encode(),
        "深层.xls": f"<html><table><tr><td>{'<div>' * depth}</td></tr></table></html>".encode(),
        "深层表.xls": f"<html>{'<table><tr><td>' * depth}</html>".encode(),
    }
