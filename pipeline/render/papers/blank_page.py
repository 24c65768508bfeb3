"""How a sheet of the blank form falls on paper: one page wide, or columns in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from pipeline.render.papers.blank_layout import TOP, Layout

_A4, _A3 = 9, 8
_UPRIGHT, _FLAT, _WIDE = 90, 150, 320
"""Up to how many characters a sheet still reads well in one page's width: A4 upright, A4, A3."""

_SCALE = 85
_PAGE = 1150
"""What A4 lying takes at that scale, in pixels of the screen, less a margin for other fonts."""

_STEP = 20


@dataclass(frozen=True)
class Paper:
    """The paper, and the groups of columns that print side by side, each as a range of indices.

    Pages after the first begin with the `kept` columns again.
    """

    size: int
    lying: bool
    kept: int
    groups: tuple[range, ...]

    @property
    def grouped(self) -> bool:
        return len(self.groups) > 1

    def spans(self) -> list[tuple[int, int]]:
        """First and last column of every group."""
        return [(group[0], group[-1]) for group in self.groups]


def paper_for(layout: Layout, widths: Sequence[int]) -> Paper:
    """Choose the paper for columns of these widths in characters."""
    whole, total = (range(len(widths)),), sum(widths)
    if total <= _FLAT:
        return Paper(_A4, total > _UPRIGHT, 0, whole)
    if total <= _WIDE:
        return Paper(_A3, True, 0, whole)
    names = [name for name, _, _ in layout.columns]
    kept = next((i for i, name in enumerate(names) if name not in layout.form.key), 0)
    return Paper(_A4, True, kept, _balanced([7 * one + 5 for one in widths], kept))


def set_page(sheet: Worksheet, layout: Layout, paper: Paper) -> None:
    """Set paper, margins, repeated rows and columns, and where pages break."""
    if paper.lying:
        sheet.set_landscape()
    sheet.set_paper(paper.size)
    sheet.set_margins(0.5, 0.5, 0.7, 0.7)
    sheet.print_area(0, 0, layout.last + 1, len(layout.columns) - 1)
    sheet.repeat_rows(TOP - 1, TOP + layout.depth - 2)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if not paper.grouped:
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        return
    sheet.set_print_scale(_SCALE)
    sheet.set_v_pagebreaks([group[0] for group in paper.groups[1:]])
    if paper.kept:
        sheet.repeat_columns(0, paper.kept - 1)
    sheet.print_across()


def _balanced(pixels: Sequence[int], kept: int) -> tuple[range, ...]:
    """As few groups as fit, none much narrower than the others."""
    groups = _groups(pixels, kept, _PAGE)
    for room in range(_PAGE - _STEP, _PAGE // 2, -_STEP):
        closer = _groups(pixels, kept, room)
        if len(closer) > len(groups):
            break
        groups = closer
    return tuple(groups)


def _groups(pixels: Sequence[int], kept: int, room: int) -> list[range]:
    again = sum(pixels[:kept])
    groups: list[range] = []
    first, used = 0, 0
    for column, width in enumerate(pixels):
        if column > max(first, kept - 1) and used + width > room:
            groups.append(range(first, column))
            first, used = column, again
        used += width
    return [*groups, range(first, len(pixels))]
