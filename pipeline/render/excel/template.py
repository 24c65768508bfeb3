"""One Jinja template per sheet: tags that fill a cell typed, rows announced as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import lru_cache
from itertools import groupby

from jinja2 import Template, UndefinedError, nodes
from jinja2.compiler import Frame
from jinja2.exceptions import SecurityError

from pipeline.model.finding import Fault, Faulty
from pipeline.render.excel.alike import SAME, Same
from pipeline.render.excel.gauge import Gauge
from pipeline.render.excel.links import linked
from pipeline.render.excel.plan import NEXT, Filled, SheetPlan
from pipeline.render.excel.rows import Rows
from pipeline.render.excel.slots import Slot, Written
from pipeline.render.excel.values import fragment
from pipeline.render.language import Language, Unprintable, line_of

_EVENTS = ("x_begin", "x_item", "x_row", "x_end")
_OWN = (*_EVENTS, "x_typed", "x_counted")
_BOUND = re.compile(r"__\d+_\d+\b")
"""What is put behind a variable's name in each copy of a repeated column."""


def language(filters: Mapping[str, Callable[..., object]]) -> Language:
    """Return the language of cells, the same for equal filters; the engine's own are x_… filters.

    Everything printed passes `fragment`, which escapes it once and for all.
    """
    return _language(tuple(filters.items()))


@lru_cache(maxsize=8)
def _language(filters: tuple[tuple[str, Callable[..., object]], ...]) -> Language:
    made = Language(dict(filters), finalize=fragment)
    made.autoescape = False
    made.code_generator_class = _CellCode
    made.context_class = _Writing
    made.filters.update({SAME: Same, "链接": linked})
    return made


def compiled(plan: SheetPlan, used: Language) -> Template:
    """Compile a sheet: whole-cell tags and the lists of row loops go through our own filters."""
    tree = used.parse(plan.source)
    order = {tag: number for number, tag in enumerate(plan.typed)}
    for output in tree.find_all(nodes.Output):
        output.nodes = [_typing(node, order) for node in output.nodes]
    for loop in tree.find_all(nodes.For):
        code = plan.loop_tags.get(_tag(loop))
        if code is not None and loop.test is None:
            loop.iter = _filter(loop.iter, "x_counted", code)
    return used.from_string(tree)


def started(plan: SheetPlan, shift: int, gauge: Callable[[Filled], Gauge | None]) -> Written:
    """Return what a sheet's template will write into; `gauge` measures the texts of a cell."""
    made = Written(Rows(plan.blocks))
    made.slots = [Slot(cell, made, shift, gauge(cell)) for cell in plan.typed.values()]
    return made


def write(
    plan: SheetPlan, template: Template, given: Mapping[str, object], file: str, written: Written
) -> Iterator[str]:
    """Yield the rows of a sheet as they are written, each one after it has been announced.

    Faulty naming the cell where a value cannot be printed.
    """
    context: _Writing = template.new_context(given)  # type: ignore[assignment]
    context.rows = written.rows
    context.put = [slot.put for slot in written.slots]
    try:
        yield from _rows(_pieces(template, context))
    except Exception as error:  # whatever an expression of the office's raises is its template's
        raise Faulty([_fault(error, plan, file)]) from error


def untouched(plan: SheetPlan, written: Written) -> Iterator[str]:
    """Yield as many empty texts as a sheet without tags has rows, and announce them."""
    for number in sorted(plan.rows):
        written.rows.row(number)
        yield ""


class _Writing(Language.context_class):
    """The data of one sheet, and what hears of its rows and cells."""

    rows: Rows
    put: list[Callable[[object], str]]

    def begin(self, code: int) -> str:
        self.rows.begin(code)
        return ""

    def item(self, code: int) -> str:
        self.rows.item()
        return ""

    def row(self, template: int) -> str:
        self.rows.row(template)
        return NEXT

    def end(self, code: int) -> str:
        return NEXT if self.rows.end() else ""

    def counted(self, items: object, code: int) -> object:
        if isinstance(items, Sized):
            self.rows.count(code, len(items))
        return items


class _CellCode(Language.code_generator_class):
    """Compiles our own filters to plain calls, and what lies between two of them to one text."""

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        if node.name not in _OWN:
            super().visit_Filter(node, frame)
            return
        codes = [str(one.value) for one in node.args]
        typed = node.name == "x_typed"
        self.write(f"context.put[{codes.pop()}](" if typed else f"context.{node.name[2:]}(")
        self.visit(node.node, frame)
        self.write("".join(f", {one}" for one in codes) + ")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        if frame.buffer is not None:
            super().visit_Output(node, frame)
            return
        for event, group in groupby(node.nodes, key=_is_event):
            for one in group if event else ():
                self.writeline("yield ", one)
                self.visit(one, frame)
            if not event:
                self._joined(list(group), frame)

    def _joined(self, pieces: list[nodes.Node], frame: Frame) -> None:
        self.writeline('yield "".join((')
        self.indent()
        finalize = self._make_finalize()
        for one in pieces:
            self.newline(one)
            if isinstance(one, nodes.TemplateData):
                self.write(repr(one.data))
            else:
                self._output_child_pre(one, frame, finalize)
                self.visit(one, frame)
                self._output_child_post(one, frame, finalize)
            self.write(",")
        self.outdent()
        self.writeline("))")

    def _output_child_pre(self, node: nodes.Expr, *rest: object) -> None:
        if not _is_own(node):
            super()._output_child_pre(node, *rest)

    def _output_child_post(self, node: nodes.Expr, *rest: object) -> None:
        if not _is_own(node):
            super()._output_child_post(node, *rest)


def _is_own(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in _OWN


def _is_event(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in _EVENTS


def _pieces(template: Template, context: _Writing) -> Iterator[str]:
    try:
        yield from template.root_render_func(context)
    except Exception:
        template.environment.handle_exception()  # raises it again, with the template's lines


def _rows(pieces: Iterable[str]) -> Iterator[str]:
    """Put the pieces of each row together, so that a long sheet is never in memory at once."""
    held: list[str] = []
    begun = False
    for piece in pieces:
        if piece is not NEXT:
            held.append(piece)
            continue
        if begun:
            yield "".join(held)
        held, begun = [], True
    if begun:
        yield "".join(held)


def _typing(node: nodes.Node, order: Mapping[int, int]) -> nodes.Node:
    if _is_event(node) or isinstance(node, nodes.TemplateData) or _tag(node) not in order:
        return node
    return _filter(node, "x_typed", order[_tag(node)])


def _filter(node: nodes.Node, name: str, *values: object) -> nodes.Filter:
    args = [nodes.Const(value, lineno=node.lineno) for value in values]
    made = nodes.Filter(node, name, args, [], None, None, lineno=node.lineno)
    return made.set_environment(node.environment)


def _tag(node: nodes.Node) -> int:
    """The position of the tag in which a node stands: tag 0 has its newline on line 1."""
    return node.lineno - 2


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
