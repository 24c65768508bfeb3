"""Columns that are repeated: the table's grid, the widths and the spans follow their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.render.word.blocks import around, pairs, scope_of
from pipeline.render.word.cells import put
from pipeline.render.word.codes import Codes
from pipeline.render.word.signs import Sign, Trouble
from pipeline.render.word.walk import W, cells, line, rows

_WIDEST = 8844  # twips: the type area of GB/T 9704, where a table states no widths


@dataclass(frozen=True, slots=True)
class _Table:
    """A table some of whose columns repeat; `gone` are the columns that hold only tags."""

    number: int
    element: Element
    widths: Sequence[int]
    gone: frozenset[int]


def arranged(signs: Sequence[Sign], codes: Codes) -> Iterator[Trouble]:
    """Rebuild the grid of each table with {%tc %}; yield a fault where a cell would be lost."""
    held: dict[Element, list[Sign]] = {}
    for sign in signs:
        if sign.reach == "tc":
            held.setdefault(scope_of(sign), []).append(sign)
    only_tags = {scope_of(sign) for sign in signs if sign.reach == "tr"}
    tables: dict[Element, None] = {}
    for cell in held:
        tables.setdefault(next(cell.iterancestors(W + "tbl")))
    for number, element in enumerate(tables):
        lines = [row for row in rows(element) if any(cell in held for cell in cells(row))]
        first = min(lines, key=lambda row: len(_loops(row, held, signs)))
        places = dict(_places(first))
        gone = {at for cell, (at, end) in places.items() if cell in held for at in range(at, end)}
        table = _Table(number, element, _widths(element, places), frozenset(gone))
        wide = _shared(table)
        _grid(table, first, held, signs, codes, wide)
        for row in rows(element):
            if row in lines:
                _narrow(row, held, codes, wide)
            elif row not in only_tags:
                yield from _spread(row, table, codes, next(iter(held.values()))[0])


def _places(row: Element) -> Iterator[tuple[Element, tuple[int, int]]]:
    """Yield each cell with the grid columns where it begins and ends."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    at = int(before.get(W + "val", 0)) if before is not None else 0
    for cell in cells(row):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        end = at + (int(span.get(W + "val", 1)) if span is not None else 1)
        yield cell, (at, end)
        at = end


def _widths(table: Element, places: Mapping[Element, tuple[int, int]]) -> list[int]:
    count = max(end for _, end in places.values())
    found = [int(one.get(W + "w") or 0) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if len(found) != count or not all(found):
        return [_WIDEST // count] * count
    return found


def _shared(table: _Table) -> list[int]:
    """The widths when those of the columns that hold only tags go to the columns between them."""
    kept = [at for at in range(len(table.widths)) if at not in table.gone]
    inside = [at for at in kept if min(table.gone) < at < max(table.gone)] or kept
    spare = sum(table.widths[at] for at in table.gone) // max(len(inside), 1)
    return [(at in kept) * width + (at in inside) * spare for at, width in enumerate(table.widths)]


def _loops(row: Element, held: Mapping[Element, list[Sign]], signs: Sequence[Sign]) -> list:
    """The blocks of rows around a row with repeated columns."""
    one = next(held[cell][0] for cell in cells(row) if cell in held)
    return [block for block in around(pairs(signs), one) if block[0].reach in ("tr", "row")]


def _grid(
    table: _Table,
    row: Element,
    held: Mapping[Element, list[Sign]],
    signs: Sequence[Sign],
    codes: Codes,
    wide: Sequence[int],
) -> None:
    """Let the grid repeat its columns as the row does, in the row's first turn."""
    grid = table.element.find(W + "tblGrid")
    if grid is None:
        grid = etree.Element(W + "tblGrid")
        table.element.insert(1 if table.element[0].tag == W + "tblPr" else 0, grid)
    del grid[:]
    tag = next(iter(held.values()))[0].judged
    grid.append(codes.node(tag, f"{{% set _n0 = _grid({table.number}) %}}"))
    outer = _loops(row, held, signs)
    for block in outer:
        grid.append(codes.node(block[0].judged, block[0].tag.text))
        if block[0].word == "for":
            grid.append(codes.node(tag, "{% if loop.first %}"))
    depth = 0
    for cell, (start, end) in _places(row):
        for sign in held.get(cell, ()):
            grid.append(codes.node(sign.judged, sign.tag.text))
            depth += (sign.word == "for") - (sign.word == "endfor")
            if sign.word == "for":
                grid.append(codes.node(tag, _times(depth)))
        for at in range(start, end) if cell not in held else ():
            call = f"{{{{ _column({table.number}, {at}, {wide[at]}, _n{depth}) }}}}"
            etree.SubElement(grid, W + "gridCol").set(W + "w", codes.text(tag, call))
    for block in reversed(outer):
        if block[0].word == "for":
            grid.append(codes.node(tag, "{% endif %}"))
        grid.append(codes.node(block[-1].judged, block[-1].tag.text))


def _narrow(
    row: Element, held: Mapping[Element, list[Sign]], codes: Codes, wide: Sequence[int]
) -> None:
    """Give each cell of a row with repeated columns its share of the width."""
    tag = next(held[cell][0] for cell in cells(row) if cell in held).judged
    next(iter(cells(row))).addprevious(codes.node(tag, "{% set _n0 = 1 %}"))
    depth = 0
    for cell, (at, end) in _places(row):
        for sign in held.get(cell, ()):
            depth += (sign.word == "for") - (sign.word == "endfor")
            if sign.word == "for":
                cell.addnext(codes.node(tag, _times(depth)))
        if cell not in held:
            share = codes.text(tag, f"{{{{ {sum(wide[at:end])} // _n{depth} }}}}")
            put(cell, "tcW", w=share, type="dxa")


def _times(depth: int) -> str:
    return f"{{% set _n{depth} = _n{depth - 1} * loop.length %}}"


def _spread(row: Element, table: _Table, codes: Codes, sign: Sign) -> Iterator[Trouble]:
    """Let the cells above and below repeated columns span as many as there will be."""
    tag = sign.judged
    for cell, (start, end) in _places(row):
        if table.gone.issuperset(range(start, end)):
            if any(line(one).text.strip() for one in cell.iter(W + "p")):
                yield Trouble.of(
                    sign,
                    "别的行在这一列里有文字，这一列会消失",
                    "请把那一格与旁边的合并，或移走文字",
                )
            cell.getparent().remove(cell)
            continue
        spans = f"_span({table.number}, {start}, {end})"
        put(cell, "tcW", w=codes.text(tag, f"{{{{ {spans}[1] }}}}"), type="dxa")
        put(cell, "gridSpan", val=codes.text(tag, f"{{{{ {spans}[0] }}}}"))
