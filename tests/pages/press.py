"""Turns documents into PDF with the free stand-ins for the office fonts, and reads the pages."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).with_name("fonts.conf")
Word = tuple[float, float, float, float, str]


@dataclass(frozen=True)
class Line:
    """A line of a page with the distance of its top and bottom from the page's top, in mm."""

    text: str
    top: float
    bottom: float
    left: float
    right: float


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """Convert with a LibreOffice profile of its own, so that runs do not meet."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS), "XDG_CACHE_HOME": str(folder)}
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)],
        check=True,
        capture_output=True,
        env=environment,
        timeout=240,
    )
    return [folder / f"{file.stem}.pdf" for file in files]


def pages_of(pdf: Path) -> list[list[Line]]:
    """Return the lines of each page from top to bottom, words of one line joined."""
    return [_lines(words) for words in _words(_boxes(pdf, "-bbox-layout"))]


def broken_numbers(pdf: Path) -> list[str]:
    """Numbers that a narrow column has broken over two lines, as 29.3 above 8 for 29.38."""
    found = []
    for words in _words(_boxes(pdf, "-bbox")):
        for left, top, right, bottom, text in words:
            if not re.fullmatch(r"[-−+]|[-−+]?\d+\.\d?", text):
                continue
            for other, under, end, _, rest in words:
                below = 0 <= under - bottom < (bottom - top) * 0.35 or top < under < bottom
                if (
                    below
                    and re.fullmatch(r"\d+(\.\d+)?", rest)
                    and other < right + 3
                    and end > left - 3
                ):
                    found.append(f"{text} {rest}")
    return found


def fonts_of(pdf: Path) -> set[str]:
    """The names of the fonts that the pages really use."""
    out = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout
    return {line.split()[0].partition("+")[2] for line in out.splitlines()[2:]}


def _boxes(pdf: Path, option: str) -> str:
    command = ["pdftotext", option, str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _words(boxes: str) -> list[list[Word]]:
    """Per page each word with its left, top, right and bottom in points."""
    word = re.compile(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    )
    return [
        [(*map(float, numbers), text) for *numbers, text in word.findall(page)]
        for page in re.findall(r"<page .*?</page>", boxes, re.S)
    ]


def _lines(words: Sequence[Word]) -> list[Line]:
    rows: list[list[Word]] = []
    for word in words:
        middle = (word[1] + word[3]) / 2
        row = next((one for one in rows if abs((one[0][1] + one[0][3]) / 2 - middle) < 5), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    mm = 25.4 / 72
    made = [
        Line(
            "".join(word[4] for word in sorted(row)),
            min(word[1] for word in row) * mm,
            max(word[3] for word in row) * mm,
            min(word[0] for word in row) * mm,
            max(word[2] for word in row) * mm,
        )
        for row in rows
    ]
    return sorted(made, key=lambda line: line.top)
