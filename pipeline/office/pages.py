"""The pages of a document as LibreOffice prints them, read back with poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from pathlib import Path

TOOLS = ("soffice", "pdftotext", "pdffonts")
LONGEST = 120
"""Seconds after which a conversion is given up."""

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)
_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
_POINT = Fraction(254, 720)
"""Millimetres of a point."""
_SAME_LINE = 5
"""Points within which the middles of two words of one line lie."""


class NoPages(Exception):
    """No pages can be had: `str` says in Chinese why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; distances from the page's top in millimetres."""

    text: str
    top: Fraction
    bottom: Fraction


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines of every page from top to bottom, which pages lie, and the fonts that were used."""

    pages: tuple[tuple[Line, ...], ...]
    lying: tuple[bool, ...]
    fonts: tuple[str, ...]


def printed(data: bytes, name: str) -> Pages:
    """Print a .docx; NoPages where a program is missing, fails or does not end."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise NoPages(
            f"《{name}》印不成PDF：没有{'、'.join(missing)}，请装LibreOffice和poppler，或不用--pdf"
        )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "document.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", place,
             str(folder / "document.docx")], name,
        )  # fmt: skip
        pdf = folder / "document.pdf"
        if not pdf.is_file():
            raise NoPages(f"《{name}》LibreOffice打不开，请在Word或WPS里另存后再检查")
        text = _run(["pdftotext", "-bbox-layout", str(pdf), "-"], name)
        fonts = _run(["pdffonts", str(pdf)], name)
    return read_pages(text, fonts)


def read_pages(text: str, fonts: str) -> Pages:
    """Read what pdftotext -bbox-layout and pdffonts say."""
    found = _PAGE.findall(text)
    names = (line.split()[0] for line in fonts.splitlines()[2:] if line.strip())
    return Pages(
        tuple(_lines(page) for _, _, page in found),
        tuple(Fraction(width) > Fraction(height) for width, height, _ in found),
        tuple(sorted({name.partition("+")[2] or name for name in names})),
    )


def _run(command: Sequence[str], name: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=True)
    except subprocess.TimeoutExpired as error:
        raise NoPages(f"《{name}》{LONGEST}秒还没有印成PDF，请减小文件后再试") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise NoPages(f"《{name}》印不成PDF，{command[0]}出错，请检查它能否正常使用") from error
    return done.stdout.decode("utf-8", "replace")


def _lines(page: str) -> tuple[Line, ...]:
    """Words whose middles lie at one height are one line."""
    rows: list[list[tuple[Fraction, Fraction, Fraction, str]]] = []
    for left, top, _, bottom, text in _WORD.findall(page):
        word = Fraction(left), Fraction(top), Fraction(bottom), unescape(text)
        middle = (word[1] + word[2]) / 2
        row = next((one for one in rows if abs(sum(one[0][1:3]) / 2 - middle) < _SAME_LINE), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    lines = [
        Line(
            "".join(word[3] for word in sorted(row)),
            min(word[1] for word in row) * _POINT,
            max(word[2] for word in row) * _POINT,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.top))
