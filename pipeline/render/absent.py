"""Which printed words say that a figure has no value, and how a preview makes them stand out."""

from __future__ import annotations

import re

from pipeline.model.figure import Missing, Phrase, Quantity
from pipeline.render.language import as_text

YELLOW = "FFFFFF00"
"""The colour of what is missing: alpha, red, green and blue."""
BEGIN, END = "\uf8f0", "\uf8f1"
"""Private-use characters around an absent figure's word until the document is highlighted."""
GAP = re.compile("【缺：[^】]*】")

_WORDS = frozenset(one.value for one in Missing)


def is_absent(text: str) -> bool:
    """Tell whether a printed figure's text stands for no value: 未报送, 退回 …, or 【缺：…】."""
    return text in _WORDS or GAP.match(text) is not None


def pointed_out(value: object) -> str:
    """The text of a printed value as in `as_text`; that of a figure without a value is enclosed.

    For the `finalize` of a language whose documents are highlighted afterwards.
    """
    text = as_text(value)
    if isinstance(value, (Quantity, Phrase)) and is_absent(value.bare):
        return f"{BEGIN}{text}{END}"
    return text
