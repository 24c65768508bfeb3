"""Figures that a sentence prints without saying what stands there when there are none (V63)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from jinja2 import nodes

from pipeline.model.figure import Quantity, Status
from pipeline.model.finding import Fault
from pipeline.render.contract import Tag, faults
from pipeline.render.language import Language
from pipeline.render.shapes import Shapes

_ASKED = ("有数", "为零")
"""What tells an indicator's item from other groups of values."""
_SAID = "完成数"
"""The one phrase that does not speak for itself where there is no figure."""
_CHOOSING = ("selectattr", "rejectattr")


def unguarded(
    tags: Sequence[Tag],
    context: Mapping[str, object],
    file: str,
    language: Language,
    parents: Mapping[str, str],
    in_sentence: Callable[[Tag], bool],
) -> list[Fault]:
    """Return a fault for each figure in a sentence that no condition around it asks about.

    A condition on the indicator itself will do, or on the one of which it is a part (`parents`);
    for a pending or reported figure one on any other of the same holder. Phrases that say by
    themselves what is missing (…措辞) need none, nor do cells that hold a figure alone.
    """
    reader = _Reader(parents, in_sentence)
    faults(tags, context, file, language, reader.take)
    return [
        Fault(
            file,
            f"{tag.place} {tag.shown or tag.text}",
            "没有写明没有数或为零时怎么说，会印出“未报送”“0”一类的字（V63）",
            f"请用{{% if {holder}.有数 %}}…{{% else %}}…{{% endif %}}分开写，为零的用“.为零”判断",
        )
        for tag, holder in reader.found
    ]


@dataclass(slots=True)
class _Reader:
    """Follows the blocks of a template with the names that their conditions ask about."""

    parents: Mapping[str, str]
    in_sentence: Callable[[Tag], bool]
    found: list[tuple[Tag, str]] = field(default_factory=list)
    blocks: list[set[str]] = field(default_factory=list)

    def take(self, tag: Tag, tree: nodes.Template | None, shapes: Shapes) -> None:
        if tag.word in ("endif", "endfor"):
            del self.blocks[-1:]
        if tree is None and tag.word in ("if", "for"):
            self.blocks.append(set())
        for node in tree.body if tree is not None else ():
            if isinstance(node, nodes.If):
                if tag.word == "if":
                    self.blocks.append(set())
                self.blocks[-1:] = [{*set().union(*self.blocks[-1:]), *_paths(node.test)}]
            elif isinstance(node, nodes.For):
                self.blocks.append(set(_chosen(node)))
            elif isinstance(node, nodes.Output) and self.in_sentence(tag):
                for child in node.nodes:
                    for printed in _figures(child, frozenset(), shapes):
                        self._judge(tag, *printed)

    def _judge(self, tag: Tag, holder: str, asked: frozenset[str]) -> None:
        known = asked.union(*self.blocks)
        starts = [f"{one}." for one in self._kin(holder)]
        if any(path.startswith(start) for path in known for start in starts):
            return
        root, _, status = holder.rpartition(".")
        if status in set(Status) and any(_speaks_of(one, root, status) for one in known):
            return
        self.found.append((tag, holder))

    def _kin(self, holder: str) -> Iterator[str]:
        """The item itself, and those of the indicators of which it is a part."""
        head, _, name = holder.rpartition(".")
        tail = ""
        if name in set(Status):
            head, _, name = head.rpartition(".")
            tail = f".{holder.rpartition('.')[2]}"
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield f"{head}.{name}{tail}" if head else f"{name}{tail}"
            name = self.parents.get(name, "")


def _speaks_of(path: str, root: str, status: str) -> bool:
    """Tell whether a path names a figure of the same status of the same unit, group or whole."""
    whose = root.rpartition(".")[0]
    return path.startswith(f"{whose}.") and f".{status}." in f"{path}."


def _figures(
    node: nodes.Node, asked: frozenset[str], shapes: Shapes
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the holder of each figure that an expression prints, and what it asks about."""
    if isinstance(node, nodes.CondExpr):
        asked = asked | frozenset(_paths(node.test))
        for child in (node.expr1, node.expr2):
            if child is not None:
                yield from _figures(child, asked, shapes)
    elif isinstance(node, nodes.Filter) and node.node is not None:
        yield from _figures(node.node, asked, shapes)
    elif isinstance(node, (nodes.Concat, nodes.Add)):
        for child in node.iter_child_nodes():
            yield from _figures(child, asked, shapes)
    elif _is_step(node) and _is_bare(shapes.of(node.node, []), _step(node)):
        yield _path(node.node) or "…", asked


def _is_bare(holder: object, name: object) -> bool:
    """Tell whether a name of an item prints a figure, or else one bare word."""
    if not isinstance(holder, Mapping) or not all(one in holder for one in _ASKED):
        return False
    return name == _SAID or isinstance(holder.get(name), Quantity)


def _paths(condition: nodes.Node) -> set[str]:
    """The dotted names in a condition: 全市.甲.有数; also those that a filter is given."""
    kinds = (nodes.Name, nodes.Getattr, nodes.Getitem)
    own = [condition] if isinstance(condition, kinds) else []
    return {path for one in (*own, *condition.find_all(kinds)) if (path := _path(one))}


def _chosen(loop: nodes.For) -> Iterator[str]:
    """What a loop asks of each of its items, by its own condition or by |selectattr."""
    if loop.test is not None:
        yield from _paths(loop.test)
    filters = [*loop.iter.find_all(nodes.Filter)]
    filters += [loop.iter] if isinstance(loop.iter, nodes.Filter) else []
    for one in filters:
        first = one.args[0] if one.name in _CHOOSING and one.args else None
        if isinstance(first, nodes.Const) and isinstance(loop.target, nodes.Name):
            yield f"{loop.target.name}.{first.value}"


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if _is_step(node) and (step := _step(node)) is not None:
        holder = _path(node.node)
        return f"{holder}.{step}" if holder else ""
    return ""


def _is_step(node: nodes.Node) -> TypeGuard[nodes.Getattr | nodes.Getitem]:
    return isinstance(node, (nodes.Getattr, nodes.Getitem))


def _step(node: nodes.Getattr | nodes.Getitem) -> object:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else None
