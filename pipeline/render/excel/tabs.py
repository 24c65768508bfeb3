"""The names of sheets as templates: {% for %} makes a sheet for each item, {% if %} keeps one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jinja2 import nodes, pass_context
from jinja2.runtime import Context, LoopContext

from pipeline.model.finding import Fault, Faulty
from pipeline.render.contract import Tag
from pipeline.render.excel import cells
from pipeline.render.excel.cells import CellText, Piece, in_jinja
from pipeline.render.excel.template import reason
from pipeline.render.excel.texts import Filters, Speaker
from pipeline.render.language import Language

MAX_SHEETS = 500
"""How many sheets one template may come to: more than anyone turns over."""
LONGEST_NAME = 31
"""UTF-16 units in the name of a sheet."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOP = ("index", "index0", "first", "last", "length", "revindex", "revindex0")


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet's name in the template, taken apart."""

    name: str
    text: CellText

    @property
    def live(self) -> bool:
        """Tell whether the name has tags."""
        return bool(self.text.tags)

    @property
    def uncertain(self) -> bool:
        """Tell whether there may be no such sheet, or several."""
        return bool(self.text.openers)

    @property
    def place(self) -> str:
        return f"工作表“{self.name}”的名称"

    @property
    def opening(self) -> list[Tag]:
        pieces = (*self.text.openers, *(piece for piece in self.text.body if piece.tag))
        return [Tag(piece.text, self.place) for piece in pieces]

    @property
    def closing(self) -> list[Tag]:
        return [Tag(f"{{% end{one.word} %}}", self.place) for one in self.text.openers[::-1]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet to be made: its name, the template's sheet, and what its loop bound."""

    name: str
    source: int
    bound: Mapping[str, object]


def tab(name: str) -> Tab:
    """Take a sheet's name apart; what is wrong with it is in `text.problem`."""
    return Tab(name, cells.read([name]))


def leaves(
    tabs: Sequence[Tab],
    context: Mapping[str, object],
    filters: Filters,
    speaker: Speaker,
    file: str,
) -> list[Leaf]:
    """Return the sheets that come of the template's, in order; Faulty if none or too many do.

    Names are made fit for use: forbidden signs become _, what is too long is cut, and what is then
    equal to an earlier name is numbered.
    """
    found: list[tuple[str, int, Mapping[str, object]]] = []
    for source, one in enumerate(tabs):
        items = [{}]
        if one.uncertain:
            items = bindings(one.text.openers, context, filters, Spot(file, one.place))
        if len(found) + len(items) > MAX_SHEETS:
            problem = f"会生成{len(found) + len(items)}张工作表，超过上限{MAX_SHEETS}张"
            raise Faulty([Fault(file, one.place, problem, "请分成几个文件")])
        inner = "".join(piece.text for piece in one.text.body)
        for bound in items:
            text = speaker.text(inner, {**context, **bound}, one.place) if one.live else one.name
            found.append((text, source, bound))
    if not found:
        raise Faulty([Fault(file, "", "按名称里的循环和判断，一张工作表也没有", "请检查数据")])
    fixed = {one.name.casefold() for one in tabs if not one.live}
    return list(_named(found, tabs, fixed))


def _named(
    found: Sequence[tuple[str, int, Mapping[str, object]]], tabs: Sequence[Tab], taken: set[str]
) -> Iterator[Leaf]:
    for text, source, bound in found:
        name = text
        if tabs[source].live:
            plain = usable(text)
            name, number = plain, 1
            while name.casefold() in taken:
                number += 1
                mark = f"（{number}）"
                name = _cut(plain, LONGEST_NAME - len(mark)) + mark
            taken.add(name.casefold())
        yield Leaf(name, source, bound)


def usable(text: str) -> str:
    """Return a text as the name of a sheet: without forbidden signs, and not too long."""
    name = _cut(_FORBIDDEN.sub("_", text).strip(), LONGEST_NAME).strip("' ")
    return f"{name}_" if name.casefold() == "history" else name or "_"


def _cut(name: str, longest: int) -> str:
    units = name.encode("utf-16-le")[: longest * 2]
    return units.decode("utf-16-le", "ignore").rstrip()


class Spot(NamedTuple):
    """Where a loop stands: the template file and the place in it."""

    file: str
    place: str


def bindings(
    openers: Sequence[Piece], context: Mapping[str, object], filters: Filters, spot: Spot
) -> list[Mapping[str, object]]:
    """What loops and conditions outside rows bind, item by item; Faulty where they fail."""
    bound: list[Mapping[str, object]] = []

    @pass_context
    def take(_: Context, values: Mapping[str, object]) -> str:
        bound.append({name: _still(value) for name, value in values.items()})
        return ""

    language = Language({**filters, "x_take": take})
    names = bound_names(openers, language)
    taken = ", ".join(f"'{name}': {name}" for name in names)
    source = "".join(in_jinja(piece.text) for piece in openers)
    source += f"{{{{ {{{taken}}}|x_take }}}}"
    source += "".join(f"{{% end{piece.word} %}}" for piece in openers[::-1])
    try:
        language.from_string(source).render(dict(context))
    except Exception as error:  # whatever an expression of the office's raises
        problem, remedy = reason(error)
        raise Faulty([Fault(spot.file, spot.place, problem, remedy)]) from error
    return bound


def bound_names(openers: Sequence[Piece], language: Language) -> list[str]:
    """Return the variables that loops bind, and `loop` where there is one."""
    names: list[str] = []
    for piece in openers:
        if piece.word == "for":
            tree = language.parse(f"{piece.text}{{% endfor %}}")
            target = next(tree.find_all(nodes.For)).target
            found = [target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name)
            names += [one.name for one in found]
    return [*dict.fromkeys(names), *(["loop"] if names else [])]


def _still(value: object) -> object:
    if isinstance(value, LoopContext):
        return {name: getattr(value, name) for name in _LOOP}
    return value
