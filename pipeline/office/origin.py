"""Origins: the mark by which a copy that we made of a file is known when it comes back.

It stands in a custom property of the document, which LibreOffice keeps when it saves, as .xlsx,
.xls or .ods.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PROPERTY = "来源"
_WORD = "tongbao-copy:"
_MARK = re.compile(rb"tongbao-copy:([0-9a-f]{64})")

XLSX, ODS, OLE = "docProps/custom.xml", "meta.xml", "\x05DocumentSummaryInformation"
"""Where the formats keep custom properties."""


def mark(digest: str) -> str:
    """Return the property's value for a copy of the file with this SHA-256."""
    return f"{_WORD}{digest}"


def marked_in(properties: Iterable[bytes]) -> str:
    """Return the digest that stands in one of the parts with properties; empty without one."""
    for content in properties:
        if found := _MARK.search(content.replace(b"\0", b"")):
            return found[1].decode()
    return ""
