"""What the tags of a story govern: whole paragraphs, whole rows, stretches of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from lxml.etree import _Element as Element

from pipeline.render.word.signs import Sign, Trouble
from pipeline.render.word.walk import SOLID, W, cell_of, cells, line, row_of

_ENDS = {"endfor": "for", "endif": "if"}
_SCOPES = {"p": ("同段", "一段"), "tr": ("同一行", "一行"), "tc": ("同一格", "一格")}
_STATEMENT = re.compile(r"\{%.*?%\}")
_order = attrgetter("order")


def alone(signs: Sequence[Sign]) -> Iterator[Trouble]:
    """Yield a fault for each {%p %}, {%tr %}, {%tc %} beside which something else would vanish."""
    seen: set[Element] = set()
    placed: dict[Element, list[Sign]] = {}
    for sign in signs:
        placed.setdefault(sign.paragraph, []).append(sign)
    for sign in signs:
        if sign.reach in ("tr", "tc") and row_of(sign.paragraph) is None:
            yield Trouble.of(sign, f"{{%{sign.reach} %}}不在表格里", "整段的重复或取舍请用{%p %}")
            continue
        scope = scope_of(sign)
        if scope is None or scope in seen:
            continue
        seen.add(scope)
        what, unit = _SCOPES[sign.reach]
        rest = _rest(scope, sign.reach, placed)
        if rest and not sign.is_split:
            braces = "{{p … }}" if sign.is_value else f"{{%{sign.reach} %}}"
            yield Trouble.of(
                sign, f"{what}还有{rest}，会随标签一起消失", f"请让{braces}标签独占{unit}"
            )


def scope_of(sign: Sign) -> Element | None:
    """The paragraph, row or cell that a tag takes the place of, if it takes that of any."""
    if sign.reach == "p":
        return sign.paragraph
    return {"tr": row_of, "tc": cell_of}.get(sign.reach, _nothing)(sign.paragraph)


def _nothing(_: Element) -> None:
    return None


def pairs(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Yield each block as its tags from for or if to the end, as far as they match."""
    opened: list[list[Sign]] = []
    for sign in signs:
        if sign.word in ("for", "if"):
            opened.append([sign])
        elif sign.word in ("elif", "else") and opened:
            opened[-1].append(sign)
        elif sign.word in _ENDS:
            if not opened or opened[-1][0].word != _ENDS[sign.word]:
                return
            yield [*opened.pop(), sign]


def around(blocks: Iterable[list[Sign]], sign: Sign) -> list[list[Sign]]:
    """Return those of a story's blocks that a tag stands in, the outermost first."""
    found = [block for block in blocks if _is_in(block, sign)]
    return sorted(found, key=lambda block: block[0].order)


def _is_in(block: Sequence[Sign], sign: Sign) -> bool:
    if block[0].reach == "row":
        row = row_of(block[0].paragraph)
        return sign not in block and any(one is row for one in sign.paragraph.iterancestors())
    return block[0].order < sign.order < block[-1].order


def nesting(signs: Sequence[Sign]) -> Iterator[Trouble]:
    """Yield a fault for each block whose tags do not govern the same kind of thing.

    A block from a row's first cell to its last one becomes a block around the row.
    """
    for block in pairs(signs):
        start, end = block[0], block[-1]
        if all(_level(sign) is _level(start) for sign in block):
            yield from _emptied(block)
        elif len({sign.reach for sign in block}) > 1:
            prefix = start.reach or end.reach
            yield Trouble.of(
                end,
                f"与{start.tag.place}的{start.tag.shown}写法不一致",
                f"开头、中间和结尾要么都写{{%{prefix} … %}}，要么都不写{prefix}",
            )
        elif not start.reach and _same_row(start, end):
            yield from _row_block(block)
        else:
            yield Trouble.of(end, *_apart(start, end))


def _emptied(block: Sequence[Sign]) -> Iterator[Trouble]:
    start, end = block[0], block[-1]
    if start.reach in _SCOPES and scope_of(start) is scope_of(end):
        what = _SCOPES[start.reach][1]
        yield Trouble.of(
            end,
            f"开头和结尾在同{what}里，这{what}会整个消失",
            f"请去掉{start.reach}，或把开头、内容、结尾分成三{what[1]}",
        )


