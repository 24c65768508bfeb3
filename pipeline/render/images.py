"""The size and the kind of a picture that somebody sent, read from its own first bytes."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.attachment import Picture
from pipeline.render.language import Unprintable

MOST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Image:
    """What a package has to know of a picture: ending and content type, its size in EMU."""

    ending: str
    content_type: str
    width: int
    height: int


def opened(picture: Picture) -> Image:
    """Return a picture's kind and size; Unprintable where it is none, or too large."""
    if len(picture.content) > MOST:
        raise Unprintable(f"图片“{picture.name}”超过50MB，请先压缩")
    from docx.image.image import Image as Reader  # slow to load, and few documents hold pictures

    try:
        image = Reader.from_blob(picture.content)
        made = Image(image.ext, image.content_type, int(image.width), int(image.height))
    except Exception as error:
        raise Unprintable(f"“{picture.name}”不是可用的图片，请用PNG或JPG格式另存后再放") from error
    if made.width <= 0 or made.height <= 0:
        raise Unprintable(f"图片“{picture.name}”没有大小，请用PNG或JPG格式另存后再放")
    return made
