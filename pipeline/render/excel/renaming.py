"""References to sheets and tables that have new names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from pipeline.office.formula import Formula, FormulaError, Operand, parse
from pipeline.render.excel.book import main

_FORMULAS = frozenset(("f", "formula", "formula1", "formula2", "definedName"))


def formulas(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements under `root` whose text is a formula."""
    for node in root.iter(etree.Element):
        if etree.QName(node).localname in _FORMULAS and node.text:
            yield node


def operands(text: str) -> Sequence[Operand]:
    """Return the operands of a formula; none where it cannot be read."""
    try:
        return parse(text).operands
    except FormulaError:
        return ()


def rename(root: etree._Element, names: Mapping[str, str], tables: Mapping[str, str]) -> None:
    """Rewrite references to sheets and tables under `root` that have new names."""
    for node in formulas(root):
        node.text = _renamed(node.text, names)
        for old, new in tables.items():
            node.text = re.sub(rf"(?<![\w.]){re.escape(old)}(?=\[)", new, node.text)
    for node in root.iter(main("hyperlink")):
        if location := node.get("location"):
            node.set("location", _renamed(location, names))


def _renamed(text: str, names: Mapping[str, str]) -> str:
    if "!" not in text:
        return text
    try:
        formula: Formula = parse(text)
    except FormulaError:
        return text
    return formula.rewritten(lambda operand: _with_name(operand, names))


def _with_name(operand: Operand, names: Mapping[str, str]) -> str:
    found = operand.reference
    name = names.get((found.sheet or "").casefold())
    if name is None or name == found.sheet:
        return str(found)
    quoted = name.replace("'", "''")
    return str(replace(found, prefix=f"'{quoted}'!"))
