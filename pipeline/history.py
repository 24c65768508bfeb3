"""A month against what was said before: final editions, and the run before this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.aggregate.figures import Stock, figures
from pipeline.assess.adjustments import adjustments, corrections
from pipeline.assess.changes import changes
from pipeline.model.changes import Changes
from pipeline.model.edition import Document, Edition
from pipeline.model.finalised import Adjustment, Finalised, Recorded, recorded_of
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.publish.record import recorded
from pipeline.publish.vault import Past
from pipeline.render.context import context
from pipeline.render.papers.changed import changed
from pipeline.render.papers.loop import FOLDER
from pipeline.scheme.scheme import CHANGES, Scheme


def adjusted(scheme: Scheme, stock: Stock, published: Finalised | None) -> list[Adjustment]:
    """What the present tables say otherwise of the span of the year's last final edition.

    A new year's tables know nothing of the last one's months: then there is nothing to compare.
    """
    if published is None or published.period.year != stock.period.year:
        return []
    spans = {str(row["所属期"]) for row in published.rows.values()}
    ends = [Period(stock.period.year, month) for month in range(1, published.period.month + 1)]
    now = {
        end: figures(scheme, replace(stock, period=end))
        for end in ends
        if end.to_date.name in spans
    }
    form = scheme.role("更正")
    told = corrections(stock.frames[form.name]) if form else ()
    return adjustments(scheme, stock.units, published, now, told)


def said_final(past: Past) -> Iterator[str]:
    """What to say of a period that is final already."""
    if (entry := past.standing) is not None:
        yield (
            f"{entry.period}已于{entry.at[:10]}由{entry.by}定稿（第{entry.version}版），"
            "定稿里的文件不受本次运行影响；要改定稿请先用tongbao finalize --reopen重开"
        )


def since_final(month: Month, now: Recorded) -> Changes | None:
    """What is otherwise than in the period's own final version, or else the last before it."""
    final = month.own or month.published
    if final is None or final.recorded is None:
        return None
    return changes(final.recorded, now, f"{final.name}定稿", month.adjustments)


def sheet_since_final(
    scheme: Scheme, month: Month, now: Recorded, names: Mapping[str, object]
) -> list[Document]:
    """The sheet of since_final() for the edition: like all of it, made of the present sources."""
    found = since_final(month, now)
    sheet = changed(scheme.templates, names, found, (FOLDER,)) if found is not None else None
    return [sheet] if sheet else []


def since_last_run(
    scheme: Scheme, month: Month, edition: Edition, outputs: Path
) -> tuple[Changes | None, Document | None]:
    """What is otherwise than in the edition that stands, and the sheet that says so.

    Neither where none stands, no sheet where nothing is otherwise. Unlike everything else in an
    edition it depends on what was made before; so it stands beside the editions' folders.
    """
    then = recorded(outputs / edition.period)
    if then is None:
        return None, None
    found = changes(then, recorded_of(edition.manifest, edition.figures), "上次运行")
    if not found:
        return found, None
    names = context(scheme.indicators, month, ())
    name = f"{edition.period}{CHANGES}（较上次运行）"
    return found, changed(scheme.templates, names, found, (), name)
