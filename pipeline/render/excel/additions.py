"""What a sheet gets beside its rows: new parts, and the relationships that lead to them."""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.office.package import Content
from pipeline.render.excel.book import RELATIONS, Book, serialized, xml

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"


class Additions:
    """Adds parts to one output; `changes` are the parts changed so far, and the new ones."""

    def __init__(self, book: Book, changes: dict[str, Content]) -> None:
        self._book = book
        self._changes = changes
        self._roots: dict[str, etree._Element] = {}
        self._known: dict[tuple[str, str, str], str] = {}

    def root(self, name: str) -> etree._Element:
        """The XML of a part, to be changed in place."""
        if name not in self._roots:
            content = self._changes.get(name)
            self._roots[name] = (
                etree.fromstring(content) if isinstance(content, bytes)
                else xml(self._book.parts, name)
            )  # fmt: skip
        return self._roots[name]

    def new(self, name: str, root: etree._Element, content_type: str) -> None:
        """Add a part that is XML, with a content type of its own."""
        self._roots[name] = root
        types = self.root(_TYPES)
        attributes = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{_CONTENT}}}Override", attributes)

    def keep(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part of bytes, its content type known by its ending."""
        self._changes[name] = content
        ending = name.rpartition(".")[2]
        types = self.root(_TYPES)
        if all(node.get("Extension", "").lower() != ending.lower() for node in types):
            attributes = {"Extension": ending, "ContentType": content_type}
            types.insert(0, etree.Element(f"{{{_CONTENT}}}Default", attributes))

    def fresh(self, pattern: str) -> str:
        """The first name of a pattern with {} that no part has."""
        number = 1
        while any(pattern.format(number) in held for held in self._held()):
            number += 1
        return pattern.format(number)

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """The id under which a part refers to another one, or to an address outside."""
        key = (part, kind, target)
        if key not in self._known:
            self._known[key] = self._related(part, kind, target, external)
        return self._known[key]

    def written(self) -> dict[str, Content]:
        """All parts that were changed or added."""
        return {name: serialized(root) for name, root in self._roots.items()}

    def _related(self, part: str, kind: str, target: str, external: bool) -> str:
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if not any(name in held for held in self._held()):
            self._roots[name] = etree.Element(
                f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE}
            )
        root = self.root(name)
        used = {node.get("Id") for node in root}
        key = next(one for n in range(len(used) + 1) if (one := f"rIdNew{n + 1}") not in used)
        attributes = {"Id": key, "Type": f"{RELATIONS}/{kind}"}
        attributes["Target"] = target if external else f"/{target}"
        if external:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", attributes)
        return key

    def _held(self) -> tuple[dict, ...]:
        return self._book.parts, self._changes, self._roots
