"""The tags of one story, read from the text of its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from pipeline.render.contract import Tag
from pipeline.render.word import objects
from pipeline.render.word.scan import ENDS, Flaw, Piece, pieces
from pipeline.render.word.walk import SOLID, Line, cell_of, line, paragraphs

_PREFIX = re.compile(r"(\{[{%#])(p|tr|tc|r)(?=\s)")
_TRIM = re.compile(r"(?<=^\{[{%])[-+]|[-+](?=[%}]\}$)")
_OBJECTS = {"chart": "图表", "picture": "图片", "alt": "图形的替代文字", "link": "超链接的地址"}
_PAINT = {"vm": "", "hm": "", "colspan": "列数", "cellbg": "颜色"}
_FOREIGN = ("macro", "endmacro", "call", "endcall", "filter", "endfilter", "include", "import",
            "from", "extends", "block", "endblock", "raw", "endraw", "with", "endwith",
            "autoescape", "endautoescape", "do", "break", "continue", "endset")  # fmt: skip


@dataclass(eq=False, slots=True)
class Sign:
    """One tag in a paragraph.

    `reach` says what the tag replaces: "" itself, "p" its paragraph, "tr" its row, "tc" its cell,
    "r" its run by formatted ones; "row" is a tag that stands in a row's first or last cell and
    governs the whole row; "cell" is one that says how its cell looks; "chart", "picture", "alt"
    and "link" are those in the attributes of `element`; "plain" is one in a text without runs.
    """

    tag: Tag
    start: int
    end: int
    paragraph: Element
    line: Line
    order: int
    reach: str
    is_split: bool = False
    element: Element | None = None
    attribute: str = ""

    @property
    def is_comment(self) -> bool:
        return self.tag.text.startswith("{#")

    @property
    def is_value(self) -> bool:
        return self.tag.text.startswith("{{")

    @property
    def word(self) -> str:
        return self.tag.word

    @property
    def given(self) -> str:
        """What stands behind the word of a cell's tag, or between the braces of a value."""
        inner = self.tag.text[2:-2].strip()
        return inner[len(self.word) :].strip() if self.word else inner

    @property
    def judged(self) -> Tag:
        """The tag in Jinja's own words: a cell's tag stands for the value that it names."""
        if self.reach == "chart":
            return replace(self.tag, text=f"{{% set _data = ({self.given}) %}}")
        if self.reach != "cell":
            return self.tag
        return replace(self.tag, text=f"{{{{ ({self.given or 0}) }}}}", shown=self.tag.shown)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault before it knows the file's name; `order` is its place among the tags."""

    order: int
    place: str
    problem: str
    remedy: str = ""

    @classmethod
    def of(cls, sign: Sign, problem: str, remedy: str) -> Trouble:
        return cls(sign.order, f"{sign.tag.place} {sign.tag.shown}", problem, remedy)


@dataclass(slots=True)
class Reading:
    """The tags of a story in order, and what is wrong with the braces in its text.

    `last` is the order of the story's last tag.
    """

    last: int = 0
    signs: list[Sign] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def read(
    root: Element, title: str, order: int = 0, links: Mapping[str, str] | None = None
) -> Reading:
    """Read the tags of a story; a broken tag is reported, and read as it was meant.

    `links` are the addresses that the story's relationships name, by their ids.
    """
    reading = Reading(order)
    half: Sign | None = None
    for paragraph, place in paragraphs(root, title):
        whole = line(paragraph)
        found = pieces(whole.text)
        for piece in found:
            reading.last += 1
            sign = _sign(piece, place, paragraph, whole, reading.last)
            if half and piece is found[0] and piece.flaw is Flaw.CLOSE:
                _join(reading, half, sign)
                continue
            if piece.flaw is not Flaw.NONE:
                reading.troubles.append(_flaw(piece, sign))
            if piece.flaw in (Flaw.NONE, Flaw.WIDE, Flaw.HALF):
                _accept(reading, sign)
        if whole.text.strip():
            cut = found and found[-1].flaw is Flaw.OPEN and found[-1].end == len(whole.text)
            half = sign if cut else None
        _objects(reading, paragraph, place, whole, links or {})
    return reading


def read_plain(texts: Iterable[tuple[Element, str]], order: int = 0) -> Reading:
    """Read the tags of texts without runs: properties of the file, the words of a chart."""
    reading = Reading(order)
    for element, place in texts:
        text = element.text or ""
        whole = Line(text, (0,), (element,))
        for piece in pieces(text):
            reading.last += 1
            sign = _sign(piece, place, element, whole, reading.last)
            if piece.flaw is not Flaw.NONE:
                reading.troubles.append(_flaw(piece, sign))
            elif sign.reach or sign.word in _PAINT:
                problem = "这里不能整段、整行地重复或取舍"
                reading.troubles.append(Trouble.of(sign, problem, "请只写{{ … }}和{% if … %}"))
            else:
                _accept(reading, sign)
                sign.reach = "plain"
    return reading


