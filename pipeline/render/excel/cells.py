"""The text of one template cell, parted into row tags, other tags and plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_TAG = re.compile(r"[{｛][{｛].*?[}｝][}｝]|[{｛][%％].*?[%％][}｝]|\{#.*?#\}", re.DOTALL)
_HALF = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_START = re.compile(r"^(\{[{%][-+]?)")
_OPENERS = ("for", "if")
_CLOSERS = ("endfor", "endif")
_WIDE = re.compile(r"^(\{%[-+]?)\s*tc\s+")
_OF_WORD = {
    "tr": "请去掉tr，在首行某格最前面写{% for … %}，末行某格最后面写{% endfor %}",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or the text between tags; `run` is the rich-text run in which it begins."""

    text: str
    run: int = 0
    tag: bool = False

    @property
    def word(self) -> str:
        """for, if, endfor …; empty for text and for `{{ }}`."""
        found = _WORD.match(self.text) if self.tag else None
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell's text says: rows that begin and end with it, and what is printed in it."""

    openers: tuple[Piece, ...]
    body: tuple[Piece, ...]
    closers: tuple[Piece, ...]
    problem: str = ""
    remedy: str = ""
    wide: tuple[Piece, ...] = ()
    """The tags that repeat or keep columns, written without their tc."""

    @property
    def tags(self) -> tuple[Piece, ...]:
        return (*self.openers, *(piece for piece in self.body if piece.tag), *self.closers)

    @property
    def whole(self) -> Piece | None:
        """The one `{{ }}` that fills the cell, whose value is typed; None otherwise."""
        filled = [piece for piece in self.body if piece.tag or piece.text.strip()]
        only = filled[0] if len(filled) == 1 else None
        return only if only and only.tag and not only.word and only.text[1] in "{｛" else None

    @property
    def blank(self) -> bool:
        return not self.body


def holds_tags(text: str) -> bool:
    """Tell whether a template author meant a tag somewhere in `text`."""
    return _TAG.search(text) is not None or _HALF.search(text) is not None


def read(runs: Sequence[str]) -> CellText:
    """Part the text of a cell, given by its rich-text runs; a tag split over runs is one tag.

    A statement that a cell opens and closes belongs to that cell; what it only opens, or only
    closes, opens or closes rows.
    """
    found = split(runs)
    pieces = [piece for piece in found if not is_wide(piece)]
    wide = tuple(
        replace(piece, text=_WIDE.sub(r"\1 ", piece.text)) for piece in found if is_wide(piece)
    )
    rest = "".join(piece.text for piece in pieces if not piece.tag)
    if half := _HALF.search(rest):
        return CellText((), (), (), f"标签没有写完整，多出“{half[0]}”", "请检查两端的括号是否成对")
    for piece in pieces:
        if piece.word in _OF_WORD:
            return CellText((), (), (), f"不支持{piece.text}这种写法", _OF_WORD[piece.word])
    if odd := [one.text for one in wide if one.word not in (*_OPENERS, *_CLOSERS)]:
        remedy = "列的循环写{%tc for … %}…{%tc endfor %}，列的取舍写{%tc if … %}…{%tc endif %}"
        return CellText((), (), (), f"不支持{odd[0]}这种写法", remedy)
    opened, closed, stray = _row_tags(pieces)
    if stray is not None:
        return CellText(
            (), tuple(pieces), (), f"整行的判断里不能用{stray.text}",
            "请写成两段：{% if 条件 %}…{% endif %}和{% if not 条件 %}…{% endif %}",
        )  # fmt: skip
    return replace(_parted(pieces, opened, closed), wide=wide)


def is_wide(piece: Piece) -> bool:
    """Tell whether a tag repeats or keeps columns: {%tc … %}."""
    return piece.word == "tc"


def tags_in(text: str) -> list[str]:
    """Return the tags of a text outside cells in their order, comments left out."""
    return [found[0] for found in _TAG.finditer(text) if not found[0].startswith("{#")]


def in_jinja(tag: str) -> str:
    """Write a tag so that it holds exactly one newline, by which errors find it again."""
    return _START.sub(r"\1\n", tag.replace("\r", " ").replace("\n", " "))


def split(runs: Sequence[str]) -> list[Piece]:
    """Part a text into its tags and what stands between them, run by run."""
    text = "".join(runs)
    starts, position = [], 0
    for run in runs:
        starts.append(position)
        position += len(run)
    pieces: list[Piece] = []
    position = 0
    for found in _TAG.finditer(text):
        pieces += _plain(text, position, found.start(), starts)
        if not found[0].startswith("{#"):
            run = max(i for i, start in enumerate(starts) if start <= found.start())
            pieces.append(Piece(found[0], run, True))
        position = found.end()
    return pieces + _plain(text, position, len(text), starts)


def _plain(text: str, start: int, end: int, starts: Sequence[int]) -> list[Piece]:
    edges = [*starts, len(text)]
    parts = ((max(start, edges[run]), min(end, edges[run + 1]), run) for run in range(len(starts)))
    return [Piece(text[low:high], run) for low, high, run in parts if low < high]


def _row_tags(pieces: Sequence[Piece]) -> tuple[list[int], list[int], Piece | None]:
    opened: list[int] = []
    closed: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.word in _OPENERS:
            opened.append(index)
        elif piece.word in _CLOSERS:
            if opened:
                opened.pop()
            else:
                closed.append(index)
        elif piece.word in ("else", "elif") and not opened:
            return [], [], piece
    return opened, closed, None


def _parted(pieces: list[Piece], opened: list[int], closed: list[int]) -> CellText:
    body = list(range(len(pieces)))
    if opened and body[: len(opened)] != [index - _gap(pieces, index) for index in opened]:
        return _misplaced(pieces, opened[-1], "最前面")
    tail = [index + _gap(pieces[::-1], len(pieces) - 1 - index) for index in closed]
    if closed and body[len(pieces) - len(closed) :] != tail:
        return _misplaced(pieces, closed[0], "最后面")
    if opened and closed and opened[-1] > closed[0]:
        return _misplaced(pieces, closed[0], "最后面")
    first = opened[-1] + 1 if opened else 0
    last = closed[0] if closed else len(pieces)
    kept = pieces[first:last]
    while opened and kept and not kept[0].tag and not kept[0].text.strip():
        kept = kept[1:]
    while closed and kept and not kept[-1].tag and not kept[-1].text.strip():
        kept = kept[:-1]
    if not any(piece.tag or piece.text.strip() for piece in kept) and (opened or closed):
        kept = []
    return CellText(
        tuple(pieces[index] for index in opened), tuple(kept), tuple(pieces[i] for i in closed)
    )


def _gap(pieces: Sequence[Piece], index: int) -> int:
    """Count the blank texts before a piece, which do not keep it from standing first."""
    return sum(not piece.tag and not piece.text.strip() for piece in pieces[:index])


def _misplaced(pieces: list[Piece], index: int, where: str) -> CellText:
    problem = f"管整行的{pieces[index].text}没有写在这一格文字的{where}"
    remedy = "行循环的开头写在首行某格文字的最前面，结尾写在末行某格文字的最后面"
    return CellText((), tuple(pieces), (), problem, remedy)
