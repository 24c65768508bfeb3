"""What stands for a cell that cannot be used, and names without what clerks add by chance.

Apart from the frames, so that who only reads does not load NumPy.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

_NOISE = frozenset("()“”\"'《》·-—_、,.。")


class Bad(Enum):
    """Stands in a column for a cell whose content cannot be used; never the same as empty."""

    CELL = "不可用"


BAD = Bad.CELL


def normal(name: str) -> str:
    """A name without what clerks add by chance: width, spaces, brackets, quotes."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(char for char in plain if not char.isspace() and char not in _NOISE)
