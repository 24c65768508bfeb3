"""Cells that lead somewhere: `{{ 网址|链接 }}`, the address from the data.

Only web pages, mail and places within the workbook can be reached; an address of any other kind
stands there as plain text. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.model.place import column_letter
from pipeline.office.formula import FormulaError, parse
from pipeline.render.excel.additions import Additions
from pipeline.render.excel.book import RELATIONS, SheetPart, main
from pipeline.render.language import Unprintable, as_text, unmarked

MOST = 65_530
"""Links that one sheet can hold."""
_LONGEST = 2_079
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s<>\"{}|\\^`\x00-\x1f]+", re.IGNORECASE)
_AFTER = (
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """What a cell shows, and where it leads: an address, or #表!A1 within the workbook."""

    shown: object
    target: str

    @property
    def leads(self) -> bool:
        """Tell whether the target is of a kind that a cell may lead to."""
        if self.target.startswith("#"):
            return _is_place(self.target[1:])
        return len(self.target) <= _LONGEST and _OUTSIDE.fullmatch(self.target) is not None


def linked(target: object, shown: object = None) -> Link:
    """The filter `|链接`, `|链接("查看")`: by itself an address shows as it is."""
    text = unmarked(as_text(target)).strip()
    return Link(text if shown is None else shown, text)


def add_links(
    root: etree._Element,
    sheet: SheetPart,
    links: Sequence[tuple[int, int, str]],
    additions: Additions,
) -> None:
    """Write the links of a sheet (output row, column, target) into its frame.

    Unprintable beyond what a sheet holds.
    """
    if not links:
        return
    if len(links) > MOST:
        raise Unprintable(f"共{len(links)}处链接，超过一张工作表的上限{MOST}处，请分成几张表")
    holder = root.find(main("hyperlinks"))
    if holder is None:
        holder = etree.Element(main("hyperlinks"))
        before = next((node for node in root if etree.QName(node).localname in _AFTER), None)
        if before is None:
            root.append(holder)
        else:
            before.addprevious(holder)
    for node, target in _nodes(holder, links):
        if target.startswith("#"):
            node.set("location", target[1:])
        else:
            key = additions.relate(sheet.part, "hyperlink", target, external=True)
            node.set(f"{{{RELATIONS}}}id", key)


def _nodes(
    holder: etree._Element, links: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[etree._Element, str]]:
    for row, column, target in links:
        made = etree.SubElement(holder, main("hyperlink"), ref=f"{column_letter(column)}{row}")
        yield made, target


def _is_place(text: str) -> bool:
    try:
        found = parse(text)
    except FormulaError:
        return False
    return len(found.tokens) == 1 and len(found.operands) == 1
