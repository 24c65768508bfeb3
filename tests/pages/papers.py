"""The base templates filled with the shipped June, with other parameters and more text if asked."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import docx

from pipeline.render import word
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from tests.shipped import month_of

BASE = Path(__file__).parents[2] / "templates" / "基础模板"
KINDS = ("文件", "上行文", "信函", "白头", "纪要")
OFFICE = "栖川市招商引资工作领导小组办公室"
COPIES = (
    "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市纪委监委，市委组织部，"
    "市发展和改革委员会，市财政局，市统计局"
)
FULL = {
    "发文字号": "栖招〔2026〕6号",
    "签发人": "王主任",
    "主送机关": "各镇人民政府，各街道办事处，市直有关单位",
    "抄送机关": COPIES,
    "印发日期": date(2026, 12, 10),
    "成文日期": date(2026, 12, 8),
    "联系方式": "李明，0371-12345678",
    "密级": "机密★1年",
    "紧急程度": "特急",
    "送审稿": "是",
    "内部资料": "是",
}
"""Every parameter of a document's form, with a two-digit month and a list that wraps."""


def filled(kind: str, template: bytes | None = None, **parameters: object) -> bytes:
    """A base template (or another template called so) with the shipped June."""
    data = template or (BASE / f"{kind}.docx").read_bytes()
    return word.render(data, f"{kind}.docx", names_of(**parameters), Language(FILTERS)).content


@cache
def names_of(**parameters: object) -> dict[str, object]:
    """The names of the shipped June, with other parameters."""
    scheme, month = month_of("2026-06")
    other = replace(month, parameters={**month.parameters, **parameters})
    return context(scheme.indicators, other, ())


def with_more(kind: str, after: str, text: str, count: int = 1) -> bytes:
    """A base template with a paragraph of text put so often behind the one that starts `after`."""
    document = docx.Document(BASE / f"{kind}.docx")
    found = next(one for one in document.paragraphs if one.text.startswith(after))
    for _ in range(count):
        added = deepcopy(found._p)
        found._p.addnext(added)
        docx.text.paragraph.Paragraph(added, found._parent).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
