"""A template workbook taken apart: sheets, shared strings, date styles, defined names."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache

from lxml import etree

from pipeline.office.package import PackageError, Part, read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_USUAL_SIZE = 11.0
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Unreadable(Exception):
    """A workbook that cannot be opened as a template; the text is Chinese, `part` says where."""

    def __init__(self, problem: str, part: str = "") -> None:
        super().__init__(problem)
        self.part = part


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its kind (drawing, table, comments …) and the part it names."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name on the tab and its part."""

    name: str
    part: str
    relations: dict[str, Relation]
    root: etree._Element


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text with its own font: the XML of its properties (may be empty)."""

    text: str
    properties: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook read once; nothing in it changes while documents are made from it.

    `dated` are the cell styles that show dates, `wrapped` those that wrap text, with font sizes.
    """

    parts: dict[str, Part]
    path: str
    root: etree._Element
    relations: dict[str, Relation]
    sheets: tuple[SheetPart, ...]
    strings_part: str
    strings: tuple[tuple[Run, ...], ...]
    dated: frozenset[int]
    epoch_shift: int
    wrapped: dict[int, float]
    styles: etree._Element | None = None

    def index(self, name: str) -> int | None:
        """The position of a sheet among the worksheets, names compared as spreadsheets do."""
        folded = name.casefold()
        for position, sheet in enumerate(self.sheets):
            if sheet.name.casefold() == folded:
                return position
        return None


@cache
def main(name: str) -> str:
    """Return a name in the spreadsheet namespace, as lxml writes it."""
    return f"{{{MAIN}}}{name}"


def xml(parts: dict[str, Part], name: str) -> etree._Element:
    """Parse a part; Unreadable where it is missing, broken or declares entities."""
    if name not in parts:
        raise Unreadable("缺少部件，文件可能已损坏", name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=False)
    try:
        data = parts[name].bytes()
        root = etree.fromstring(data, parser)
    except PackageError as error:
        raise Unreadable(str(error), name) from error
    except etree.XMLSyntaxError as error:
        raise Unreadable("内容不是完整的XML，文件可能已损坏", name) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("带有DOCTYPE声明，办公软件不会写这种内容，可能被人改动过", name)
    return root


def serialized(root: etree._Element) -> bytes:
    """Return a part's bytes with the declaration that spreadsheets write."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def open_book(data: bytes) -> Book:
    """Take a workbook apart; Unreadable with the reason where that cannot be done."""
    try:
        parts = read(data)
    except PackageError as error:
        raise Unreadable(str(error)) from error
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in part.bytes():
            raise Unreadable("带有DOCTYPE声明，办公软件不会写这种内容，可能被人改动过", name)
    tops = relations_of(parts, "")
    path = next((one.target for one in tops.values() if one.kind == "officeDocument"), "")
    if not path:
        raise Unreadable("不是Excel工作簿（.xlsx）")
    root = _spreadsheet(parts, path, "workbook")
    relations = relations_of(parts, path)
    strings_part = next((r.target for r in relations.values() if r.kind == "sharedStrings"), "")
    styles = next((r.target for r in relations.values() if r.kind == "styles"), "")
    settings = root.find(main("workbookPr"))
    epoch = settings is not None and settings.get("date1904", "0") in ("1", "true")
    return Book(
        parts,
        path,
        root,
        relations,
        tuple(_sheets(parts, root, relations)),
        strings_part,
        _strings(parts, strings_part) if strings_part in parts else (),
        _dated(_spreadsheet(parts, styles, "styleSheet")) if styles in parts else frozenset(),
        1462 if epoch else 0,
        _wrapped(_spreadsheet(parts, styles, "styleSheet")) if styles in parts else {},
        _spreadsheet(parts, styles, "styleSheet") if styles in parts else None,
    )


def relations_of(parts: dict[str, Part], part: str) -> dict[str, Relation]:
    """Return the relationships of a part by id; of the whole package where `part` is empty."""
    folder, file = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in parts:
        return {}
    found = {}
    for node in xml(parts, name).iter(f"{_PACKAGE}Relationship"):
        target = node.get("Target", "")
        external = node.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[node.get("Id", "")] = Relation(
            node.get("Type", "").rpartition("/")[2], target, external
        )
    return found


def text_runs(node: etree._Element) -> tuple[Run, ...]:
    """Return the runs of an `<si>` or `<is>`, readings aids (rPh) left out."""
    runs = []
    for child in node:
        if child.tag == main("t"):
            runs.append(Run(_unescaped(child.text or "")))
        elif child.tag == main("r"):
            properties = child.find(main("rPr"))
            text = _unescaped(child.findtext(main("t")) or "")
            runs.append(Run(text, "" if properties is None else bare(properties)))
    return tuple(runs)


def bare(node: etree._Element) -> str:
    """Return an element's XML without the namespaces that its sheet declares anyway."""
    text = etree.tostring(node, encoding="unicode", with_tail=False)
    root = node.getroottree().getroot()
    for prefix, uri in root.nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        text = text.replace(f' {name}="{uri}"', "", 1)
    return text


def _spreadsheet(parts: dict[str, Part], name: str, kind: str) -> etree._Element:
    root = xml(parts, name)
    if root.tag != main(kind) or root.prefix is not None:
        raise Unreadable("内部写法不是常见的Excel格式，请用Excel或WPS打开后另存为.xlsx", name)
    return root


def _sheets(
    parts: dict[str, Part], root: etree._Element, relations: dict[str, Relation]
) -> list[SheetPart]:
    sheets = []
    for node in root.iter(main("sheet")):
        relation = relations.get(node.get(f"{{{RELATIONS}}}id", ""))
        if relation is None:
            raise Unreadable(f"找不到工作表“{node.get('name')}”的内容", "workbook.xml")
        if relation.kind == "worksheet":
            sheet = _spreadsheet(parts, relation.target, "worksheet")
            inner = relations_of(parts, relation.target)
            sheets.append(SheetPart(node.get("name", ""), relation.target, inner, sheet))
    return sheets


def _strings(parts: dict[str, Part], name: str) -> tuple[tuple[Run, ...], ...]:
    return tuple(text_runs(node) for node in _spreadsheet(parts, name, "sst").iter(main("si")))


def _dated(styles: etree._Element) -> frozenset[int]:
    codes = {
        int(node.get("numFmtId", "0")): node.get("formatCode", "")
        for node in styles.iter(main("numFmt"))
    }
    formats = styles.find(main("cellXfs"))
    found = set()
    for index, node in enumerate(formats if formats is not None else ()):
        number = int(node.get("numFmtId", "0"))
        if number in codes:
            plain = _NOT_DATE.sub("", codes[number].split(";")[0]).lower().replace("general", "")
            if re.search("[ymdhs]", plain):
                found.add(index)
        elif number in _DATES:
            found.add(index)
    return frozenset(found)


def _wrapped(styles: etree._Element) -> dict[int, float]:
    """The font size of each cell format that wraps its text."""
    fonts = styles.find(main("fonts"))
    sizes = [
        float(node.get("val", _USUAL_SIZE)) if (node := font.find(main("sz"))) is not None
        else _USUAL_SIZE
        for font in (fonts if fonts is not None else ())
    ]  # fmt: skip
    found = {}
    formats = styles.find(main("cellXfs"))
    for index, node in enumerate(formats if formats is not None else ()):
        alignment = node.find(main("alignment"))
        font = int(node.get("fontId", "0"))
        if alignment is not None and alignment.get("wrapText") in ("1", "true"):
            found[index] = sizes[font] if font < len(sizes) else _USUAL_SIZE
    return found


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
