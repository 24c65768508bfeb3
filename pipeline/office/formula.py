"""Spreadsheet formulas: their references found, moved and written back, all else untouched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from pipeline.model.place import column_letter, column_number

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_PREFIX = r"(?:(?P<prefix>'(?:[^']|'')+'|[^'!:\[\]\s]+)!)?"
_CELLS = re.compile(
    _PREFIX
    + r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?::(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6}))?"
)
_COLUMNS = re.compile(_PREFIX + r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})")
_ROWS = re.compile(_PREFIX + r"(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})")
_NAME = re.compile(_PREFIX + r"[^\W\d][\w.?\\]*")


class FormulaError(ValueError):
    """A formula that cannot be split into its parts."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An area in A1 notation: rows and columns from 1, 0 where whole rows or columns are meant.

    `prefix` is the sheet as written, with its quotes and “!”; `sheet` its name, None for the
    formula's own. `fixed` tells the $ of first column, first row, last column, last row.
    """

    prefix: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int
    fixed: tuple[bool, bool, bool, bool]
    single: bool = False

    @property
    def sheet(self) -> str | None:
        name = self.prefix[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return name if self.prefix else None

    def at_rows(self, first: int, last: int) -> Reference:
        """The same columns in other rows; a single cell that grows becomes a range."""
        if (first, last) == (self.first_row, self.last_row):
            return self
        single = self.single and first == last
        return replace(self, first_row=first, last_row=last, single=single)

    def __str__(self) -> str:
        first = _corner(self.first_column, self.first_row, self.fixed[:2])
        if self.single:
            return self.prefix + first
        return f"{self.prefix}{first}:{_corner(self.last_column, self.last_row, self.fixed[2:])}"


@dataclass(frozen=True, slots=True)
class Operand:
    """A reference in its formula: which token, in which function, and whether it stands alone.

    `direct` is an argument that is nothing but the reference, as in SUM(C5:C5) but not SUM(2*C5).
    """

    token: int
    reference: Reference
    function: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its “=”: tokens, references in order, names, and what is not understood."""

    text: str
    tokens: tuple[Token, ...]
    operands: tuple[Operand, ...]
    names: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def functions(self) -> frozenset[str]:
        """The functions called, upper case and without “(”."""
        return frozenset(
            function_name(token)
            for token in self.tokens
            if token.type == Token.FUNC and _opens(token)
        )

    def rewritten(self, move: Callable[[Operand], str]) -> str:
        """Return the text with every reference as `move` writes it."""
        values = [token.value for token in self.tokens]
        for operand in self.operands:
            values[operand.token] = move(operand)
        return "".join(values)

    def shifted(self, rows: int, columns: int) -> str:
        """Return the text as it reads when filled so many rows down and columns right."""
        return self.rewritten(lambda operand: _shifted(operand.reference, rows, columns))


def parse(text: str) -> Formula:
    """Split a formula (without “=”); FormulaError where quotes or brackets do not close."""
    try:
        tokens = tuple(Tokenizer(f"={text}").items)
    except (TokenizerError, IndexError) as error:
        raise FormulaError(text) from error
    operands: list[Operand] = []
    names: list[str] = []
    strange: list[str] = []
    functions: list[str] = []
    for index, token in enumerate(tokens):
        if token.type in (Token.FUNC, Token.PAREN, Token.ARRAY):
            _enter(functions, token, strange)
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
            found = reference(token.value)
            if found is not None:
                inside = functions[-1] if functions else ""
                operands.append(Operand(index, found, inside, _alone(tokens, index)))
            elif _NAME.fullmatch(token.value):
                names.append(token.value)
            elif "#REF!" not in token.value:
                strange.append(token.value)
    if functions:
        raise FormulaError(text)
    return Formula(text, tokens, tuple(operands), tuple(names), tuple(strange))


