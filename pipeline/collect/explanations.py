"""说明: what units wrote about their findings on the sheet that they were sent."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.collect.directory import Directory
from pipeline.collect.locate import folded, locate
from pipeline.collect.read import read_table
from pipeline.model.finding import Explanation, Finding, Level
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.model.table import Table
from pipeline.office.grid import Grid
from pipeline.office.reading import Reader, Unreadable
from pipeline.scheme.form import Form
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

ROLE, RULE = "说明", "S01"
CODE, TEXT, BY = "问题编号", "说明", "说明人"
SHORTEST, MOST_ALIKE = 8, 3
"""Fewer characters explain nothing; one text cannot explain more findings than this."""

_UNIT = re.compile(r"(?:填报|报送)?单位[:：](.*)")
_JOINTS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A 说明 as it was written: of which unit (empty if nothing tells), on which number."""

    unit: str
    code: str
    text: str
    by: str
    place: Place


def explanations_in(
    scheme: Scheme, directory: Directory, file: str, grids: Sequence[Grid], period: Period
) -> tuple[Said, ...] | None:
    """Return what a sheet that came back says; None where the workbook holds no such sheet."""
    form = scheme.role(ROLE)
    located = locate(form, _sheets(form, grids)) if form else None
    if form is None or located is None or located.missing:
        return None
    table = read_table(scheme, form, file, grids, period, "", located).table
    if table is None:
        return None
    unit = _unit(directory, located.grid, located.header_row, file)
    return tuple(_said(form, table, unit))


def is_reply(scheme: Scheme, grids: Sequence[Grid]) -> bool:
    """Tell whether a workbook holds the sheet that units explain on, and no table of a form."""
    form = scheme.role(ROLE)
    if form is None:
        return False
    others = [one for one in grids if one.name and folded(one.name) != folded(form.sheet)]
    if not any(folded(one.name) == folded(form.sheet) for one in grids):
        located = locate(form, _sheets(form, [one for one in grids if not one.name]))
        if located is None or CODE not in located.columns:
            return False
    return not any(locate(one, others) for one in scheme.forms.values() if not one.paired)


def _sheets(form: Form, grids: Sequence[Grid]) -> list[Grid]:
    """The grids, one without a name (csv, html) taken for the form's own sheet."""
    return [one if one.name else replace(one, name=form.sheet) for one in grids]


def explained(
    scheme: Scheme, findings: Sequence[Finding], said: Sequence[Said]
) -> tuple[Finding, ...]:
    """Attach each 说明 to the finding of its number and unit, S01 added for those that explain
    nothing; a number that no finding bears any more is left alone.
    """
    by_code = {one.code: one for one in findings}
    ours = [one for one in said if _fits(by_code.get(one.code), one)]
    alike = _alike(by_code, ours)
    told: dict[str, Explanation] = {}
    for one in ours:
        plain = bare(one.text)
        refused = _refusal(one.text, scheme.hollow) or (
            f"同一说明用于{len(alike[by_code[one.code].unit, plain])}条问题"
            if (by_code[one.code].unit, plain) in alike
            else ""
        )
        kept = told.get(one.code)
        if kept is None or (kept.refused and not refused):
            told[one.code] = Explanation(one.text, one.by, one.place, refused)
    made = [replace(one, explanation=told.get(one.code)) for one in findings]
    made.extend(_refusals(scheme, made))
    return tuple(sorted(made, key=lambda one: (one.unit, one.rule.code, str(one.places[:1]))))


def unmatched(findings: Sequence[Finding], said: Sequence[Said]) -> list[Said]:
    """The 说明 whose number no finding of their unit bears: out of date, or wrongly copied."""
    by_code = {one.code: one for one in findings}
    return [one for one in said if not _fits(by_code.get(one.code), one)]


def typed_elsewhere(
    scheme: Scheme,
    files: Mapping[str, bytes],
    known: Mapping[str, str],
    period: Period,
    reader: Reader,
) -> Iterator[tuple[str, int]]:
    """Yield each file in which 说明 stand that nobody put into inputs, with their number.

    `known` gives, for each finding's number, the text that inputs have for it.
    """
    for name, content in sorted(files.items()):
        try:
            grids = reader.read(content, name).grids
        except Unreadable:
            continue
        said = explanations_in(scheme, Directory(), name, grids, period) or ()
        new = [one for one in said if one.code in known and bare(one.text) != bare(known[one.code])]
        if new:
            yield name, len(new)


def bare(text: str) -> str:
    """A text without spaces and punctuation, one width, for comparing."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", text))


def _fits(finding: Finding | None, said: Said) -> bool:
    return finding is not None and said.unit in ("", finding.unit)


def _unit(directory: Directory, grid: Grid, header: int, file: str) -> str:
    """The unit that the lines above the table name, else the file name."""
    for row in range(1, header + 1):
        for column in range(1, grid.width + 1):
            line = _UNIT.match(folded(grid.cell(row, column)))
            if line and (unit := directory.find(line[1]) or directory.within(line[1])):
                return unit.code
    unit = directory.within(file)
    return unit.code if unit else ""


def _said(form: Form, table: Table, unit: str) -> Iterator[Said]:
    for row in range(len(table)):
        words = {
            name: column.values[row] if isinstance(column.values[row], str) else ""
            for name, column in table.columns.items()
        }
        code, text = words.get(CODE, "").lower().zfill(8), words.get(TEXT, "")
        if words.get(CODE) and text:
            yield Said(unit, code, text, words.get(BY, ""), table.place(row, TEXT))


def _alike(by_code: Mapping[str, Finding], said: Sequence[Said]) -> dict[tuple[str, str], set[str]]:
    """Texts that one unit gave for more than three findings to be explained, with the numbers."""
    uses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in said:
        finding = by_code[one.code]
        if finding.rule.level is Level.EXPLAIN:
            uses[finding.unit, bare(one.text)].add(one.code)
    return {key: codes for key, codes in uses.items() if len(codes) > MOST_ALIKE}


def _refusal(text: str, hollow: Collection[str]) -> str:
    """Why a text explains nothing: only stock phrases, or too few characters; empty if it may."""
    pieces = [one for one in _JOINTS.split(unicodedata.normalize("NFKC", text)) if one]
    phrases = {bare(one) for one in hollow}
    if all(piece in phrases for piece in pieces) or bare(text) in phrases:
        return "是套话，没有写明原因"
    if len("".join(text.split())) < SHORTEST:
        return f"不足{SHORTEST}个字"
    return ""


def _refusals(scheme: Scheme, findings: Sequence[Finding]) -> Iterator[Finding]:
    """S01, once for each text that was refused, on every cell in which it stands."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.explanation and one.explanation.refused and one.rule.level is Level.EXPLAIN:
            alone = "" if one.explanation.refused.startswith("同一说明") else one.code
            groups[one.unit, alone or bare(one.explanation.text)].append(one)
    for (unit, _), ones in groups.items():
        told = ones[0].explanation
        assert told is not None
        yield found(
            scheme.rules[RULE],
            ones[0].period,
            unit,
            tuple(one.explanation.place for one in ones if one.explanation.place),
            编号="、".join(one.code for one in ones),
            说明=told.text,
            原因=told.refused,
            key="、".join(one.code for one in ones),
            field=TEXT,
            found=told.text,
        )
