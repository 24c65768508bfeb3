"""Templates filled with the present data for those who edit them; no edition is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.gather import Office, Progress, gather
from pipeline.model.edition import Document
from pipeline.model.finding import Fault, Faulty
from pipeline.model.month import Month
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.produce import rendered_by, sections_of, template_faults
from pipeline.render import excel, word
from pipeline.render.absent import pointed_out
from pipeline.render.context import context
from pipeline.render.contract import ANY
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions, sample
from pipeline.scheme.documents import DocumentPlan
from pipeline.scheme.expression import nearest
from pipeline.scheme.scheme import Scheme

_KINDS = ("docx", "xlsx")


class NoTemplate(Exception):
    """What was asked for is neither a document's name nor a template's path; Chinese."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A month judged and assessed, with what templates may name: enough for any template."""

    office: Office
    scheme: Scheme
    month: Month
    names: Mapping[str, object]
    language: Language


@dataclass(frozen=True, slots=True)
class Preview:
    """A document as it would be made now, or the faults of its template."""

    plan: DocumentPlan
    document: Document | None = None
    faults: tuple[Fault, ...] = ()


def staged(
    office: Office, period: Period | None = None, progress: Progress = lambda text: None
) -> Stage:
    """Read and judge the inputs once for any number of previews; Faulty, NoPeriod."""
    scheme, month = gather(office, period, progress=progress)
    known = (*month.material, *month.manuscripts, *month.pictures)
    sections = dict.fromkeys((*sections_of(scheme), *known))
    with rounding(month.rounding):
        names = context(scheme.indicators, month, sections)
    return Stage(office, scheme, month, names, Language(FILTERS, finalize=pointed_out))


def chosen(stage: Stage, wanted: str = "") -> list[DocumentPlan]:
    """The documents due, or the one that is wanted, due or not; NoTemplate.

    `wanted` is a document's name, or the path of a template, seen from here or from templates/,
    that need not be declared.
    """
    plans = stage.scheme.documents
    if not wanted:
        return [plan for plan in plans.values() if plan.due(stage.month.period.kinds)]
    if wanted in plans:
        return [plans[wanted]]
    folder = stage.office.templates
    found = next((one for one in (Path(wanted), folder / wanted) if one.is_file()), None)
    if found is None or found.suffix[1:].lower() not in _KINDS:
        near = nearest(wanted, [*plans, *(plan.template for plan in plans.values())])
        raise NoTemplate(f"没有“{wanted}”这种文件，也没有这个模板（.docx、.xlsx）{near}")
    for plan in plans.values():
        if (folder / plan.template).resolve() == found.resolve():
            return [plan]
    return [DocumentPlan(found.stem, str(found), (), found.stem)]


def path_of(stage: Stage, plan: DocumentPlan) -> Path:
    """Where a document's template stands."""
    if stage.scheme.documents.get(plan.name) is plan:
        return stage.office.templates / plan.template
    return Path(plan.template)


def previews(
    stage: Stage, plans: Sequence[DocumentPlan], progress: Progress = lambda text: None
) -> Iterator[Preview]:
    """Make each document from its template as it stands on the disk now.

    A template that cannot be read or has faults does not keep the others from being made.
    """
    with rounding(stage.month.rounding):
        for plan in plans:
            progress(f"预览{plan.name}")
            yield _previewed(stage, plan)


def _previewed(stage: Stage, plan: DocumentPlan) -> Preview:
    try:
        content = path_of(stage, plan).read_bytes()
    except OSError as error:
        fault = Fault(plan.template, "", f"无法读取（{error.strerror}）", "请检查文件是否还在")
        return Preview(plan, None, (fault,))
    scheme = replace(stage.scheme, templates={**stage.scheme.templates, plan.template: content})
    try:
        if found := tuple(template_faults(scheme, plan, stage.names, stage.language)):
            return Preview(plan, None, found)
        one = _shown(plan, stage)
        if one is None:
            what = f"“{plan.source}”里现在一项也没有，没有可以预览的一份"
            return Preview(plan, None, (Fault(plan.template, "", what, "请等有数据时再看"),))
        made = rendered_by(scheme, plan, one, stage.language)
    except Faulty as faulty:
        return Preview(plan, None, faulty.faults)
    if plan.suffix == "docx":
        coloured = word.highlighted(made.content)
    else:
        coloured = excel.highlighted(made.content, made.trace)
    return Preview(plan, Document(plan.name, plan.suffix, coloured, plan.template, made.trace))


def _shown(plan: DocumentPlan, stage: Stage) -> Mapping[str, object] | None:
    """The names of the first copy that is due; of the first item where none is."""
    due = next(occasions(plan, stage.names, stage.language, stage.month.issued), None)
    if due is not None or not plan.root:
        return due.names if due is not None else stage.names
    own = sample(plan, stage.names, stage.language)
    return None if own[plan.root] is ANY else {**stage.names, **own}