def _row_block(block: Sequence[Sign]) -> Iterator[Trouble]:
    start, end = block[0], block[-1]
    row = row_of(start.paragraph)
    whole = cells(row)
    if len(block) > 2:
        yield Trouble.of(block[1], "整行的循环或判断里不能有else", "请改用{%tr %}分行写")
    elif cell_of(start.paragraph) is not whole[0] or cell_of(end.paragraph) is not whole[-1]:
        yield Trouble.of(
            end,
            f"与{start.tag.place}的{start.tag.shown}不在同一格，也不是从第一格到最后一格",
            "重复或取舍整行，请把开头放在第一格最前、结尾放在最后一格最后",
        )
    elif _text_before(start, whole[0]) or _text_after(end, whole[-1]):
        yield Trouble.of(
            end,
            "重复或取舍整行时，标签要在第一格的最前和最后一格的最后",
            f"请移动{start.tag.shown}或{end.tag.shown}",
        )
    else:
        start.reach = end.reach = "row"


def _apart(start: Sign, end: Sign) -> tuple[str, str]:
    what = f"与{start.tag.place}的{start.tag.shown}"
    if start.reach == "plain":
        return f"{what}不在同一段文字里", "请写在同一段里"
    if start.reach:
        inside = {"tr": "表格", "tc": "表格行"}.get(start.reach, "单元格或正文")
        return f"{what}不在同一个{inside}里", "开头和结尾要放在同一处"
    if start.paragraph is end.paragraph:
        return f"{what}一个在超链接等内容里面，一个在外面", "请都移到外面"
    rows = row_of(start.paragraph), row_of(end.paragraph)
    if all(row is not None for row in rows):
        return f"{what}不在同一行", "重复或取舍整行请用{%tr … %}，标签各占一行"
    return f"{what}不在同一段", "重复或取舍整段请用{%p … %}，标签各占一段"


def _level(sign: Sign) -> Element | None:
    """The element whose children the tag will stand between."""
    if sign.reach == "p":
        return sign.paragraph.getparent()
    if sign.reach == "plain":
        return sign.paragraph
    if sign.reach in ("tr", "tc"):
        scope = scope_of(sign)
        return None if scope is None else scope.getparent()
    return sign.line.element(sign.start).getparent().getparent()


def _same_row(start: Sign, end: Sign) -> bool:
    row = row_of(start.paragraph)
    return (
        row is not None
        and row is row_of(end.paragraph)
        and cell_of(start.paragraph) is not cell_of(end.paragraph)
    )


def _text_before(sign: Sign, cell: Element) -> bool:
    first = _own(cell)[0]
    return sign.paragraph is not first or _has_text(sign.line.text[: sign.start])


def _text_after(sign: Sign, cell: Element) -> bool:
    last = _own(cell)[-1]
    return sign.paragraph is not last or _has_text(sign.line.text[sign.end :])


def _own(cell: Element) -> list[Element]:
    return [one for one in cell.iter(W + "p") if cell_of(one) is cell]


def _has_text(text: str) -> bool:
    return bool(_STATEMENT.sub("", text).strip())


def _rest(scope: Element, reach: str, placed: Mapping[Element, Sequence[Sign]]) -> str:
    """Say what else stands in a paragraph or row that its tags are going to replace."""
    paragraphs = list(scope.iter(W + "p"))
    own = sorted((sign for one in paragraphs for sign in placed.get(one, ())), key=_order)
    tags = [sign for sign in own if not sign.is_comment]
    for sign in tags:
        if sign.reach != reach or (sign.is_value and len(tags) > 1):
            return f"标签{sign.tag.shown}"
    for paragraph in paragraphs:
        text = line(paragraph).text
        for sign in reversed(placed.get(paragraph, ())):
            text = text[: sign.start] + text[sign.end :]
        if text.replace(SOLID, "").strip():
            return f"文字“{text.replace(SOLID, '').strip()[:12]}”"
        if SOLID in text or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            return "图片、域或分节符"
    return ""
