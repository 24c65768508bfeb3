"""Cells of the template as XML, with control characters where the output fills in (see plan.py)."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pipeline.render.excel.book import Run, bare, main
from pipeline.render.excel.cells import CellText, in_jinja
from pipeline.render.excel.plan import NEWLINE
from pipeline.render.excel.values import escaped


def static(node: etree._Element, start: str) -> str:
    """Return a cell without tags; `start` is its `<c r="…"`."""
    head = start + attributes(node, ("r",))
    inner = "".join(
        f"<v>{escape(child.text or '')}</v>" if child.tag == main("v") else bare(child)
        for child in node
    )
    return f"{head}>{inner}</c>".replace("\n", NEWLINE) if inner else f"{head}/>"


def tagged(start: str, runs: tuple[Run, ...], text: CellText) -> str:
    """Return a cell with tags, as part of a Jinja source."""
    if not text.body:
        return f"{start}/>"
    if text.whole:
        return f"{start}{in_jinja(text.whole.text)}"
    if all(piece.word or not piece.text.strip() for piece in text.body):
        statements = "".join(in_jinja(piece.text) for piece in text.body if piece.tag)
        return f"{statements}{start}/>"
    rich = any(run.properties for run in runs)
    parts: list[str] = []
    current = -1
    for piece in text.body:
        if rich and piece.run != current:
            parts.append("</t></r>" if current >= 0 else "")
            parts.append(f'<r>{runs[piece.run].properties}<t xml:space="preserve">')
            current = piece.run
        plain = escaped(piece.text).replace("\n", NEWLINE)
        parts.append(in_jinja(piece.text) if piece.tag else plain)
    inside = "".join(parts)
    inside = f"{inside}</t></r>" if rich else f'<t xml:space="preserve">{inside}</t>'
    return f'{start} t="inlineStr"><is>{inside}</is></c>'


def attributes(node: etree._Element, left_out: tuple[str, ...]) -> str:
    """Return the attributes of an element as XML, those of other namespaces too."""
    written = []
    for name, value in node.attrib.items():
        if name in left_out:
            continue
        if name.startswith("{"):
            space = etree.QName(name)
            prefixes = {uri: prefix for prefix, uri in node.nsmap.items() if prefix}
            name = f"{prefixes[space.namespace]}:{space.localname}"
        written.append(f" {name}={quoteattr(value)}")
    return "".join(written)
