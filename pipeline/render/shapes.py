"""What the names in a template stand for: the shape of each expression in the present data."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from pipeline.model.figure import Phrase, Quantity
from pipeline.render.shares import SHARE

_SHARING = ("占比", "凑百占比")
_NAMING = ("selectattr", "rejectattr", "groupby", *_SHARING, "占比注")
_SAME_SHAPE = ("sort", "list", "selectattr", "rejectattr", "unique", "select", "reject", "舍位平衡")


CONFIDENTIAL = "通报模板引用了保密字段"
"""How the problem begins where a published document would print a Secret (V62)."""


_Seen = dict[int, tuple[dict, frozenset[str]]]
"""The mappings that were looked through, by identity, each with the names found in it."""


class _Any:
    """Stands for a value whose shape cannot be told without running the template."""


ANY = _Any()


@dataclass(frozen=True, slots=True)
class Secret:
    """Stands for a value that a published document must not print (V62).

    `is_there` says that the data hold it; else it is only known to be asked for.
    """

    name: str
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Tainted(_Any):
    """A value of unknown shape in which Secrets may be found by these names."""

    names: frozenset[str]


_SLICED = (str, list, tuple, _Any)
"""A part of these is of the same shape: 行.事项[:24], 清单.甲[:5]."""


class Veiled(dict[str, object]):
    """Roots in which Secrets may stand; in roots that are not Veiled nobody looks for them.

    What is in them stays as it is: `seen` keeps what was found in each mapping.
    """

    def __init__(self, names: Mapping[str, object], seen: _Seen | None = None) -> None:
        super().__init__(names)
        self.seen: _Seen = {} if seen is None else seen

    def along(self, more: Mapping[str, object]) -> Veiled:
        """Return these roots and more of them."""
        return Veiled({**self, **more}, self.seen)


class Shapes:
    """The names known at one point of a template; `scopes` are those that loops and set bind.

    Every method notes what is wrong in `trouble`, as “problem；remedy”, and goes on with ANY.
    """

    def __init__(self, context: Mapping[str, object] | None) -> None:
        self._context = context
        self._seen = context.seen if isinstance(context, Veiled) else None
        self.scopes: list[dict[str, object]] = [{}]

    def of(self, node: nodes.Node, trouble: list[str]) -> object:
        """Return the value that an expression names in the present data, or ANY."""
        if self._context is None:
            return ANY
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Name):
            return self._root(node.name, trouble)
        if isinstance(node, nodes.Getattr):
            return self._member(self.of(node.node, trouble), node.attr, trouble)
        if isinstance(node, nodes.Getitem):
            holder = self.of(node.node, trouble)
            if isinstance(node.arg, nodes.Const):
                return self._member(holder, node.arg.value, trouble)
            self.of(node.arg, trouble)
            if isinstance(node.arg, nodes.Slice) and isinstance(holder, _SLICED):
                return holder
            return self._some(holder, trouble)
        shapes = [self.of(child, trouble) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Filter) and shapes:
            return self._filtered(node, shapes[0], trouble)
        return self.blurred(*shapes)

    def blurred(self, *shapes: object) -> object:
        """Return what is left to know of values that something unknown is made of."""
        names = frozenset().union(*map(self._secrets, shapes))
        return Tainted(names) if names else ANY

    def _some(self, holder: object, trouble: list[str]) -> object:
        """An item whose name only the data tell: it may be any of them."""
        own = holder.values() if isinstance(holder, Mapping) else ()
        named = [one.name for one in own if isinstance(one, Secret) and one.is_there]
        named += sorted(holder.names) if isinstance(holder, Tainted) else []
        if named:
            return _open(Secret("、".join(named)), trouble)
        inside = _holding(holder)
        hidden = self._secrets(holder) - self._secrets(inside)
        return self.blurred(holder) if hidden else inside

    def _filtered(self, node: nodes.Filter, source: object, trouble: list[str]) -> object:
        for one in _texts(node):
            for name in sorted(self._secrets(source) & set(re.split(r"[.=\s]", one))):
                return _open(Secret(name), trouble)
        item = self._item(node, sample(source), trouble)
        if node.name in _SAME_SHAPE:
            return source
        if node.name in _SHARING:
            row = sample(source)
            return [{**row, _called(node): ANY}] if isinstance(row, Mapping) else ANY
        return [item] if node.name == "map" else self.blurred(source)

    def _secrets(self, shape: object) -> frozenset[str]:
        return frozenset() if self._seen is None else secrets(shape, self._seen)

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
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        context = self._context or {}
        if name in context:
            return context[name]
        names = [*context, *(known for scope in self.scopes for known in scope)]
        trouble.append(f"没有“{name}”这个名称；{nearest(name, names)}")
        return ANY

    def _member(self, holder: object, name: object, trouble: list[str]) -> object:
        if isinstance(holder, Tainted):
            return _open(Secret(str(name)), trouble) if name in holder.names else holder
        if isinstance(holder, (_Any, Secret)):
            return ANY
        if isinstance(holder, Mapping):
            if name in holder:
                return _open(holder[name], trouble)
            trouble.append(f"没有“{name}”这一项；{nearest(str(name), _shown(holder))}")
        elif isinstance(holder, (list, tuple)) and isinstance(name, int):
            return sample(holder)
        elif isinstance(holder, (list, tuple)):
            trouble.append(f"清单没有“{name}”这一项；请先用循环取出清单里的一行")
        elif isinstance(holder, (Quantity, Phrase, str, int)):
            trouble.append(f"“.{name}”前面已经是一个值，不能再取下一项；请删去“.{name}”")
        return ANY


def sample(items: object) -> object:
    """Return what stands for one item of a list or of a mapping's values."""
    if isinstance(items, Mapping):
        return next(iter(items.values()), ANY)
    if isinstance(items, (list, tuple)):
        return items[0] if items else ANY
    return items if isinstance(items, Tainted) else ANY


