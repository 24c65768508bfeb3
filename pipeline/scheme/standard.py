"""The official format that documents are held against: format.yaml (GB/T 9704-2012).

The names of fonts are those of styles.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.model.finding import Fault, Faulty, Level
from pipeline.model.number import exact
from pipeline.scheme.expression import nearest
from pipeline.scheme.marked import Block, Taker, Text, load
from pipeline.scheme.styles import STYLED, families_of

FORMAT = "format.yaml"
LIMITS = ("纸宽", "纸高", "纸张允差", "边距允差", "缩进允差", "位置允差", "页码距版心", "页码允差",
          "短标题", "标题字号下限", "长表行数", "盖章右空", "不盖章右空", "行字数下限",
          "标志距版心", "标志距页边", "标志允差", "双线距标志", "双线距页边", "双线长", "双线允差",
          "版记粗线", "版记细线", "线粗允差")  # fmt: skip
AREA = ("天头", "订口", "宽", "高", "行数", "字数", "行距")
FACES = ("小标宋", "仿宋", "楷体", "黑体", "宋体")
NUMBERING = ("单右双左", "居中")
SIGNING = ("均可", "盖章", "不盖章")
SAME = "同正文"
"""Stands for the typeface of the Chinese beside it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule: what it is called, how seriously meant, what is required and what to do."""

    code: str
    title: str
    level: Level
    required: str
    remedy: str
    source: str


@dataclass(frozen=True, slots=True)
class Blank:
    """What somebody fills in by hand: how it is called, what it looks like while it is blank,
    the rules that it does not break while it is, and what to do."""

    title: str
    pattern: re.Pattern[str]
    spared: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a document: what it is known by, and property → value for each rule on it."""

    name: str
    styles: tuple[str, ...]
    pattern: re.Pattern[str] | None
    checks: Mapping[str, Mapping[str, object]]
    blank: Blank | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """The whole of format.yaml; lengths in 毫米, sizes in 磅, indents in 字."""

    rules: Mapping[str, Requirement]
    elements: Mapping[str, Element]
    profiles: Mapping[str, tuple[str, ...]]
    faces: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, Fraction]
    area: Mapping[str, Fraction]
    limits: Mapping[str, Fraction]
    kinds: tuple[str, ...]
    papers: tuple[str, ...]
    stand_ins: tuple[str, ...]
    numbering: str
    signing: str


def load_standard(folder: Path, codes: Iterable[str], properties: Iterable[str]) -> Standard:
    """Read format.yaml and the fonts of styles.yaml; Faulty with all faults at once.

    `codes` are the rules that code judges, `properties` what an element can be held to.
    """
    lacking = [name for name in (FORMAT, STYLED) if not (folder / name).is_file()]
    if lacking:
        raise Faulty([Fault(name, "", "没有这个文件", "请从样例中补上") for name in lacking])
    faults: list[Fault] = []
    taker = Taker(load(folder / FORMAT, FORMAT), faults)
    standard = _read(taker, _faces(Taker(load(folder / STYLED, STYLED), faults)))
    taker.done()
    _contradictions(standard, taker, set(codes), set(properties))
    if faults:
        raise Faulty(faults)
    return standard


def _read(taker: Taker, faces: Mapping[str, tuple[str, ...]]) -> Standard:
    own = Taker(taker.sub("本单位"), taker.faults, "“本单位”的")
    areas = taker.sub("版心")
    chosen = _one_of(own, "版心", tuple(areas))
    numbering, signing = _one_of(own, "页码", NUMBERING), _one_of(own, "落款", SIGNING)
    for name in ("三级标题加粗", "数字字体"):  # elements refer to them
        own.claim(name)
    own.done()
    return Standard(
        _rules(taker),
        _elements(taker),
        _profiles(taker),
        faces,
        {str(name): _number(taker, name, value) for name, value in taker.sub("字号").items()},
        _numbers(Taker(_block(areas, chosen, taker), taker.faults, f"“版心”{chosen}的"), AREA),
        _numbers(Taker(taker.sub("限度"), taker.faults, "“限度”的"), LIMITS),
        taker.texts("文种"),
        taker.texts("事务文书"),
        taker.texts("代用字体"),
        numbering,
        signing,
    )


def _rules(taker: Taker) -> dict[str, Requirement]:
    rules = {}
    for code, one in _entries(taker, "规则"):
        level = one.choice("级别", Level, Level.MUST)
        rule = Requirement(
            code, one.text("名称"), level, one.text("应为"), one.text("处理"), one.text("据")
        )
        one.done()
        if level is Level.EXPLAIN or not rule.title:
            one.fault("没有“名称”，或“级别”不是强制、提示", "请对照样例改")
        rules[code] = rule
    return rules


