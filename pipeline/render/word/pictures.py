"""Pictures in a document: where a tag prints one, or in the place of one that the author put."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from pipeline.model.attachment import Picture
from pipeline.render.images import opened
from pipeline.render.language import Unprintable
from pipeline.render.word.parcel import Parcel

OPEN, CLOSE = "\ufdd6", "\ufdd7"
"""Noncharacters around what stands for a picture until the text is written."""

_EMU = 36_000  # to the millimetre
_WIDEST, _TALLEST = 156 * _EMU, 220 * _EMU  # the type area of GB/T 9704
_MARK = re.compile(f"{OPEN}([0-9a-f]+):(\\d+):(\\d+):(\\d+){CLOSE}")
_DRAWN = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{x}" cy="{y}"/><wp:docPr id="{id}" name="{name}" descr="{name}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships" r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing>"
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture in the package: its part, and its own size in EMU."""

    name: str
    part: str
    width: int
    height: int


def sized(mark: object, **sides: object) -> str:
    """Give a printed picture a width or height in millimetres (宽, 高); the other one follows."""
    found = _MARK.fullmatch(mark) if isinstance(mark, str) else None
    if found is None:
        raise Unprintable("“|宽”“|高”只用于Word模板里的图片")
    for side in sides.values():
        if not isinstance(side, int) or isinstance(side, bool) or not 1 <= side <= 500:
            raise Unprintable("图片的宽、高应是1至500的整数，单位是毫米")
    given = {"宽": int(found[3]), "高": int(found[4]), **sides}
    return f"{OPEN}{found[1]}:{found[2]}:{given['宽']}:{given['高']}{CLOSE}"


class Album:
    """The pictures of one document; each goes into the package once, however often it shows."""

    def __init__(self, parcel: Parcel, serial: Callable[[], str]) -> None:
        self._parcel = parcel
        self._serial = serial
        self._secret = secrets.token_hex(6)
        self._offered: list[Picture] = []
        self._kept: dict[bytes, _Kept] = {}

    def offered(
        self, context: Mapping[str, object], names: Callable[[str], bool]
    ) -> dict[str, object]:
        """Return the roots that hold pictures and are named, with a mark for each picture.

        Lists are no such roots, and are not laid out for the question.
        """
        return {
            root: {key: self._mark(one) for key, one in held.items()}
            for root, held in context.items()
            if isinstance(held, dict)
            and any(isinstance(one, Picture) for one in held.values())
            and names(root)
        }

    def drawn(self, chunk: str, story: str) -> str:
        """Put the pictures into a stretch of a story's XML."""

        def draw(found: re.Match[str]) -> str:
            if found[1] != self._secret:
                return found[0]
            sides = int(found[3]) * _EMU, int(found[4]) * _EMU
            drawing = self.drawing(self._offered[int(found[2])], story, *sides)
            return f'</w:t>{drawing}<w:t xml:space="preserve">'

        return _MARK.sub(draw, chunk)

    def relation(self, mark: object, story: str) -> str:
        """The id under which a story refers to a picture that takes another one's place."""
        return self._parcel.relate(story, "image", self._keep(self._of(mark)).part)

    def fitted(self, mark: object, x: int, y: int) -> tuple[int, int]:
        """The largest size with the picture's own proportions in the place of another one.

        None leaves the other one there.
        """
        if mark is None:
            return x, y
        kept = self._keep(self._of(mark))
        share = min(x / kept.width, y / kept.height)
        return max(round(kept.width * share), 1), max(round(kept.height * share), 1)

    def drawing(self, picture: Picture, story: str, width: int, height: int) -> str:
        """Return the w:drawing of a picture in a story; a side of 0 EMU follows the other one."""
        kept = self._keep(picture)
        x, y = _size(kept, width, height)
        rel = self._parcel.relate(story, "image", kept.part)
        return _DRAWN.format(x=x, y=y, id=self._serial(), name=escape(kept.name), rel=rel)

    def _mark(self, one: object) -> object:
        if not isinstance(one, Picture):
            return one
        self._offered.append(one)
        return f"{OPEN}{self._secret}:{len(self._offered) - 1}:0:0{CLOSE}"

    def _of(self, mark: object) -> Picture:
        found = _MARK.fullmatch(mark) if isinstance(mark, str) else None
        if found is None or found[1] != self._secret:
            raise Unprintable("这里要的是图片，数据却不是")
        return self._offered[int(found[2])]

    def _keep(self, picture: Picture) -> _Kept:
        key = hashlib.sha256(picture.content).digest()
        if key not in self._kept:
            self._kept[key] = self._taken(picture)
        return self._kept[key]

    def _taken(self, picture: Picture) -> _Kept:
        image = opened(picture)
        part = self._parcel.fresh(f"word/media/picture{{}}.{image.ending}")
        self._parcel.add(part, picture.content, image.content_type, by_extension=True)
        return _Kept(picture.name, part, image.width, image.height)


def _size(kept: _Kept, width: int, height: int) -> tuple[int, int]:
    """The printed size in EMU: as asked, else the picture's own, no wider than the type area."""
    if width and height:
        share = min(1, _WIDEST / width)
        return int(width * share), max(int(height * share), 1)
    if width:
        return width, max(kept.height * width // kept.width, 1)
    if height:
        return max(kept.width * height // kept.height, 1), height
    share = min(1, _WIDEST / kept.width, _TALLEST / kept.height)
    return max(int(kept.width * share), 1), max(int(kept.height * share), 1)
