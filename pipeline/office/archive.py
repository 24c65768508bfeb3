"""Archives: zip files with tables in them, as they come by mail; never written to disk."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.office import package
from pipeline.office.grid import Unreadable
from pipeline.office.package import PackageError

MAX_RATIO = 200
"""No table packs better than so many to one; only beyond MAX_FREE bytes is it asked."""

MAX_FREE = 32 * 1024 * 1024
MAX_MEMBER = 200 * 1024 * 1024
DEEPEST = 2
"""An archive in an archive is opened, one in that is not."""

_DOCUMENTS = ("[Content_Types].xml", "mimetype", "OFD.xml", "content.xml")
_REMEDY = "请检查压缩包能否打开，或不压缩直接报送"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, and its bytes or why there are none."""

    name: str
    data: bytes = b""
    error: Unreadable | None = None


def members(data: bytes, depth: int = 1) -> Iterator[Member] | None:
    """Return the files of an ordinary zip, those of zips in it included.

    None where the bytes are no zip or the package of one document. Unreadable where the archive
    as a whole cannot be opened.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return None
    infos = [one for one in archive.infolist() if not one.is_dir()]
    if any(one.filename in _DOCUMENTS or one.filename.startswith("xl/") for one in infos):
        return None
    if not infos:
        raise Unreadable("是空的压缩包", "请把表格放进去后重新报送")
    try:
        package.refuse_vast(infos)
    except PackageError as error:
        raise Unreadable(str(error), _REMEDY) from error
    return _members(data, infos, depth)


def _members(data: bytes, infos: list[zipfile.ZipInfo], depth: int) -> Iterator[Member]:
    used: set[str] = set()
    for info in infos:
        name = _free(_name(info), used)
        used.add(name)
        try:
            content = _content(data, info)
            inner = members(content, depth + 1) if depth < DEEPEST else _too_deep(content, depth)
        except Unreadable as error:
            yield Member(name, error=error)
            continue
        if inner is None:
            yield Member(name, content)
        else:
            for one in inner:
                yield Member(f"{name}/{one.name}", one.data, one.error)


def _content(data: bytes, info: zipfile.ZipInfo) -> bytes:
    packed = max(info.compress_size, 1)
    if info.file_size > MAX_MEMBER or (
        info.file_size > MAX_FREE and info.file_size > MAX_RATIO * packed
    ):
        raise Unreadable("解开后过大，疑似异常文件", "请不压缩直接报送原来的表格")
    try:
        return package.part(data, info).bytes()
    except PackageError as error:
        raise Unreadable(str(error), _REMEDY) from error


def _too_deep(content: bytes, depth: int) -> None:
    if members(content, depth) is not None:
        raise Unreadable("是压缩包里的压缩包，层数过多", "请解压后逐个报送里面的表格")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant (UTF-8 or GBK), without folders that lead out or control signs."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        name = _decoded(name.encode("cp437"))
    steps = [
        "".join(char for char in step if unicodedata.category(char)[0] != "C").strip()
        for step in re.split(r"[/\\]", name)
    ]
    kept = [step for step in steps if step not in ("", ".", "..") and step[1:] != ":"]
    return "/".join(kept) or "无名文件"


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _free(name: str, used: set[str]) -> str:
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}（同名{number}）"
    return free