def _elements(taker: Taker) -> dict[str, Element]:
    elements = {}
    for name, one in _entries(taker, "要素"):
        pattern = _pattern(one)
        checks = {
            code: dict(value) if isinstance(value, Block) else {}
            for code, value in one.sub("查").items()
        }
        blank = _blank(one) if one.has("待填") else None
        elements[name] = Element(name, one.texts("样式"), pattern, checks, blank)
        one.done()
    return elements


def _blank(taker: Taker) -> Blank | None:
    one = Taker(taker.sub("待填"), taker.faults, "“待填”的")
    title, pattern = one.text("称"), _pattern(one)
    spared, remedy = one.texts("不查"), one.text("处理")
    one.done()
    if not title or pattern is None:
        one.fault("没有“称”或“式”", "请写明叫什么、没填时是什么样子")
        return None
    return Blank(title, pattern, spared, remedy)


def _pattern(taker: Taker) -> re.Pattern[str] | None:
    text = taker.text("式")
    try:
        return re.compile(text) if text else None
    except re.error:
        taker.fault(f"“式”不是正则表达式：{text}", "请检查括号是否成对", text)
        return None


def _profiles(taker: Taker) -> dict[str, tuple[str, ...]]:
    profiles = {}
    for name, one in _entries(taker, "体例"):
        profiles[name] = one.texts("不查")
        one.done()
    return profiles


def _faces(taker: Taker) -> Mapping[str, tuple[str, ...]]:
    """The families of styles.yaml; all that the standard speaks of must be there."""
    faces = families_of(taker)
    for name in FACES:
        if not faces.get(name):
            taker.fault(f"“字体”里没有写“{name}”有哪些叫法", "请至少写一个")
    return {**dict.fromkeys(FACES, ()), **faces}


def _numbers(taker: Taker, names: Iterable[str]) -> dict[str, Fraction]:
    numbers = {name: _needed(taker, name) for name in names}
    taker.done()
    return numbers


def _contradictions(
    standard: Standard, taker: Taker, codes: set[str], properties: set[str]
) -> None:
    """Rules that nothing judges, rules judged without words, and unknown names in elements."""
    rules, judged = taker.block.get("规则", {}), set(codes)
    for element in standard.elements.values():
        for code in element.blank.spared if element.blank else ():
            if code not in standard.rules:
                taker.fault(f"“要素”{element.name}的“待填”里没有规则{code}", "请检查编号", code)
        for code, asked in element.checks.items():
            judged.add(code)
            for name, value in asked.items():
                where = f"“要素”{element.name}的{code}"
                if name not in properties:
                    known = nearest(str(name), sorted(properties))
                    taker.fault(f"{where}不认识“{name}”{known}", "", name)
                elif name in ("字体", "西文") and value not in standard.faces:
                    taker.fault(f"{where}：“字体”里没有“{value}”", "", value)
                elif name == "字号" and value not in standard.sizes:
                    taker.fault(f"{where}：“字号”里没有“{value}”", "", value)
                elif name in ("首行", "起首", "左缩进", "段前段后"):
                    _number(taker, name, value)
    for code in sorted(judged - set(standard.rules)):
        taker.fault(f"“规则”里缺少{code}", "请从样例中补上", rules)
    for code in standard.rules:
        if code not in judged:
            taker.fault(f"“规则”里的{code}没有要素查它", "请删去，或写进“要素”的“查”", code)
    for name, spared in standard.profiles.items():
        for code in spared:
            if code not in standard.rules:
                taker.fault(f"“体例”{name}的“不查”里没有规则{code}", "请检查编号", code)


def _entries(taker: Taker, name: str) -> Iterable[tuple[str, Taker]]:
    for key, value in taker.sub(name).items():
        yield str(key), Taker(_of(value, key, taker), taker.faults, f"“{name}”{key}的")


def _of(value: object, key: object, taker: Taker) -> Block:
    if isinstance(value, Block):
        return value
    empty = Block()
    empty.file, empty.line = taker.block.file, getattr(key, "line", 0)
    if value:
        taker.fault(f"“{key}”应是一组“名称: 内容”", "请检查花括号", key)
    return empty


def _block(block: Block, name: str, taker: Taker) -> Block:
    return _of(block.get(name), Text.at(name, block.line), taker)


def _one_of(taker: Taker, name: str, known: tuple[str, ...]) -> str:
    value = taker.text(name, known[0] if known else "")
    if value not in known:
        taker.fault(f"“{name}”不能写“{value}”", f"只能写：{'、'.join(known)}", value)
        return known[0] if known else ""
    return str(value)


def _needed(taker: Taker, name: str) -> Fraction:
    if not taker.has(name):
        taker.fault(f"没有“{name}”", "请从样例中补上")
        return Fraction(1)
    return _number(taker, name, taker.text(name))


def _number(taker: Taker, name: object, value: object) -> Fraction:
    try:
        return exact(str(value))
    except ValueError:
        taker.fault(f"“{name}”应是数，不能写“{value}”", "", value)
        return Fraction(1)
