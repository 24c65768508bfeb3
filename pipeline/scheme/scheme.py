"""The scheme: everything the office decides in templates/, loaded and held against itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.finding import Fault, Faulty, Rule
from pipeline.scheme.claims import NO_CLAIMS, Claims, claims_of, faults_of_claims
from pipeline.scheme.definitions import Definition
from pipeline.scheme.documents import DocumentPlan, documents_of
from pipeline.scheme.expression import Expression, crowded, nearest
from pipeline.scheme.form import Form, form_of
from pipeline.scheme.indicators import Indicator, indicators_of
from pipeline.scheme.listed import faults_of_lists, lists_of, spelt_out
from pipeline.scheme.lists import ListPlan
from pipeline.scheme.marked import Block, Taker, load
from pipeline.scheme.measures import mixed_measures
from pipeline.scheme.phrasings import (
    NO_WORDING,
    WORDING,
    Wording,
    faults_of_wording,
    wording_of,
)
from pipeline.scheme.rules import Check, Unread, checks_of, rules_of
from pipeline.scheme.styles import NO_STYLES, STYLED, Styles, styles_of

BASE = "基础库"
OF_ISSUES = ("期间", "文件", "哪一份")
"""The fields that say which document a row of 发文 is about; all others are told of it."""
RULES = "checks.yaml"
LISTED = "lists.yaml"
"""Lists by declared conditions; an office may do without."""
LISTS = ("问题清单", "报送情况一览表", "催报名单")
"""The office's lists in the return loop, each made from the template of its name in tables/."""
CHANGES = "变动说明"
"""What is otherwise than in an edition before; made where there is one."""
AUDIT = "底稿"
"""Every printed figure with what it is made of."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Forms, rules, indicators and documents of one office, with the templates' bytes."""

    forms: Mapping[str, Form]
    base: Mapping[str, Form]
    rules: Mapping[str, Rule]
    cross_checks: tuple[Check, ...]
    indicators: Mapping[str, Indicator]
    documents: Mapping[str, DocumentPlan]
    templates: Mapping[str, bytes]
    hashes: Mapping[str, str]
    hollow: tuple[str, ...] = ()
    lists: Mapping[str, ListPlan] = field(default_factory=dict)
    claims: Claims = NO_CLAIMS
    wording: Wording = NO_WORDING
    styles: Styles = NO_STYLES

    def form(self, name: str) -> Form:
        """The form of this name, the office's own tables included."""
        return self.forms.get(name) or self.base[name]

    def role(self, role: str) -> Form | None:
        """The office's table (or submitted form) that serves as `role`, if there is one."""
        for form in (*self.base.values(), *self.forms.values()):
            if form.role == role:
                return form
        return None

    @property
    def told(self) -> tuple[str, ...]:
        """The parameters that the office may enter of one document alone."""
        form = self.role("发文")
        return tuple(one for one in form.fields if one not in OF_ISSUES) if form else ()

    @property
    def checks(self) -> Iterator[Check]:
        """Every check of every form, then the cross checks."""
        for form in (*self.forms.values(), *self.base.values()):
            yield from form.checks
        yield from self.cross_checks


