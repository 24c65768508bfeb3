"""What a document holds beyond its template: parts, and how they are related and declared."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree

from pipeline.office.package import Part
from pipeline.render.word.objects import BRACES
from pipeline.render.word.opening import OFFICE, RELATIONS, parse_bytes

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "[Content_Types].xml"


class Parcel:
    """Gathers new parts of a package, and which part refers to which."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = parts
        self.made: dict[str, bytes] = {}
        self.left_out: set[str] = set()
        self._related: dict[str, dict[tuple[str, str], str]] = {}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}

    def content(self, name: str) -> bytes:
        """The bytes of a part, new or the template's own."""
        return self.made[name] if name in self.made else self._parts[name].bytes()

    def fresh(self, pattern: str) -> str:
        """Return the first name of a pattern such as word/media/图{}.png that is not taken."""
        number = 1
        while pattern.format(number) in self._parts or pattern.format(number) in self.made:
            number += 1
        return pattern.format(number)

    def add(self, name: str, content: bytes, kind: str, by_extension: bool = False) -> None:
        """Take up a new part of the content type `kind`."""
        self.made[name] = content
        if by_extension:
            self._defaults[name.rpartition(".")[2]] = kind
        else:
            self._overrides[f"/{name}"] = kind

    def relate(self, source: str, kind: str, target: str) -> str:
        """Return the id under which `source` refers to a part, or for "hyperlink" to an address."""
        known = self._related.setdefault(source, {})
        return known.setdefault((kind, target), f"rIdMade{len(known) + 1}")

    def copy_relations(self, source: str, copy: str) -> None:
        """Let a copy of a part refer to what the part itself refers to."""
        if relations_of(source) in self._parts:
            self.made[relations_of(copy)] = self._parts[relations_of(source)].bytes()

    def drop(self, source: str, kind: str) -> None:
        """Take one kind of the template's relationships from a part, and what they name."""
        name = relations_of(source)
        if name not in self._parts and name not in self.made:
            return
        root = parse_bytes(self.content(name), name)
        for one in list(root):
            if one.get("Type") == f"{OFFICE}/{kind}":
                folder = posixpath.join("/", posixpath.dirname(source))
                target = posixpath.join(folder, one.get("Target", ""))
                self.left_out.add(posixpath.normpath(target).lstrip("/"))
                root.remove(one)
        self.made[name] = _bytes(root)

    def close(self) -> Mapping[str, bytes]:
        """Return every part that is new or other than the template's, relations included."""
        for source, known in self._related.items():
            name = relations_of(source)
            if name in self.made or name in self._parts:
                root = parse_bytes(self.content(name), name)
            else:
                root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
            for one in list(root):
                if BRACES.search(unquote(one.get("Target", ""))):
                    root.remove(one)  # the address with tags, from which the others came
            for (kind, target), identity in known.items():
                one = etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=identity)
                one.set("Type", f"{OFFICE}/{kind}")
                if kind == "hyperlink":
                    one.set("TargetMode", "External")
                else:
                    target = posixpath.relpath(target, posixpath.dirname(source) or ".")
                one.set("Target", target)
            self.made[name] = _bytes(root)
        if self._defaults or self._overrides:
            self.made[_TYPES] = self._declared()
        return self.made

    def _declared(self) -> bytes:
        root = parse_bytes(self._parts[_TYPES].bytes(), _TYPES)
        space = f"{{{_PACKAGE}/content-types}}"
        known = {one.get("Extension", "").lower() for one in root.iter(f"{space}Default")}
        for extension, kind in self._defaults.items():
            if extension not in known:
                new = etree.Element(f"{space}Default", Extension=extension, ContentType=kind)
                root.insert(0, new)
        for name, kind in self._overrides.items():
            if any(one.get("PartName") == name for one in root):
                continue
            etree.SubElement(root, f"{space}Override", PartName=name, ContentType=kind)
        return _bytes(root)


def relations_of(part: str) -> str:
    """word/document.xml → word/_rels/document.xml.rels."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
