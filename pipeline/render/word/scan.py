"""Finds the tags in a paragraph's text, and every brace that belongs to none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

ENDS = {"{": "}}", "%": "%}", "#": "#}"}
"""The closing half of a tag, by the second character of its opening half."""

_NARROW = str.maketrans("｛｝％＃", "{}%#")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_BRACE = re.compile(r"[{}｛｝]")
_OPENER = re.compile(r"[{｛][{｛%％#＃]")
_CLOSERS = {
    "{": re.compile(r"[}｝][}｝]"),
    "%": re.compile(r"[%％][}｝]"),
    "#": re.compile(r"[#＃][}｝]"),
}
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")


class Flaw(Enum):
    """What is wrong with a piece of text that wants to be a tag."""

    NONE = 0
    WIDE = 1
    HALF = 2
    OPEN = 3
    CLOSE = 4
    LONE = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or what its author may have meant by it: `text` is the tag in half-width braces."""

    start: int
    end: int
    shown: str
    text: str
    flaw: Flaw = Flaw.NONE


def pieces(text: str) -> list[Piece]:
    """Return the tags and stray braces of one paragraph, in order.

    Every brace of `text` lies in one of the pieces: what stands outside is safe to print.
    """
    found = []
    position = 0
    while brace := _BRACE.search(text, position):
        piece = _piece(text, brace.start(), position)
        found.append(piece)
        position = piece.end
    return found


def tidy(text: str) -> str:
    """Return a tag on one line, without the invisible characters that pasting brings along."""
    return re.sub(r"[\n\t\r]", " ", text.translate(_INVISIBLE))


def _piece(text: str, start: int, floor: int) -> Piece:
    if _OPENER.match(text, start):
        return _opened(text, start)
    if text[start] in "{｛":
        return _single(text, start)
    return _closer(text, start, floor)


def _opened(text: str, start: int) -> Piece:
    kind = text[start + 1].translate(_NARROW)
    limit = _limit(text, start + 2, kind)
    end = _end(text, start + 2, limit, kind)
    if end:
        shown = text[start:end]
        narrow = tidy(shown[:2].translate(_NARROW) + shown[2:-2] + ENDS[kind])
        wide = shown[:2] != narrow[:2] or shown[-2:] != ENDS[kind]
        return Piece(start, end, tidy(shown), narrow, Flaw.WIDE if wide else Flaw.NONE)
    lead = "{" + kind
    single = re.compile(r"[}｝]").search(text, start + 2, limit)
    if single:
        body = text[start + 2 : single.start()].rstrip(" %％#＃")
        better = tidy(f"{lead}{body} {ENDS[kind]}")
        return Piece(start, single.end(), tidy(text[start : single.end()]), better, Flaw.HALF)
    shown = tidy(text[start:limit])
    return Piece(start, limit, shown, lead + tidy(text[start + 2 : limit]), Flaw.OPEN)


def _limit(text: str, start: int, kind: str) -> int:
    """Return where the next tag begins, not counting braces inside strings."""
    masked = text[start:]
    if kind == "#" and _CLOSERS[kind].search(masked):
        return len(text)
    if kind != "#":
        masked = _STRING.sub(_blank, masked)
        masked = masked if _CLOSERS[kind].search(masked) else text[start:]
    opener = _OPENER.search(masked)
    return start + opener.start() if opener else len(text)


def _end(text: str, start: int, limit: int, kind: str) -> int:
    body = text[start:limit]
    masked = body if kind == "#" else _STRING.sub(_blank, body)
    closer = _CLOSERS[kind].search(masked) or _CLOSERS[kind].search(body)
    return start + closer.end() if closer else 0


def _blank(found: re.Match[str]) -> str:
    return "\x00" * len(found[0])


def _single(text: str, start: int) -> Piece:
    """A single opening brace: half of a tag if a closing one follows, else a lone brace."""
    limit = _limit(text, start + 1, "#")
    closer = re.compile(r"[%％#＃]?[}｝]{1,2}").search(text, start + 1, limit)
    if closer is None:
        return Piece(start, start + 1, text[start], "", Flaw.LONE)
    kind = closer[0][0].translate(_NARROW)
    kind = kind if kind in "%#" else "{"
    body = text[start + 1 : closer.start()].strip()
    shown = tidy(text[start : closer.end()])
    return Piece(start, closer.end(), shown, tidy(f"{{{kind} {body} {ENDS[kind]}"), Flaw.HALF)


def _closer(text: str, start: int, floor: int) -> Piece:
    first = start - 1 if start > floor and text[start - 1] in "%％#＃" else start
    end = start + 1
    if first == start and text[end : end + 1] in tuple("}｝"):
        end += 1
    if end - first < 2:
        return Piece(start, end, text[start], "", Flaw.LONE)
    shown = tidy(text[first:end])
    before = tidy(text[floor:first]).lstrip()
    return Piece(first, end, shown, before + shown.translate(_NARROW), Flaw.CLOSE)
