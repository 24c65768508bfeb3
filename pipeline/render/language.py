"""The one template language: Jinja in a sandbox where a dot reaches data and nothing else."""

from __future__ import annotations

import functools
import math
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from jinja2 import StrictUndefined, Undefined, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.model.figure import MARK_CLOSE, MARK_OPEN, MARK_TEXT, Phrase, Quantity

TEMPLATE = "<template>"
"""The name under which a compiled template stands in tracebacks."""

_NUMBERS = (int, float, Fraction)
_MARKED = re.compile(f"{MARK_OPEN}([^{MARK_TEXT}]*){MARK_TEXT}([^{MARK_CLOSE}]*){MARK_CLOSE}")


class Unprintable(ValueError):
    """A value that must not reach a document as it is; the text is Chinese."""


class _ItemAccess(CodeGenerator):
    """Compiles `a.b` to `a["b"]`: fast on plain dicts, and no way to Python attributes."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f"[{node.attr!r}]")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("markup_join((" if frame.eval_ctx.autoescape else "str_join((")
        for one in node.nodes:
            self.write("environment.spoken(")
            self.visit(one, frame)
            self.write("), ")
        self.write("))")

    def _output_child_to_const(self, node: nodes.Expr, *rest: object) -> str:
        """Literals pass `finalize` while the template runs: {{ none }} is no text either."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, *rest)  # type: ignore[arg-type]


class Language(ImmutableSandboxedEnvironment):
    """A Jinja environment with our filters; `finalize` says how a printed value is written."""

    code_generator_class = _ItemAccess
    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(
        self,
        filters: Mapping[str, Callable[..., object]] | None = None,
        finalize: Callable[[object], object] | None = None,
    ) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=finalize or as_text,
            keep_trailing_newline=True,
        )
        kept = (
            "length",
            "count",
            "first",
            "last",
            "sort",
            "map",
            "selectattr",
            "default",
            "rejectattr",
            "select",
            "reject",
            "list",
            "abs",
            "round",
            "sum",
            "unique",
            "batch",
            "groupby",
        )
        of_texts = ("e", "escape", "trim", "replace", "upper", "lower", "string")
        self.filters = {name: self.filters[name] for name in (*kept, *of_texts)}
        self.filters.update({name: _of_text(self.filters[name]) for name in of_texts})
        self.filters.update(join=_joined, int=_whole)
        self.filters.update(filters or {})
        self.globals = {}

    def getattr(self, obj: object, attribute: str) -> object:
        """Only a name called `loop` comes here; of Python's attributes it alone has any."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """An item of data or undefined, never an attribute; the filters' names come here."""
        try:
            return obj[argument]  # type: ignore[index]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    def spoken(self, value: object) -> str:
        """What `~` puts together: the text that would be printed."""
        return as_text(value)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Numbers only, and no powers: texts are neither formatted nor repeated."""
        if operator == "**" or not (isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS)):
            raise Unprintable(f"这里不能用“{operator}”，它的两边只能是整数")
        return super().call_binop(context, operator, left, right)


def as_text(value: object) -> str:
    """Return the text of a printed value, marked with its figure; Unprintable for the rest."""
    if isinstance(value, str):
        return value
    if isinstance(value, (Quantity, Phrase)):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if value is None:
        raise Unprintable("此处没有值（空），请在模板里写明没有时印什么")
    if isinstance(value, float):
        what = "不是数" if math.isnan(value) else "未指定小数位"
        raise Unprintable(f"数值{value!r}{what}，不能直接印出")
    if isinstance(value, Fraction):
        raise Unprintable("数值未指定小数位，请用“|小数(2)”一类的写法")
    if isinstance(value, Mapping):
        known = "、".join(str(key) for key in list(value)[:8])
        raise Unprintable(f"这里是一组数，还要写明取哪一项，例如：{known}")
    if isinstance(value, (list, tuple)):
        raise Unprintable("这里是一个清单，请用循环逐项印出")
    if isinstance(value, Undefined):
        return str(value)
    raise Unprintable("这里的内容不是文字、数或日期，不能直接印出")


def _of_text(own: Callable[..., object]) -> Callable[..., object]:
    """Let one of Jinja's filters for texts have only what may be printed."""

    @functools.wraps(own)
    def checked(*values: object, **named: object) -> object:
        place = 1 if hasattr(own, "jinja_pass_arg") else 0
        text = values[place]
        text = text if isinstance(text, str) else as_text(text)
        return own(*values[:place], text, *values[place + 1 :], **named)

    return checked


@pass_environment
def _joined(
    language: Language, values: Iterable[object], between: str = "", attribute: str | None = None
) -> str:
    """Join what may be printed, or one item of each of several dicts."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise Unprintable("“|join”前面不是清单")
    if attribute is not None:
        values = map(make_attrgetter(language, attribute), values)
    return between.join(as_text(value) for value in values)


def _whole(value: object, default: object = None, base: int = 10) -> object:
    """A whole number from a whole number or its digits; nothing becomes a zero by itself."""
    try:
        if isinstance(value, str):
            return int(value, base)
        if isinstance(value, int):
            return int(value)
    except ValueError:
        if default is not None:
            return default
    raise Unprintable("“|int”前面应是整数或只有数字的文字；印数请用“|小数(0)”")


def unmarked(text: str, record: Callable[[str, str], None] | None = None) -> str:
    """Strip the figure marks from `text`; `record(figure, printed text)` hears of each."""
    if MARK_OPEN not in text:
        return text

    def strip(found: re.Match[str]) -> str:
        if record is not None:
            record(found[1], found[2])
        return found[2]

    return _MARKED.sub(strip, text)


def line_of(error: BaseException) -> int:
    """Return the template line where `error` came from, 0 if it came from elsewhere.

    The engines put one newline into each tag, so that a line number is a tag's number.
    """
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename in (TEMPLATE, "<unknown>")
    ]
    return lines[-1] if lines else 0
