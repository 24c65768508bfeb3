"""Every phrase about a number, in one place (domain.md F03–F07, F11, F18–F24, F40)."""

from pipeline.render.wording.amounts import (
    WAN,
    WORDS,
    amount,
    converted,
    exactly,
    reached,
    word_of,
)
from pipeline.render.wording.growth import (
    growth,
    growth_note,
    growth_words,
    of_month,
    since_published,
)
from pipeline.render.wording.numerals import (
    in_characters,
    listed,
    numbered,
    rounded_words,
    thousands,
)
from pipeline.render.wording.standing import (
    behind,
    gap,
    gap_alone,
    half_done,
    moved,
    moved_sign,
    per_month,
    place,
    rate,
    short,
    short_of_hundred,
)
from pipeline.render.wording.tasks import closing, line_name, task

__all__ = [
    "WAN",
    "WORDS",
    "amount",
    "behind",
    "closing",
    "converted",
    "exactly",
    "gap",
    "gap_alone",
    "growth",
    "growth_note",
    "growth_words",
    "half_done",
    "in_characters",
    "line_name",
    "listed",
    "moved",
    "moved_sign",
    "numbered",
    "of_month",
    "per_month",
    "place",
    "rate",
    "reached",
    "rounded_words",
    "short",
    "short_of_hundred",
    "since_published",
    "task",
    "thousands",
    "word_of",
]
