"""A template sheet made ready: rows as XML, tags as one Jinja source, formulas apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from pipeline.model.place import column_letter
from pipeline.office.formula import Formula
from pipeline.render.contract import Tag
from pipeline.render.excel.blocks import Blocks, Trouble
from pipeline.render.excel.book import SheetPart
from pipeline.render.excel.columns import ColumnBlock

ROW = "\x1d"
"""Stands for the row's number wherever a row of the output will need it."""
FORMULA = "\x1c"
"""Stands on both sides of a formula's position in `SheetPlan.formulas`."""
NEXT = "\x1e"
"""Begins each row in what the template writes."""
NEWLINE = "\x01"
"""Stands for a newline of the template, since newlines number the tags."""


OWN_HEIGHT = ' customHeight="1"'
"""Says of a row that its height is the author's own."""


class Kind(StrEnum):
    """What a template cell will hold."""

    TEXT = "text"
    VALUE = "value"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula of the template, None where unreadable; `area` is set for array formulas."""

    row: int
    column: int
    attributes: str
    formula: Formula | None
    area: str = ""


class Filled(NamedTuple):
    """A cell that one tag fills: template row, column, style, and whether it shows dates."""

    row: int
    column: int
    style: int
    dated: bool


@dataclass(slots=True)
class RowPlan:
    """One template row as XML, as it is and left blank; `tagged` if Jinja has to write it."""

    xml: str
    blank: str
    tagged: bool

    @property
    def head(self) -> str:
        """Its start, up to the > that is left out."""
        return self.xml.partition(">")[0]

    @property
    def fixed(self) -> bool:
        """Tell whether the author of the template has fixed its height."""
        return OWN_HEIGHT in self.head


@dataclass(slots=True)
class SheetPlan:
    """A sheet of the template, compiled as far as it can be without filters and data.

    `root` is the sheet without its rows; `typed` has, by their positions in `tags`, the tags that
    fill a cell each; `loop_tags` those that open a block.
    `checked` are the tags as the contract has to read them, with the column loops around each cell;
    `origin` leads from repeated columns back to the template's.
    """

    index: int
    sheet: SheetPart
    root: etree._Element
    rows: dict[int, RowPlan] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=Blocks)
    formulas: list[FormulaCell] = field(default_factory=list)
    formula_at: dict[tuple[int, int], FormulaCell] = field(default_factory=dict)
    kinds: dict[tuple[int, int], Kind] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    typed: dict[int, Filled] = field(default_factory=dict)
    loop_tags: dict[int, int] = field(default_factory=dict)
    columns: list[ColumnBlock] = field(default_factory=list)
    checked: list[Tag] = field(default_factory=list)
    origin: Mapping[int, int] = field(default_factory=dict)
    tagged: set[tuple[int, int]] = field(default_factory=set)
    used_strings: set[int] = field(default_factory=set)
    source: str = ""
    problems: list[Trouble] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.sheet.name

    def place(self, row: int, column: int) -> str:
        """A cell of the template in a clerk's words: 汇总表!C7."""
        return f"{self.name}!{column_letter(self.origin.get(column, column))}{row}"
