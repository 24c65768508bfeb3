"""What a finished document says, passage by passage, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.office.grid import Unreadable
from pipeline.office.package import PackageError
from pipeline.render.excel.book import Unreadable as NoBook
from pipeline.render.excel.finished import cells_of
from pipeline.render.word.finished import paragraphs_of

KINDS = ("docx", "xlsx")
_AGAIN = "请用Word、Excel或WPS打开，另存为.docx、.xlsx后再试"


@dataclass(frozen=True, slots=True)
class Finished:
    """The passages of a document with their places: 正文 第3段, 汇总表!B4.

    `left_in` names revisions and comments that nobody has dealt with, with the first place.
    """

    passages: Sequence[tuple[str, str]]
    left_in: Sequence[tuple[str, str]] = ()


def finished(content: bytes, name: str) -> Finished:
    """Read a .docx or .xlsx; Unreadable names the file, the reason and the remedy."""
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise Unreadable("不是.docx或.xlsx文件", _AGAIN, name)
    try:
        passages, left_in = (paragraphs_of if kind == "docx" else cells_of)(content)
    except (PackageError, NoBook) as error:
        raise Unreadable(str(error), _AGAIN, name) from error
    return Finished(passages, left_in)
