"""The monthly notice of a month, as its paragraphs and tables of text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree
from lxml.etree import _Element as Element

from pipeline import gather as gathering
from pipeline.model.edition import Document, Rendered
from pipeline.model.month import Month
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.produce import rendered_by, sections_of
from pipeline.proofread import proofread
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.reread import disproved
from pipeline.scheme.scheme import Scheme
from tests.county import County
from tests.county.targets import Target
from tests.drawn import lasting
from tests.shipped import TEMPLATES

NAME = "月通报"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODD = re.compile(r"\{|\}|None|nan|【|，，|。。|、。|，。|：。|；。|、、|增长-|下降-|落后-")


@dataclass(frozen=True)
class Notice:
    """A made notice: its paragraphs that are not empty, and its tables' rows of cells."""

    made: Rendered
    paragraphs: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def has_chart(self) -> bool:
        parts = zipfile.ZipFile(io.BytesIO(self.made.content))
        return b"<c:chart " in parts.read("word/document.xml")

    @property
    def text(self) -> str:
        cells = (cell for table in self.tables for row in table for cell in row)
        return "\n".join((*self.paragraphs, *cells))

    def about(self, start: str) -> str:
        """The one paragraph that begins so."""
        (found,) = (one for one in self.paragraphs if one.startswith(start))
        return found

    def rows(self, heading: str) -> list[tuple[str, ...]]:
        """The rows of the table whose heading has this, without the heading rows."""
        (found,) = (rows for rows in self.tables if heading in rows[0])
        return [row for row in found if heading not in row and row[:2] != found[0][:2]]


def notice(scheme: Scheme, month: Month) -> Notice:
    """Make the notice of a month in memory."""
    with rounding(month.rounding):
        names = context(scheme.indicators, month, sections_of(scheme))
        made = rendered_by(scheme, scheme.documents[NAME], names, Language(FILTERS))
    parts = zipfile.ZipFile(io.BytesIO(made.content))
    (body,) = etree.fromstring(parts.read("word/document.xml"))
    texts = (_text(one) for one in body.iterchildren(W + "p"))
    tables = tuple(_rows(one) for one in body.iterchildren(W + "tbl"))
    return Notice(made, tuple(one for one in texts if one.strip()), tables)


def objections(scheme: Scheme, month: Month, made: Notice) -> list[str]:
    """What the program itself finds wrong with the words and the claims of a made notice."""
    plan = scheme.documents[NAME]
    document = Document(NAME, plan.suffix, made.made.content, plan.template, made.made.trace)
    found = (*disproved(scheme, month, [document]), *proofread(scheme, month, [document]))
    odd = _ODD.search(made.text)
    return [one.line for one in found] + ([odd[0]] if odd else [])


def drawn(county: County, *, silent: bool = False) -> tuple[Scheme, Month]:
    """Gather the last month of a county; `silent` takes all its workbooks away."""
    with TemporaryDirectory() as folder, lasting():
        inputs = Path(folder)
        county.write(inputs, [county.last])
        period = Period(county.year, county.last)
        for path in (inputs / str(period)).glob("招商月报_*.xlsx") if silent else ():
            path.unlink()
        office = gathering.Office(TEMPLATES, inputs, inputs / "outputs")
        return gathering.gather(office, period)


def with_targets(county: County, changed: Callable[[Target], Target | None]) -> County:
    """The county with each target changed; None leaves it out."""
    kept = [changed(one) for one in county.targets]
    return replace(county, targets=tuple(one for one in kept if one is not None))


def _text(holder: Element) -> str:
    """The text of a paragraph or a cell, without that of a box anchored there."""
    return "".join(
        one.text or "" if one.tag == W + "t" else "\n"
        for one in holder.iter(W + "t", W + "br")
        if not any(up.tag == W + "txbxContent" for up in one.iterancestors())
    )


def _rows(table: Element) -> tuple[tuple[str, ...], ...]:
    """The rows' cells; one that spans columns or rows stands in each of them."""
    rows: list[tuple[str, ...]] = []
    for row in table.iterchildren(W + "tr"):
        cells: list[str] = []
        for cell in row.iterchildren(W + "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(W + "val") != "restart"
            text = rows[-1][len(cells)] if goes_on else _text(cell)
            cells += [text] * (1 if span is None else int(span.get(W + "val")))
        rows.append(tuple(cells))
    return tuple(rows)
