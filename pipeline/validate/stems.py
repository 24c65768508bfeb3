"""Names without the words that all of them share, and how like two of them are."""

from __future__ import annotations

import difflib

from pipeline.scheme.frame import normal

_WORDS = ("有限责任公司", "股份有限公司", "有限公司", "集团", "公司", "建设项目", "项目", "建设")


def stem(name: str) -> str:
    """A name without its shared words, width, blanks and punctuation."""
    text = normal(name)
    for word in _WORDS:
        text = text.replace(word, "")
    return text


def likeness(one: str, two: str) -> float:
    """How like two stems are, 0 to 1; the same either way round."""
    if one == two:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    return max(matcher.ratio(), difflib.SequenceMatcher(None, two, one, autojunk=False).ratio())
