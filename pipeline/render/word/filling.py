"""What a template's code asks for while one document is filled: merges, columns, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import count

from pipeline.render.language import Unprintable

_FIRST_DRAWING = 1_000_001
_MOST_COLUMNS = 63
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")


class Filling:
    """The state of one document in the making; `functions` are what the code may call."""

    def __init__(self) -> None:
        self._serial = count(_FIRST_DRAWING)
        self._merged: dict[int, tuple[object, object, bool]] = {}
        self._grids: dict[int, dict[int, list[int]]] = {}

    @property
    def functions(self) -> Mapping[str, Callable[..., object]]:
        """Names that begin with _ stay out of the authors' way."""
        return {
            "_serial": lambda: str(next(self._serial)),
            "_merge": self._merge,
            "_is_first": lambda number: self._merged[number][2],
            "_columns": _columns,
            "_colour": _colour,
            "_grid": self._grid,
            "_column": self._column,
            "_span": self._span,
        }

    def _merge(self, number: int, loop: object, value: object) -> str:
        """Begin a merged cell, or continue the one above while its value stays the same."""
        before = self._merged.get(number)
        is_first = before is None or before[0] is not loop or before[1] != value
        self._merged[number] = loop, value, is_first
        return "restart" if is_first else "continue"

    def _grid(self, table: int) -> int:
        self._grids[table] = {}
        return 1

    def _column(self, table: int, column: int, width: int, shared: int) -> int:
        self._grids[table].setdefault(column, []).append(width // shared)
        if sum(map(len, self._grids[table].values())) > _MOST_COLUMNS:
            raise Unprintable(f"表格超过{_MOST_COLUMNS}列，Word打不开；请减少重复的列")
        return width // shared

    def _span(self, table: int, start: int, end: int) -> tuple[int, int]:
        """How many columns there are in the place of the template's, and how wide they are."""
        made = [width for at in range(start, end) for width in self._grids[table].get(at, ())]
        return max(len(made), 1), sum(made)


def _columns(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_COLUMNS:
        return value
    raise Unprintable(f"{{% colspan %}}后面应是1至{_MOST_COLUMNS}的整数")


def _colour(value: object) -> str:
    found = _COLOUR.fullmatch(value) if isinstance(value, str) else None
    if found:
        return found[1].upper()
    if value in ("", "auto"):
        return "auto"
    raise Unprintable("{% cellbg %}后面应是六位颜色代码，例如'FFFF00'")
