"""A .docx as it will look: pages, paragraphs and tables with their effective values."""

from pipeline.office.written.reading import read
from pipeline.office.written.values import (
    Border,
    Paragraph,
    Run,
    Section,
    Shape,
    Spot,
    Table,
    Typeface,
    Written,
)

__all__ = [
    "Border",
    "Paragraph",
    "Run",
    "Section",
    "Shape",
    "Spot",
    "Table",
    "Typeface",
    "Written",
    "read",
]