def load_scheme(folder: Path) -> Scheme:
    """Load templates/; Faulty with all faults of all files at once.

    What would only follow from a file that cannot be read is not told.
    """
    faults: list[Fault] = []
    unread: set[str] = set()
    if not folder.is_dir():
        raise Faulty(
            [Fault(str(folder), "", "没有这个文件夹", "请用--templates指明模板所在文件夹")]
        )
    hashes: dict[str, str] = {}

    def block(path: Path) -> Block:
        shown = path.relative_to(folder).as_posix()
        if not path.is_file():
            faults.append(Fault(shown, "", "没有这个文件", "请从样例中补上"))
            return _empty(shown)
        hashes[shown] = hashlib.sha256(path.read_bytes()).hexdigest()
        try:
            return load(path, shown)
        except Faulty as faulty:
            faults.extend(faulty.faults)
            unread.add(shown)
            return _empty(shown)

    checks = Taker(block(folder / RULES), faults)
    rules = Unread() if RULES in unread else rules_of(checks.sub("规则"), faults)
    forms = _forms(folder / "forms", block, rules, faults, base=False)
    base = _forms(folder / "forms" / BASE, block, rules, faults, base=True)
    cross = tuple(
        check for one in checks.subs("核对") for check in checks_of("", one, rules, faults)
    )
    hollow = checks.texts("说明不采用")
    claims = claims_of(checks)
    checks.done()
    entries = next((form.name for form in base.values() if form.role == "录入"), "")
    indicators = indicators_of(block(folder / "figures.yaml"), faults, entries)
    listed = block(folder / LISTED) if (folder / LISTED).is_file() else _empty(LISTED)
    lists = spelt_out(lists_of(listed, faults, indicators), {**base, **forms})
    said = block(folder / WORDING) if (folder / WORDING).is_file() else _empty(WORDING)
    wording = wording_of(said, faults)
    styled = block(folder / STYLED) if (folder / STYLED).is_file() else _empty(STYLED)
    styles = styles_of(styled, faults)
    documents = documents_of(block(folder / "documents.yaml"), faults)
    sheets = [form.name for form in forms.values() if form.role == "说明"]
    papers = [paper_template(name) for name in (*sheets, *LISTS, CHANGES, AUDIT)]
    templates = _templates(folder, documents, papers, hashes, faults)
    scheme = Scheme(
        forms=forms,
        base=base,
        rules=rules,
        cross_checks=cross,
        indicators=indicators,
        documents=documents,
        templates=templates,
        hashes=hashes,
        hollow=hollow,
        lists=lists,
        claims=claims,
        wording=wording,
        styles=styles,
    )
    if not unread:
        faults.extend(dict.fromkeys(_contradictions(scheme)))
    if faults:
        raise Faulty(faults)
    return scheme


def paper_template(name: str) -> str:
    """Where the look of one of the return loop's papers stands."""
    return f"tables/{name}.xlsx"


def _forms(
    folder: Path,
    block: Callable[[Path], Block],
    rules: Mapping[str, Rule],
    faults: list[Fault],
    *,
    base: bool,
) -> dict[str, Form]:
    forms = {}
    for path in sorted(folder.glob("*.yaml")):
        declared = block(path)
        if declared:
            forms[path.stem] = form_of(path.stem, declared, rules, faults, base=base)
    return forms


def _templates(
    folder: Path,
    documents: Mapping[str, DocumentPlan],
    papers: Iterable[str],
    hashes: dict[str, str],
    faults: list[Fault],
) -> dict[str, bytes]:
    """The bytes of the templates; those of the return loop's papers may be missing."""
    templates = {}
    for plan in documents.values():
        path = folder / plan.template
        if not path.is_file():
            what = f"文件“{plan.name}”的模板《{plan.template}》不存在"
            faults.append(Fault("documents.yaml", plan.place, what, "请检查文件名"))
            continue
        templates[plan.template] = path.read_bytes()
        hashes[plan.template] = hashlib.sha256(templates[plan.template]).hexdigest()
    for name in papers:
        if (folder / name).is_file():
            templates[name] = (folder / name).read_bytes()
            hashes[name] = hashlib.sha256(templates[name]).hexdigest()
    return templates


