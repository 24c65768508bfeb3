"""What the templates of the return loop and of the reporting scheme may name."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.changes import Changes, FigureChange, FileChange, FindingChange, StateChange
from pipeline.model.month import Month
from pipeline.render.papers import booklet, lists
from pipeline.render.papers.audit import shapes
from pipeline.render.papers.changed import names_of
from pipeline.render.papers.loop import opinion
from pipeline.render.papers.marked import Marked
from pipeline.scheme.scheme import AUDIT, CHANGES, LISTS, Scheme, paper_template

Dict = dict[str, object]
_CHANGES = Changes(
    "",
    figures=[FigureChange("", "", "", "", "", "")],
    findings=[FindingChange("", "", "", "", "")],
    files=[FileChange("", "")],
    states=[StateChange("", "", "")],
)


def names_of_papers(scheme: Scheme, month: Month, roots: Mapping[str, object]) -> dict[str, Dict]:
    """Return the names by template; `month` is one without figures, `roots` those of documents."""
    head = {name: roots[name] for name in ("办公室", "本期")}
    listed = roots["清单"]
    assert isinstance(listed, Mapping)
    papers: dict[str, Dict] = {
        CHANGES: {"变动": names_of(_CHANGES), "调整": listed["上期数据调整"]},
        AUDIT: shapes(scheme, month),
    }
    for paper, names in zip(LISTS, (lists.register, lists.overview, lists.chased), strict=True):
        papers[paper] = names(month)
    sheet = scheme.role("说明")
    if sheet is not None:
        papers[sheet.name] = opinion(month, month.units[0], Marked(""))
    return {
        **{paper_template(paper): {**head, **names} for paper, names in papers.items()},
        booklet.TEMPLATE: booklet.context(scheme, month.parameters, month.period),
    }