def _holding(items: object) -> object:
    """Return what stands for one item of an unknown name: where only some hold items, one of these.

    单[项.代号] is an indicator's item, though a unit's first item is its number.
    """
    own = items.values() if isinstance(items, Mapping) else ()
    return next((one for one in own if isinstance(one, dict)), sample(items))


def secrets(shape: object, seen: _Seen) -> frozenset[str]:
    """The names of the Secrets that the data hold anywhere within a value.

    `seen` keeps what was found in the mappings met before: the same unit stands in many places.
    """
    if isinstance(shape, Tainted):
        return shape.names
    if isinstance(shape, Secret):
        return frozenset((shape.name,) if shape.is_there else ())
    if isinstance(shape, (list, tuple)):
        return secrets(shape[0], seen) if shape else frozenset()
    if isinstance(shape, dict):
        if id(shape) not in seen:
            inside = (secrets(one, seen) for one in shape.values())
            seen[id(shape)] = shape, frozenset().union(*inside)
        return seen[id(shape)][1]
    return frozenset()


def _called(node: nodes.Filter) -> str:
    """How a filter for shares is told to name them: its third argument."""
    given = node.args[2:3]
    return str(given[0].value) if given and isinstance(given[0], nodes.Const) else SHARE


def _texts(node: nodes.Filter) -> Iterator[str]:
    """The texts that a filter is given; some of them are names of items."""
    for one in (*node.args, *(pair.value for pair in node.kwargs)):
        if isinstance(one, nodes.Const) and isinstance(one.value, str):
            yield one.value


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that may have been meant, as a question."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    if not near:
        near = [one for one in names if name and (name in one or one in name)][:1]
    return f"是不是想写“{near[0]}”？" if near else "请用 tongbao fields 查看可用的名称"


def _open(value: object, trouble: list[str]) -> object:
    if isinstance(value, Secret):
        trouble.append(
            f"{CONFIDENTIAL}“{value.name}”（V62）；请删去；"
            "只供内部使用的文件，请在documents.yaml里写“公开: 否”"
        )
    return value


def _shown(holder: Mapping) -> list[str]:
    """The names of a mapping, without those that must not be proposed."""
    if not isinstance(holder, dict):
        return [str(name) for name in holder]
    return [str(name) for name, value in holder.items() if not isinstance(value, Secret)]
