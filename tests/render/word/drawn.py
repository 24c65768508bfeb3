"""Pictures and charts for templates, as small as they can be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import xlsxwriter

from tests.render.word.letter import relation

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def png(width: int, height: int) -> bytes:
    """A black picture of so many pixels."""
    lines = b"".join(b"\0" + bytes(width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def chart_part(kind: str, series: int = 2, combined: str = "") -> str:
    """The XML of a chart as XlsxWriter makes it, with coloured series of two points each."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")

    def added(kind: str, numbers) -> xlsxwriter.chart.Chart:
        chart = book.add_chart({"type": kind})
        for number in numbers:
            chart.add_series(
                {
                    "name": ["Sheet1", 0, number + 1],
                    "categories": ["Sheet1", 1, 0, 2, 0],
                    "values": ["Sheet1", 1, number + 1, 2, number + 1],
                    "fill": {"color": f"#{number + 1}0{number + 1}0{number + 1}0"},
                    "num_format": "0.0",
                }
            )
        return chart

    first = added(kind, range(series - bool(combined)))
    if combined:
        first.combine(added(combined, [series - 1]))
    sheet.insert_chart("E2", first)
    book.close()
    return zipfile.ZipFile(io.BytesIO(out.getvalue())).read("xl/charts/chart1.xml").decode()


def chart_of(description: str, target: str = "charts/chart1.xml", title: str = "") -> str:
    """A run with a chart whose alternative text is `description`."""
    return _drawing(
        description,
        f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="chart:{target}"/>'
        "</a:graphicData>",
        title,
    )


def picture_of(description: str, x: int = 360_000, y: int = 360_000) -> str:
    """A run with a picture of `x` by `y` EMU whose alternative text is `description`."""
    return _drawing(
        description,
        f'<a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="image:media/old.png"/><a:srcRect t="5000"/><a:stretch/></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm></pic:spPr>'
        "</pic:pic></a:graphicData>",
        "",
        x,
        y,
    )


def _drawing(
    description: str, graphic: str, title: str, x: int = 5_400_000, y: int = 3_000_000
) -> str:
    named = f' title="{title}"' if title else ""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{x}" cy="{y}"/>'
        f'<wp:docPr id="1" name="图1" descr="{description}"{named}/>'
        f'<a:graphic xmlns:a="{_A}">{graphic}</a:graphic></wp:inline></w:drawing></w:r>'
    )


def chart_parts(part: str, book: bool = True) -> dict[str, str]:
    """The parts of a template with one chart and the workbook behind it."""
    relations = relation("package", "../embeddings/old.xlsx") if book else ""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "word/charts/chart1.xml": part,
        "word/charts/_rels/chart1.xml.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>',
        **({"word/embeddings/old.xlsx": "old"} if book else {}),
    }
