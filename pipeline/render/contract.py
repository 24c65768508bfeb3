"""Holds the tags of a template against the data they name: every fault, each in its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from pipeline.model.figure import Phrase, Quantity
from pipeline.model.finding import Fault
from pipeline.render.language import Language
from pipeline.render.shares import SHARE

_FULL_WIDTH = str.maketrans("｛｝％（），：｜＝“”‘’＿．［］＋－＜＞", "{}%(),:|=\"\"''_.[]+-<>")
_WORD = re.compile(r"\{%-?\s*(\w+)")
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_CLOSERS = {"endfor": "for", "endif": "if", "endset": "set", "endmacro": "macro"}
_LOOP = (
    "index",
    "index0",
    "first",
    "last",
    "length",
    "revindex",
    "revindex0",
    "depth",
    "depth0",
    "previtem",
    "nextitem",
    "changed",
    "cycle",
)


@dataclass(frozen=True, slots=True)
class Tag:
    """One `{{ … }}` or `{% … %}` in Jinja's own form, with its place in the author's terms."""

    text: str
    place: str
    shown: str = ""

    @property
    def word(self) -> str:
        """for, if, endfor …; empty for a `{{ }}`."""
        found = _WORD.match(self.text)
        return found[1] if found else ""


class _Any:
    """Stands for a value whose shape cannot be told without running the template."""


ANY = _Any()


def faults(
    tags: Sequence[Tag], context: Mapping[str, object] | None, file: str, language: Language
) -> list[Fault]:
    """Return every fault of a template's tags, in order; no names are judged without `context`."""
    return list(_Reader(context, file, language).read(tags))


class _Reader:
    def __init__(self, context: Mapping[str, object] | None, file: str, language: Language) -> None:
        self._context = context
        self._file = file
        self._language = language
        self._open: list[tuple[str, Tag]] = []
        self._scopes: list[dict[str, object]] = [{}]

    def read(self, tags: Iterable[Tag]) -> Iterable[Fault]:
        for tag in tags:
            yield from self._tag(tag)
        for word, tag in self._open:
            yield self._fault(tag, f"{{% {word} %}}没有闭合", f"请在后面补上{{% end{word} %}}")

    def _tag(self, tag: Tag) -> Iterable[Fault]:
        outside = _STRINGS.sub("", tag.text)
        wide = sorted({char for char in outside if ord(char) in _FULL_WIDTH})
        if wide:
            better = tag.text.translate(_FULL_WIDTH)
            yield self._fault(tag, f"标签里有全角字符“{''.join(wide)}”", f"请改成：{better}")
            yield from self._tag(Tag(better, tag.place, tag.shown or tag.text))
            return
        word = tag.word
        if word in _CLOSERS:
            yield from self._close(tag, _CLOSERS[word])
            return
        if word in ("else", "elif"):
            allowed = ("if", "for") if word == "else" else ("if",)
            if not self._open or self._open[-1][0] not in allowed:
                yield self._fault(tag, f"{{% {word} %}}不在任何判断里", "请检查前面的{% if %}")
                return
            if word == "else":
                return
        try:
            tree = self._language.parse(_whole(tag.text, word))
        except TemplateSyntaxError as error:
            yield self._fault(tag, f"标签写法有误（{_in_chinese(error)}）", "请对照手册检查")
            if word in ("for", "if"):
                self._begin(tag, word, {})
            return
        yield from self._unknown(tag, tree)
        yield from self._statement(tag, word, tree)

    def _statement(self, tag: Tag, word: str, tree: nodes.Template) -> Iterable[Fault]:
        trouble: list[str] = []
        bound: dict[str, object] = {}
        for node in tree.body:
            if isinstance(node, nodes.For):
                items = self._shape(node.iter, trouble)
                rows = list(items) if isinstance(items, Mapping) else items
                bound = dict(_bind(node.target, _sample(rows)))
                bound["loop"] = dict.fromkeys(_LOOP, ANY)
                if node.test is not None:
                    self._scopes.append(bound)
                    self._shape(node.test, trouble)
                    self._scopes.pop()
            elif isinstance(node, nodes.If):
                self._shape(node.test, trouble)
            elif isinstance(node, nodes.Assign):
                value = self._shape(node.node, trouble)
                self._scopes[-1].update(_bind(node.target, value))
            elif isinstance(node, nodes.Output):
                for child in node.nodes:
                    shape = self._shape(child, trouble)
                    if isinstance(shape, Mapping) and not trouble:
                        known = "、".join(map(str, list(shape)[:6]))
                        trouble.append(f"这里是一组数，还要写明取哪一项，例如：{known}")
        if word in ("for", "if"):
            self._begin(tag, word, bound)
        for problem in trouble:
            what, _, hint = problem.partition("；")
            yield self._fault(tag, what, hint)

    def _begin(self, tag: Tag, word: str, bound: dict[str, object]) -> None:
        self._open.append((word, tag))
        if word == "for":
            self._scopes.append(bound)

    def _close(self, tag: Tag, word: str) -> Iterable[Fault]:
        if not self._open:
            yield self._fault(tag, f"没有对应的{{% {word} %}}", "请删去，或在前面补上开头")
            return
        opened, start = self._open.pop()
        if opened == "for":
            self._scopes.pop()
        if opened != word:
            yield self._fault(
                tag, f"与{start.place}的{{% {opened} %}}交叉", f"请先用{{% end{opened} %}}闭合"
            )

    def _unknown(self, tag: Tag, tree: nodes.Template) -> Iterable[Fault]:
        """Statements, formats and judgements that the language has not."""
        if tag.word == "raw" or any(not isinstance(one, _STATEMENTS) for one in tree.body):
            yield self._fault(
                tag, f"不支持{{% {tag.word} %}}这种标签", "可用的有for、if、elif、else、set"
            )
        if any(isinstance(one, nodes.For) and one.recursive for one in tree.body):
            yield self._fault(tag, "不支持recursive（循环套用自己）", "请去掉recursive，逐层写循环")
        for node in tree.find_all(nodes.Filter):
            if node.name not in self._language.filters:
                near = _nearest(node.name, self._language.filters)
                yield self._fault(tag, f"没有“|{node.name}”这种格式", near)
        for node in tree.find_all(nodes.Test):
            if node.name not in self._language.tests:
                near = _nearest(node.name, self._language.tests)
                yield self._fault(tag, f"没有“is {node.name}”这种判断", near)

    def _shape(self, node: nodes.Node, trouble: list[str]) -> object:
        """Return the value that an expression names in the present data, or ANY."""
        if self._context is None:
            return ANY
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Name):
            return self._root(node.name, trouble)
        if isinstance(node, nodes.Getattr):
            return self._member(self._shape(node.node, trouble), node.attr, trouble)
        if isinstance(node, nodes.Getitem):
            holder = self._shape(node.node, trouble)
            if isinstance(node.arg, nodes.Const):
                return self._member(holder, node.arg.value, trouble)
            self._shape(node.arg, trouble)
            return _sample(holder)
        if isinstance(node, nodes.CondExpr):
            for child in node.iter_child_nodes():
                self._shape(child, trouble)
            return ANY
        shapes = [self._shape(child, trouble) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Filter) and shapes:
            item = self._item(node, _sample(shapes[0]), trouble)
            if node.name in _SAME_SHAPE:
                return shapes[0]
            if node.name in _SHARING:
                row = _sample(shapes[0])
                return [{**row, SHARE: ANY}] if isinstance(row, Mapping) else ANY
            return [item] if node.name == "map" else ANY
        return ANY

    def _item(self, node: nodes.Filter, row: object, trouble: list[str]) -> object:
        """What a filter that takes the name of an item finds in a row: selectattr('有数')."""
        given = [pair.value for pair in node.kwargs if pair.key == "attribute"]
        given += node.args[:1] if node.name in _NAMING else []
        if not given or not isinstance(given[0], nodes.Const) or not isinstance(row, Mapping):
            return ANY
        found: object = row
        for name in str(given[0].value).split("."):
            found = self._member(found, int(name) if name.isdigit() else name, trouble)
        return found

    def _root(self, name: str, trouble: list[str]) -> object:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        context = self._context or {}
        if name in context:
            return context[name]
        names = [*context, *(known for scope in self._scopes for known in scope)]
        trouble.append(f"没有“{name}”这个名称；{_nearest(name, names)}")
        return ANY

    def _member(self, holder: object, name: object, trouble: list[str]) -> object:
        if isinstance(holder, _Any):
            return ANY
        if isinstance(holder, Mapping):
            if name in holder:
                return holder[name]
            trouble.append(f"没有“{name}”这一项；{_nearest(str(name), map(str, holder))}")
        elif isinstance(holder, (list, tuple)) and isinstance(name, int):
            return _sample(holder)
        elif isinstance(holder, (list, tuple)):
            trouble.append(f"清单没有“{name}”这一项；请先用循环取出清单里的一行")
        elif isinstance(holder, (Quantity, Phrase, str, int)):
            trouble.append(f"“.{name}”前面已经是一个值，不能再取下一项；请删去“.{name}”")
        return ANY

    def _fault(self, tag: Tag, problem: str, remedy: str) -> Fault:
        return Fault(self._file, f"{tag.place} {tag.shown or tag.text}", problem, remedy)


