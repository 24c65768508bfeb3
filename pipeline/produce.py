"""The whole sentence up to the edition in memory: collect … assess, then render."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.assess.accounts import accounts
from pipeline.collect.explanations import typed_elsewhere
from pipeline.gather import Office, Progress, gather
from pipeline.history import sheet_since_final
from pipeline.model.edition import Document, Edition, Rendered
from pipeline.model.finalised import recorded_of
from pipeline.model.finding import Fault, Faulty
from pipeline.model.issue import Issue
from pipeline.model.month import Month
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.office.grid import Unreadable
from pipeline.office.reading import Reader
from pipeline.proofread import proofread, read_through
from pipeline.publish import edited, printed_before
from pipeline.publish.names import key
from pipeline.record import log_lines, manifest_of
from pipeline.render import excel, word
from pipeline.render.context import context
from pipeline.render.contract import faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint.leaks import leaks
from pipeline.render.occasions import occasions, sample, tags, unprinted
from pipeline.render.papers.audit import Print, audited, prints_of
from pipeline.render.papers.known import Meanings
from pipeline.render.papers.loop import FOLDER, papers
from pipeline.reread import disproved
from pipeline.scheme.documents import DocumentPlan
from pipeline.scheme.scheme import Scheme, paper_template
from pipeline.validate.judge import Waiver, waived


class NoDocument(Exception):
    """--only names no document of the scheme or none due in this period; Chinese."""


def produce(
    office: Office,
    period: Period | None = None,
    *,
    only: str = "",
    waivers: Sequence[Waiver] = (),
    progress: Progress = lambda text: None,
    jobs: int = 1,
) -> tuple[Edition, Scheme, Month]:
    """Make the period's edition in memory; Faulty with every fault of scheme and templates."""
    clock = _Clock()
    scheme, month = gather(office, period, waivers, progress, jobs)
    with rounding(month.rounding):
        seen = (*noticed(office, scheme, month), *_by_hand(office, scheme, month))
        month = replace(month, remarks=(*month.remarks, *seen))
        clock.lap("读取审核汇总")
        plans = _due(scheme, month, only)
        names = context(scheme.indicators, month, sections_of(scheme))
        printed, wrong = _tried(lambda: _documents(scheme, plans, names, month.issued, progress))
        means = Meanings(scheme, month)
        lost = (
            []
            if only or wrong
            else unprinted(scheme, plans, names, Language(FILTERS), month.issued)
        )
        month = replace(month, remarks=(*month.remarks, *lost))
        told = (*disproved(scheme, month, printed, means), *proofread(scheme, month, printed))
        let = [waived(one, month.waivers) for one in told]  # type: ignore[arg-type]
        month = replace(month, findings=(*month.findings, *let))
        figures = {"期别": str(month.period), "数": list(accounts(scheme.indicators, month))}
        manifest = manifest_of(scheme, month, waivers)
        now = recorded_of(manifest, figures)
        documents = printed + _all(
            wrong,
            lambda: [] if only else _papers(scheme, month, names, progress),
            lambda: [] if only else sheet_since_final(scheme, month, now, names),
            lambda: _audit(
                office, scheme, month, _prints(office, month, printed, only), names, means
            ),
        )
        clock.lap("生成文件")
        edition = Edition(
            period=str(month.period),
            documents=documents,
            draft=bool(month.untrusted),
            manifest={**manifest, "timings": dict(clock.laps)},
            figures=figures,
            log=list(log_lines(month)),
        )
        return edition, scheme, month


def noticed(office: Office, scheme: Scheme, month: Month) -> list[str]:
    """Where a 说明 was typed into outputs: it is not read there; each line says where it goes."""
    sheet = scheme.role("说明")
    if sheet is None:
        return []
    files = edited(office.outputs, str(month.period), paper_template(sheet.name))
    if not files:
        return []
    known = {one.code: one.explanation.text if one.explanation else "" for one in month.findings}
    with Reader() as reader:
        return [
            f"《{name}》里填了{count}条说明，但程序不读outputs里的内容；"
            f"请把该文件复制到{office.inputs.name}/{month.period}/说明/（改名也可）再运行"
            for name, count in typed_elsewhere(scheme, files, known, month.period, reader)
        ]


def _by_hand(office: Office, scheme: Scheme, month: Month) -> Iterator[str]:
    """What is wrong in documents that a person has edited in outputs: no findings of this run."""
    for plan in scheme.documents.values() if scheme.wording.phrasings else ():
        for name, content in edited(office.outputs, str(month.period), plan.template).items():
            try:
                yield from (f"手工改过的文件：{one}" for one in read_through(scheme, content, name))
            except Unreadable as error:
                yield f"手工改过的{error}"


