"""变动说明.xlsx: what is otherwise than in an edition before, for the office."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.changes import Changes
from pipeline.model.edition import Document
from pipeline.model.figure import Quantity
from pipeline.model.number import exact
from pipeline.render import excel
from pipeline.render.filters import FILTERS
from pipeline.render.papers.rows import Dict
from pipeline.scheme.scheme import CHANGES, paper_template


def changed(
    templates: Mapping[str, bytes],
    roots: Mapping[str, object],
    found: Changes,
    folder: tuple[str, ...],
    name: str = CHANGES,
) -> Document | None:
    """Return the sheet, or None without its template; Faulty for a wrong one.

    `roots` are the names that all templates know.
    """
    template = paper_template(CHANGES)
    if template not in templates:
        return None
    lists = roots["清单"]
    assert isinstance(lists, Mapping)
    names = {one: roots[one] for one in ("办公室", "本期")}
    own = {"变动": names_of(found), "调整": lists["上期数据调整"]}
    made = excel.render(templates[template], template, {**names, **own}, FILTERS)
    return Document(name, "xlsx", made.content, template, made.trace, folder, working=True)


def names_of(found: Changes) -> Dict:
    """What the template may name under 变动."""
    return {
        "对照": found.since,
        "说明": found.note,
        "数": [
            {
                "序号": number,
                "单位": one.unit,
                "指标": one.title,
                "状态": one.status,
                "计量单位": one.measure,
                "原数": _number(one.then, one.measure),
                "现数": _number(one.now, one.measure),
                "差额": _number(one.difference, one.measure),
                "原因": one.cause,
            }
            for number, one in enumerate(found.figures, start=1)
        ],
        "问题": [
            {
                "序号": number,
                "变动": one.kind,
                "单位": one.unit,
                "级别": one.level,
                "问题编号": one.code,
                "问题": one.line,
            }
            for number, one in enumerate(found.findings, start=1)
        ],
        "文件": [
            {"序号": number, "变动": one.kind, "文件": one.name}
            for number, one in enumerate(found.files, start=1)
        ],
        "单位": [
            {"序号": number, "单位": one.unit, "原情况": one.then, "现情况": one.now}
            for number, one in enumerate(found.states, start=1)
        ],
    }


def _number(text: str, measure: str) -> object:
    """A number where the text is one, so that the sheet can add it up; else the text."""
    try:
        value = exact(text)
    except ValueError:
        return text
    return Quantity(value, measure, 2, raw=True)