def _objects(
    reading: Reading, paragraph: Element, place: str, whole: Line, links: Mapping[str, str]
) -> None:
    """Read the tags in the attributes of a paragraph's drawings and links."""
    found = [(one, name, text, objects.reach_of(one, text))
             for one, name, text in objects.described(paragraph)]  # fmt: skip
    found += [(one, "", text, "link") for one, text in objects.linked(paragraph, links)]
    for element, attribute, text, reach in found:
        reading.last += 1
        where = f"{place}（{_OBJECTS[reach]}）"
        given, flawed = objects.expression(text)
        tag = Tag(f"{{{{ {given} }}}}", where, text.strip())
        sign = Sign(tag, 0, 0, paragraph, whole, reading.last, reach, False, element, attribute)
        if flawed is not None and flawed.flaw is not Flaw.NONE:
            reading.troubles.append(_flaw(flawed, sign))
        elif flawed is not None:
            problem = f"{_OBJECTS[reach]}里不能有{flawed.shown}"
            reading.troubles.append(Trouble.of(sign, problem, "这里只能写{{ … }}"))
        elif reach == "chart" and not objects.has_chart(element):
            problem = "“{{ 图:… }}”写在了别的图形上"
            reading.troubles.append(Trouble.of(sign, problem, "请写在图表的替代文字里"))
        else:
            reading.signs.append(sign)


def _sign(piece: Piece, place: str, paragraph: Element, whole: Line, order: int) -> Sign:
    prefix = _PREFIX.match(piece.text)
    tag = Tag(_PREFIX.sub(r"\1", piece.text), place, piece.shown)
    reach = prefix[2] if prefix else ""
    return Sign(tag, piece.start, piece.end, paragraph, whole, order, reach)


def _join(reading: Reading, first: Sign, second: Sign) -> None:
    """Report a tag that was split over two paragraphs or cells once, and read it whole."""
    reading.troubles = [one for one in reading.troubles if one.order != first.order]
    ends = first.tag.text[-1] + second.tag.text[0]
    text = first.tag.text + (" " if any(map(str.isascii, ends)) else "") + second.tag.text
    if first.reach:
        text = f"{text[:2]}{first.reach}{text[2:]}"
    same = cell_of(second.paragraph) is cell_of(first.paragraph)
    problem = f"标签被拆在{'两段' if same else '两个单元格'}里，后一半在{second.tag.place}"
    reading.troubles.append(Trouble.of(first, problem, f"请把整个标签写在同一段里：{text}"))
    piece = Piece(first.start, first.end, first.tag.shown, text)
    whole = _sign(piece, first.tag.place, first.paragraph, first.line, first.order)
    whole.is_split = True
    _accept(reading, whole)


def _flaw(piece: Piece, sign: Sign) -> Trouble:
    end = ENDS.get(piece.text[1:2], "")
    problem, remedy = {
        Flaw.WIDE: ("用了全角括号", f"请改成半角：{piece.text}"),
        Flaw.HALF: ("花括号没有写全", f"请写成：{piece.text}"),
        Flaw.OPEN: ("标签没有闭合", f"请在同一段里补上“{end}”"),
        Flaw.CLOSE: ("多出标签的后一半", "请删去，或在同一段里补上标签的开头"),
        Flaw.LONE: ("有单独的花括号", "标签请写成{{ … }}；要印出花括号本身，请写{{ '{' }}"),
    }[piece.flaw]
    return Trouble.of(sign, problem, remedy)


def _accept(reading: Reading, sign: Sign) -> None:
    """Take up a tag; a refused one too, if its block still has to close."""
    refusal = _refusal(sign)
    if refusal:
        reading.troubles.append(Trouble.of(sign, *refusal))
        sign.tag = replace(sign.tag, text=_TRIM.sub("", sign.tag.text))
    if not refusal or sign.word in ("for", "if", "elif", "else", "endif", "endfor"):
        reading.signs.append(sign)


def _refusal(sign: Sign) -> tuple[str, str] | None:
    text, word, prefix = sign.tag.text, sign.word, sign.reach
    if sign.is_value and prefix and (prefix not in ("p", "r") or not text[2:-2].strip()):
        better = f"请去掉{prefix}：{text}" if text[2:-2].strip() else f"请写成：{{{{ {prefix} }}}}"
        return f"不支持{{{{{prefix} … }}}}这种标签", better
    if prefix == "r" and not sign.is_value:
        sign.reach = ""
    if sign.is_comment:
        return None
    if word in _PAINT:
        return _paint(sign, word)
    if word in _FOREIGN:
        return f"不支持{{% {word} %}}这种标签", "可用的有for、if、elif、else、set"
    if _TRIM.search(text):
        return "花括号旁的加减号不受支持", "请去掉紧挨花括号的“-”或“+”"
    if SOLID in text:
        return "标签中间夹有图片、域或符号", "请把标签删去，整个重新输入"
    return None


def _paint(sign: Sign, word: str) -> tuple[str, str] | None:
    sign.reach = "cell"
    if cell_of(sign.paragraph) is None:
        return f"{{% {word} %}}不在表格里", "请写在要合并或涂色的单元格里"
    if word in ("colspan", "cellbg") and not sign.given:
        example = "{% colspan 2 %}" if word == "colspan" else "{% cellbg 'FFFF00' %}"
        return f"{{% {word} %}}没有写{_PAINT[word]}", f"例如：{example}"
    if word == "hm" and sign.given:
        return "{% hm %}后面不能再写别的", "请写成：{% hm %}"
    return None
