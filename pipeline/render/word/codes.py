"""Carries Jinja code through a tree of XML: as processing instructions and within attributes."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.render.contract import Tag

_FENCE = "\ufdd5"
_PLACE = re.compile(rf"<\?tag (\d+)\?>|{_FENCE}(\d+){_FENCE}")


class Codes:
    """The code of one story; each piece stands for a tag and gets a line of its own."""

    def __init__(self) -> None:
        self._made: list[tuple[Tag, str]] = []
        self.lines: list[Tag] = []

    def node(self, tag: Tag, code: str) -> Element:
        """Return a node that becomes `code` ({{ … }} or {% … %}) between elements or in text."""
        self._made.append((tag, code))
        return etree.ProcessingInstruction("tag", str(len(self._made) - 1))

    def text(self, tag: Tag, code: str) -> str:
        """Return what becomes `code` in an attribute or in the text of an element."""
        self._made.append((tag, code))
        return f"{_FENCE}{len(self._made) - 1}{_FENCE}"

    def word(self, node: Element) -> str:
        """for, if, endfor … of the code that a node stands for."""
        return Tag(self._made[int(node.text)][1], "").word

    def source(self, root: Element) -> str:
        """Serialise the tree; `lines[n]` is then the tag on the template's line n + 2."""
        return _PLACE.sub(self._code, etree.tostring(root, encoding="unicode"))

    def _code(self, found: re.Match[str]) -> str:
        """The code with a newline inside, so that its number is a line number."""
        tag, code = self._made[int(found[1] or found[2])]
        self.lines.append(tag)
        return f"{code[:2]}\n{code[2:]}"
