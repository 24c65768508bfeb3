"""Holds the tags of a template against the data they name: every fault, each in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from pipeline.model.finding import Fault
from pipeline.render.language import Language
from pipeline.render.shapes import ANY, Shapes, nearest, sample

_FULL_WIDTH = str.maketrans("｛｝％（），：｜＝“”‘’＿．［］＋－＜＞", "{}%(),:|=\"\"''_.[]+-<>")
_WORD = re.compile(r"\{%-?\s*(\w+)")
_NAMES = re.compile(r"[^\W\d]\w*")
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


Watch = Callable[[Tag, nodes.Template | None, Shapes], None]
"""Is told of each tag in order, with its tree and the names known there; of else, ends and what
cannot be read there is no tree."""


def faults(
    tags: Sequence[Tag],
    context: Mapping[str, object] | None,
    file: str,
    language: Language,
    watch: Watch | None = None,
) -> list[Fault]:
    """Return every fault of a template's tags, in order; no names are judged without `context`."""
    return list(_Reader(context, file, language, watch).read(tags))


class _Reader:
    def __init__(
        self,
        context: Mapping[str, object] | None,
        file: str,
        language: Language,
        watch: Watch | None = None,
    ) -> None:
        self._shapes = Shapes(context)
        self._file = file
        self._language = language
        self._watch = watch
        self._open: list[tuple[str, Tag]] = []

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
        if word in (*_CLOSERS, "else"):
            self._told(tag, None)
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
        whole = _whole(tag.text, word)
        try:
            tree = self._language.tree(whole)
        except TemplateSyntaxError as error:
            yield self._fault(tag, f"标签写法有误（{_in_chinese(error)}）", "请对照手册检查")
            if word in ("for", "if"):
                self._told(tag, None)
                self._begin(tag, word, dict.fromkeys(("loop", *_NAMES.findall(tag.text)), ANY))
            return
        self._told(tag, tree)
        yield from self._unknown(tag, word, tree, self._language.strange(whole))
        yield from self._statement(tag, word, tree)

    def _statement(self, tag: Tag, word: str, tree: nodes.Template) -> Iterable[Fault]:
        trouble: list[str] = []
        bound: dict[str, object] = {}
        for node in tree.body:
            if isinstance(node, nodes.For):
                items = self._shapes.of(node.iter, trouble)
                rows = list(items) if isinstance(items, Mapping) else items
                bound = dict(_bind(node.target, sample(rows), self._shapes))
                beside = dict.fromkeys(("previtem", "nextitem"), sample(rows))
                bound["loop"] = {**dict.fromkeys(_LOOP, ANY), **beside}
                if node.test is not None:
                    self._shapes.scopes.append(bound)
                    self._shapes.of(node.test, trouble)
                    self._shapes.scopes.pop()
            elif isinstance(node, nodes.If):
                self._shapes.of(node.test, trouble)
            elif isinstance(node, nodes.Assign):
                value = self._shapes.of(node.node, trouble)
                self._shapes.scopes[-1].update(_bind(node.target, value, self._shapes))
            elif isinstance(node, nodes.Output):
                for child in node.nodes:
                    shape = self._shapes.of(child, trouble)
                    if isinstance(shape, Mapping) and not trouble:
                        known = "、".join(map(str, list(shape)[:6]))
                        trouble.append(f"这里是一组数，还要写明取哪一项，例如：{known}")
        if word in ("for", "if"):
            self._begin(tag, word, bound)
        for problem in trouble:
            what, _, hint = problem.partition("；")
            yield self._fault(tag, what, hint)

    def _told(self, tag: Tag, tree: nodes.Template | None) -> None:
        if self._watch is not None:
            self._watch(tag, tree, self._shapes)

    def _begin(self, tag: Tag, word: str, bound: dict[str, object]) -> None:
        self._open.append((word, tag))
        if word == "for":
            self._shapes.scopes.append(bound)

    def _close(self, tag: Tag, word: str) -> Iterable[Fault]:
        if not self._open:
            yield self._fault(tag, f"没有对应的{{% {word} %}}", "请删去，或在前面补上开头")
            return
        opened, start = self._open.pop()
        if opened == "for":
            self._shapes.scopes.pop()
        if opened != word:
            yield self._fault(
                tag, f"与{start.place}的{{% {opened} %}}交叉", f"请先用{{% end{opened} %}}闭合"
            )

    def _unknown(
        self,
        tag: Tag,
        word: str,
        tree: nodes.Template,
        strange: Sequence[nodes.Filter | nodes.Test],
    ) -> Iterable[Fault]:
        """Statements, formats and judgements that the language has not."""
        if word == "raw" or any(not isinstance(one, _STATEMENTS) for one in tree.body):
            yield self._fault(
                tag, f"不支持{{% {word} %}}这种标签", "可用的有for、if、elif、else、set"
            )
        if any(isinstance(one, nodes.For) and one.recursive for one in tree.body):
            yield self._fault(tag, "不支持recursive（循环套用自己）", "请去掉recursive，逐层写循环")
        for node in strange:
            if isinstance(node, nodes.Filter):
                near = nearest(node.name, self._language.filters)
                yield self._fault(tag, f"没有“|{node.name}”这种格式", near)
            else:
                near = nearest(node.name, self._language.tests)
                yield self._fault(tag, f"没有“is {node.name}”这种判断", near)

    def _fault(self, tag: Tag, problem: str, remedy: str) -> Fault:
        return Fault(self._file, f"{tag.place} {tag.shown or tag.text}", problem, remedy)


_STATEMENTS = (nodes.For, nodes.If, nodes.Assign, nodes.Output)

_STATEMENTS = (nodes.For, nodes.If, nodes.Assign, nodes.Output)


def _whole(text: str, word: str) -> str:
    if word in ("for", "if"):
        return f"{text}{{% end{word} %}}"
    if word == "elif":
        return f"{text.replace('elif', 'if', 1)}{{% endif %}}"
    return text


def _bind(target: nodes.Node, value: object, shapes: Shapes) -> list[tuple[str, object]]:
    if isinstance(target, nodes.Name):
        return [(target.name, value)]
    return [(name.name, shapes.blurred(value)) for name in target.find_all(nodes.Name)]


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
