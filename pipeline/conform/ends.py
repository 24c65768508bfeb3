"""The red head, who signs and when, and the annexes: what stands where (GB/T 9704, 7.2 to 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipeline.conform.case import Case, found, millimetres, shown
from pipeline.conform.measure import characters, typed, width
from pipeline.conform.report import Found, quoted
from pipeline.conform.roles import (
    ATTACHED,
    CAPTION,
    CODE,
    DATE,
    LABEL,
    MARK,
    SIGNATURE,
    TITLE,
    red,
    tagged,
)
from pipeline.office.written import Paragraph, Spot

_NUMBERED = re.compile(r"(?:附件\s*[：:]?)?\s*(?:\d+[.．、,])?\s*(?P<name>.*?)[。；，]?")


def head(case: Case) -> Iterator[Found]:
    """N02, N05: a red line below the number; the organisation's mark on one line."""
    places = [place for place, role in enumerate(case.roles) if role in (CODE, "签发人", MARK)]
    if places and not _has_red_line(case, places[0], places[-1]):
        last = case.written.paragraphs[places[-1]]
        yield found("N02", last, "没有")
    for one in case.of(MARK):
        wide = width(one.full.strip()) * one.size * one.scale / 10
        room = case.section(one).text_width
        if wide > room and not tagged(one.full):
            yield found("N05", one, f"要{shown(millimetres(wide))}")


def _has_red_line(case: Case, start: int, end: int) -> bool:
    """A frame, a drawn line or a table's line by the head; what has no colour is let pass."""
    title = case.roles.index(TITLE) if TITLE in case.roles else len(case.roles)
    heads = (one for one in case.written.tables if one.after <= title)
    if any(red(color) for one in heads for color in one.colors):
        return True
    for place in range(start, len(case.roles)):
        one = case.written.paragraphs[place]
        if any(red(border.color) for border in one.borders):
            return True
        if any(red(shape.color) or not shape.color for shape in one.shapes):
            return True
        if place > end and case.roles[place] == TITLE:
            break
    return any(
        red(shape.color) for one in case.written.paragraphs[: start + 1] for shape in one.shapes
    )


def signed(case: Case) -> Iterator[Found]:
    """D02, D03: the date so far from the right, the name above it."""
    before: Paragraph | None = None
    for one, role in case.judged():
        if role == DATE and one.spot is Spot.BODY:
            name = before[0] if before and before[1] == SIGNATURE else None
            if name is None:
                yield found("D03", one, "上一行没有署名")
            yield from _distance(case, one, name)
        before = one, role


def _distance(case: Case, date: Paragraph, name: Paragraph | None) -> Iterator[Found]:
    """The date four characters from the right under a seal, else by the length of the name."""
    limits, signing = case.standard.limits, case.standard.signing
    allowed: dict[str, Fraction] = {}
    if signing != "不盖章":
        allowed["盖章"] = limits["盖章右空"]
    if signing != "盖章":
        if name is None or tagged(name.full) or tagged(date.full):
            return
        shift = width(name.full.strip()) - width(date.full.strip())
        allowed["不盖章"] = max(limits["不盖章右空"], shift)
    measured = _from_right(case, date)
    if measured is None or any(
        abs(measured - one) <= limits["位置允差"] for one in allowed.values()
    ):
        return
    wanted = "，".join(f"{how}的右空{characters(one)}" for how, one in allowed.items())
    yield found("D02", date, f"是{characters(measured)}", wanted)


def _from_right(case: Case, one: Paragraph) -> Fraction | None:
    """How many characters stand free on the right; None where it cannot be told."""
    text = one.full
    if one.align == "right":
        trailing = text[len(text.rstrip(" \u3000\xa0")) :]
        return one.right + width(trailing)
    if one.align == "center" or "\t" in text or tagged(text):
        return None
    line = Fraction(case.section(one).text_width, 10 * max(one.size, 1))
    return line - one.left - one.first - typed(one) - width(text.strip())


def annexes(case: Case) -> Iterator[Found]:
    """A05, A06, A08: as many annexes as are named, under the same names, on new pages."""
    named = [one for one in case.of(ATTACHED) if not tagged(one.full)]
    labels = list(case.of(LABEL))
    captions = _captions(case)
    if labels and named and len(labels) != len(named):
        yield found("A05", named[0], f"是{len(labels)}个，附件说明里有{len(named)}个")
    for one, label in zip(named, labels, strict=False):
        match = _NUMBERED.fullmatch(one.full.strip())
        wanted, title = match["name"] if match else "", captions.get(id(label), "")
        if title and wanted and not tagged(title) and _bare(title) != _bare(wanted):
            yield found("A06", label, f"是{quoted(title)}", f"与附件说明{quoted(wanted)}一致")
    for label in labels:
        if not _on_new_page(case, label):
            yield found("A08", label, "：接在前文后面")


def _captions(case: Case) -> Mapping[int, str]:
    """The title of each annex by its label; lines of one title joined."""
    titles: dict[int, str] = {}
    label: Paragraph | None = None
    for one, role in case.judged():
        if role == LABEL:
            label = one
        elif label is not None and role in (CAPTION, TITLE):
            titles[id(label)] = titles.get(id(label), "") + one.full.strip()
        else:
            label = None
    return titles


def _bare(title: str) -> str:
    return re.sub(r"[\s《》]", "", title)


def _on_new_page(case: Case, label: Paragraph) -> bool:
    """Tell whether a page, or a section, begins with a paragraph or right before it."""
    paragraphs = case.written.paragraphs
    place = next(number for number, one in enumerate(paragraphs) if one is label)
    if label.breaks or "\f" in label.text:
        return True
    for one in reversed(paragraphs[:place]):
        if one.section != label.section or "\f" in one.text:
            return True
        if one.text.strip():
            return False
    return True
