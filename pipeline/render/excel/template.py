"""One Jinja template per sheet: tags that fill a cell typed, rows announced as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field

from jinja2 import Template, UndefinedError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context

from pipeline.model.finding import Fault, Faulty
from pipeline.render.excel.alike import Same
from pipeline.render.excel.plan import NEXT, SheetPlan
from pipeline.render.excel.rows import Rows
from pipeline.render.excel.values import Xml, content, fragment
from pipeline.render.language import Language, Unprintable, line_of

_STATE = "\x00state"
_EVENTS = ("x_begin", "x_item", "x_row", "x_end")
_BOUND = re.compile(r"__\d+_\d+\b")
"""What is put behind a variable's name in each copy of a repeated column."""
_NOTHING, _NEXT = Xml(""), Xml(NEXT)


@dataclass(slots=True)
class Written:
    """What a sheet's template wrote: its rows, a text for each, and the figures in whole cells.

    `figures` has output row, column, printed text and figure; `same` the row and column of cells to
    be merged with equal ones below.
    """

    rows: Rows
    texts: list[str] = field(default_factory=list)
    figures: list[tuple[int, int, str, str]] = field(default_factory=list)
    same: list[tuple[int, int]] = field(default_factory=list)
    shift: int = 0


def language(filters: Mapping[str, Callable[..., object]]) -> Language:
    """Return the language of cells; tags of the engine's own are x_… filters.

    Everything printed passes `fragment`, which escapes it once and for all.
    """
    made = Language(filters, finalize=fragment)
    made.autoescape = False
    made.filters["合并同类项"] = Same
    made.filters.update(
        x_begin=_begin, x_item=_item, x_row=_row, x_end=_end, x_typed=_typed, x_counted=_counted
    )
    return made


def compiled(plan: SheetPlan, used: Language) -> Template:
    """Compile a sheet: whole-cell tags and the lists of row loops go through our own filters."""
    tree = used.parse(plan.source)
    for output in tree.find_all(nodes.Output):
        output.nodes = [_typing(node, plan) for node in output.nodes]
    for loop in tree.find_all(nodes.For):
        code = plan.loop_tags.get(_tag(loop))
        if code is not None and loop.test is None:
            loop.iter = _filter(loop.iter, "x_counted", code)
    return used.from_string(tree)


def write(
    plan: SheetPlan, template: Template, context: Mapping[str, object], file: str, shift: int
) -> Written:
    """Write the rows of a sheet; Faulty naming the cell where a value cannot be printed."""
    written = Written(Rows(plan.blocks), shift=shift)
    try:
        written.texts = list(_rows(template.generate({**context, _STATE: written})))
    except Exception as error:  # whatever an expression of the office's raises is its template's
        raise Faulty([_fault(error, plan, file)]) from error
    return written


def _rows(pieces: Iterable[str]) -> Iterator[str]:
    """Put the pieces of each row together, so that a long sheet is never in memory twice."""
    held: list[str] = []
    begun = False
    for piece in pieces:
        if piece != NEXT:
            held.append(piece)
            continue
        if begun:
            yield "".join(held)
        held, begun = [], True
    if begun:
        yield "".join(held)


def untouched(plan: SheetPlan) -> Written:
    """Return the rows of a sheet without tags."""
    written = Written(Rows(plan.blocks))
    for number in sorted(plan.rows):
        written.rows.row(number)
    written.texts = [""] * len(plan.rows)
    return written


def _typing(node: nodes.Node, plan: SheetPlan) -> nodes.Node:
    own = isinstance(node, nodes.Filter) and node.name in _EVENTS
    if own or isinstance(node, nodes.TemplateData) or _tag(node) not in plan.typed:
        return node
    return _filter(node, "x_typed", *plan.typed[_tag(node)])


def _filter(node: nodes.Node, name: str, *values: object) -> nodes.Filter:
    args = [nodes.Const(value, lineno=node.lineno) for value in values]
    made = nodes.Filter(node, name, args, [], None, None, lineno=node.lineno)
    return made.set_environment(node.environment)


def _tag(node: nodes.Node) -> int:
    """The position of the tag in which a node stands: tag 0 has its newline on line 1."""
    return node.lineno - 2


@pass_context
def _begin(context: Context, code: int) -> Xml:
    context.parent[_STATE].rows.begin(code)
    return _NOTHING


@pass_context
def _item(context: Context, code: int) -> Xml:
    context.parent[_STATE].rows.item()
    return _NOTHING


@pass_context
def _row(context: Context, template: int) -> Xml:
    context.parent[_STATE].rows.row(template)
    return _NEXT


@pass_context
def _end(context: Context, code: int) -> Xml:
    return _NEXT if context.parent[_STATE].rows.end() else _NOTHING


@pass_context
def _counted(context: Context, items: object, code: int) -> object:
    if isinstance(items, Sized):
        context.parent[_STATE].rows.count(code, len(items))
    return items


@pass_context
def _typed(context: Context, value: object, column: int, dated: bool) -> Xml:
    state: Written = context.parent[_STATE]
    if isinstance(value, Same):
        state.same.append((state.rows.number, column))
        value = value.value

    def record(figure: str, text: str) -> None:
        state.figures.append((state.rows.number, column, text, figure))

    return Xml(content(value, dated, state.shift, record))


def _fault(error: Exception, plan: SheetPlan, file: str) -> Fault:
    position = line_of(error) - 2
    tag = plan.tags[position] if 0 <= position < len(plan.tags) else None
    where = f"{tag.place} {_BOUND.sub('', tag.text)}" if tag else plan.name
    problem, remedy = reason(error)
    return Fault(file, where, problem, remedy)


def reason(error: Exception) -> tuple[str, str]:
    """What went wrong in a tag and what to do about it, in Chinese."""
    if isinstance(error, Unprintable):
        return str(error), ""
    if isinstance(error, KeyError):
        return f"没有“{error.args[0]}”这一项", "请用 tongbao fields 查看可用的名称"
    if isinstance(error, IndexError):
        return "清单里没有这么多项", "请先用{% if %}判断，或改用循环"
    if isinstance(error, UndefinedError):
        named = re.search(r"'([^']+)'", str(error))
        what = f"没有“{named[1]}”这个名称" if named else "用了不存在的名称"
        return what, "请用 tongbao fields 查看可用的名称"
    if isinstance(error, ZeroDivisionError):
        return "除数为0", "请先用{% if %}判断除数是否为0"
    if isinstance(error, SecurityError):
        return "用了模板里不允许的写法", "只能取数据项和使用手册列出的格式"
    if isinstance(error, TypeError):
        return "这里的值不能这样运算或取项", f"请检查写法（{error}）"
    return str(error) or "计算时出错", ""
