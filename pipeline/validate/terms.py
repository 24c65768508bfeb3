"""What named checks take from the scheme's 设: numbers, and columns to hold a field against."""

from __future__ import annotations

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
