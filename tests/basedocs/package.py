"""Puts a base template together: a .docx with fixed dates, so that drawing it twice is the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.basedocs.blocks import page_number
from tests.basedocs.styles import SPACES, all_styles

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTERS = {"odd": "页码单", "even": "页码双"}


def template(
    body: str, *, styles: Mapping[str, str] | None = None, first: tuple[str, str] = ("", "")
) -> bytes:
    """A template of this body; `first` are the first page's header and footer, if it has any."""
    parts = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": all_styles(styles or {}),
        "word/settings.xml": _SETTINGS,
        "word/odd.xml": _edge("ftr", page_number("页码单")),
        "word/even.xml": _edge("ftr", page_number("页码双")),
    }
    kinds = {"styles": "styles", "settings": "settings", "odd": "footer", "even": "footer"}
    if any(first):
        parts["word/first1.xml"] = _edge("hdr", first[0])
        parts["word/first2.xml"] = _edge("ftr", first[1])
        kinds |= {"first1": "header", "first2": "footer"}
    parts["[Content_Types].xml"] = _types(kinds)
    parts["_rels/.rels"] = _relations({"rId1": ("officeDocument", "word/document.xml")})
    parts["word/_rels/document.xml.rels"] = _relations(
        {name: (kind, f"{name}.xml") for name, kind in kinds.items()}
    )
    return _zipped(parts)


_SETTINGS = (
    f"<w:settings {SPACES}><w:evenAndOddHeaders/><w:characterSpacingControl "
    'w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def _edge(name: str, inside: str) -> str:
    return f"<w:{name} {SPACES}>{inside}</w:{name}>"


def _types(kinds: Mapping[str, str]) -> str:
    known = {"document": "document.main", **kinds}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in known.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):  # [Content_Types].xml comes first
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + parts[name])
    return out.getvalue()