def reference(text: str) -> Reference | None:
    """Read C5, $C$5:D9, C:C, 5:5, each perhaps with its sheet; None for anything else."""
    if found := _CELLS.fullmatch(text):
        prefix, *ends = found.groups()
        single = ends[5] is None
        parts = ends[:4] * 2 if single else ends
        corners = (column_number(parts[1]), int(parts[3]), column_number(parts[5]), int(parts[7]))
        fixed = (bool(parts[0]), bool(parts[2]), bool(parts[4]), bool(parts[6]))
    elif found := _COLUMNS.fullmatch(text):
        prefix, dollar, first, other, last = found.groups()
        corners, single = (column_number(first), 0, column_number(last), 0), False
        fixed = (bool(dollar), False, bool(other), False)
    elif found := _ROWS.fullmatch(text):
        prefix, dollar, first, other, last = found.groups()
        corners, single = (0, int(first), 0, int(last)), False
        fixed = (False, bool(dollar), False, bool(other))
    else:
        return None
    inside = corners[0] <= MAX_COLUMN and corners[2] <= MAX_COLUMN
    if (
        not inside
        or max(corners[1], corners[3]) > MAX_ROW
        or (corners[1] == 0) != (corners[3] == 0)
    ):
        return None
    return _ordered(Reference(f"{prefix}!" if prefix else "", *corners, fixed, single))


def references(text: str) -> list[Reference] | None:
    """Read the areas of a sqref, parted by spaces; None if one of them is no area."""
    found = [reference(part) for part in text.split()]
    return None if None in found else [one for one in found if one is not None]


def function_name(token: Token) -> str:
    """Return SUM for the token “SUM(”, also where the file says _xlfn.SUM."""
    name = token.value.rstrip("(").strip().upper()
    return name.removeprefix("_XLFN.").removeprefix("_XLWS.")


def _ordered(found: Reference) -> Reference:
    columns, rows, fixed = (
        (found.first_column, found.last_column),
        (found.first_row, found.last_row),
        found.fixed,
    )
    if columns[0] > columns[1]:
        columns, fixed = columns[::-1], (fixed[2], fixed[1], fixed[0], fixed[3])
    if rows[0] > rows[1]:
        rows, fixed = rows[::-1], (fixed[0], fixed[3], fixed[2], fixed[1])
    return Reference(found.prefix, columns[0], rows[0], columns[1], rows[1], fixed, found.single)


def _enter(functions: list[str], token: Token, strange: list[str]) -> None:
    if _opens(token):
        name = function_name(token) if token.type == Token.FUNC else ""
        if ":" in name or "!" in name:
            strange.append(token.value)
        functions.append(name)
    elif functions:
        functions.pop()


def _opens(token: Token) -> bool:
    return token.subtype == Token.OPEN


def _alone(tokens: tuple[Token, ...], index: int) -> bool:
    before = index - 1
    while before >= 0 and tokens[before].type == Token.WSPACE:
        before -= 1
    after = index + 1
    while after < len(tokens) and tokens[after].type == Token.WSPACE:
        after += 1
    if before < 0 or after >= len(tokens):
        return False
    start, end = tokens[before], tokens[after]
    opened = start.type == Token.SEP or (start.type == Token.FUNC and _opens(start))
    closed = end.type == Token.SEP or (end.type == Token.FUNC and not _opens(end))
    return opened and closed


def _shifted(found: Reference, rows: int, columns: int) -> str:
    def move(value: int, fixed: bool, by: int) -> int:
        return value if fixed or not value else value + by

    moved = replace(
        found,
        first_column=move(found.first_column, found.fixed[0], columns),
        first_row=move(found.first_row, found.fixed[1], rows),
        last_column=move(found.last_column, found.fixed[2], columns),
        last_row=move(found.last_row, found.fixed[3], rows),
    )
    low = [moved.first_column, moved.last_column] if found.first_column else [1]
    high = [moved.first_row, moved.last_row] if found.first_row else [1]
    if min(low + high) < 1 or max(low) > MAX_COLUMN or max(high) > MAX_ROW:
        return f"{found.prefix}#REF!"
    return str(moved)


def _corner(column: int, row: int, fixed: tuple[bool, ...]) -> str:
    letters = f"{'$' if fixed[0] else ''}{column_letter(column)}" if column else ""
    return f"{letters}{'$' if fixed[1] else ''}{row}" if row else letters
