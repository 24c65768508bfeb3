"""The properties that an element is held to: each measures a paragraph and says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from pipeline.conform.report import quoted
from pipeline.model.number import exact, plain, printed
from pipeline.office.written import Paragraph, Run, Typeface
from pipeline.scheme.standard import SAME, Standard

Told = tuple[str, str]
"""The value measured and the value required, as they print."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WESTERN = re.compile(r"[0-9A-Za-z]")
_AMBIGUOUS = re.compile("[“”‘’—…]")
_ALIGNED = {"left": "左对齐", "center": "居中", "right": "右对齐", "both": "两端对齐",
            "distribute": "分散对齐"}  # fmt: skip
_SIDES = {"左": "left", "居中": "center", "右": "right", "两端": "both", "分散": "distribute"}
_COLORS = {"": "自动（黑）", "THEME": "主题颜色", "FF0000": "红"}


def told(
    paragraph: Paragraph, asked: Mapping[str, object], standard: Standard
) -> Iterator[tuple[str, str]]:
    """Yield the value measured and the value required for each property that is not as asked."""
    for name, value in asked.items():
        yield from PROPERTIES[name](paragraph, value, standard)


def _face(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    """Chinese characters in another face; what B12 reports is left to it."""
    for run in _of_text(paragraph, standard, value):
        face = run.eastern
        named = _HAN.search(run.text) and face.name and not face.theme
        if named and face.name not in standard.faces[str(value)]:
            yield f"是{face.name}{_part(paragraph, run)}", str(value)
            return


def _western(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    for run in paragraph.runs:
        face = run.western
        if run.text.strip() and face.name not in standard.faces[str(value)]:
            yield f"的西文字体是{_called(face)}", f"{value}"
            return


def _size(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    points = standard.sizes[str(value)]
    for run in paragraph.runs:
        if run.text.strip() and run.size != 2 * points:
            measured = Fraction(run.size, 2)
            yield f"是{_sized(measured, standard)}{_part(paragraph, run)}", _sized(points, standard)
            return


def _align(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    allowed = [_SIDES[str(one)] for one in _each(value)]
    if paragraph.align not in allowed:
        yield f"是{_ALIGNED.get(paragraph.align, paragraph.align)}", _ALIGNED[allowed[0]]


def _bold(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    wanted = {"是": True, "否": False}.get(str(value))
    for run in paragraph.runs:
        if wanted is not None and run.text.strip() and run.bold is not wanted:
            yield (
                f"：{'加粗' if run.bold else '没有加粗'}{_part(paragraph, run)}",
                ("加粗" if wanted else "不加粗"),
            )
            return


def _colour(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    for run in paragraph.runs:
        if run.text.strip() and run.color:
            yield f"是{_COLORS.get(run.color, run.color)}{_part(paragraph, run)}", _COLORS[""]
            return


def _first(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    yield from _indent(paragraph.first + typed(paragraph), value, standard)


def _start(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    """Where the first character stands, whatever puts it there."""
    yield from _indent(paragraph.left + paragraph.first + typed(paragraph), value, standard)


def _listed(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    """Where a line begins that names annexes: the first of them, and those below it."""
    first, below = _each(value)
    asked = first if paragraph.full.strip().startswith("附件") else below
    yield from _start(paragraph, asked, standard)


def _left(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    yield from _indent(paragraph.left, value, standard)


def _indent(measured: Fraction, value: object, standard: Standard) -> Iterator[Told]:
    wanted = exact(str(value))
    if abs(measured - wanted) > standard.limits["缩进允差"]:
        yield f"是{characters(measured)}", characters(wanted)


def _around(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    wanted = 20 * exact(str(value))
    if (paragraph.before, paragraph.after) != (wanted, wanted):
        before, after = (_points(Fraction(one, 20)) for one in (paragraph.before, paragraph.after))
        yield f"是段前{before}、段后{after}", _points(exact(str(value)))


def _widows(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    yield from _switch(paragraph.widows, value)


def _auto_space(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    yield from _switch(paragraph.auto_space, value)


def _switch(measured: bool, value: object) -> Iterator[Told]:
    if measured is not (value == "是"):
        yield "开着" if measured else "关着", "开着" if value == "是" else "关着"


def _marks(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    """Quotation marks and dashes, which Word prints in the western font unless it is told."""
    for run in paragraph.runs:
        if not _AMBIGUOUS.search(run.text) or run.hinted or not run.eastern.name:
            continue
        if run.western.name != run.eastern.name:
            yield f"是{_called(run.western)}", run.eastern.name
            return


def _written_out(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    """Chinese characters whose font only the theme gives, or nothing (Word then prints 宋体)."""
    for run in paragraph.runs:
        if _HAN.search(run.text) and (run.eastern.theme or not run.eastern.name):
            yield f"是{_called(run.eastern)}", "写明字体名称"
            return


def _digits(paragraph: Paragraph, value: object, standard: Standard) -> Iterator[Told]:
    allowed = [str(one) for one in _each(value)]
    for run in paragraph.runs:
        if not _WESTERN.search(run.text):
            continue
        same = SAME in allowed and run.western.name == run.eastern.name
        if not same and run.western.name not in allowed:
            yield f"是{_called(run.western)}", "或".join(allowed)
            return


PROPERTIES: Mapping[str, Callable[[Paragraph, object, Standard], Iterator[Told]]] = {
    "字体": _face,
    "西文": _western,
    "字号": _size,
    "对齐": _align,
    "加粗": _bold,
    "颜色": _colour,
    "首行": _first,
    "起首": _start,
    "附件起首": _listed,
    "左缩进": _left,
    "段前段后": _around,
    "孤行控制": _widows,
    "自动间距": _auto_space,
    "引号": _marks,
    "明写字体": _written_out,
    "数字字体": _digits,
}


def typed(paragraph: Paragraph) -> Fraction:
    """The characters that spaces typed at the beginning take, unless they await a date."""
    text = paragraph.full
    rest = text.lstrip(" \u3000\xa0")
    return Fraction(0) if rest.startswith("年") else width(text[: len(text) - len(rest)])


def width(text: str) -> Fraction:
    """How many characters a text is wide: one for a 汉字, half for a letter or digit."""
    wide = sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
    return Fraction(wide, 2)


def characters(count: Fraction) -> str:
    """A count of characters with at most one decimal."""
    return f"{printed(count, 1, strip_zeros=True)}字"


def _of_text(paragraph: Paragraph, standard: Standard, value: object) -> Iterator[Run]:
    """The runs, without a lead in the faces of headings that ends with the first sentence."""
    lead = True
    allowed = (*standard.faces["黑体"], *standard.faces["楷体"])
    for number, run in enumerate(paragraph.runs):
        lead = lead and number < len(paragraph.runs) - 1 and run.eastern.name in allowed
        if lead and value == "仿宋":
            lead = "。" not in run.text
            continue
        yield run


def _part(paragraph: Paragraph, run: Run) -> str:
    """Which words are meant, where it is not the whole paragraph."""
    texts = [one for one in paragraph.runs if one.text.strip()]
    return f"（{quoted(run.text)}）" if len(texts) > 1 and run is not texts[0] else ""


def _called(face: Typeface) -> str:
    if face.theme:
        return f"主题字体（{face.name}）" if face.name else "主题字体"
    return face.name or "没有指定"


def _sized(points: Fraction, standard: Standard) -> str:
    name = next((name for name, size in standard.sizes.items() if size == points), "")
    return f"{name}（{_points(points)}）" if name else _points(points)


def _points(points: Fraction) -> str:
    return f"{plain(points)}磅"


def _each(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]
