"""What stands for a cell that cannot be used, and names without what clerks add by chance.

Apart from the frames, so that who only reads does not load NumPy.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache

_NOISE = dict.fromkeys(map(ord, "()“”\"'《》·-—_、,.。"))


class Bad(Enum):
    """Stands in a column for a cell whose content cannot be used; never the same as empty."""

    CELL = "不可用"


BAD = Bad.CELL


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """A name without what clerks add by chance: width, spaces, brackets, quotes."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(plain.translate(_NOISE).split())
