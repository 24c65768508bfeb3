"""What people send beside the tables and a document takes in whole: pictures and manuscripts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was sent: PNG, JPEG, GIF, BMP or TIFF; `name` is its file's."""

    name: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A .docx that somebody wrote, to be put into a document with its pictures and tables."""

    name: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return self.name
