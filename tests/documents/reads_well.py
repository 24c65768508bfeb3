"""What must hold of every document whatever the month was like; each fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.conform import CODES, PROPERTIES, conform
from pipeline.conform.roles import NOTHING, roles_of
from pipeline.model.edition import Document
from pipeline.office.written import read
from pipeline.office.written.values import Spot
from pipeline.proofread import said_of
from pipeline.render.finished import finished
from pipeline.render.papers.known import Meanings
from pipeline.reread import disproved
from pipeline.scheme.standard import Standard, load_standard
from tests.documents.variants import Variant
from tests.shipped import TEMPLATES

HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")
WORDS = "未报送|退回|未下达|尚未核定|无同期|未录入|未列入|不适用|—"
"""What prints in place of a number; no measure may follow it."""
WRONG = {
    "缺数": re.compile(r"【缺|None|undefined|nan(?![a-z])"),
    "标签": re.compile(r"\{[{%]|[%}]\}"),
    "两个标点": re.compile(r"[，。；：、！？][，。；：、！？]"),
    "开头的标点": re.compile(r"^[，。；：、）》”]"),
    "空括号": re.compile(r"（\s*）|\(\s*\)|“”|《》|（[，。；、]|[，；、：]）"),
    "没有数的计量单位": re.compile(
        rf"(?:{WORDS})(?:个百分点|亿元|万元|万美元|个(?!月)|家(?!单位)|％|%)"
    ),
    "重复的字": re.compile(
        r"的的|了了|和和|是是|为为|共共|项目项目|单位单位|全市全市|万元万元|亿元亿元|"
        r"[一二三四五六七八九]、[一二三四五六七八九]、$"
    ),
    "空的列举": re.compile(r"(?:分别是|分别为|包括|有|即|：)。"),
    "悬空的百分号": re.compile(r"(?<![0-9])[%％](?!）|、|$|，)"),
}
"""What no text may hold."""


def troubles(one: Variant, document: Document) -> list[str]:
    """Everything that is wrong with a document, each in a line."""
    told = [
        *_wrong_texts(document),
        *said_of(one.scheme, document, one.month),
        *_unknown(one, document),
    ]
    if document.kind == "docx":
        told += [*empty_headings(document), *_against_the_standard(document)]
    return [f"{document.name}：{line}" for line in told]


def contradictions(one: Variant) -> list[str]:
    """What the finished documents say and their own numbers do not bear out (V45, V64)."""
    return [finding.line for finding in disproved(one.scheme, one.month, one.documents)]


BLANKS = re.compile(r"[\s：，年月日印发〔〕号抄送。]*")
"""What is left of a line that somebody fills in by hand: 主送, 印发日期, 文号."""


def wrong_in(text: str) -> Iterator[str]:
    """The names of what a text holds that none may hold."""
    if BLANKS.fullmatch(text):
        return
    for name, pattern in WRONG.items():
        if found := pattern.search(text):
            start = max(found.start() - 12, 0)
            yield f"{name}“{text[start : found.end() + 6]}”"


def _wrong_texts(document: Document) -> Iterator[str]:
    for place, text in finished(document.content, f"{document.name}.{document.kind}").passages:
        yield from (f"{place}：{fault}" for fault in wrong_in(text.strip()))


def _unknown(one: Variant, document: Document) -> Iterator[str]:
    """Printed figures of which the sheet of all figures (底稿) would know nothing."""
    means = Meanings(one.scheme, one.month)
    for code in dict.fromkeys(trace.figure for trace in document.trace):
        if not means(code).what:
            yield f"底稿不知道{code}"


def empty_headings(document: Document) -> Iterator[str]:
    """Headings that nothing stands under but a heading of the same or a higher level, or the end."""
    written = read(document.content, document.name)
    roles = roles_of(written, _standard())
    tables = {table.after for table in written.tables}
    waiting: list[tuple[int, str]] = []
    for place, (paragraph, role) in enumerate(zip(written.paragraphs, roles, strict=True)):
        if paragraph.spot is not Spot.BODY or role == NOTHING:
            waiting = [] if place in tables else waiting
            continue
        is_text = role not in HEADINGS or paragraph.full.rstrip().endswith("。")
        level = len(HEADINGS) if is_text else HEADINGS.index(role)
        yield from (f"标题下没有内容：{text}" for own, text in waiting if level <= own)
        waiting = [(own, text) for own, text in waiting if own < level < len(HEADINGS)]
        if not is_text:
            waiting.append((level, paragraph.full))
    yield from (f"标题下没有内容：{text}" for _, text in waiting)


def _against_the_standard(document: Document) -> Iterator[str]:
    """What GB/T 9704 must have otherwise (强制)."""
    report = conform(read(document.content, document.name), _standard())
    for one in report.deviations:
        if one.rule.level.value == "强制":
            yield f"{one.rule.code}{one.rule.title} {'、'.join(one.places)}：{one.measured}"


@cache
def _standard() -> Standard:
    return load_standard(TEMPLATES, CODES, PROPERTIES)


def all_troubles(one: Variant, documents: Sequence[Document]) -> list[str]:
    """Every fault of every document, and what contradicts itself."""
    return [line for each in documents for line in troubles(one, each)] + contradictions(one)
