"""Everything that can be said of one template before there are figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Fault
from pipeline.model.place import column_number
from pipeline.render import excel, word
from pipeline.render.contract import Tag
from pipeline.render.excel.book import Book, Unreadable, open_book
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint import looks
from pipeline.render.lint.branches import unguarded
from pipeline.render.lint.cells import mended, texts_of
from pipeline.render.word.opening import open_template
from pipeline.render.word.scan import pieces
from pipeline.scheme.styles import Styles

_IN_TABLE = "列"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?: |$)")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a template; what is `grave` keeps documents from being made."""

    fault: Fault
    grave: bool

    @property
    def level(self) -> str:
        return "错误" if self.grave else "提醒"


@dataclass(frozen=True, slots=True)
class Rules:
    """What templates are held against besides their names.

    `parents` gives, for each indicator, the one of which it is a part.
    """

    language: Language
    styles: Styles
    parents: Mapping[str, str]


def remarks(
    template: bytes, file: str, context: Mapping[str, object], rules: Rules
) -> list[Remark]:
    """Return what is wrong with a template, then what is better otherwise; each once.

    `context` holds the names that its tags may use, without figures.
    """
    made = _of_word if file.endswith(".docx") else _of_excel
    return list(dict.fromkeys(made(template, file, context, rules)))


def _of_word(
    template: bytes, file: str, context: Mapping[str, object], rules: Rules
) -> Iterator[Remark]:
    for fault in word.faults(template, file, context, rules.language):
        yield Remark(fault, True)
    opened = open_template(template)
    if not opened.stories:
        return
    tags = word.tags(template, file)
    given = (tags, context, file, rules.language, rules.parents)
    for fault in (
        *unguarded(*given, lambda tag: _IN_TABLE not in tag.place),
        *looks.of_word(opened, file, rules.styles),
    ):
        yield Remark(fault, False)


def _of_excel(
    template: bytes, file: str, context: Mapping[str, object], rules: Rules
) -> Iterator[Remark]:
    try:
        book = open_book(template)
    except Unreadable:
        for fault in excel.faults(template, file, context, FILTERS):
            yield Remark(fault, True)
        return
    better = mended(book, template, file)
    grave = [*better.faults, *excel.faults(better.content, file, context, FILTERS)]
    for fault in sorted(grave, key=lambda one: _order(book, one.place)):
        yield Remark(fault, True)
    sentences = _sentences(book)
    tags: list[Tag] = excel.tags(better.content, file)
    given = (tags, context, file, rules.language, rules.parents)
    for fault in (
        *unguarded(*given, lambda tag: tag.place in sentences),
        *looks.of_excel(book, file, rules.styles),
    ):
        yield Remark(fault, False)


def _order(book: Book, place: str) -> tuple[int, int, int]:
    """Reading order: sheet, row, column; what stands in no cell comes last."""
    for number, sheet in enumerate(book.sheets):
        found = _ADDRESS.match(place.removeprefix(f"{sheet.name}!"))
        if found and place.startswith(f"{sheet.name}!"):
            return number, int(found[2]), column_number(found[1])
    return len(book.sheets), 0, 0


def _sentences(book: Book) -> frozenset[str]:
    """The cells in which words stand around a tag."""
    return frozenset(place for place, _, text in texts_of(book) if _has_words(text))


def _has_words(text: str) -> bool:
    found = pieces(text)
    for piece in reversed(found):
        text = text[: piece.start] + text[piece.end :]
    return bool(found and text.strip())
