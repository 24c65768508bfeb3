"""Turns the text that a template yields into the bytes of a part, and traces its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from pipeline.model.figure import MARK_OPEN
from pipeline.render.language import Unprintable, unmarked
from pipeline.render.word.locator import Locator

MOST = 200_000_000
"""The longest text that becomes a part of a document, markup included."""

_BATCH = 10_000
_KEPT = 400
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\x7f\t\n"
_BEYOND = bytes(range(0x80, 0x100))
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_HOLDERS = "(?:tc|txbxContent|hdr|ftr|footnote|endnote|comment)"
_NO_PARAGRAPH = re.compile(
    rf"(<w:tcPr/>|</w:tcPr>|</w:tbl>|<w:{_HOLDERS}(?: [^>]*)?>)"
    rf"((?:<w:bookmark[^>]*>)*</w:{_HOLDERS}>)"
)
_NO_ROW = re.compile(r"(</w:tblGrid>|<w:tblGrid/>|</w:tblPr>)</w:tbl>")
_ROW = '<w:tr><w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p/></w:tc></w:tr>'


def batches(pieces: Iterable[str]) -> Iterator[str]:
    """Join the pieces that a template yields into large chunks.

    The last tags of a chunk are kept for the next one: no mark is cut in two, and tags that
    follow each other always meet in some chunk.
    """
    source = iter(pieces)
    held = ""
    while batch := list(islice(source, _BATCH)):
        chunk = "".join((held, *batch))
        cut = max(chunk.rfind("<", 0, max(len(chunk) - _KEPT, 0)), 0)
        held = chunk[cut:]
        yield chunk[:cut]
    yield held


def encoded(chunks: Iterable[str], locator: Locator, may_empty: bool) -> Iterator[bytes]:
    """Yield a part's bytes: marks to the locator, line breaks and tabs in Word's own form.

    Characters that XML or Unicode forbids become U+FFFD, each of them; nothing else changes.
    """
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST:
            raise Unprintable(f"印出的内容超过{MOST // 1_000_000}百万字符，Word打不开，请减少行数")
        if MARK_OPEN in chunk:
            locator.trace(chunk)
            data = _bytes(_in_words_form(unmarked(chunk), may_empty))
        else:
            data = _bytes(_in_words_form(chunk, may_empty))
            locator.skip(data)
        yield data


def _in_words_form(chunk: str, may_empty: bool) -> str:
    if "\r" in chunk:
        chunk = chunk.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in chunk:
        chunk = chunk.replace("\n", _BREAK)
    if "\t" in chunk:
        chunk = chunk.replace("\t", _TAB)
    if may_empty:
        chunk = _NO_PARAGRAPH.sub(r"\1<w:p/>\2", chunk)
        chunk = _NO_ROW.sub(rf"\1{_ROW}</w:tbl>", chunk)
    return chunk


def _bytes(chunk: str) -> bytes:
    """Encode; the rare chunk with a forbidden character is found by its bytes, cheaply."""
    try:
        data = chunk.encode("utf-8")
    except UnicodeEncodeError:
        return _ILLEGAL.sub("\ufffd", chunk).encode("utf-8")
    rest = data.translate(None, _PRINTABLE)
    if (
        rest.translate(None, _BEYOND)
        or b"\xef\xb7" in rest
        or b"\xbf\xbe" in rest
        or b"\xbf\xbf" in rest
    ):
        return _ILLEGAL.sub("\ufffd", chunk).encode("utf-8")
    return data
