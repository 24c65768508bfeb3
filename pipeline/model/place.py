"""Where something stands, in words that a clerk can follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Place:
    """A file, a sheet in it and a cell of that sheet; `sheet` and `cell` may be empty."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inner = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"《{self.file}》{inner}" if inner else f"《{self.file}》"


@cache
def column_letter(number: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA; upper or lower case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
