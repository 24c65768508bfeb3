"""The grammar of formulas whose value we compute ourselves; anything else is left to Excel."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from openpyxl.formula.tokenizer import Token

from pipeline.office.formula import Formula, function_name

Tree = tuple
"""("value", v) · ("cells", operand) · ("name", text) · ("sign", tree) · ("percent", tree)
· ("infix", operator, left, right) · ("call", function, arguments)"""

FUNCTIONS = frozenset(
    (
        *("SUM", "SUBTOTAL", "AVERAGE", "COUNT", "MIN", "MAX", "ROUND", "IF", "IFERROR"),
        *("COUNTIF", "RANK", "RANK.EQ", "HYPERLINK"),
    )
)
GROWING = frozenset(
    ("SUM", "AVERAGE", "COUNT", "COUNTA", "MIN", "MAX", "PRODUCT", "MEDIAN", "SUBTOTAL")
)
"""Functions in which one cell of a loop row, as their lone argument, means all its rows."""
_RANKS = {"=": 0, "<>": 0, "<": 0, ">": 0, "<=": 0, ">=": 0, "&": 1, "+": 2, "-": 2, "*": 3, "/": 3}


class ErrorValue(str):
    """A spreadsheet error such as #DIV/0!."""

    __slots__ = ()


class Beyond(Exception):
    """The formula uses something that we do not compute."""


def tree(formula: Formula) -> Tree:
    """Return a formula as a tree; Beyond where it goes past what we compute."""
    reader = _Reader(formula)
    found = reader.expression(0)
    if reader.token is not None:
        raise Beyond
    return found


class _Reader:
    def __init__(self, formula: Formula) -> None:
        kept = [(i, t) for i, t in enumerate(formula.tokens) if t.type != Token.WSPACE]
        self._tokens: Sequence[tuple[int, Token]] = kept
        self._operands = {one.token: n for n, one in enumerate(formula.operands)}
        self._at = 0

    @property
    def token(self) -> Token | None:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else None

    def expression(self, rank: int) -> Tree:
        left = self._prefixed()
        while (
            (token := self.token) is not None
            and token.type == Token.OP_IN
            and _RANKS.get(token.value, -1) >= rank
        ):
            self._at += 1
            left = ("infix", token.value, left, self.expression(_RANKS[token.value] + 1))
        return left

    def _prefixed(self) -> Tree:
        token = self.token
        if token is not None and token.type == Token.OP_PRE:
            self._at += 1
            inner = self._prefixed()
            return ("sign", token.value, inner)
        found = self._plain()
        while self.token is not None and self.token.type == Token.OP_POST:
            self._at += 1
            found = ("percent", found)
        return found

    def _plain(self) -> Tree:
        token = self.token
        if token is None:
            raise Beyond
        index = self._tokens[self._at][0]
        self._at += 1
        if token.type == Token.OPERAND:
            return self._operand(token, index)
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            inner = self.expression(0)
            self._close(Token.PAREN)
            return inner
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._call(function_name(token))
        raise Beyond

    def _call(self, name: str) -> Tree:
        if name not in FUNCTIONS:
            raise Beyond
        arguments: list[Tree] = []
        while not self._closes(Token.FUNC):
            arguments.append(self.expression(0))
            if self.token is not None and self.token.type == Token.SEP:
                self._at += 1
                continue
            break
        self._close(Token.FUNC)
        return ("call", name, arguments)

    def _close(self, kind: str) -> None:
        if not self._closes(kind):
            raise Beyond
        self._at += 1

    def _closes(self, kind: str) -> bool:
        token = self.token
        return token is not None and token.type == kind and token.subtype == Token.CLOSE

    def _operand(self, token: Token, index: int) -> Tree:
        if index in self._operands:
            return ("cells", self._operands[index])
        text = token.value
        if token.subtype == Token.NUMBER:
            return ("value", Fraction(text))
        if token.subtype == Token.TEXT:
            return ("value", text[1:-1].replace('""', '"'))
        if token.subtype == Token.LOGICAL:
            return ("value", text.upper() == "TRUE")
        if token.subtype == Token.ERROR:
            return ("value", ErrorValue(text.upper()))
        return ("name", text)