def _contradictions(scheme: Scheme) -> Iterator[Fault]:
    """Yield a fault for every name that an expression uses and nothing declares."""
    returned = scheme.role("说明")
    if returned is not None and "S01" not in scheme.rules:
        what = f"有“用途: 说明”的表（{returned.file}），却缺少规则S01的级别和文字"
        yield Fault("checks.yaml", "", what, "请从样例中补上")
    for form in (*scheme.forms.values(), *scheme.base.values()):
        for one in form.fields.values():
            for expression in one.expressions:
                yield from _unknown(scheme, expression, form, (), form.file, one.line)
        if form.parent and form.parent not in scheme.forms:
            yield Fault(form.file, "", f"“关联”的表“{form.parent}”不存在")
    for check in scheme.checks:
        file, _, line = check.rule.source.rpartition(":")
        form = scheme.forms.get(check.form) or scheme.base.get(check.form)
        if form is None:
            known = nearest(check.form, [*scheme.forms, *scheme.base])
            yield Fault(file, f"第{line}行", f"没有“{check.form}”这张表{known}")
            continue
        terms = tuple(check.terms)
        written = (check.formula, check.condition, *check.terms.values(), *check.blanks.values())
        for expression in written:
            if expression is not None:
                yield from _unknown(scheme, expression, form, terms, file, int(line))
        if check.allowance and check.allowance not in scheme.forms:
            known = nearest(check.allowance, scheme.forms)
            yield Fault(file, f"第{line}行", f"“许可”的表“{check.allowance}”不存在{known}")
        for name in (check.field, *check.blanks):
            if name and name not in form.fields:
                known = nearest(name, form.fields)
                yield Fault(file, f"第{line}行", f"“{form.name}”没有字段“{name}”{known}")
    yield from _of_figures(scheme)
    forms = {**scheme.base, **scheme.forms}
    yield from faults_of_lists(scheme.lists.values(), forms, scheme.indicators, LISTED)
    yield from faults_of_claims(scheme.claims, scheme.lists, RULES)
    yield from faults_of_wording(scheme.wording, scheme.rules)


def _of_figures(scheme: Scheme) -> Iterator[Fault]:
    """What the catalogue names and nothing declares; sums of different measures."""
    forms, file = {**scheme.base, **scheme.forms}, "figures.yaml"
    for indicator in scheme.indicators.values():
        for definition in indicator.definitions.values():
            for one in definition.sources:
                place = f"第{one.line}行"
                if one.form not in forms:
                    known = nearest(one.form, forms)
                    yield Fault(file, place, f"没有“{one.form}”这张表{known}")
                    continue
                for expression in one.parts.values():
                    yield from _unknown(
                        scheme, expression, forms[one.form], tuple(one.terms), file, one.line
                    )
                for name in one.distinct:
                    if name not in forms[one.form].fields:
                        known = nearest(name, forms[one.form].fields)
                        yield Fault(file, place, f"“{one.form}”没有字段“{name}”{known}")
                yield from _of_rows(scheme, one, forms[one.form], file)
    yield from mixed_measures(scheme.indicators, forms)


def _of_rows(scheme: Scheme, definition: Definition, form: Form, file: str) -> Iterator[Fault]:
    """Unknown names in the terms and credits of a definition's form."""
    terms = tuple(definition.terms)
    for term in definition.terms.values():
        yield from _unknown(scheme, term.expression, form, terms, file, term.line)
    for credit in definition.credits:
        for expression in credit.parts.values():
            yield from _unknown(scheme, expression, form, terms, file, credit.line)


def _unknown(
    scheme: Scheme,
    expression: Expression,
    form: Form,
    terms: tuple[str, ...],
    file: str,
    line: int,
) -> Iterator[Fault]:
    for other, name in expression.names():
        if other and other not in scheme.forms and other not in scheme.base:
            known = nearest(other, [*scheme.forms, *scheme.base])
            yield Fault(file, f"第{line}行", f"公式里没有“{other}”这张表{known}")
            continue
        target = scheme.form(other) if other else form
        if name not in target.fields and name not in terms:
            known = crowded(name) or nearest(name, [*target.fields, *terms])
            yield Fault(file, f"第{line}行", f"“{target.name}”没有字段“{name}”{known}")


def _empty(shown: str) -> Block:
    block = Block()
    block.file, block.line = shown, 1
    return block
