"""What named checks take from the scheme's 设: numbers, and columns to hold a field against."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.rules import Check


def column(check: Check, frame: Frame, setting: Setting, name: str) -> Vector:
    """The values of a term, one per row; ExpressionError where the term is faulty."""
    return evaluate(check.terms[name], frame, setting, check.terms)


def limit(check: Check, frame: Frame, setting: Setting, name: str, default: Fraction) -> Fraction:
    """A term that is one number; `default` where the scheme does not give it."""
    if name not in check.terms or not len(frame):
        return default
    value = number_at(column(check, frame, setting, name), 0)
    return default if value is None else value


def texts(check: Check, frame: Frame, setting: Setting, name: str) -> list[str]:
    """A term's texts, one per row, "" where there is none or the scheme does not give it."""
    if name not in check.terms:
        return [""] * len(frame)
    value = column(check, frame, setting, name)
    pairs: Iterator = zip(value.data, value.known, strict=True)
    return [str(text) if known else "" for text, known in pairs]


def named_like(check: Check, start: str) -> list[str]:
    """The terms whose names begin so, in the order of the scheme."""
    return [name for name in check.terms if name.startswith(start)]
