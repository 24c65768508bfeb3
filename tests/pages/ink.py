"""The lines ruled on a page and where its red ink stands, measured on its pixels."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

_DOTS = 200
_MM = 25.4 / _DOTS


@dataclass(frozen=True)
class Rule:
    """A horizontal line; edges from the page's top and left in mm."""

    top: float
    bottom: float
    left: float
    right: float

    @property
    def thick(self) -> float:
        return self.bottom - self.top

    @property
    def long(self) -> float:
        return self.right - self.left


@cache
def dots_of(pdf: Path, page: int) -> np.ndarray:
    """The pixels of a page (from 1 on), height × width × 3, 200 to the inch."""
    command = ["pdftoppm", "-r", str(_DOTS), "-f", str(page), "-l", str(page), str(pdf)]
    return _picture(_output(command))


def red(page: np.ndarray) -> np.ndarray:
    """Where the page is red."""
    return (page[:, :, 0] > 150) & (page[:, :, 1] < 110) & (page[:, :, 2] < 110)


def black(page: np.ndarray) -> np.ndarray:
    """Where the page is dark."""
    return (page < 110).all(axis=2)


def rules(ink: np.ndarray, at_least: float = 140) -> list[Rule]:
    """The lines of at least so many mm without a gap, from top to bottom."""
    wide = [row for row in np.flatnonzero(ink.sum(axis=1) * _MM > at_least) if _solid(ink[row])]
    return [_rule(ink, first, last) for first, last in _stretches(wide)]


def ruled(ink: np.ndarray, at_least: float, above: float, below: float) -> list[Rule]:
    """Short strokes between two heights: rows with so many mm of ink, gaps allowed."""
    rows = np.flatnonzero(ink.sum(axis=1) * _MM > at_least)
    near = [row for row in rows if above < row * _MM < below]
    return [_rule(ink, first, last) for first, last in _stretches(near)]


def thickness(pdf: Path, page: int, above: float, below: float) -> list[float]:
    """How thick the lines are that cross a strip at the left edge of the text, at 1200 to the inch."""
    dots = 1200 / 25.4
    box = [round(one * dots) for one in (29, above, 0.5, below - above)]
    command = ["pdftoppm", "-r", "1200", "-f", str(page), "-l", str(page)]
    for flag, value in zip(("-x", "-y", "-W", "-H"), box, strict=True):
        command += [flag, str(value)]
    strip = black(_picture(_output([*command, str(pdf)])))
    rows = [int(row) for row in np.flatnonzero(strip.all(axis=1))]
    return [(last + 1 - first) / dots for first, last in _stretches(rows)]


def top_of(ink: np.ndarray) -> float:
    """How far from the page's top its first ink stands."""
    return float(np.flatnonzero(ink.any(axis=1))[0]) * _MM


def lowest_above(ink: np.ndarray, limit: float) -> float:
    """The bottom of the lowest ink above a distance from the page's top."""
    return float(np.flatnonzero(ink[: int(limit / _MM)].any(axis=1))[-1] + 1) * _MM


def _solid(row: np.ndarray) -> bool:
    places = np.flatnonzero(row)
    return bool((np.diff(places) < 6).all())


def _rule(ink: np.ndarray, first: int, last: int) -> Rule:
    places = np.flatnonzero(ink[(first + last) // 2])
    return Rule(first * _MM, (last + 1) * _MM, places[0] * _MM, (places[-1] + 1) * _MM)


def _stretches(rows: list[int]) -> Iterator[tuple[int, int]]:
    start = before = -9
    for row in rows:
        if row != before + 1:
            if start >= 0:
                yield start, before
            start = row
        before = row
    if start >= 0:
        yield start, before


def _picture(raw: bytes) -> np.ndarray:
    found = re.match(rb"P6\n(\d+) (\d+)\n255\n", raw)
    assert found, "pdftoppm wrote no picture"
    return np.frombuffer(raw, np.uint8, -1, found.end()).reshape(int(found[2]), int(found[1]), 3)


def _output(command: list[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout
