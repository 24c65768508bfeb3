"""Words with looks of their own: `{{r … }}` prints pieces, each bold, coloured, linked …"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from lxml import etree

from pipeline.render.language import Unprintable, as_text

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ORDER = re.findall(
    r"\w+",
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
    "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
)
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_KNOWN = "文字、加粗、倾斜、下划线、删除线、上标、下标、颜色、底色、字体、字号、链接"


def runs(given: object, looks: str, link: Callable[[object], str]) -> str:
    """Return the runs of a text or of a list of pieces; `looks` is the rPr they start from.

    A piece is a text, or a dict: 文字 with 加粗 倾斜 下划线 删除线 上标 下标 (true or false), 颜色
    and 底色 (six hexadecimal digits), 字体 (name), 字号 (points) and 链接 (address).
    """
    if isinstance(given, Mapping) or not isinstance(given, (list, tuple)):
        given = [given]
    return "".join(_run(piece, looks, link) for piece in given)


def _run(piece: object, looks: str, link: Callable[[object], str]) -> str:
    wanted = dict(piece) if isinstance(piece, Mapping) else {"文字": piece}
    text = wanted.pop("文字", None)
    if text is None:
        raise Unprintable("“{{r … }}”的每一段要有“文字”")
    address = wanted.pop("链接", "")
    unknown = next((key for key in wanted if key not in _LOOKS), None)
    if unknown is not None:
        raise Unprintable(f"“{{{{r … }}}}”没有“{unknown}”这种样子，可用的有：{_KNOWN}")
    made: dict[str, dict[str, str]] = {}
    for key, value in wanted.items():
        if value is not False and value is not None and value != "":
            made.update(_LOOKS[key](value))
    run = (
        f'<w:r>{_merged(looks, made)}<w:t xml:space="preserve">{escape(as_text(text))}</w:t></w:r>'
    )
    if not address:
        return run
    return f'<w:hyperlink r:id="{link(address)}" xmlns:r="{_R}">{run}</w:hyperlink>'


def _merged(looks: str, made: Mapping[str, Mapping[str, str]]) -> str:
    """Put properties into an rPr, each in the place of the schema."""
    if not made:
        return looks
    root = etree.fromstring(f'<x xmlns:w="{_W}">{looks or "<w:rPr/>"}</x>')[0]
    for name, values in made.items():
        tag = f"{{{_W}}}{name}"
        old = root.find(tag)
        if old is not None and name == "rFonts":
            values = {**{etree.QName(key).localname: one for key, one in old.items()
                         if not key.endswith("Theme")}, **values}  # fmt: skip
        if old is not None:
            root.remove(old)
        new = etree.Element(tag, {f"{{{_W}}}{key}": value for key, value in values.items()})
        rank = _ORDER.index(name)
        later = [one for one in root if etree.QName(one).localname not in _ORDER[:rank]]
        root.append(new) if not later else later[0].addprevious(new)
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns:\w+="[^"]*"', "", text)


def _plain(name: str, **values: str) -> Callable[[object], dict]:
    return lambda _: {name: values}


def _hex(value: object) -> str:
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Unprintable("颜色应是六位代码，例如'FF0000'")
    return found[1].upper()


def _font(value: object) -> dict:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 60:
        raise Unprintable("字体应是字体的名称，例如'黑体'")
    return {"rFonts": dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), value)}


def _size(value: object) -> dict:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 400:
        raise Unprintable("字号应是1至400的整数，单位是磅")
    return {"sz": {"val": str(value * 2)}, "szCs": {"val": str(value * 2)}}


_LOOKS: Mapping[str, Callable[[object], Mapping[str, Mapping[str, str]]]] = {
    "加粗": _plain("b"),
    "倾斜": _plain("i"),
    "下划线": _plain("u", val="single"),
    "删除线": _plain("strike"),
    "上标": _plain("vertAlign", val="superscript"),
    "下标": _plain("vertAlign", val="subscript"),
    "颜色": lambda value: {"color": {"val": _hex(value)}},
    "底色": lambda value: {"shd": {"val": "clear", "color": "auto", "fill": _hex(value)}},
    "字体": _font,
    "字号": _size,
}