_STATEMENTS = (nodes.For, nodes.If, nodes.Assign, nodes.Output)
_SHARING = ("占比", "凑百占比")
_NAMING = ("selectattr", "rejectattr", "groupby", *_SHARING, "占比注")
_SAME_SHAPE = ("sort", "list", "selectattr", "rejectattr", "unique", "select", "reject", "舍位平衡")


def _whole(text: str, word: str) -> str:
    if word in ("for", "if"):
        return f"{text}{{% end{word} %}}"
    if word == "elif":
        return f"{text.replace('elif', 'if', 1)}{{% endif %}}"
    return text


def _sample(items: object) -> object:
    if isinstance(items, Mapping):
        return next(iter(items.values()), ANY)
    if isinstance(items, (list, tuple)):
        return items[0] if items else ANY
    return ANY


def _bind(target: nodes.Node, value: object) -> list[tuple[str, object]]:
    if isinstance(target, nodes.Name):
        return [(target.name, value)]
    return [(name.name, ANY) for name in target.find_all(nodes.Name)]


def _nearest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    if not near:
        near = [one for one in names if name and (name in one or one in name)][:1]
    return f"是不是想写“{near[0]}”？" if near else "请用 tongbao fields 查看可用的名称"


_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "末尾",
    "name": "名称",
    "integer": "整数",
    "string": "文字",
}


def _in_chinese(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if "expected token" in message:
        wanted = [_TOKENS.get(one, one) for one in re.findall(r"'([^']*)'", message)]
        return f"应为“{wanted[0]}”处却是“{wanted[-1]}”" if wanted else "次序不对"
    if "unknown tag" in message:
        return "没有这种标签"
    if "unexpected char" in message:
        return f"有不认识的字符{message.partition('char')[2].split(' at ')[0]}"
    if "Missing" in message or "end of" in message or "unexpected" in message:
        return "内容不完整或多了符号"
    return "无法读懂"
