"""Takes in a period's folder: which file is whose, of which version, and what stands in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.collect.directory import Directory
from pipeline.collect.discover import MATERIAL, Sent, files_in, periods_in, sent_in
from pipeline.collect.explanations import Said, explanations_in, is_reply
from pipeline.collect.filenames import period_in, version_in
from pipeline.collect.layout import MOST_PLACES
from pipeline.collect.locate import Located, folded
from pipeline.collect.panes import panes
from pipeline.collect.read import read_table
from pipeline.collect.typing import shown
from pipeline.collect.versions import Arrived, settle
from pipeline.model.finding import Finding
from pipeline.model.number import SCALE
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.model.table import Submission, Table
from pipeline.model.unit import Unit
from pipeline.office.grid import Grid
from pipeline.office.reading import Reader, Unreadable, Workbook
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

__all__ = ["MATERIAL", "Receipt", "files_in", "periods_in", "receive"]

_MACROS, _LINKS = "带有宏", "引用了其他工作簿"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A period as it came in: the submission that counts per unit, every file, every finding.

    `contents` has each file's bytes by its name; `said` what units explained; `remarks` hints.
    """

    period: Period
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    strangers: tuple[Unit, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    remarks: tuple[str, ...] = ()


def receive(
    scheme: Scheme, directory: Directory, folder: Path, period: Period, reader: Reader
) -> Receipt:
    """Read every file of the period's folder; whatever is wrong becomes a finding."""
    intake = _Intake(scheme, directory, period)
    sent = list(sent_in(folder))
    digests = [intake.arrive(one) for one in sent]
    pairs = zip(sent, digests, strict=True)
    files = [(one.data, one.name, (one.name, digest)) for one, digest in pairs if not one.error]
    task = partial(_part, replace(scheme, templates={}), directory, period)
    for part in reader.each(task, files):
        intake.add(part)
    return intake.receipt()


@dataclass(frozen=True, slots=True)
class _Part:
    """What came of one file."""

    findings: Sequence[Finding]
    arrived: Sequence[Arrived]
    strangers: Mapping[str, Unit]
    said: Sequence[Said]
    unread: Sequence[tuple[str, Unreadable]]


def _part(
    scheme: Scheme,
    directory: Directory,
    period: Period,
    answer: Workbook | Unreadable,
    name: str,
    digest: str,
) -> _Part:
    """Read one file's workbook; this may run in a worker."""
    intake = _Intake(scheme, directory, period)
    if isinstance(answer, Unreadable):
        intake.unread.append((name, answer))
    else:
        intake.file(name, digest, answer)
    return _Part(intake.findings, intake.arrived, intake.strangers, intake.said, intake.unread)


class _Intake:
    def __init__(self, scheme: Scheme, directory: Directory, period: Period) -> None:
        self.scheme, self.directory, self.period = scheme, directory, period
        self.files: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.arrived: list[Arrived] = []
        self.remarks: list[str] = []
        self.strangers: dict[str, Unit] = {}
        self.contents: dict[str, bytes] = {}
        self.said: list[Said] = []
        self.unread: list[tuple[str, Unreadable]] = []

    def arrive(self, sent: Sent) -> str:
        """Note a file as it came, whatever stands in it; return its digest."""
        digest = self.files[sent.name] = hashlib.sha256(sent.data).hexdigest()
        self.contents[sent.name] = sent.data
        if sent.error is not None:
            self.unread.append((sent.name, sent.error))
        return digest

    def add(self, part: _Part) -> None:
        """Take in what came of one file."""
        self.findings.extend(part.findings)
        self.arrived.extend(part.arrived)
        for code, unit in part.strangers.items():
            self.strangers.setdefault(code, replace(unit, order=len(self.strangers)))
        self.said.extend(part.said)
        self.unread.extend(part.unread)

    def file(self, name: str, digest: str, workbook: Workbook) -> None:
        cover = self._cover(name, workbook.grids)
        said = explanations_in(self.scheme, self.directory, name, workbook.grids, self.period)
        self.said.extend(said or ())
        if cover is None and is_reply(self.scheme, workbook.grids):
            if said is None:
                self._unread_reply(name)
            return
        unit, heading = self._unit(name, cover)
        if unit is None:
            near = self.directory.nearest(heading)
            hint = f"，是否为“{near}”？" if near else ""
            place = cover.place(0, "填报单位") if cover else Place(name)
            self._note("V02", "", place, 值=heading, 候选=hint, 文件=name)
            return
        self._submission(name, digest, unit, cover, workbook)

    def receipt(self) -> Receipt:
        chosen: dict[str, Submission] = {}
        for unit in sorted({one.submission.unit for one in self.arrived}):
            own = [one for one in self.arrived if one.submission.unit == unit]
            settled = settle(self.scheme, unit, self._name(unit), own)
            chosen[unit] = settled.submission
            self.findings.extend(settled.findings)
            self.remarks.extend(settled.remarks)
        for name, error in self.unread:
            self._unread(name, error, chosen)
        return Receipt(
            self.period,
            chosen,
            tuple(self.findings),
            self.files,
            tuple(self.strangers[code] for code in sorted(self.strangers)),
            self.contents,
            tuple(self.said),
            tuple(self.remarks),
        )

    def _unread(self, name: str, error: Unreadable, chosen: Mapping[str, Submission]) -> None:
        """V57; a mere remark where the unit has a readable file that is no older version."""
        unit = self.directory.within(name)
        code = unit.code if unit else self._sender_beside(name, chosen)
        good = chosen.get(code)
        if good is not None and version_in(name) <= good.version:
            what = f"{error.problem}，没有读取；已按《{good.file}》审核"
            self._note("X06", code, Place(name), 文件=name, 情况=what, 办法=error.remedy)
            return
        words = {"文件": name, "原因": error.problem, "办法": error.remedy}
        self._note("V57", code, Place(name), **words)

    def _unread_reply(self, name: str) -> None:
        """X06 for the sheet of findings that came back without the columns to answer in."""
        unit, what = self.directory.within(name), "是发回的问题清单，但表头不全，没有读取"
        words = {"文件": name, "情况": what, "办法": "请在原来的表上填写，勿删改表头"}
        self._note("X06", unit.code if unit else "", Place(name), **words)

    def _sender_beside(self, name: str, chosen: Mapping[str, Submission]) -> str:
        """The one unit whose file came in the same folder or archive; empty if none or several."""
        folder = Path(name).parent
        units = {code for code, one in chosen.items() if Path(one.file).parent == folder}
        return units.pop() if folder != Path() and len(units) == 1 else ""

    def _submission(
        self, name: str, digest: str, unit: Unit, cover: Table | None, workbook: Workbook
    ) -> None:
        tables, findings = self._tables(name, unit, workbook.grids)
        findings.extend(self._wrong_period(name, unit, cover))
        findings.extend(self._wrong_sender(name, unit, cover))
        findings.extend(self._remarks(name, unit, workbook.notes))
        values = _cells(cover)
        version = values.get("版本")
        submission = Submission(
            unit=unit.code,
            period=self.period,
            file=name,
            digest=digest,
            version=version // SCALE if isinstance(version, int) else version_in(name),
            tables=tables,
            received=_day(values.get("填报日期")),
        )
        self.arrived.append(Arrived(submission, findings, bool(workbook.copy_of)))

    def _tables(
        self, name: str, unit: Unit, grids: Sequence[Grid]
    ) -> tuple[dict[str, Table], list[Finding]]:
        tables: dict[str, Table] = {}
        findings: list[Finding] = []
        respelt: list[Place] = []
        forms = [form for form in self.scheme.forms.values() if form.role != "说明"]
        stands = panes(forms, grids, self.period)
        findings.extend(self._guests(name, unit, stands))
        for form in forms:
            reading = read_table(
                self.scheme, form, name, grids, self.period, unit.code, stands.get(form.name)
            )
            if reading.table is not None:
                tables[form.name] = reading.table
            findings.extend(reading.findings)
            respelt.extend(reading.respelt)
        if respelt:
            words = {"处数": len(respelt), "found": str(len(respelt))}
            findings.append(self._made("V58", unit, respelt[:MOST_PLACES], **words))
        return tables, findings

    def _cover(self, name: str, grids: Sequence[Grid]) -> Table | None:
        form = self.scheme.role("封面")
        if form is None:
            return None
        return read_table(self.scheme, form, name, grids, self.period, "").table

    def _unit(self, name: str, cover: Table | None) -> tuple[Unit | None, str]:
        """The unit by cover, else by file or folder name; without a directory, by its own word."""
        cells = _cells(cover)
        said = [shown(cells.get(one)) for one in ("单位代码", "填报单位")]
        heading = said[1] or said[0] or Path(name).stem
        if self.directory:
            return self.directory.find(*said) or self.directory.within(name), heading
        sender = next((form.sender for form in self.scheme.forms.values() if form.sender), "")
        code = heading if any(said) else sender or Path(name).stem
        unit = Unit(code, code, code, order=len(self.strangers))
        return self.strangers.setdefault(code, unit), heading

    def _wrong_period(self, name: str, unit: Unit, cover: Table | None) -> Iterator[Finding]:
        said, named = _cells(cover).get("所属期"), period_in(name)
        if isinstance(said, date):
            period = Period(said.year, said.month)
            place = cover.place(0, "所属期") if cover else Place(name)
        elif named is not None:
            period, place = named, Place(name)
        else:
            return
        if period != self.period:
            words = {"文件": name, "值": str(period), "本期": str(self.period)}
            yield self._made("V01", unit, [place], found=str(period), **words)
        elif named is not None and named != period:
            what = f"文件名里的期别是{named}，封面所属期是{period}，已按封面读取"
            yield self._remark(name, unit, what, "请核对是否放错了文件")

    def _wrong_sender(self, name: str, unit: Unit, cover: Table | None) -> Iterator[Finding]:
        """X04 where code and name on the cover are two units; a remark where one is unknown."""
        if not self.directory or cover is None:
            return
        code, called = (shown(_cells(cover).get(one)) for one in ("单位代码", "填报单位"))
        first, second = self.directory.find(code), self.directory.find(called)
        if first and second and first.code != second.code:
            words = {"代码": code, "单位": first.name, "值": called, "found": f"{code} {called}"}
            yield self._made("X04", unit, [cover.place(0, "填报单位")], **words)
        elif code and called and (first is None) != (second is None):
            odd = f"填报单位“{called}”" if first else f"单位代码“{code}”"
            what = f"封面的{odd}不在名录中，已按“{unit.name}”读取"
            yield self._remark(name, unit, what, "请核对后改正封面")

    def _remarks(self, name: str, unit: Unit, notes: Sequence[str]) -> Iterator[Finding]:
        """What the reader noted about the file: macros, links to other workbooks."""
        for note in notes:
            what, _, more = note.removeprefix("文件").partition("；")
            if _MACROS in note:
                yield self._remark(name, unit, f"{what}，{more}", "请另存为不带宏的xlsx后报送")
            elif _LINKS in note:
                words = {
                    "表": name,
                    "情况": f"{what}，{more}",
                    "办法": "请改为数值后重报，或写明原因",
                }
                yield self._made("V56", unit, [Place(name)], found=what, **words)

    def _guests(self, name: str, unit: Unit, stands: Mapping[str, Located]) -> Iterator[Finding]:
        """X06 for each table that stands on a sheet which is not its own."""
        for form_name, located in stands.items():
            form, sheet = self.scheme.forms[form_name], located.grid.name
            if folded(sheet) != folded(form.sheet):
                where = f"工作表“{sheet}”" if sheet else "一页"
                what = f"的“{form.title}”与别的表同在{where}里，已分别读取"
                yield self._remark(name, unit, what, "下次请一张工作表只放一张表")

    def _remark(self, name: str, unit: Unit, what: str, remedy: str) -> Finding:
        words = {"文件": name, "情况": what, "办法": remedy}
        return self._made("X06", unit, [Place(name)], found=what, **words)

    def _made(self, code: str, unit: Unit, places: Sequence[Place], **words: object) -> Finding:
        return found(self.scheme.rules[code], self.period, unit.code, tuple(places), **words)

    def _name(self, code: str) -> str:
        unit = self.directory.find(code)
        return unit.name if unit else code

    def _note(self, code: str, unit: str, *places: Place, **words: object) -> None:
        rule = self.scheme.rules[code]
        file = places[0].file if places else ""
        self.findings.append(found(rule, self.period, unit, places, found=file, **words))


def _cells(cover: Table | None) -> dict[str, object]:
    if cover is None:
        return {}
    return {name: column.values[0] for name, column in cover.columns.items()}


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
