"""Pictures from the data in cells: as large as the cell, or its merged area, lets them be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from html import escape

from lxml import etree

from pipeline.model.attachment import Picture
from pipeline.model.place import column_letter
from pipeline.render.excel.additions import Additions
from pipeline.render.excel.anchors import DRAWING
from pipeline.render.excel.book import RELATIONS, SheetPart, main
from pipeline.render.excel.gauge import column_widths, merged, usual_sizes
from pipeline.render.images import Image, opened
from pipeline.render.language import Unprintable

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_AFTER = (
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_HEIGHT = re.compile(r'^<row [^>]*?ht="([\d.]+)"')
_PER_POINT, _PER_PIXEL, _PIXELS = 12_700, 9_525, 7
_EDGE = _PER_POINT
_ANCHOR = (
    '<xdr:oneCellAnchor xmlns:xdr="{xdr}"><xdr:from><xdr:col>{column}</xdr:col>'
    "<xdr:colOff>{edge}</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>{edge}</xdr:rowOff>"
    '</xdr:from><xdr:ext cx="{x}" cy="{y}"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{id}"'
    ' name="{name}" descr="{name}"/><xdr:cNvPicPr><a:picLocks xmlns:a="{a}" noChangeAspect="1"/>'
    '</xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:a="{a}" xmlns:r="{r}"'
    ' r:embed="{rel}"/><a:stretch xmlns:a="{a}"><a:fillRect/></a:stretch></xdr:blipFill>'
    '<xdr:spPr><a:prstGeom xmlns:a="{a}" prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    "</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
)


class Album:
    """The pictures of one workbook; each goes into the package once, however often it shows."""

    def __init__(self, additions: Additions) -> None:
        self._additions = additions
        self._kept: dict[bytes, tuple[str, Image]] = {}

    def hang(
        self,
        root: etree._Element,
        sheet: SheetPart,
        row_xml: Callable[[int], str | None],
        pictures: Sequence[tuple[int, int, Picture]],
    ) -> None:
        """Put pictures (output row, column) on a sheet, `root` without its rows, `row_xml` those.

        Unprintable, with the cell, for what is no picture.
        """
        if not pictures:
            return
        boxes = _Boxes(root, row_xml)
        part = self._drawing(root, sheet)
        drawing = self._additions.root(part)
        for row, column, picture in pictures:
            name, image = self._keep(picture, f"{column_letter(column)}{row}")
            x, y = _fitted(image, *boxes.size(row, column))
            rel = self._additions.relate(part, "image", name)
            taken = [int(n.get("id", "0")) for n in drawing.iter(f"{{{DRAWING}}}cNvPr")]
            made = _ANCHOR.format(
                xdr=DRAWING, a=_A, r=RELATIONS, column=column - 1, row=row - 1, edge=_EDGE,
                x=x, y=y, id=max(taken, default=1) + 1, name=escape(picture.name), rel=rel,
            )  # fmt: skip
            drawing.append(etree.fromstring(made))

    def _drawing(self, root: etree._Element, sheet: SheetPart) -> str:
        """The drawing part of a sheet, made if it has none."""
        for relation in sheet.relations.values():
            if relation.kind == "drawing":
                return relation.target
        part = self._additions.fresh("xl/drawings/drawing{}.xml")
        made = etree.Element(f"{{{DRAWING}}}wsDr", nsmap={"xdr": DRAWING, "a": _A})
        self._additions.new(part, made, _TYPE)
        node = etree.Element(main("drawing"))
        node.set(f"{{{RELATIONS}}}id", self._additions.relate(sheet.part, "drawing", part))
        before = next((one for one in root if etree.QName(one).localname in _AFTER), None)
        if before is None:
            root.append(node)
        else:
            before.addprevious(node)
        return part

    def _keep(self, picture: Picture, cell: str) -> tuple[str, Image]:
        key = hashlib.sha256(picture.content).digest()
        if key not in self._kept:
            try:
                image = opened(picture)
            except Unprintable as error:
                raise Unprintable(f"{cell}：{error}") from error
            name = self._additions.fresh(f"xl/media/picture{{}}.{image.ending}")
            self._additions.keep(name, picture.content, image.content_type)
            self._kept[key] = name, image
        return self._kept[key]


class _Boxes:
    """How much room the cells of a sheet give, in EMU."""

    def __init__(self, root: etree._Element, row_xml: Callable[[int], str | None]) -> None:
        self._height, self._width = usual_sizes(root)
        self._widths = column_widths(root)
        self._merged = {(area.first_row, area.first_column): area for area in merged(root)}
        self._row_xml = row_xml

    def size(self, row: int, column: int) -> tuple[int, int]:
        area = self._merged.get((row, column))
        right = area.last_column if area else column
        bottom = area.last_row if area else row
        units = sum(self._widths.get(one, self._width) for one in range(column, right + 1))
        points = sum(self._points(one) for one in range(row, bottom + 1))
        return round(units * _PIXELS * _PER_PIXEL), round(points * _PER_POINT)

    def _points(self, row: int) -> float:
        found = _HEIGHT.match(self._row_xml(row) or "")
        return float(found[1]) if found else self._height


def _fitted(image: Image, width: int, height: int) -> tuple[int, int]:
    """The largest size with the picture's own proportions within a cell's edges."""
    share = min((width - 2 * _EDGE) / image.width, (height - 2 * _EDGE) / image.height)
    return max(int(image.width * share), 1), max(int(image.height * share), 1)
