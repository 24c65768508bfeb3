"""Says in Chinese, and in its place, what went wrong while a template was being filled."""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Iterable, Mapping, Sequence

from jinja2 import TemplateError, UndefinedError, nodes
from jinja2.sandbox import SecurityError

from pipeline.model.finding import Fault
from pipeline.render.contract import Tag
from pipeline.render.language import TEMPLATE, Language, line_of

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MANUAL = "请检查标签，对照手册改正"


def mishap(
    error: Exception,
    file: str,
    lines: Sequence[Tag],
    context: Mapping[str, object],
    language: Language,
) -> Fault:
    """Return the fault behind an exception that rose while a story was rendered.

    `lines[n]` is the tag on the template's line n + 2.
    """
    number = (getattr(error, "lineno", None) or line_of(error)) - 2
    tag = lines[number] if 0 <= number < len(lines) else None
    place = f"{tag.place} {tag.shown or tag.text}" if tag else ""
    known = {**context, **_locals(error)}
    if isinstance(error, KeyError) and error.args:
        holder = _holder(tag, error.args[0], known, language)
        problem, remedy = _missing(error.args[0], holder)
    elif isinstance(error, UndefinedError):
        problem, remedy = _undefined(str(error), known)
    else:
        problem, remedy = _meaning(error)
    return Fault(file, place, problem, remedy)


def _meaning(error: Exception) -> tuple[str, str]:
    text = str(error)
    if _CHINESE.search(text) and not isinstance(error, TypeError):
        return text, ""
    if isinstance(error, SecurityError):
        return "模板里用了不允许的写法", "只能取数据里的项，不能调用程序"
    if isinstance(error, ZeroDivisionError):
        return "除数是0，算不出结果", "请先用{% if … %}判断除数不为0"
    if isinstance(error, IndexError):
        return "清单里没有这么多项", "请先判断清单的长度"
    if isinstance(error, TypeError) and "not iterable" in text:
        return "这里要的是清单，数据却不是清单", "请检查循环的对象"
    if isinstance(error, TypeError) and "not callable" in text:
        return "数据不能当作函数来调用", "请去掉名称后面的括号"
    if isinstance(error, TypeError) and ("not subscriptable" in text or "indices" in text):
        return "点号前面已经是一个值或清单，不能再取下一项", _MANUAL
    if isinstance(error, TypeError):
        return "数据的种类不合，不能这样运算、比较或设置格式", _MANUAL
    if isinstance(error, TemplateError):
        return "标签写法有误，无法读懂", _MANUAL
    return f"运算出错（{type(error).__name__}）", _MANUAL


def _undefined(text: str, known: Mapping[str, object]) -> tuple[str, str]:
    quoted = re.search(r"'([^']+)' is undefined", text)
    if quoted:
        return f"没有“{quoted[1]}”这个名称", _nearest(quoted[1], known)
    attribute = re.search(r"has no attribute '([^']+)'", text)
    if attribute:
        return _missing(attribute[1], None)
    return "这里没有值", "请先用{% if … %}判断有无"


def _missing(name: object, holder: object) -> tuple[str, str]:
    if not isinstance(holder, Mapping):
        return f"没有“{name}”这一项", "请用 tongbao fields 查看可用的名称"
    text = next((value for value in holder.values() if isinstance(value, str) and value), "")
    which = f"（“{text[:20]}”这一组里）" if text else ""
    return f"没有“{name}”这一项{which}", _nearest(str(name), map(str, holder))


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, [one for one in known if one[:1] != "_"], 1, 0.4)
    return f"是不是想写“{near[0]}”？" if near else "请用 tongbao fields 查看可用的名称"


def _locals(error: Exception) -> Mapping[str, object]:
    """The names that the template itself had set when the error rose."""
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        if frame.f_code.co_filename == TEMPLATE:
            return frame.f_locals
    return {}


def _holder(
    tag: Tag | None, name: object, known: Mapping[str, object], language: Language
) -> object:
    """Find the group of values in which a tag looked for `name` in vain."""
    if tag is None:
        return None
    text = tag.text
    if tag.word in ("for", "if"):
        text += f"{{% end{tag.word} %}}"
    elif tag.word == "elif":
        text = text.replace("elif", "if", 1) + "{% endif %}"
    for node in language.parse(text).find_all((nodes.Getattr, nodes.Getitem)):
        holder = _value(node.node, known)
        if _step(node) == name and isinstance(holder, Mapping) and name not in holder:
            return holder
    return None


def _value(node: nodes.Node, known: Mapping[str, object]) -> object:
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, (nodes.Getattr, nodes.Getitem)):
        holder = _value(node.node, known)
        if isinstance(holder, Mapping):
            return holder.get(_step(node))
    return None


def _step(node: nodes.Getattr | nodes.Getitem) -> object:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else None
