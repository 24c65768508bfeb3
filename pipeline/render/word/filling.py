"""What a template's code asks for while one document is filled: merges, columns, objects."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from lxml import etree
from markupsafe import Markup

from pipeline.model.attachment import Manuscript
from pipeline.office.package import Part
from pipeline.render.language import Unprintable, as_text, unmarked
from pipeline.render.word import charts, rich
from pipeline.render.word.manuscript import Insertion, levels_of
from pipeline.render.word.numbering import Lists
from pipeline.render.word.opening import OFFICE, parse_bytes
from pipeline.render.word.parcel import Parcel, relations_of
from pipeline.render.word.pictures import OPEN, Album

_FIRST_DRAWING = 1_000_001
_MOST_COLUMNS = 63
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"{}|\\^`]+")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


class Filling:
    """The state of one document in the making, and the parts that it gets of its own."""

    def __init__(
        self,
        parts: Mapping[str, Part],
        context: Mapping[str, object],
        names: Callable[[str], bool],
    ) -> None:
        self._serial = count(_FIRST_DRAWING)
        self._merged: dict[int, tuple[object, object, bool]] = {}
        self._grids: dict[int, dict[int, list[int]]] = {}
        self._filled: set[str] = set()
        self._parts = parts
        self.parcel = Parcel(parts)
        self.album = Album(self.parcel, self.number)
        self.lists = Lists(parts)
        self.bases: dict[str, bytes] = {}
        self._levels: Mapping[int, str] | None = None
        self.roots = self.album.offered(context, names)

    def number(self) -> str:
        """A number that no drawing of the document has."""
        return str(next(self._serial))

    def functions(
        self, story: str, looks: Sequence[tuple[str, str]]
    ) -> Mapping[str, Callable[..., object]]:
        """What one story's code may call; names that begin with _ are out of the authors' way."""
        return {
            "_serial": self.number,
            "_merge": self._merge,
            "_is_first": lambda number: self._merged[number][2],
            "_columns": _columns,
            "_colour": _colour,
            "_grid": self._grid,
            "_column": self._column,
            "_span": self._span,
            "_plain": _plain,
            "_anew": self.lists.anew,
            "_link": lambda address: self._link(story, address),
            "_picture": lambda mark, old: old if mark is None else self.album.relation(mark, story),
            "_fit": self.album.fitted,
            "_chart": lambda relation, data: self._chart(story, relation, data),
            "_rich": lambda number, given: Markup(
                rich.runs(given, looks[number][1], lambda one: self._link(story, one))
            ),
            "_manuscript": lambda number, given: self._manuscript(story, looks[number], given),
        }

    def _merge(self, number: int, loop: object, value: object) -> str:
        """Begin a merged cell, or continue the one above while its value prints the same."""
        before = self._merged.get(number)
        value = tuple(map(_printed, value if isinstance(value, tuple) else (value,)))
        is_first = before is None or before[0] is not loop or before[1] != value
        self._merged[number] = loop, value, is_first
        return "restart" if is_first else "continue"

    def _grid(self, table: int) -> int:
        self._grids[table] = {}
        return 1

    def _column(self, table: int, column: int, width: int, shared: int) -> int:
        self._grids[table].setdefault(column, []).append(width // shared)
        if sum(map(len, self._grids[table].values())) > _MOST_COLUMNS:
            raise Unprintable(f"表格超过{_MOST_COLUMNS}列，Word打不开；请减少重复的列")
        return width // shared

    def _span(self, table: int, start: int, end: int) -> tuple[int, int]:
        """How many columns there are in the place of the template's, and how wide they are."""
        made = [width for at in range(start, end) for width in self._grids[table].get(at, ())]
        return max(len(made), 1), sum(made)

    def _link(self, story: str, address: object) -> str:
        text = _printed(address)
        if not _ADDRESS.fullmatch(text):
            raise Unprintable(f"“{text[:40]}”不是网址，应以http://、https://或mailto:开头")
        return self.parcel.relate(story, "hyperlink", text)

    def _chart(self, story: str, relation: str, given: object) -> str:
        """Fill a chart; one that comes again in a loop becomes a chart of its own."""
        data = charts.data_of(given)
        source = self._target(story, relation)
        base = self.bases.get(source) or self._parts[source].bytes()
        root = charts.filled(parse_bytes(base, source), data)
        name = source
        if source in self._filled:
            name = self.parcel.fresh(f"{posixpath.dirname(source)}/chart{{}}.xml")
            self.parcel.copy_relations(source, name)
        self._filled.add(source)
        book = self.parcel.fresh("word/embeddings/chart{}.xlsx")
        self.parcel.add(book, charts.workbook(data), _XLSX, by_extension=True)
        charts.attach(root, self._parcelled(name, book))
        content = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        self.parcel.add(name, content, _CHART)
        return relation if name == source else self.parcel.relate(story, "chart", name)

    def _parcelled(self, chart: str, book: str) -> str:
        """Give a chart its workbook; the one of the template is left out."""
        self.parcel.drop(chart, "package")
        return self.parcel.relate(chart, "package", book)

    def _target(self, story: str, relation: str) -> str:
        root = parse_bytes(self._parts[relations_of(story)].bytes(), story)
        for one in root.iter("{*}Relationship"):
            if one.get("Id") == relation and one.get("Type") == f"{OFFICE}/chart":
                folder = posixpath.join("/", posixpath.dirname(story))
                return posixpath.normpath(posixpath.join(folder, one.get("Target"))).lstrip("/")
        raise Unprintable("这个图表在文件里已损坏，请在Word里重新插入")

    def _manuscript(self, story: str, looks: tuple[str, str], given: object) -> Markup:
        if given is None:
            raise Unprintable("这篇文稿没有交来，请在模板里先用{%p if … %}判断有无")
        if not isinstance(given, Manuscript):
            raise Unprintable("{{p … }}里要的是整篇文稿，数据却不是；印文字请用{{ … }}")
        if self._levels is None:
            self._levels = levels_of(self._parts)
        insertion = Insertion(given, story, looks, self._levels, self.album)
        return Markup(insertion.xml())


def _plain(value: object) -> str:
    """A value for an attribute, a property, a chart's words: one line, without pictures."""
    text = _printed(value)
    if OPEN in text:
        raise Unprintable("这里不能印图片")
    return re.sub(r"[\r\n\t]+", " ", text)


def _printed(value: object) -> str:
    return unmarked(as_text(value))


def _columns(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_COLUMNS:
        return value
    raise Unprintable(f"{{% colspan %}}后面应是1至{_MOST_COLUMNS}的整数")


def _colour(value: object) -> str:
    found = _COLOUR.fullmatch(value) if isinstance(value, str) else None
    if found:
        return found[1].upper()
    if value in ("", "auto"):
        return "auto"
    raise Unprintable("{% cellbg %}后面应是六位颜色代码，例如'FFFF00'")
