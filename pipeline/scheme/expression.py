"""The one language of checks and indicators: parsed with `ast`, only listed nodes pass."""

from __future__ import annotations

import ast
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

SIGNS = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "/",
    "，": ",",
    "（": "(",
    "）": ")",
    "“": '"',
    "”": '"',
    "－": "-",
    "＋": "+",
    "＜": "<",
    "＞": ">",
}
WORDS = {"且": "and", "或": "or", "非": "not", "属于": "in"}

FUNCTIONS = {
    "非空": "有内容",
    "空": "没有内容",
    "合计": "各项之和，空格不计",
    "期内": "本年年初至所属期末：日期是否在内，或各月之和",
    "当月": "所属期当月的数，或日期是否在当月",
    "期后": "所属期以后各月之和",
    "首个": "第一个不空的",
    "若": "条件成立时取第二项，不成立时取第三项",
    "序": "在有先后的选项里排第几",
    "年": "日期的年份",
    "本年": "所属期的年份",
    "本月": "所属期的月份",
    "含": "文字里有没有某几个字",
    "表": "另一张表里同一项目的值",
    "总和": "另一张表里同一单位各行之和",
    "个数": "另一张表里同一单位的行数",
    "项目总和": "另一张表里同一项目各行之和",
    "上期": "上一期同一项目的值",
    "期末": "所属期的最后一天",
    "月份": "所属期是几月",
    "天数": "从前一日期到后一日期的天数",
    "月数": "从前一日期到后一日期的整月数",
    "早月": "所属期以前各月之和",
    "早月均数": "所属期以前有数的各月的平均数",
    "此前": "某个日期所在月份以前各月之和",
    "连续相同": "到所属期为止连续几个月同为一个非零的数",
    "校验码": "统一社会信用代码的校验位是否相符",
    "电话号码": "是否像电话号码",
    "参数": "参数表里的值",
}

_ARGUMENTS = {
    "期内": (1, 1),
    "当月": (1, 1),
    "期后": (1, 1),
    "若": (3, 3),
    "序": (1, 1),
    "年": (1, 1),
    "本年": (0, 0),
    "本月": (0, 0),
    "含": (2, 2),
    "表": (2, 2),
    "总和": (2, None),
    "项目总和": (2, None),
    "个数": (1, None),
    "上期": (1, 1),
    "期末": (0, 0),
    "月份": (0, 0),
    "天数": (2, 2),
    "月数": (2, 2),
    "早月": (1, 1),
    "早月均数": (1, 1),
    "此前": (2, 2),
    "连续相同": (1, 1),
    "校验码": (1, 1),
    "电话号码": (1, 1),
    "参数": (1, 1),
}
"""The least and the most arguments of a function; of any other at least one."""

_TOKEN = re.compile(
    r"""\s+|(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)"""
    r"""|(?P<sign><=|>=|!=|==|[-+*/(),<>=%])"""
)
_NODES = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Compare,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
    ast.NotEq,
    ast.In,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Tuple,
)


class ExpressionError(ValueError):
    """An expression that cannot be used; the text is Chinese."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression with the text it came from."""

    text: str
    tree: ast.expr = field(compare=False)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield (form, field) for each name; the form is "" for the expression's own table."""
        for form, name, _ in self.reach():
            yield form, name

    def reach(self) -> Iterator[tuple[str, str, bool]]:
        """Yield (form, field, every): `every` where all rows of that table are meant."""
        yield from _reached(self.tree)

    def calls(self) -> set[str]:
        """The names of the functions that it uses."""
        calls = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return {function.id for function in calls if isinstance(function, ast.Name)}


def parse(text: str) -> Expression:
    """Parse `text`; ExpressionError says in Chinese what cannot be read."""
    source = _python(text)
    if not source:
        raise ExpressionError("公式是空的")
    try:
        tree = ast.parse(source, mode="eval")
    except SyntaxError as error:
        hint = crowded(source) or "，请检查括号和符号"
        raise ExpressionError(f"公式“{text}”写法有误{hint}") from error
    for node in ast.walk(tree):
        named = isinstance(node, ast.Constant) and isinstance(node.value, (bool, type(None)))
        if named or not isinstance(node, _NODES):
            raise ExpressionError(f"公式“{text}”里有不支持的写法")
        if isinstance(node, ast.Call):
            _call(node, text)
    return Expression(text, tree.body)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return “，是不是想写…？” for the nearest known name, or nothing."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"，是不是想写“{found[0]}”？" if found else ""


def crowded(text: str) -> str:
    """Return the advice to put spaces where a 且, 或, 非 or 属于 may have been run into a name."""
    names = set(re.findall(r"[^\W\d]\w*", text)) - FUNCTIONS.keys() - WORDS.keys()
    found = any(word in name for name in names for word in WORDS)
    return "，“且、或、非、属于”的前后要空一格" if found else ""


def _call(node: ast.Call, text: str) -> None:
    if not isinstance(node.func, ast.Name):
        raise ExpressionError(f"公式“{text}”里有不支持的写法")
    name = node.func.id
    if name not in FUNCTIONS:
        hint = crowded(name) or nearest(name, FUNCTIONS)
        raise ExpressionError(f"公式“{text}”里没有“{name}()”这个函数{hint}")
    least, most = _ARGUMENTS.get(name, (1, None))
    if len(node.args) < least or (most is not None and len(node.args) > most):
        count = f"{least}" if least == most else f"至少{least}"
        raise ExpressionError(f"公式“{text}”里“{name}()”的括号中应有{count}项")


def _python(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    parts: list[str] = []
    for quoted, bare in re.findall(r"""("[^"]*"|'[^']*'|“[^”]*”)|([^"'“]+|["'“])""", text):
        if quoted:
            parts.append('"' + quoted[1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"')
            continue
        for sign, plain in SIGNS.items():
            bare = bare.replace(sign, plain)
        parts.append(_operators(bare, text))
    return "".join(parts).strip()


def _operators(bare: str, text: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(bare):
        found = _TOKEN.match(bare, position)
        if found is None:
            raise ExpressionError(f"公式“{text}”里有不认识的符号“{bare[position]}”")
        token = found[0]
        if found["name"]:
            out.append(f" {WORDS.get(token, token)} ")
        elif found["sign"] == "=":
            out.append("==")
        else:
            out.append(token)
        position = found.end()
    return "".join(out)


@lru_cache(maxsize=4096)
def _reached(tree: ast.expr) -> tuple[tuple[str, str, bool], ...]:
    """The names in a tree; trees hash by identity, so each is gone through once."""
    return tuple(_names(tree, "", False))


def _names(node: ast.AST, form: str, every: bool) -> Iterator[tuple[str, str, bool]]:
    if isinstance(node, ast.Name):
        yield form, node.id, every
        return
    if isinstance(node, ast.Call):
        arguments = list(node.args)
        name = node.func.id  # type: ignore[attr-defined]
        if name in ("表", "总和", "个数", "项目总和") and arguments:
            other = arguments.pop(0)
            form = str(other.value) if isinstance(other, ast.Constant) else form
            every = every or name in ("总和", "个数")
        for argument in arguments:
            yield from _names(argument, form, every)
        return
    for child in ast.iter_child_nodes(node):
        yield from _names(child, form, every)
