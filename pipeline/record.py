"""What is kept of a run beside its documents: the manifest and the log."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

from pipeline.model.finding import Finding, Handling, Level
from pipeline.model.month import Month, Outcome
from pipeline.publish.archive import program
from pipeline.scheme.scheme import Scheme
from pipeline.validate.judge import Waiver

VERSIONS = ("tongbao", "jinja2", "lxml", "pandas", "python-calamine", "openpyxl", "python-docx")


def manifest_of(scheme: Scheme, month: Month, waivers: Sequence[Waiver]) -> dict[str, object]:
    """What manifest.json says of a run: its units, findings, inputs, templates and programs."""
    levels = {level.value: 0 for level in Level}
    rules: dict[str, int] = {}
    for finding in month.findings:
        levels[finding.rule.level.value] += 1
        rules[finding.rule.code] = rules.get(finding.rule.code, 0) + 1
    return {
        "period": str(month.period),
        "why": month.why,
        "units": {
            unit.code: {
                "name": unit.name,
                "state": month.states[unit.code].value,
                "carried": str(month.carried[unit.code]) if unit.code in month.carried else None,
                "late": str(month.late[unit.code].day) if unit.code in month.late else None,
                "file": month.received.get(unit.code),
            }
            for unit in month.units
        },
        "outcomes": {unit.code: month.outcome(unit.code).value for unit in month.units},
        "findings": {
            "levels": levels,
            "rules": dict(sorted(rules.items())),
            "list": [_finding(one) for one in month.findings],
        },
        "waivers": [asdict(one) for one in waivers],
        "finalised": {
            role: one.name
            for role, one in (
                ("before", month.published),
                ("year_ago", month.year_ago),
                ("own", month.own),
            )
            if one
        },
        "accepted": [finding.code for finding in month.findings if finding.accepted],
        "explained": {
            one.code: {"text": one.explanation.text, "by": one.explanation.by}
            for one in month.findings
            if one.explanation and one.handling is Handling.EXPLAINED
        },
        "inputs": dict(month.inputs),
        "templates": dict(sorted(scheme.hashes.items())),
        "versions": versions(),
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "unit": finding.unit,
        "rule": finding.rule.code,
        "level": finding.rule.level.value,
        "line": finding.line,
        "state": finding.handling.value,
    }


def versions() -> dict[str, str]:
    """The programs that make an edition, with their versions as installed here."""
    found = {"python": platform.python_version(), "source": program()}
    for name in VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "?"
    return found


def log_lines(month: Month) -> Iterator[str]:
    """What the log says of a run: the period, each unit, each finding, each remark."""
    yield f"期别 {month.period}（{month.why}）"
    for unit in month.units:
        state = month.states[unit.code]
        kept = f"，{month.kept(unit)}" if unit.code in month.carried else ""
        late = f"，{slow.day}收到，迟报{slow.what}" if (slow := month.late.get(unit.code)) else ""
        file = f"《{month.received[unit.code]}》" if unit.code in month.received else ""
        waiting = "，待说明" if month.outcome(unit.code) is Outcome.TO_EXPLAIN else ""
        yield f"单位 {unit.code} {unit.short} {state}{waiting}{kept}{late}{file}"
    for finding in month.findings:
        settled = finding.accepted or finding.explanation
        state = f"（{finding.state}）" if settled else ""
        yield f"问题 {finding.code} {finding.unit or '办公室'} {finding.line}{state}"
    for proposal in month.proposals:
        yield f"编码 {proposal.unit} {proposal.line}"
    for remark in month.remarks:
        yield f"提醒 {remark}"
