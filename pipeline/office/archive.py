"""Archives: zip files with tables in them, as they come by mail; never written to disk."""

from __future__ import annotations

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
MAX_UNPACKED = 512 * 1024 * 1024
DEEPEST = 2
"""An archive in an archive is opened, one in that is not."""

_DOCUMENTS = ("[Content_Types].xml", "mimetype", "OFD.xml", "content.xml")
_PLAIN = "请不压缩，直接报送原来的表格"
_REMEDY = "请检查压缩包能否打开，或不压缩直接报送"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, and its bytes or why there are none."""

    name: str
    data: bytes = b""
    error: Unreadable | None = None


class Allowance:
    """How much an archive may unpack to, those in it included."""

    def __init__(self, packed: int) -> None:
        self._left = min(max(MAX_FREE, MAX_RATIO * packed), MAX_UNPACKED)

    def spend(self, size: int) -> None:
        """Take so many bytes; Unreadable where they are more than is left."""
        if size > self._left:
            megabytes = size // 1024 // 1024
            raise Unreadable(f"解开后有{megabytes}MB，大得离奇，疑似异常文件", _PLAIN)
        self._left -= size


def members(
    data: bytes, depth: int = 1, allowance: Allowance | None = None
) -> Iterator[Member] | None:
    """Return the files of an ordinary zip, those of zips in it included.

    None where the bytes are no zip or the package of one document. Unreadable where the archive
    as a whole cannot be opened.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        infos = package.listed(data)
    except PackageError as error:
        raise Unreadable(str(error), _REMEDY) from error
    if infos is None:
        return None
    if any(one.filename in _DOCUMENTS or one.filename.startswith("xl/") for one in infos):
        return None
    if not infos:
        raise Unreadable("是空的压缩包", "请把表格放进去后重新报送")
    try:
        package.refuse_vast(infos)
    except PackageError as error:
        raise Unreadable(str(error), _REMEDY) from error
    return _members(data, infos, depth, allowance or Allowance(len(data)))


def _members(
    data: bytes, infos: list[zipfile.ZipInfo], depth: int, allowance: Allowance
) -> Iterator[Member]:
    used: set[str] = set()
    for info in infos:
        name = free(_name(info), used)
        used.add(name)
        try:
            content = _content(data, info, allowance)
            deeper = depth < DEEPEST
            inner = members(content, depth + 1, allowance) if deeper else _too_deep(content)
        except Unreadable as error:
            yield Member(name, error=error)
            continue
        if inner is None:
            yield Member(name, content)
        else:
            for one in inner:
                yield Member(f"{name}/{one.name}", one.data, one.error)


def _content(data: bytes, info: zipfile.ZipInfo, allowance: Allowance) -> bytes:
    Allowance(info.compress_size).spend(info.file_size)
    allowance.spend(info.file_size)
    try:
        return package.part(data, info).bytes()
    except PackageError as error:
        raise Unreadable(str(error), _REMEDY) from error


def _too_deep(content: bytes) -> None:
    if members(content) is not None:
        raise Unreadable("是压缩包里的压缩包，层数过多", "请解压后逐个报送里面的表格")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant (UTF-8 or GBK), tidy."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        name = _decoded(name.encode("cp437"))
    return tidy(name)


def tidy(name: str) -> str:
    """A name without folders that lead out, control signs and bytes of another encoding."""
    if any("\udc80" <= char <= "\udcff" for char in name):
        name = _decoded(name.encode("utf-8", "surrogateescape"))
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


def free(name: str, used: set[str]) -> str:
    """The name itself, or with a number where it is used already."""
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}（同名{number}）"
    return free
