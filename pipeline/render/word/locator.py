"""Counts paragraphs, tables and cells in the text of a part, to say where a figure stands."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from pipeline.model.edition import Printed
from pipeline.model.figure import MARK_CLOSE, MARK_OPEN, MARK_TEXT

_STEP = re.compile(
    r"<w:(p|tr|tc)[ />]|<(/?)w:(tbl|txbxContent)>|"
    f"{MARK_OPEN}([^{MARK_TEXT}]*){MARK_TEXT}([^{MARK_CLOSE}]*){MARK_CLOSE}"
)


@dataclass(slots=True)
class _Frame:
    """A story, a text box or a table, and how far the count in it has come."""

    lead: str
    is_table: bool = False
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0

    @property
    def place(self) -> str:
        if self.is_table:
            return f"{self.lead}第{self.row}行第{self.cell}列"
        return f"{self.lead}第{self.paragraph}段"


class Locator:
    """Follows a part's text chunk by chunk and keeps the trace of its figures.

    `skipped` is the number of leading paragraphs that are no text (the lines above footnotes).
    """

    def __init__(self, title: str, skipped: int = 0) -> None:
        self.printed: list[Printed] = []
        self._frames = [_Frame(f"{title} ", paragraph=-skipped)]

    def trace(self, chunk: str) -> None:
        """Read a chunk and note each marked figure with its place."""
        for step in _STEP.finditer(chunk):
            if step[4] is not None:
                text, figure = html.unescape(step[5]), html.unescape(step[4])
                self.printed.append(Printed(self._frames[-1].place, text, figure))
            elif step[1]:
                self._count(step[1])
            elif step[2]:
                self._frames.pop()
            else:
                self._enter(step[3])

    def skip(self, chunk: bytes) -> None:
        """Read a chunk without figures: in the middle of a table, counting rows will do."""
        frame = self._frames[-1]
        if not frame.is_table or b"w:tbl>" in chunk or b"txbxContent>" in chunk:
            self.trace(chunk.decode("utf-8"))
            return
        rows = chunk.count(b"<w:tr>")
        if rows:
            frame.row += rows
            frame.cell = frame.table = 0
            chunk = chunk[chunk.rfind(b"<w:tr>") :]
        frame.cell += chunk.count(b"<w:tc>")

    def _count(self, name: str) -> None:
        frame = self._frames[-1]
        if name == "tr":
            frame.row += 1
            frame.cell = 0
        elif name == "tc":
            frame.cell += 1
            frame.table = 0
        elif not frame.is_table:
            frame.paragraph += 1

    def _enter(self, name: str) -> None:
        around = self._frames[-1]
        if name == "txbxContent":
            self._frames.append(_Frame(f"{around.place}文本框"))
            return
        around.table += 1
        lead = f"{around.place}>" if around.is_table else around.lead
        self._frames.append(_Frame(f"{lead}表{around.table}", is_table=True))
