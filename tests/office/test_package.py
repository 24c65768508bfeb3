"""Packages are read with caps and written byte for byte the same."""

import io
import struct
import zipfile

import pytest

from pipeline.office import package
from pipeline.office.package import PackageError
from tests.office import forge


def packed(**texts: str) -> bytes:
    writer = package.Writer()
    for name, text in texts.items():
        writer.add(f"{name}.xml", text.encode())
    return writer.close()


def declare(data: bytes, size: int) -> bytes:
    """Return the package with another uncompressed size in its first directory entry."""
    entry = data.index(b"PK\x01\x02")
    return data[: entry + 24] + struct.pack("<I", size) + data[entry + 28 :]


def test_what_is_written_is_read_back():
    writer = package.Writer()
    writer.add("xl/表.xml", "招商引资".encode() * 1000)
    writer.add("empty.bin", b"")
    writer.add("chunks.txt", iter([b"one ", b"two"]), level=1)
    parts = package.read(writer.close())
    assert list(parts) == ["xl/表.xml", "empty.bin", "chunks.txt"]
    assert parts["xl/表.xml"].bytes() == "招商引资".encode() * 1000
    assert parts["empty.bin"].bytes() == b""
    assert parts["chunks.txt"].bytes() == b"one two"


def test_other_programs_can_read_what_is_written():
    data = packed(甲="x" * 5000, b="y")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["甲.xml", "b.xml"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_untouched_parts_keep_their_compressed_bytes():
    original = package.read(forge.workbook())
    changed = {"xl/workbook.xml": b"<changed/>"}
    written = package.read(package.write(original, changed))
    assert written["xl/workbook.xml"].bytes() == b"<changed/>"
    for name in original.keys() - changed.keys():
        assert written[name] == original[name]


def test_parts_keep_their_order_and_can_go_and_come():
    parts = package.read(packed(a="1", b="2", c="3"))
    written = package.read(package.write(parts, {"a.xml": None, "new.xml": b"4", "b.xml": b"5"}))
    assert {name: part.bytes() for name, part in written.items()} == {
        "b.xml": b"5",
        "c.xml": b"3",
        "new.xml": b"4",
    }
    assert list(written) == ["b.xml", "c.xml", "new.xml"]


def test_the_same_parts_give_the_same_bytes():
    parts = package.read(forge.workbook())
    assert package.write(parts, {"x": b"1"}) == package.write(parts, {"x": b"1"})


def test_stored_parts_are_read_too():
    assert package.read(forge.zipped(a="文"))["a"].bytes() == "文".encode()


@pytest.mark.parametrize("size", [4_999, 5_001])
def test_a_part_that_lies_about_its_size_is_refused_when_unpacked(size):
    part = package.read(declare(packed(a="x" * 5000), size))["a.xml"]
    with pytest.raises(PackageError, match="大小不实"):
        part.bytes()


def test_a_part_that_unpacks_to_far_more_than_declared_is_not_unpacked_whole():
    part = package.read(declare(packed(a="x" * 50_000_000), 10))["a.xml"]
    with pytest.raises(PackageError, match="大小不实"):
        part.bytes()


def test_a_declared_size_beyond_the_cap_is_refused_without_unpacking():
    with pytest.raises(PackageError, match="过大"):
        package.read(declare(packed(a="x"), package.MAX_PART + 1))


def test_many_parts_below_the_cap_are_refused_together(monkeypatch):
    monkeypatch.setattr(package, "MAX_TOTAL", 5)
    with pytest.raises(PackageError, match="过大"):
        package.read(packed(a="xxx", b="xxx"))


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_PARTS", 1)
    with pytest.raises(PackageError, match="2个，超过上限1个"):
        package.read(packed(a="x", b="x"))


@pytest.mark.parametrize("keep", [0, 10, 100, 1000, -30])
def test_a_cut_package_is_refused(keep):
    data = forge.workbook()
    with pytest.raises(PackageError, match="未传完"):
        package.read(data[:keep])


def test_a_damaged_part_is_refused_when_unpacked():
    data = bytearray(packed(a="abcdefgh" * 100))
    data[40] ^= 0xFF
    with pytest.raises(PackageError, match="已损坏"):
        package.read(bytes(data))["a.xml"].bytes()


def test_encrypted_parts_are_refused():
    data = bytearray(packed(a="x"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(PackageError, match="密码"):
        package.read(bytes(data))


def test_other_compressions_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", "x")
    with pytest.raises(PackageError, match="压缩方式"):
        package.read(content.getvalue())