def _due(scheme: Scheme, month: Month, only: str) -> list[DocumentPlan]:
    plans = [plan for plan in scheme.documents.values() if plan.due(month.period.kinds)]
    if not only:
        return plans
    chosen = [plan for plan in plans if plan.name == only]
    if not chosen:
        have = "、".join(plan.name for plan in plans) or "没有"
        raise NoDocument(f"本期没有“{only}”这种文件（本期可做：{have}）")
    return chosen


def _tried(make: Callable[[], list[Document]]) -> tuple[list[Document], list[Fault]]:
    try:
        return make(), []
    except Faulty as faulty:
        return [], list(faulty.faults)


def _all(wrong: list[Fault], *makers: Callable[[], list[Document]]) -> list[Document]:
    """Have everything made, or raise Faulty with what is wrong with all of it."""
    documents: list[Document] = []
    for make in makers:
        made, faults_ = _tried(make)
        documents += made
        wrong.extend(faults_)
    if wrong:
        raise Faulty(wrong)
    return documents


def _audit(
    office: Office,
    scheme: Scheme,
    month: Month,
    prints: Sequence[Print],
    names: Mapping[str, object],
    means: Meanings,
) -> list[Document]:
    made = audited(scheme, month, names, prints, (FOLDER,), office.to_inputs(), means)
    return [made] if made is not None else []


def _prints(office: Office, month: Month, made: Sequence[Document], only: str) -> list[Print]:
    """What the edition's documents print; with --only also those that stay as they are."""
    own = prints_of(made)
    if not only:
        return own
    titles = {key(one) for one in made}
    return own + [
        (name.rpartition(".")[0], one, "沿用上次的文件")
        for name, trace in printed_before(office.outputs, str(month.period)).items()
        if name not in titles
        for one in trace
    ]


def _papers(
    scheme: Scheme, month: Month, names: Mapping[str, object], progress: Progress
) -> list[Document]:
    progress("生成给单位和办公室的审核文件")
    sheet = scheme.role("说明")
    with Reader() as reader:
        return papers(scheme.templates, month, names, sheet.name if sheet else "", reader.read)


def sections_of(scheme: Scheme) -> list[str]:
    """The names of the 材料 that the documents take in."""
    return [name for plan in scheme.documents.values() for name in plan.sections]


def _documents(
    scheme: Scheme,
    plans: Sequence[DocumentPlan],
    names: Mapping[str, object],
    issued: Sequence[Issue],
    progress: Progress,
) -> list[Document]:
    """Hold every template against the data first, so that all faults come at once."""
    language = Language(FILTERS)
    wrong = list(leaks(scheme, plans, language))
    for plan in plans:
        wrong.extend(template_faults(scheme, plan, names, language))
    if wrong:
        raise Faulty(wrong)
    documents = []
    for plan in plans:
        progress(f"生成{plan.name}")
        try:
            documents.extend(_copies(scheme, plan, names, language, issued))
        except Faulty as faulty:
            wrong.extend(faulty.faults)
    if wrong:
        raise Faulty(wrong)
    return documents


def _copies(
    scheme: Scheme,
    plan: DocumentPlan,
    names: Mapping[str, object],
    language: Language,
    issued: Sequence[Issue],
) -> Iterator[Document]:
    for one in occasions(plan, names, language, issued):
        made = rendered_by(scheme, plan, one.names, language)
        folder = (plan.folder,) if plan.folder else ()
        yield Document(one.title, plan.suffix, made.content, plan.template, made.trace, folder)


def template_faults(
    scheme: Scheme, plan: DocumentPlan, names: Mapping[str, object], language: Language
) -> Iterator[Fault]:
    """Everything that is wrong with a document's template and its entry."""
    template, known = scheme.templates[plan.template], {**names, **sample(plan, names, language)}
    if plan.suffix == "docx":
        yield from word.faults(template, plan.template, known, language)
    else:
        yield from excel.faults(template, plan.template, known, FILTERS)
    yield from faults(list(tags(plan)), known, "documents.yaml", language)


def rendered_by(
    scheme: Scheme, plan: DocumentPlan, names: Mapping[str, object], language: Language
) -> Rendered:
    """Make one document; a Word document says its values as `language` does. Faulty."""
    template = scheme.templates[plan.template]
    if plan.suffix == "docx":
        return word.render(template, plan.template, dict(names), language)
    return excel.render(template, plan.template, dict(names), FILTERS)


class _Clock:
    """CPU seconds per stage, for the manifest only."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.process_time()

    def lap(self, name: str) -> None:
        now = time.process_time()
        self.laps[name] = round(now - self._last, 3)
        self._last = now
