"""Every template of the office held against the scheme and 基础库, before there are figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.collect.base import read_base
from pipeline.collect.directory import directory_of
from pipeline.collect.receive import periods_in
from pipeline.collect.roles import declared, parameters, role_rows, role_table
from pipeline.gather import Office, Progress
from pipeline.model.finding import Fault, Faulty
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.render.contract import faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint.judge import Remark, Rules, remarks
from pipeline.render.lint.notes import MARK
from pipeline.render.lint.papers import names_of_papers
from pipeline.render.lint.sample import month_of, names_of, veil
from pipeline.render.occasions import FILE, sample, tags
from pipeline.render.shapes import ANY
from pipeline.scheme.documents import DocumentPlan, templates_in
from pipeline.scheme.scheme import Scheme, load_scheme

_SOME_DAY = Period(2099, 1)
"""Stands for the period where there is none yet: every unit that has not left reports by then."""


class NoTemplate(Exception):
    """A template was named and there is none of that name; Chinese."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A template with all that is to be said of it; `path` is where it stands."""

    name: str
    path: Path
    content: bytes
    remarks: tuple[Remark, ...]


def judged(
    office: Office, wanted: Sequence[str] = (), progress: Progress = lambda text: None
) -> list[Judged]:
    """Judge the templates that are named (all of them if none is), in the order of the folders.

    A name is that of the document, of the file, or a path to a file anywhere. Nothing that units
    sent is read. Faulty where scheme or 基础库 cannot be read, NoTemplate for a wrong name.
    """
    scheme = load_scheme(office.templates)
    chosen = _chosen(scheme, office.templates, wanted)
    progress("读取基础库")
    desk = _Desk(scheme, *_month(scheme, office))
    made = []
    for name, (path, content) in chosen.items():
        progress(f"检查{name}")
        found = desk.said(name, content)
        made.append(Judged(name, path, content, tuple(found)))
    return made


def _chosen(scheme: Scheme, folder: Path, wanted: Sequence[str]) -> dict[str, tuple[Path, bytes]]:
    kept = {
        name: (folder / name, data)
        for name, data in templates_in(folder).items()
        if f"（{MARK}" not in name
    }
    if not wanted:
        return kept
    chosen = {}
    for said in wanted:
        name = _named(scheme, kept, folder, said)
        path = Path(said)
        if name:
            chosen[name] = kept[name]
        elif path.is_file() and path.suffix in (".docx", ".xlsx"):
            chosen[path.name] = path, path.read_bytes()
        else:
            raise NoTemplate(f"没有“{said}”这个模板（有：{'、'.join(kept) or '没有'}）")
    return chosen


def _named(scheme: Scheme, kept: Mapping[str, tuple[Path, bytes]], folder: Path, said: str) -> str:
    for name, (path, _) in kept.items():
        if said in (name, path.name, path.stem) or Path(said).absolute() == path.absolute():
            return name
    plan = scheme.documents.get(said)
    return plan.template if plan is not None else ""


def _month(scheme: Scheme, office: Office) -> tuple[Month, bool]:
    """A month without figures for the office's own units, and whether it says who these are."""
    sent = periods_in(office.inputs)
    period = sent[-1] if sent else _SOME_DAY
    with Reader() as reader:
        base = read_base(scheme, office.inputs, reader, period)
    units = directory_of(role_table(scheme, base, "名录"), period).units
    stages = [str(row["名称"]) for row in role_rows(scheme, base, "阶段") if row.get("名称")]
    filled = parameters(scheme, base)
    known = {**dict.fromkeys(declared(scheme)), **filled} if filled else {}
    return month_of(scheme, period, units, known, stages), bool(units)


@dataclass(slots=True)
class _Desk:
    """Knows for each template which names it may use and whether what it makes is published."""

    scheme: Scheme
    month: Month
    is_told: bool
    _open: dict[str, object] = field(default_factory=dict)
    _within: dict[str, object] = field(default_factory=dict)

    def said(self, name: str, content: bytes) -> Iterator[Remark]:
        plans = [plan for plan in self.scheme.documents.values() if plan.template == name]
        paper = names_of_papers(self.scheme, self.month, self.within).get(name)
        if not plans and paper is None:
            what = "没有写进documents.yaml，不会用它生成文件"
            yield Remark(Fault(name, "", what, "请在documents.yaml里加上，或移出templates"), False)
        if not plans:
            names = paper if paper is not None else self.names(True)
            yield from remarks(content, name, names, self.rules)
        found: list[Remark] = []
        for plan in plans:
            try:
                names = self._of(plan)
            except Faulty as faulty:
                found += [Remark(one, True) for one in faulty.faults]
                continue
            found += remarks(content, name, names, self.rules)
            own = faults(list(tags(plan)), names, FILE, self.rules.language)
            found += [Remark(one, True) for one in own]
        yield from dict.fromkeys(found)

    def _of(self, plan: DocumentPlan) -> dict[str, object]:
        """The names of a document, with one item of what there is a copy of each (每份)."""
        names = self.names(plan.published)
        roots = type(names)
        try:
            return roots({**names, **sample(plan, names, self.rules.language)})
        except Faulty:
            if self.is_told:
                raise
            return roots({**names, plan.root: ANY})

    def names(self, is_published: bool) -> dict[str, object]:
        return self.open if is_published else self.within

    @property
    def open(self) -> dict[str, object]:
        if not self._open:
            names = names_of(self.scheme, self.month, self.is_told)
            self._open = veil(self.scheme, names)
        return self._open

    @property
    def within(self) -> dict[str, object]:
        if not self._within:
            self._within = names_of(self.scheme, self.month, self.is_told)
        return self._within

    @property
    def rules(self) -> Rules:
        parents = {name: one.parent for name, one in self.scheme.indicators.items()}
        return Rules(Language(FILTERS), self.scheme.styles, parents)
