"""A finding as the papers print it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.model.deadlines import spoken
from pipeline.model.finding import Finding

Dict = dict[str, object]


def row(finding: Finding, projects: Mapping[str, str]) -> Dict:
    """The names that a template may use of a finding; what it does not have is empty text.

    `projects` gives the names that go with project codes.
    """
    place = finding.places[0] if finding.places else None
    said = finding.explanation
    return {
        "问题编号": finding.code,
        "级别": finding.rule.level.value,
        "后果": finding.rule.consequence.value,
        "未计入": finding.left_out,
        "对象": finding.rule.addressee.value,
        "规则": finding.rule.code,
        "文件": place.file if place else "",
        "工作表": place.sheet if place else "",
        "单元格": place.cell if place else "",
        "项目": _project(finding.key, projects),
        "填报值": finding.found,
        "对照值": finding.expected,
        "问题": finding.message,
        "处理办法": finding.remedy,
        "说明": said.text if said else "",
        "说明人": said.by if said else "",
        "状态": _state(finding),
    }


def day(value: date | None) -> str:
    """2026年7月3日; empty where no day is known."""
    return spoken(value) if value else ""


def _project(key: str, projects: Mapping[str, str]) -> str:
    """The project's name by the first part of the key; a mere row number is no name."""
    first = key.split("\x1f")[0]
    return "" if first.startswith("#") else projects.get(first, first)


def _state(finding: Finding) -> str:
    """The state beside the column 说明, which has the text itself."""
    said = finding.explanation
    closed = said is not None and not said.refused
    return finding.handling.value if closed and finding.handling != "待改正" else finding.state
