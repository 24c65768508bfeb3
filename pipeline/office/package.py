"""Zip packages: read with caps, untouched parts kept compressed, written the same way twice."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MAX_PARTS = 5_000
MAX_PART = 512 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024

_FARTHEST_END, _LONGEST_ENTRY = 22 + 0xFFFF, 400
_DATE = 0x21  # 1980-01-01, the zip format's first day: the clock stays out of our files
_UTF8 = 0x800
_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50


Content = bytes | Iterable[bytes] | None
"""A part's new content, whole or in chunks; None takes the part out."""


class PackageError(Exception):
    """The bytes are no zip package, or one that nobody should unpack; the text is Chinese."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package, still compressed."""

    name: str
    packed: bytes
    method: int
    crc: int
    size: int

    def bytes(self) -> bytes:
        """Unpack; PackageError where the declared size lied or the data are damaged."""
        if self.method == zipfile.ZIP_STORED:
            data = self.packed
        else:
            engine = zlib.decompressobj(-15)
            try:
                data = engine.decompress(self.packed, self.size + 1)
            except zlib.error as error:
                raise PackageError(f"文件内部“{self.name}”已损坏") from error
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise PackageError(f"文件内部“{self.name}”已损坏或大小不实")
        return data


def read(data: bytes) -> dict[str, Part]:
    """Return the parts by name in their order; PackageError beyond the caps or without a zip."""
    infos = listed(data)
    if infos is None:
        raise PackageError("不完整，未传完或已损坏")
    refuse_vast(infos)
    if any(info.file_size > MAX_PART for info in infos):
        raise PackageError("文件解开后过大，疑似异常文件")
    return {info.filename: part(data, info) for info in infos}


def listed(data: bytes) -> list[zipfile.ZipInfo] | None:
    """Return a zip's files; None where it is none, PackageError where its list is too long."""
    end = data.rfind(struct.pack("<I", _END), -_FARTHEST_END)
    if 0 <= end <= len(data) - 22:
        (length,) = struct.unpack_from("<I", data, end + 12)
        if length > MAX_PARTS * _LONGEST_ENTRY:
            raise PackageError(f"文件内部部件过多，超过上限{MAX_PARTS}个")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return None
    return [info for info in archive.infolist() if not info.is_dir()]


def refuse_vast(infos: list[zipfile.ZipInfo]) -> None:
    """Raise PackageError for more parts, or more to unpack, than any package has."""
    if len(infos) > MAX_PARTS:
        raise PackageError(f"文件内部部件多达{len(infos)}个，超过上限{MAX_PARTS}个")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise PackageError("文件解开后过大，疑似异常文件")


def part(data: bytes, info: zipfile.ZipInfo) -> Part:
    """Return one file of the zip `data`, still compressed."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(f"文件内部“{info.filename}”的压缩方式不受支持")
    if info.flag_bits & 1:
        raise PackageError("设有解压密码")
    head = data[info.header_offset : info.header_offset + 30]
    if len(head) < 30 or struct.unpack_from("<I", head)[0] != _LOCAL:
        raise PackageError("不完整，未传完或已损坏")
    names, extra = struct.unpack_from("<HH", head, 26)
    start = info.header_offset + 30 + names + extra
    packed = data[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise PackageError("不完整，未传完或已损坏")
    return Part(info.filename, packed, info.compress_type, info.CRC, info.file_size)


def packed(name: str, content: bytes) -> Part:
    """Return a file of a package made from its content."""
    engine = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = engine.compress(content) + engine.flush()
    return Part(name, data, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content))


class Writer:
    """Writes a package in the order of calls: equal parts give equal bytes, whatever the day."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._directory: list[bytes] = []

    def copy(self, part: Part) -> None:
        """Take over a part as it is, without unpacking it."""
        self._entry(part.name, part.method, part.crc, part.size, [part.packed], len(part.packed))

    def add(self, name: str, content: bytes | Iterable[bytes], level: int = 6) -> None:
        """Compress `content`, given whole or in chunks."""
        chunks: Iterable[bytes] = [content] if isinstance(content, bytes) else content
        engine = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed: list[bytes] = []
        crc = size = 0
        for chunk in chunks:
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            packed.append(engine.compress(chunk))
        packed.append(engine.flush())
        total = sum(map(len, packed))
        self._entry(name, zipfile.ZIP_DEFLATED, crc, size, packed, total)

    def close(self) -> bytes:
        """Write the directory and return the whole package."""
        start = self._out.tell()
        for entry in self._directory:
            self._out.write(entry)
        length = self._out.tell() - start
        count = len(self._directory)
        self._out.write(struct.pack("<IHHHHIIH", _END, 0, 0, count, count, length, start, 0))
        return self._out.getvalue()

    def _entry(
        self, name: str, method: int, crc: int, size: int, packed: Iterable[bytes], length: int
    ) -> None:
        encoded = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8
        common = struct.pack(
            "<HHHHHIIIHH", 20, flags, method, 0, _DATE, crc, length, size, len(encoded), 0
        )
        offset = self._out.tell()
        self._out.write(struct.pack("<I", _LOCAL) + common + encoded)
        for chunk in packed:
            self._out.write(chunk)
        tail = struct.pack("<HHHII", 0, 0, 0, 0, offset)
        self._directory.append(struct.pack("<IH", _CENTRAL, 20) + common + tail + encoded)


def write(parts: dict[str, Part], changed: Mapping[str, Content], level: int = 6) -> bytes:
    """Return the package with parts replaced, added at the end, or (None) left out."""
    writer = Writer()
    for name in (*parts, *(new for new in changed if new not in parts)):
        if name not in changed:
            writer.copy(parts[name])
        elif (content := changed[name]) is not None:
            writer.add(name, content, level)
    return writer.close()
