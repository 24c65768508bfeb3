"""YAML with line marks and without guesses: every scalar is text and knows its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from pipeline.model.finding import Fault, Faulty

_WIDE_COLON = ("用了全角冒号“：”", "请改成半角冒号加一个空格“: ”")


class Text(str):
    """A scalar with the line it stands on."""

    line: int = 0

    @classmethod
    def at(cls, value: str, line: int) -> Text:
        text = cls(value)
        text.line = line
        return text


class Block(dict):
    """A mapping with its file and line; values are Text, Block or Items."""

    file: str = ""
    line: int = 0


class Items(list):
    """A sequence with its line."""

    line: int = 0


def load(path: Path, shown: str) -> Block:
    """Read one YAML file into a Block; Faulty, in Chinese with the line, for whatever is wrong."""
    text = _decoded(path.read_bytes(), shown)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise Faulty([_syntax(text, shown, error)]) from error
    except yaml.YAMLError as error:
        raise Faulty([Fault(shown, "", "有不能读取的字符", "请用记事本另存为UTF-8编码")]) from error
    if node is None:
        return _stamped(Block(), shown, 1)
    faults: list[Fault] = []
    built = _built(node, shown, faults)
    if not isinstance(built, Block):
        faults.append(Fault(shown, "第1行", "应为“名称: 内容”的形式", _colon_hint(text)))
    if faults:
        raise Faulty(faults)
    return built


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = "不是UTF-8编码，可能存成了GBK（ANSI）"
        raise Faulty(
            [Fault(shown, f"第{line}行", problem, "请用记事本另存为，编码选UTF-8")]
        ) from error


def _built(node: yaml.Node, shown: str, faults: list[Fault]) -> Text | Block | Items:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Text.at(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        items = Items(_built(child, shown, faults) for child in node.value)
        items.line = line
        return items
    return _mapping(node, shown, faults)


def _mapping(node: yaml.MappingNode, shown: str, faults: list[Fault]) -> Block:
    block = _stamped(Block(), shown, node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(shown, f"第{line}行", "名称不能是一组内容", "请检查括号"))
            continue
        key = Text.at(key_node.value, line)
        if key in block:
            faults.append(Fault(shown, f"第{line}行", f"“{key}”写了两次", "请删去一个"))
        if node.flow_style and _cut_off(value_node):
            faults.append(
                Fault(
                    shown,
                    f"第{line}行",
                    f"花括号里“{key}”没有内容，前面的公式可能被逗号截断",
                    "花括号里含逗号或方括号的公式要加单引号",
                )
            )
        if _colon_below(key_node, value_node):
            line = value_node.start_mark.line + 1
            faults.append(Fault(shown, f"第{line}行", *_WIDE_COLON))
        block[key] = _built(value_node, shown, faults)
    return block


def _colon_below(key: yaml.Node, value: yaml.Node) -> bool:
    """Tell whether names were meant on the lines below a name, but with full-width colons."""
    below = value.start_mark.line > key.start_mark.line
    scalar = isinstance(value, yaml.ScalarNode) and not value.style
    return below and scalar and _wide_colon(value.value)


def _cut_off(value: yaml.Node) -> bool:
    return isinstance(value, yaml.ScalarNode) and value.value == "" and not value.style


def _stamped(block: Block, shown: str, line: int) -> Block:
    block.file, block.line = shown, line
    return block


def _syntax(text: str, shown: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    number = mark.line + 1 if mark else 1
    lines = text.splitlines()
    line = lines[number - 1] if number <= len(lines) else ""
    previous = lines[number - 2] if 2 <= number <= len(lines) + 1 else ""
    if "\t" in line:
        return Fault(shown, f"第{number}行", "用了制表符（Tab）缩进", "请改用空格")
    wide = next((one for one in (line, previous) if _wide_colon(one)), "")
    if wide:
        where = number if wide is line else number - 1
        return Fault(shown, f"第{where}行", *_WIDE_COLON)
    return Fault(
        shown, f"第{number}行", "格式有误，无法读取", "请检查缩进、冒号后的空格、引号和括号是否成对"
    )


def _wide_colon(line: str) -> bool:
    return re.match(r"\s*(- *)?[\w（）]+：", line) is not None


def _colon_hint(text: str) -> str:
    for line in text.splitlines():
        if _wide_colon(line):
            return "用了全角冒号“：”，请改成半角冒号加一个空格“: ”"
    return "请检查冒号后是否有空格"


class Taker:
    """Takes the entries of a Block one by one and remembers what was wrong with them."""

    def __init__(self, block: Block, faults: list[Fault], where: str = "") -> None:
        self.block = block
        self.faults = faults
        self.where = where
        self._left = dict.fromkeys(block)

    def fault(self, problem: str, remedy: str = "", at: object = None) -> None:
        """Note a fault at the line of `at`, else of the block."""
        line = getattr(at, "line", 0) or self.block.line
        self.faults.append(Fault(self.block.file, f"第{line}行", self.where + problem, remedy))

    def text(self, name: str, default: str = "") -> str:
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, Text):
            self.fault(f"“{name}”应是一句文字", "请检查是否多了括号或缩进", value)
            return default
        return value

    def yes(self, name: str, default: bool = False) -> bool:
        value = self.text(name)
        if value not in ("", "是", "否"):
            self.fault(f"“{name}”只能写是或否，不能写“{value}”", "", value)
        return value == "是" if value else default

    def choice(self, name: str, known: type, default: object) -> object:
        value = self.text(name)
        if not value:
            return default
        try:
            return known(value)
        except ValueError:
            choices = "、".join(str(one.value) for one in known)  # type: ignore[attr-defined]
            self.fault(f"“{name}”不能写“{value}”", f"只能写：{choices}", value)
            return default

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._take(name)
        if value is None:
            return ()
        if isinstance(value, Items) and all(isinstance(one, Text) for one in value):
            return tuple(value)
        if isinstance(value, Text):
            return (value,)
        self.fault(f"“{name}”应是用方括号括起的几项", "", value)
        return ()

    def sub(self, name: str) -> Block:
        value = self._take(name)
        if value is None or (isinstance(value, Text) and not value):
            return _stamped(Block(), self.block.file, self.block.line)
        if isinstance(value, Block):
            return value
        self.fault(f"“{name}”应是一组“名称: 内容”", "请检查缩进和冒号后的空格", value)
        return _stamped(Block(), self.block.file, self.block.line)

    def subs(self, name: str) -> Iterator[Block]:
        value = self._take(name)
        if value is None or (isinstance(value, Text) and not value):
            return
        if not isinstance(value, Items):
            self.fault(f"“{name}”应是以短横线开头的几条", "", value)
            return
        for one in value:
            if isinstance(one, Block):
                yield one
            else:
                self.fault(f"“{name}”里的一条不是“名称: 内容”", "", one)

    def count(self, name: str) -> int:
        value = self.text(name)
        if value and not value.isdigit():
            self.fault(f"“{name}”应是整数，不能写“{value}”", "", value)
            return 0
        return int(value or 0)

    def has(self, name: str) -> bool:
        return name in self.block

    def claim(self, name: str) -> None:
        """Take note that an entry is read by somebody else."""
        self._left.pop(name, None)

    def done(self) -> None:
        """Report what nobody asked for: most likely a misspelt word."""
        for name in self._left:
            self.fault(f"不认识“{name}”", "请对照手册检查拼写", name)

    def _take(self, name: str) -> object:
        self._left.pop(name, None)
        return self.block.get(name)
