"""Fills a chart that the author drew: its cached figures and the workbook behind it."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import xlsxwriter
from lxml import etree
from lxml.etree import _Element as Element
from xlsxwriter.utility import xl_col_to_name

from pipeline.model.figure import Quantity
from pipeline.model.number import printed
from pipeline.render.language import Unprintable, as_text, unmarked
from pipeline.render.word.opening import OFFICE

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PLOTS = frozenset(
    f"{C}{kind}Chart"
    for kind in [
        "bar",
        "bar3D",
        "line",
        "line3D",
        "pie",
        "pie3D",
        "ofPie",
        "doughnut",
        "area",
        "area3D",
        "radar",
    ]
)
_AFTER = frozenset(f"{C}{name}" for name in ("smooth", "shape", "extLst"))
_MOST = 1000
_SHAPE = "图表的数据应有“类别”和“系列”，系列各有“名称”和“数”，可用“|图表”从清单取得"


@dataclass(frozen=True, slots=True)
class _Series:
    """One series: its name, and its numbers as digits ("" for a gap)."""

    name: str
    digits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What a chart shows: categories and series of the same length."""

    categories: tuple[str, ...]
    series: tuple[_Series, ...]


def data_of(given: object) -> Data:
    """Read {类别: […], 系列: [{名称, 数: […]}]}; Unprintable says what is wrong with it."""
    if not isinstance(given, Mapping) or not {"类别", "系列"} <= set(given):
        raise Unprintable(_SHAPE)
    categories = tuple(_words(one) for one in _list(given["类别"]))
    series = []
    for number, one in enumerate(_list(given["系列"]), 1):
        if not isinstance(one, Mapping) or not {"名称", "数"} <= set(one):
            raise Unprintable(_SHAPE)
        digits = tuple(_digits(value) for value in _list(one["数"]))
        if len(digits) != len(categories):
            raise Unprintable(
                f"图表有{len(categories)}个类别，第{number}个系列却有{len(digits)}个数，两者要一样多"
            )
        series.append(_Series(_words(one["名称"]), digits))
    if not series or not categories:
        raise Unprintable("图表没有数据；没有数据时请用{%p if … %}把图略去")
    if len(series) > _MOST or len(categories) > _MOST:
        raise Unprintable(f"图表的类别或系列超过{_MOST}个")
    return Data(categories, tuple(series))


def filled(root: Element, data: Data) -> Element:
    """Return the chart with its series replaced; their looks stay, further ones take the last's."""
    if unsupported(root):
        raise Unprintable(
            "这种图换不了数据；可用柱形图、条形图、折线图、面积图、饼图、环形图、雷达图"
        )
    plots = [one for one in root.iter() if one.tag in _PLOTS]
    drawn = sorted(
        (series for plot in plots for series in plot.findall(C + "ser")),
        key=lambda series: int(series.find(C + "order").get("val", "0")),
    )
    if not drawn:
        raise Unprintable("模板里的图没有系列，请先在Word里给它至少一个系列")
    for series in drawn[len(data.series) :]:
        series.getparent().remove(series)
    while len(drawn) < len(data.series):
        drawn.append(_further(drawn[-1]))
    for number, series in enumerate(data.series):
        _put(drawn[number], number, series, data)
    return root


def attach(root: Element, relation: str) -> None:
    """Name the workbook behind a chart by the id of its relationship."""
    for old in root.findall(C + "externalData"):
        root.remove(old)
    new = etree.Element(C + "externalData")
    new.set(f"{{{OFFICE}}}id", relation)
    etree.SubElement(new, C + "autoUpdate").set("val", "0")
    later = [one for one in root if one.tag in (C + "userShapes", C + "extLst")]
    root.append(new) if not later else later[0].addprevious(new)


def unsupported(root: Element) -> bool:
    """Tell whether a chart is of a kind that takes no categories: scatter, bubble, stock …"""
    area = next(root.iter(C + "plotArea"), None)
    kinds = [] if area is None else [one for one in area if str(one.tag).endswith("Chart")]
    return not kinds or any(one.tag not in _PLOTS for one in kinds)


def workbook(data: Data) -> bytes:
    """Return the workbook behind “编辑数据”: the same figures, the same bytes each time."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(1980, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    for row, name in enumerate(data.categories, 1):
        sheet.write_string(row, 0, name)
    for column, series in enumerate(data.series, 1):
        sheet.write_string(0, column, series.name)
        for row, digits in enumerate(series.digits, 1):
            if digits:
                sheet.write_number(row, column, float(digits))
    book.close()
    return out.getvalue()


def _further(last: Element) -> Element:
    """Another series after the last one, in the next of the theme's colours."""
    new = copy.deepcopy(last)
    for name in ("spPr", "dPt", "extLst"):
        for one in new.findall(C + name):
            new.remove(one)
    for looks in new.findall(f"{C}marker/{C}spPr"):
        looks.getparent().remove(looks)
    last.addnext(new)
    return new


def _put(element: Element, number: int, series: _Series, data: Data) -> None:
    element.find(C + "idx").set("val", str(number))
    order = element.find(C + "order")
    order.set("val", str(number))
    code = element.find(f".//{C}numCache/{C}formatCode")
    code = "General" if code is None else code.text
    for name in ("tx", "cat", "val"):
        for old in element.findall(C + name):
            element.remove(old)
    column = xl_col_to_name(number + 1)
    last = len(data.categories) + 1
    order.addnext(_reference("tx", "str", f"Sheet1!${column}$1", [series.name]))
    made = (
        _reference("cat", "str", f"Sheet1!$A$2:$A${last}", data.categories),
        _reference("val", "num", f"Sheet1!${column}$2:${column}${last}", series.digits, code),
    )
    later = next((one for one in element if one.tag in _AFTER), None)
    for one in made:
        element.append(one) if later is None else later.addprevious(one)
    for point in [*element.findall(C + "dPt"), *element.iterfind(f"{C}dLbls/{C}dLbl")]:
        if int(point.find(C + "idx").get("val", "0")) >= len(data.categories):
            point.getparent().remove(point)


def _reference(
    name: str, kind: str, formula: str, values: Sequence[str], code: str | None = None
) -> Element:
    outer = etree.Element(C + name)
    reference = etree.SubElement(outer, f"{C}{kind}Ref")
    etree.SubElement(reference, C + "f").text = formula
    cache = etree.SubElement(reference, f"{C}{kind}Cache")
    if code is not None:
        etree.SubElement(cache, C + "formatCode").text = code
    etree.SubElement(cache, C + "ptCount").set("val", str(len(values)))
    for number, value in enumerate(values):
        if value or kind == "str":
            point = etree.SubElement(cache, C + "pt", idx=str(number))
            etree.SubElement(point, C + "v").text = value
    return outer


def _list(given: object) -> Iterator[object]:
    if isinstance(given, (str, Mapping)) or not hasattr(given, "__iter__"):
        raise Unprintable(_SHAPE)
    return iter(given)


def _words(value: object) -> str:
    """A name, without what XML forbids."""
    text = unmarked(as_text(value))
    return "".join(
        char if char.isprintable() and not 0xFDD0 <= ord(char) <= 0xFDEF else "\ufffd"
        for char in text
    )


def _digits(value: object) -> str:
    """A number as the document would print it; nothing where there is none."""
    if isinstance(value, Quantity):
        return value.at(value.decimals)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Fraction):
        return printed(value, 4)
    raise Unprintable("图表的“数”里有不是数的内容")
