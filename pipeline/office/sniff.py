"""Sniffing: what a file is by its content; its extension is never asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from pipeline.office.compound import Compound
from pipeline.office.grid import Unreadable

RESEND = "请把表格用Excel或WPS另存为xlsx格式后重新报送"
WRONG_KIND = "请报送Excel或WPS表格（xlsx、xls、et、ods）或csv文件"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_SIGNATURES = (
    (b"%PDF", "PDF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"Rar!", "压缩包（rar）"),
    (b"7z\xbc\xaf", "压缩包（7z）"),
    (b"\x1f\x8b", "压缩包（gz）"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"{\\rtf", "Word文档（rtf）"),
    (b"SQLite format 3\0", "数据库文件"),
)
_BINARY_ONLY = (b"BM", b"MZ")
_IN_ZIP = (
    ("word/", "Word文档"),
    ("ppt/", "PowerPoint演示文稿"),
    ("OFD.xml", "OFD版式文件"),
    ("visio/", "Visio图"),
)
_IN_OLE = (
    ("WordDocument", "Word文档"),
    ("PowerPoint Document", "PowerPoint演示文稿"),
    ("VisioDocument", "Visio图"),
    ("HwpSummaryInformation", "文字处理文档"),
)
_HTML = (b"<html", b"<table", b"<!doctype html", b"<body", b"<head", b"<meta", b"<style", b"<div")
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a")


def marked_kind(data: bytes) -> str:
    """Return zip, ole or text by the first bytes; Unreadable names a kind that is no table."""
    if not data:
        raise Unreadable("是空文件（0字节）", "请检查原文件能否打开，重新报送")
    if data.startswith(OLE):
        return "ole"
    if data.startswith(ZIP):
        return "zip"
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (
            signature not in _BINARY_ONLY or not _CONTROL.isdisjoint(data[:512])
        ):
            _refuse(name)
    return "text"


def zip_kind(names: Iterable[str]) -> str:
    """Return xlsx or ods for the parts of a zip package; Unreadable names what else it is."""
    parts = {name.replace("\\", "/") for name in names}
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "content.xml" in parts and "mimetype" in parts:
        return "ods"
    if "xl/workbook.bin" in parts:
        raise Unreadable("是二进制格式的工作簿（xlsb），不能读取", RESEND)
    for part, name in _IN_ZIP:
        if any(one.startswith(part) for one in parts):
            _refuse(name)
    if "[Content_Types].xml" in parts:
        raise Unreadable("内部缺少工作簿，文件不完整", RESEND)
    raise Unreadable("是压缩包而不是表格", "请先解压，把里面的表格逐个报送")


def refuse_other_document(mimetype: bytes) -> None:
    """Raise Unreadable where an OpenDocument package is no spreadsheet."""
    if b"opendocument.spreadsheet" not in mimetype:
        _refuse("OpenDocument文字文档" if b"opendocument.text" in mimetype else "其他文档")


def ole_stream(compound: Compound) -> bytes:
    """Return the workbook stream of an OLE file; Unreadable where there is none or a password."""
    if "EncryptedPackage" in compound:
        raise password()
    for name in ("Workbook", "Book"):
        if name in compound:
            return compound.stream(name)
    kinds = (name for stream, name in _IN_OLE if stream in compound)
    return _refuse(next(kinds, "其他程序的文件"))


def text_kind(data: bytes) -> str:
    """Return html, xml or csv by the beginning of a text; Unreadable for other mark-up."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(b"mime-version:"):
        raise Unreadable("是单个文件网页（mht），不能读取", RESEND)
    if not head.startswith(b"<"):
        return "csv"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head:
        return "xml"
    if any(tag in head for tag in _HTML):
        return "html"
    if head.startswith((b"<?xml", b"<!")):
        raise Unreadable("是XML文件，里面没有能读取的表格", RESEND)
    return "csv"


def is_binary(text: str) -> bool:
    """Tell whether a decoded text holds control characters that no table has."""
    return any(chr(code) in text for code in _CONTROL)


def password() -> Unreadable:
    return Unreadable("设有打开密码", "请去掉密码后重新报送")


def damaged(detail: str = "") -> Unreadable:
    reason = f"（{detail}）" if detail else ""
    return Unreadable(f"已损坏或没有传完整{reason}", "请检查原文件能否打开，重新报送")


def _refuse(name: str) -> NoReturn:
    raise Unreadable(f"是{name}而不是表格", WRONG_KIND)
