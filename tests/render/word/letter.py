"""Builds small Word templates out of raw XML, and reads what became of them."""

from __future__ import annotations

import io
import zipfile

import docx

from pipeline.render.language import Language
from pipeline.render.word import faults, render

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
NAME = "通报.docx"
LANGUAGE = Language()


def run(text: str, looks: str = "") -> str:
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped}</w:t></w:r>'


def p(*runs: str) -> str:
    """A paragraph of texts, or of ready-made runs."""
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


def cell(*paragraphs: str) -> str:
    inner = "".join(
        one if one.startswith("<w:p") else p(one) if one else "<w:p/>" for one in paragraphs
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(one if one.startswith('<w:tc') else cell(one) for one in cells)}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def letter(*blocks: str, parts: dict[str, str] | None = None, relations: str = "") -> bytes:
    """A .docx with these blocks in its body; `parts` and `relations` add to the package."""
    body = "".join(one if one.startswith("<") else p(one) for one in blocks)
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/>'
    section = f"<w:sectPr>{size}{margins}</w:sectPr>"
    if "<w:sectPr" in body:
        section = ""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{_TYPES}.header+xml"/>'
        f'<Override PartName="/word/header2.xml" ContentType="{_TYPES}.header+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}.footer+xml"/>'
        f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPES}.footnotes+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relation('styles', 'styles.xml')}{relations}</Relationships>",
        "word/styles.xml": f"<w:styles {SPACES}/>",
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text.encode("utf-8"))
    return out.getvalue()


def relation(kind: str, target: str, mode: str = "") -> str:
    """A relationship whose id is its kind and target: header:header1.xml."""
    tail = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{kind}:{target}" Type="{_OFFICE}/{kind}" Target="{target}"{tail}/>'


def fill(template: bytes, **context: object) -> docx.document.Document:
    """Render, and open the result with another library."""
    return docx.Document(io.BytesIO(render(template, NAME, context, LANGUAGE).content))


def texts(template: bytes, **context: object) -> list[str]:
    """The paragraphs of the rendered body."""
    return [one.text for one in fill(template, **context).paragraphs]


def grid(template: bytes, **context: object) -> list[list[str]]:
    """The cells of the rendered body's first table."""
    return [[one.text for one in each.cells] for each in fill(template, **context).tables[0].rows]


def part(content: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode("utf-8")


def complaints(template: bytes, **context: object) -> list[str]:
    """The lines of all faults, without the file's name."""
    found = faults(template, NAME, context, LANGUAGE)
    return [fault.line.removeprefix(f"《{NAME}》") for fault in found]
