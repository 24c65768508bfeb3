"""The lines of a table that lie, as they take effect, and the heights of its rows."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from pipeline.office.written.cascade import NO_LINE, W, number


def rules(table: Element, rows: Sequence[Element]) -> tuple[int, ...]:
    """The widths of the lines above, between and below the rows, in eighths of a point.

    A cell's own line goes before the table's; the first cell of a row speaks for it.
    """
    own = table.find(f"{W}tblPr/{W}tblBorders")
    cells = [row.find(f".//{W}tc/{W}tcPr/{W}tcBorders") for row in rows]
    widths = []
    for line in range(len(rows) + 1):
        side = "top" if not line else "bottom" if line == len(rows) else "insideH"
        above = _line(cells[line - 1], "bottom") if line else None
        below = _line(cells[line], "top") if line < len(rows) else None
        drawn = [one for one in (above, below) if one is not None]
        widths.append(max(drawn) if drawn else _line(own, side) or 0)
    return tuple(widths)


def height(row: Element) -> int:
    """The height of a row in twips where it is fixed, whatever stands in it; else 0."""
    asked = row.find(f"{W}trPr/{W}trHeight")
    exact = asked is not None and asked.get(W + "hRule") == "exact"
    return number(asked, "val") if exact else 0


def _line(borders: Element | None, side: str) -> int | None:
    """The width of one line; 0 where none is drawn, None where nothing is said of it."""
    one = None if borders is None else borders.find(W + side)
    if one is None:
        return None
    return 0 if one.get(W + "val", "") in NO_LINE else number(one, "sz")
