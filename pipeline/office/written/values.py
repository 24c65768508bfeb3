"""What a Word document consists of, each value as it takes effect; lengths in twips (1/20 磅)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Spot(StrEnum):
    """In which story a paragraph stands."""

    BODY = "正文"
    CELL = "表格"
    BOX = "文本框"
    EDGE = "页眉页脚"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font by name; `theme` where only the document's theme says so; "" where nothing does."""

    name: str = ""
    theme: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look: `size` in half points, `spacing` in twips, `color` as RRGGBB or "".

    `scale` is the width of its characters, in per cent of the usual.
    """

    text: str
    eastern: Typeface = Typeface()
    western: Typeface = Typeface()
    hinted: bool = False
    size: int = 20
    spacing: int = 0
    bold: bool = False
    color: str = ""
    scale: int = 100


@dataclass(frozen=True, slots=True)
class Border:
    """A line of a paragraph's frame: Word's name of its kind, its colour, side (top, bottom) and
    width in eighths of a point."""

    kind: str
    color: str = ""
    side: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A line drawn beside a paragraph; `double` where it consists of two.

    `offset` is how far it stands below what Word calls `against` (page, margin, bottomMargin …).
    """

    color: str = ""
    double: bool = False
    length: int = 0
    against: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `number` is what its list prints before the text, indents are in characters.

    `styles` are the names of its style and of those that it is based on. `page` tells that it
    prints the page number; `breaks` that a page begins with it.
    """

    place: str
    text: str
    runs: tuple[Run, ...] = ()
    styles: tuple[str, ...] = ()
    number: str = ""
    spot: Spot = Spot.BODY
    section: int = 0
    align: str = "left"
    first: Fraction = Fraction(0)
    left: Fraction = Fraction(0)
    right: Fraction = Fraction(0)
    before: int = 0
    after: int = 0
    line: int = 240
    line_rule: str = "auto"
    snaps: bool = True
    widows: bool = True
    auto_space: bool = True
    breaks: bool = False
    borders: tuple[Border, ...] = ()
    shapes: tuple[Shape, ...] = ()
    page: bool = False

    @property
    def full(self) -> str:
        """The text with the number of its list."""
        return f"{self.number}{self.text}"

    @property
    def size(self) -> int:
        """The size of its first text, in half points."""
        return next((run.size for run in self.runs if run.text.strip()), 0)

    @property
    def scale(self) -> int:
        """How wide the characters of its first text are, in per cent."""
        return next((run.scale for run in self.runs if run.text.strip()), 100)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one layout; `grid` is Word's name of the grid, `pitch` its lines' distance.

    `char_space` is in 1/4096 point. `footers`, `headers` are by kind: default, even, first.
    """

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    footer: int
    header: int = 0
    grid: str = ""
    pitch: int = 0
    char_space: int = 0
    title_page: bool = False
    footers: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    headers: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Table:
    """A table: cells as texts by row, `after` the number of the paragraph that it follows.

    `width` is 0 where nothing fixes it; `whole` lists rows that stay on one page; `colors` are
    those of its lines, `rules` the widths of those that lie, from the top one on, in eighths of a
    point; `heights` are those of rows that nothing can change, else 0.
    """

    place: str
    section: int
    after: int
    width: int
    rows: tuple[tuple[str, ...], ...]
    whole: tuple[bool, ...]
    repeated: bool
    head: tuple[Paragraph, ...] = ()
    colors: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()
    heights: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A whole document; paragraphs in the order of reading, those in tables and boxes too.

    `headers` are the paragraphs of the headers, `boxed` the tables in text boxes; `changes` counts
    tracked changes.
    """

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    headers: tuple[Paragraph, ...] = ()
    even_and_odd: bool = False
    changes: int = 0
    comments: int = 0
    boxed: tuple[Table, ...] = ()
