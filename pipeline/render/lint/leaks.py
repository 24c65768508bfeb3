"""What a published document would print although it is confidential (V62)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model.finding import Fault, Faulty
from pipeline.render import excel, word
from pipeline.render.contract import Tag, faults
from pipeline.render.language import Language
from pipeline.render.lint.sample import veiled
from pipeline.render.occasions import sample
from pipeline.render.shapes import CONFIDENTIAL
from pipeline.scheme.documents import DocumentPlan
from pipeline.scheme.scheme import Scheme


def leaks(scheme: Scheme, plans: Iterable[DocumentPlan], language: Language) -> Iterator[Fault]:
    """Yield a fault for each confidential field that a template of a published document names.

    Told from the scheme alone, since a list that is empty this month may have rows in the next.
    """
    hidden = veiled(scheme)
    for plan in plans:
        names = {**hidden, **sample(plan, hidden, language)}
        found = faults(_tags(scheme, plan), names, plan.template, language)
        yield from (one for one in found if one.problem.startswith(CONFIDENTIAL))


def _tags(scheme: Scheme, plan: DocumentPlan) -> list[Tag]:
    """The tags of a published document; none of a file that cannot be used at all."""
    if not plan.published:
        return []
    tags = word.tags if plan.suffix == "docx" else excel.tags
    try:
        return tags(scheme.templates[plan.template], plan.template)
    except Faulty:
        return []
