"""What a published document would print although it is confidential (V62)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.finding import Fault, Faulty
from pipeline.render import excel, word
from pipeline.render.contract import faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint.sample import veiled
from pipeline.render.occasions import FILE, sample, tags
from pipeline.render.shapes import CONFIDENTIAL, Shapes, Veiled
from pipeline.scheme.documents import DocumentPlan
from pipeline.scheme.scheme import Scheme


def leaks(scheme: Scheme, plans: Iterable[DocumentPlan], language: Language) -> Iterator[Fault]:
    """Yield a fault for each confidential field that a template of a published document names.

    Told from the scheme alone, since a list that is empty this month may have rows in the next.
    """
    hidden = veiled(scheme)
    for plan in plans:
        if not plan.published:
            continue
        known = hidden.along(_each(plan, hidden, language))
        found = _in_template(scheme, plan, known, language)
        found += faults(list(tags(plan)), known, FILE, language)
        yield from (one for one in found if one.problem.startswith(CONFIDENTIAL))


def _each(plan: DocumentPlan, hidden: Veiled, language: Language) -> Mapping:
    """What 每份 goes through, as far as the scheme tells; else whatever may be hidden in it."""
    try:
        return sample(plan, hidden, language)
    except Faulty:
        return {plan.root: Shapes(hidden).blurred(dict(hidden))}


def _in_template(
    scheme: Scheme, plan: DocumentPlan, known: Veiled, language: Language
) -> list[Fault]:
    """The faults of a template; of a file that cannot be used at all none is of this kind."""
    template = scheme.templates[plan.template]
    if plan.suffix == "docx":
        return word.faults(template, plan.template, known, language)
    return excel.faults(template, plan.template, known, FILTERS)
