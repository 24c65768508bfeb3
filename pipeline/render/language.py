"""The one template language: Jinja in a sandbox where a dot reaches data and nothing else."""

from __future__ import annotations

import functools
import math
import re
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from jinja2 import StrictUndefined, Undefined, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.model.figure import MARK_CLOSE, MARK_OPEN, MARK_TEXT, Phrase, Quantity
from pipeline.model.period import Days

TEMPLATE = "<template>"
"""The name under which a compiled template stands in tracebacks."""

MOST_TURNS, MOST_SECONDS = 5_000_000, 60
"""How often the loops of one text may turn in all, and how long that may take."""

MOST_TEXT = 10_000_000
"""The longest text, and the longest list, that a template may put together."""

_PAUSE = 64
_MOST_DIGITS = 10**60
_MOST_DECIMALS = 15
_NUMBERS = (int, float, Fraction)
_MARKED = re.compile(f"{MARK_OPEN}([^{MARK_TEXT}]*){MARK_TEXT}([^{MARK_CLOSE}]*){MARK_CLOSE}")


class Unprintable(ValueError):
    """A value that must not reach a document as it is; the text is Chinese."""


class _Bounded(Context):
    """The data of one rendering, and how much longer it may go on."""

    _left = MOST_TURNS
    _end = 0.0

    def turn(self) -> None:
        """Count one turn of a loop; Unprintable past the bounds of turns and of time."""
        self._left -= 1
        if self._left < 0:
            raise Unprintable(f"循环超过{MOST_TURNS // 10000}万次，请减少嵌套的循环")
        if not self._left % _PAUSE:
            now = time.monotonic()
            self._end = self._end or now + MOST_SECONDS
            if now > self._end:
                raise Unprintable(f"运算超过{MOST_SECONDS}秒仍未结束，请简化循环里的计算")


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
        self.write("environment.joined((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    _body = 0

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Each turn of a loop is counted, also of one that prints nothing."""
        if id(nodes) == self._body:
            self.writeline("context.turn()")
        super().blockvisit(nodes, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        self._body = id(node.body)
        super().visit_For(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, *rest: object) -> str:
        """Literals pass `finalize` while the template runs: {{ none }} is no text either."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, *rest)  # type: ignore[arg-type]


class Language(ImmutableSandboxedEnvironment):
    """A Jinja environment with our filters; `finalize` says how a printed value is written."""

    code_generator_class = _ItemAccess
    intercepted_binops = frozenset(("+", "-", "*", "**", "%"))
    context_class = _Bounded

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
        of_texts = ("trim", "upper", "lower", "string")
        own = {name: self.filters[name] for name in (*kept, *of_texts)}
        own.update({name: _of_text(own[name]) for name in of_texts})
        own.update(join=_joined, int=_whole, replace=_replaced, e=as_text, escape=as_text)
        own.update({name: _bounded(own[name]) for name in ("batch", "round")})
        self.filters = own
        self.filters.update(filters or {})
        self.globals = {}
        self._trees: dict[str, nodes.Template] = {}
        self._strange: dict[str, Sequence[nodes.Filter | nodes.Test]] = {}

    def tree(self, text: str) -> nodes.Template:
        """The tree of a tag, to be read only; the same tag is parsed once."""
        if text not in self._trees:
            self._trees[text] = self.parse(text)
        return self._trees[text]

    def strange(self, text: str) -> Sequence[nodes.Filter | nodes.Test]:
        """The formats of a tag, then its judgements, that are not known; looked for once."""
        if text not in self._strange:
            used = list(self.tree(text).find_all((nodes.Filter, nodes.Test)))
            formats = [one for one in used if isinstance(one, nodes.Filter)]
            judgements = [one for one in used if isinstance(one, nodes.Test)]
            self._strange[text] = (
                *(one for one in formats if one.name not in self.filters),
                *(one for one in judgements if one.name not in self.tests),
            )
        return self._strange[text]

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

    def joined(self, values: Iterable[object]) -> str:
        """What `~` puts together: the texts that would be printed."""
        return _together([as_text(value) for value in values])

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Numbers, no powers, texts and lists only with `+`: nothing grows without end."""
        numbers = isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS)
        if operator in ("+", "-") and not numbers:
            sizes = [len(one) for one in (left, right) if isinstance(one, (str, list, tuple))]
            if sum(sizes) > MOST_TEXT:
                raise Unprintable("模板拼出的文字或清单过长")
        elif operator == "**" or not numbers:
            raise Unprintable(f"这里不能用“{operator}”，它的两边只能是整数")
        elif max(abs(left), abs(right)) > _MOST_DIGITS:
            raise Unprintable("模板算出的数过大")
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
    if isinstance(value, Days):
        return value.name
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
    return _together([as_text(value) for value in values], between)


def _together(texts: list[str], between: str = "") -> str:
    if sum(map(len, texts)) + len(between) * len(texts) > MOST_TEXT:
        raise Unprintable("模板拼出的文字过长")
    return between.join(texts)


def _replaced(value: object, old: str, new: str, count: int = -1) -> str:
    """Replace in a text; what is put in is text and no markup."""
    text, old, new = as_text(value), as_text(old), as_text(new)
    if len(text) + text.count(old) * len(new) > MOST_TEXT:
        raise Unprintable("模板拼出的文字过长")
    return text.replace(old, new, count)


def _bounded(own: Callable[..., object]) -> Callable[..., object]:
    """Let a filter's whole number (lines of a batch, decimals) be one that makes sense."""

    @functools.wraps(own)
    def checked(value: object, number: object = 0, *rest: object, **named: object) -> object:
        most = _MOST_DECIMALS if own.__name__ == "do_round" else 10_000
        for one in (number, *named.values()):
            if isinstance(one, int) and not -1 < one <= most:
                raise Unprintable(f"“|{own.__name__.removeprefix('do_')}”后面的数应在0至{most}之间")
        return own(value, number, *rest, **named)

    return checked


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
