"""The paragraphs of a text that people wrote, from a .docx or a plain text file."""

from __future__ import annotations

import io

from pipeline.office.grid import Unreadable


def paragraphs(data: bytes, name: str) -> list[str]:
    """Return the paragraphs that are not empty; Unreadable names the file and the remedy."""
    read = _document if data.startswith(b"PK") else _plain
    return [text for line in read(data, name) if (text := line.strip())]


def _document(data: bytes, name: str) -> list[str]:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        raise Unreadable("不是可用的Word文档", "请另存为.docx", name) from error
    return [one.text for one in document.paragraphs]


def _plain(data: bytes, name: str) -> list[str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字编码无法识别", "请用记事本另存为UTF-8", name)
