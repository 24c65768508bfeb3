"""The words of a manuscript's paragraph: neighbours of one look joined, each as a run of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_MARKS = re.compile("[\ufdd0-\ufdef]")


def joined(pieces: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Join neighbouring texts of the same looks, and trim the paragraph's ends."""
    made: list[tuple[str, str, str]] = []
    for text, raised, markup in pieces:
        if made and not markup and not made[-1][2] and made[-1][1] == raised:
            made[-1] = made[-1][0] + text, raised, ""
        elif text or markup:
            made.append((text, raised, markup))
    if made and not made[0][2]:
        made[0] = made[0][0].lstrip(), *made[0][1:]
    if made and not made[-1][2]:
        made[-1] = made[-1][0].rstrip(), *made[-1][1:]
    yield from made


def run(text: str, raised: str, markup: str, looks: str) -> str:
    """Return a run in the looks `looks` (an rPr), raised or lowered, or ready markup."""
    if markup:
        return markup if "oMath" in markup[:12] else f"<w:r>{markup}</w:r>"
    if raised in ("superscript", "subscript"):
        mark = f'<w:vertAlign w:val="{raised}"/>'
        bare = looks or "<w:rPr></w:rPr>"
        bare = re.sub(r"<w:vertAlign [^>]*/>", "", bare)
        looks = re.sub(r"(?=(?:<w:(?:rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)\b|</w:rPr>))",
                       mark, bare, count=1)  # fmt: skip
    text = escape(_MARKS.sub("\ufffd", text), quote=False)
    return f'<w:r>{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'
