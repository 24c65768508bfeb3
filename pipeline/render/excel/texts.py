"""Tags outside cells: in the names of sheets, headers and footers, text boxes and chart titles."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from pipeline.model.edition import Printed
from pipeline.model.finding import Fault, Faulty
from pipeline.render.contract import Tag
from pipeline.render.excel.book import Book, SheetPart, main, relations_of, serialized, xml
from pipeline.render.excel.cells import in_jinja, tags_in
from pipeline.render.excel.template import reason
from pipeline.render.language import Language, as_text, unmarked

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BETWEEN = "\x1f"
_LONGEST_EDGE = 255
_EDGES = tuple(f"{s}{p}" for s in ("odd", "even", "first") for p in ("Header", "Footer"))

Filters = Mapping[str, Callable[..., object]]


class Speaker:
    """Renders single texts of one template file; what figures they print goes to `trace`."""

    def __init__(self, filters: Filters, file: str) -> None:
        self.trace: list[Printed] = []
        self._file = file
        self._language = Language(filters, finalize=_plain)
        self._language.autoescape = False

    def text(
        self, source: str, context: Mapping[str, object], place: str, *, edge: bool = False
    ) -> str:
        """Return the text with its tags replaced; Faulty with the place where that fails.

        In a header or footer (`edge`) an & of the data is doubled, since one alone is a code.
        """
        tags = tags_in(source)
        inside = source
        for tag in dict.fromkeys(tags):
            inside = inside.replace(tag, in_jinja(tag))
        self._language.finalize = _doubled if edge else _plain
        try:
            made = self._language.from_string(inside).render(dict(context))
        except Exception as error:  # whatever an expression of the office's raises
            problem, remedy = reason(error)
            raise Faulty([Fault(self._file, f"{place} {tags[0]}", problem, remedy)]) from error
        return unmarked(made, lambda figure, text: self.trace.append(Printed(place, text, figure)))


@dataclass(frozen=True, slots=True)
class Holder:
    """A part beside a sheet that may hold texts, with the words for where it is."""

    part: str
    place: str


def edge_tags(root: etree._Element, name: str) -> list[Tag]:
    """Return the tags in a sheet's headers and footers."""
    place = f"{name} 页眉页脚"
    return [Tag(tag, place) for node in _edges(root) for tag in tags_in(node.text or "")]


def drawn_tags(book: Book, sheet: SheetPart) -> list[Tag]:
    """Return the tags in a sheet's text boxes and in the titles of its charts."""
    return [
        Tag(tag, holder.place)
        for holder in holders(book, sheet)
        for paragraph in _paragraphs(xml(book.parts, holder.part))
        for tag in tags_in("".join(node.text or "" for node in paragraph))
    ]


def texts_around(book: Book, sheet: SheetPart) -> Iterator[tuple[str, str]]:
    """Yield the texts beside a sheet's cells, each with its place: edges, boxes, charts."""
    for node in _edges(sheet.root):
        yield f"{sheet.name} 页眉页脚", node.text or ""
    for holder in holders(book, sheet):
        for paragraph in _paragraphs(xml(book.parts, holder.part)):
            yield holder.place, "".join(node.text or "" for node in paragraph)


def fill_edges(
    root: etree._Element, name: str, context: Mapping[str, object], speaker: Speaker, file: str
) -> None:
    """Replace the tags in a sheet's headers and footers; Faulty over what they can hold."""
    place = f"{name} 页眉页脚"
    for node in _edges(root):
        if tags_in(node.text or ""):
            text = speaker.text(node.text or "", context, place, edge=True).replace("\n", " ")
            if len(text) > _LONGEST_EDGE:
                problem = f"页眉或页脚共{len(text)}个字，超过Excel的上限{_LONGEST_EDGE}个字"
                raise Faulty([Fault(file, place, problem, "请改短")])
            node.text = text


def filled_drawings(
    book: Book,
    sheet: SheetPart,
    changed: Mapping[str, bytes | None],
    context: Mapping[str, object],
    speaker: Speaker,
) -> dict[str, bytes]:
    """Return the drawing and chart parts of a sheet whose texts have tags, with the data in them.

    `changed` are parts that have been changed already.
    """
    made = {}
    for holder in holders(book, sheet):
        content = changed.get(holder.part) or book.parts[holder.part].bytes()
        root = etree.fromstring(content)
        found = [one for one in _paragraphs(root) if tags_in("".join(n.text or "" for n in one))]
        for paragraph in found:
            _fill(paragraph, lambda text, place=holder.place: speaker.text(text, context, place))
        if found:
            made[holder.part] = serialized(root)
    return made


def holders(book: Book, sheet: SheetPart) -> Iterator[Holder]:
    """Yield the drawings of a sheet and the charts in them."""
    for relation in sheet.relations.values():
        if relation.kind != "drawing" or relation.target not in book.parts:
            continue
        yield Holder(relation.target, f"{sheet.name} 文本框或图形")
        for inner in relations_of(book.parts, relation.target).values():
            if inner.kind == "chart" and inner.target in book.parts:
                yield Holder(inner.target, f"{sheet.name} 图表{posixpath.basename(inner.target)}")


def _edges(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(*(main(edge) for edge in _EDGES))


def _paragraphs(root: etree._Element) -> Iterator[list[etree._Element]]:
    for paragraph in root.iter(f"{_A}p"):
        texts = [
            node for run in paragraph.iter(f"{_A}r", f"{_A}fld") for node in run.iter(f"{_A}t")
        ]
        if texts:
            yield texts


def _fill(texts: list[etree._Element], speak: Callable[[str], str]) -> None:
    """Render a paragraph; each run keeps its own text, a tag split over runs the first one's."""
    joined = _BETWEEN.join(node.text or "" for node in texts)
    for tag in tags_in(joined):
        if extra := tag.count(_BETWEEN):
            joined = joined.replace(tag, tag.replace(_BETWEEN, "") + _BETWEEN * extra, 1)
    parts = speak(joined).split(_BETWEEN)
    if len(parts) != len(texts):
        parts = ["".join(parts), *[""] * (len(texts) - 1)]
    for node, text in zip(texts, parts, strict=True):
        node.text = _legal(text)


def _legal(text: str) -> str:
    return "".join(one if one >= " " or one in "\t\n" else "\ufffd" for one in text)


def _plain(value: object) -> str:
    text = as_text(value)
    return str(text.unescape()) if isinstance(text, Markup) else text


def _doubled(value: object) -> str:
    return _legal(_plain(value).replace("&", "&&").replace("\x1f", ""))
