"""Remembers what expressions were worth on a frame, so that a catalogue is evaluated but once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import lru_cache

from pipeline.model.period import Period, Span
from pipeline.scheme.expression import Expression
from pipeline.scheme.frame import Frame, Vector

_TIMELY = frozenset(
    {
        "期内",
        "当月",
        "期后",
        "本年",
        "本月",
        "期末",
        "月份",
        "早月",
        "早月均数",
        "此前",
        "连续相同",
        "上期",
    }
)
"""Functions whose values hang on the period or its span."""


class Memo:
    """Values by frame and text; those that hang on the span are kept until the next `turn`.

    The terms of a frame's form must be the same whenever it is asked.
    """

    def __init__(self) -> None:
        self._lasting: dict[tuple[int, str], Vector] = {}
        self._passing: dict[tuple[int, str, Period, Span], Vector] = {}
        self._timely: dict[tuple[int, str], bool] = {}

    def turn(self) -> None:
        """Forget what hangs on the span."""
        self._passing.clear()

    def value(
        self,
        frame: Frame,
        node: ast.expr,
        moment: tuple[Period, Span],
        terms: Mapping[str, Expression],
        made: Callable[[ast.expr], Vector],
    ) -> Vector:
        """The value that `made` gives, made once."""
        key = (id(frame), _written(node))
        if key not in self._timely:
            self._timely[key] = _is_timely(node, terms)
        if not self._timely[key]:
            if key not in self._lasting:
                self._lasting[key] = made(node)
            return self._lasting[key]
        passing = (*key, *moment)
        if passing not in self._passing:
            self._passing[passing] = made(node)
        return self._passing[passing]


def _is_timely(node: ast.expr, terms: Mapping[str, Expression]) -> bool:
    """A term that has the name of a field of a linked table does not lead back to itself."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and one.func.id in _TIMELY:  # type: ignore[attr-defined]
            return True
        term = terms.get(one.id) if isinstance(one, ast.Name) else None
        if term is None:
            continue
        if _is_timely(term.tree, {name: own for name, own in terms.items() if name != one.id}):
            return True
    return False


@lru_cache(maxsize=65536)
def _written(node: ast.expr) -> str:
    """A node's text; nodes hash by identity, so each is written out once."""
    return ast.dump(node)
