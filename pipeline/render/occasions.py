"""When a document is made, how often, and how each copy is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from jinja2 import TemplateError

from pipeline.model.finding import Fault, Faulty
from pipeline.model.issue import Issue
from pipeline.render.context import parameter
from pipeline.render.contract import ANY, Tag
from pipeline.render.language import Language, unmarked
from pipeline.scheme.documents import DocumentPlan
from pipeline.scheme.scheme import Scheme

FILE = "documents.yaml"
_PRINTED = re.compile(r"\{\{.*?\}\}")
_TAG, _ASKED = re.compile(r"<[^>]*>"), re.compile(r"参数\s*\.\s*(\w+)")
_CALLED = ("代码", "名称", "全称", "单位", "期名")
"""By which of its names a copy of a document may be called."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One copy of a document: its title and what its template knows."""

    title: str
    names: Mapping[str, object]


def occasions(
    plan: DocumentPlan,
    names: Mapping[str, object],
    language: Language,
    issued: Sequence[Issue] = (),
) -> Iterator[Occasion]:
    """Every copy that is due: one, or one for each item of 每份 that meets 条件.

    Of the parameters each copy knows those of `issued` that are its own before those of all.
    Faulty when two copies would have the same title.
    """
    items = _items(plan, names, language)
    title = language.from_string(plan.pattern)
    taken: set[str] = set()
    for own in [{plan.root: one} for one in items] if plan.root else [{}]:
        known = {**names, **own, **_entered(plan, names, own.get(plan.root), issued)}
        if plan.condition and not language.compile_expression(plan.condition)(**known):
            continue
        called = unmarked(title.render(known))
        if called in taken:
            problem = f"文件“{plan.name}”有两份都叫“{called}”"
            remedy = f"请在“文件名”里写上每份不同的内容，例如{{{{ {plan.root}.名称 }}}}"
            raise Faulty([Fault(FILE, plan.place, problem, remedy)])
        taken.add(called)
        yield Occasion(called, known)


def _entered(
    plan: DocumentPlan, names: Mapping[str, object], item: object, issued: Sequence[Issue]
) -> Mapping[str, object]:
    """The parameters with what was entered of this document, last what is of this copy alone."""
    own = [one for one in issued if one.document == plan.name and _is_of(one, item)]
    if not own:
        return {}
    told = names["参数"]
    assert isinstance(told, Mapping)
    said = (one.values for one in sorted(own, key=lambda one: bool(one.copy)))
    filled = {name: parameter(value) for one in said for name, value in one.items()}
    return {"参数": {**told, **filled}}


def _is_of(issue: Issue, item: object) -> bool:
    """Whether what was entered is of this copy, by what the copy is called."""
    called = [item.get(one) for one in _CALLED] if isinstance(item, Mapping) else [item]
    return not issue.copy or issue.copy in called


def unprinted(
    scheme: Scheme,
    plans: Sequence[DocumentPlan],
    names: Mapping[str, object],
    language: Language,
    issued: Sequence[Issue],
) -> Iterator[str]:
    """What was entered and stands in no document, each in a line for the clerk."""
    due, form = {plan.name: plan for plan in plans}, scheme.role("发文")
    for one in issued:
        plan, where = (
            due.get(one.document),
            f"“{form.sheet if form else ''}”第{one.row}行没有印出来：",
        )
        copies = list(occasions(plan, names, language, [one])) if plan else []
        used = [each for each in copies if each.names["参数"] is not names["参数"]]
        if plan is None or not copies:
            yield f"{where}本期没有“{one.document}”这份文件"
        elif not used:
            yield f"{where}“{one.document}”里没有“{one.copy}”那一份，请写单位名称、代码或期名"
        elif lost := [
            name for name in one.values if name not in asked(scheme.templates[plan.template])
        ]:
            yield f"{where}“{one.document}”的模板里没有{'、'.join(lost)}"


def asked(template: bytes) -> set[str]:
    """The parameters that a template names, wherever Word or Excel has cut its text."""
    with ZipFile(BytesIO(template)) as parts:
        texts = [parts.read(one) for one in parts.namelist() if one.endswith(".xml")]
    plain = (_TAG.sub("", one.decode("utf-8")) for one in texts)
    return {name for text in plain for name in _ASKED.findall(text)}


def sample(
    plan: DocumentPlan, names: Mapping[str, object], language: Language
) -> Mapping[str, object]:
    """An item of 每份 by the name that the template uses, to hold the template against."""
    items = _items(plan, names, language)
    return {plan.root: items[0] if items else ANY} if plan.root else {}


def tags(plan: DocumentPlan) -> Iterator[Tag]:
    """What of the entry itself is written in the templates' language."""
    where = f"{plan.place}“{plan.name}”的"
    told = _PRINTED.findall(plan.pattern)
    if re.search(r"\{[{%]|[%}]\}", _PRINTED.sub("", plan.pattern)):
        told = [plan.pattern]
    for one in told:
        yield Tag(one, f"{where}文件名")
    if plan.condition:
        yield Tag(f"{{{{ {plan.condition} }}}}", f"{where}条件")


def _items(plan: DocumentPlan, names: Mapping[str, object], language: Language) -> list[object]:
    """Faulty where 每份 names nothing that can be gone through."""
    if not plan.root:
        return []
    try:
        found = language.compile_expression(plan.source)(**names)
    except (TemplateError, LookupError, TypeError, ValueError):
        found = None
    if not isinstance(found, (list, tuple)):
        problem = f"文件“{plan.name}”的“每份”里，“{plan.source}”不是清单"
        raise Faulty([Fault(FILE, plan.place, problem, "例如“每份: {本单位: 各单位}”")])
    return list(found)
