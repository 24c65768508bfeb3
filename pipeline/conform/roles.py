"""What each paragraph of a document is: title, heading, text, signature … (GB/T 9704, 7)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.office.written import Paragraph, Spot, Written
from pipeline.scheme.standard import Standard

MARK, TITLE, ADDRESSEE, TEXT = "发文机关标志", "标题", "主送机关", "正文"
HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")
ATTACHED, SIGNATURE, DATE, REMARK = "附件说明", "署名", "成文日期", "附注"
LABEL, CAPTION = "附件标识", "附件标题"
CODE, SIGNER, ISSUE = "发文字号", "签发人", "期号"
ABOVE = ("份号", "密级", "紧急程度", CODE, SIGNER, ISSUE, "编发", "标记")
COPIED, PRINTED = "抄送", "印发"
TABLE_TITLE, TABLE_UNIT, TABLE_NOTE = "表题", "单位行", "表注"
UNDER_TITLE, OTHER, NOTHING = "题下", "其他", ""

_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.S)
_SILENT = re.compile(r"\{[%#].*?[%#]\}", re.S)
_STOPS = "。；！？：;!?:"
_FARTHEST = 16
"""Among so many paragraphs with text the title stands, or there is none."""
_SHORT = 40
_NEAR = 4
"""A date that begins within so many characters of the left does not sign anything."""


def tagged(text: str) -> bool:
    """Tell whether a text still holds tags of a template."""
    return "{{" in text or "{%" in text


def plain(text: str) -> str:
    """The text without tags, each standing for one sign."""
    return _TAG.sub("×", text)


def roles_of(written: Written, standard: Standard) -> list[str]:
    """Return the role of each paragraph, OTHER where none is certain, "" where there is no text."""
    return [str(one) for one in _Reader(written, standard).roles]


class _Reader:
    def __init__(self, written: Written, standard: Standard) -> None:
        self._all = written.paragraphs
        self._standard = standard
        self._tables = {one.after for one in written.tables}
        self._styled = {
            style: element.name
            for element in standard.elements.values()
            for style in element.styles
        }
        self.roles: list[str | None] = [self._named(one) for one in self._all]
        body = [
            place
            for place, one in enumerate(self._all)
            if one.spot is Spot.BODY and self.roles[place] != NOTHING
        ]
        self._head(body)
        self._edges(body)
        self._rest([place for place in body if self.roles[place] is None])
        self._sign(body)
        self.roles = [OTHER if one is None else one for one in self.roles]

    def _named(self, paragraph: Paragraph) -> str | None:
        """The role that the style or the story settles; None where the text has to tell."""
        text = paragraph.full.strip()
        if not _SILENT.sub("", paragraph.text).strip():
            return NOTHING
        if paragraph.spot in (Spot.CELL, Spot.BOX):
            for role in (COPIED, PRINTED):
                if self._matches(role, text):
                    return role
        named = next((self._styled[one] for one in paragraph.styles if one in self._styled), None)
        if paragraph.spot is Spot.CELL:
            return named if named not in (None, TEXT) else OTHER
        if named == TEXT:
            return None
        return named

    def _edges(self, body: Sequence[int]) -> None:
        """Titles, units and notes of tables; the lines at the foot of a document."""
        for number, place in enumerate(body):
            if self.roles[place] is not None:
                continue
            text = self._text(place)
            following = body[number + 1] if number + 1 < len(body) else len(self._all)
            labelled = number and self._matches(LABEL, self._text(body[number - 1]))
            before_table = not labelled and any(
                place < table <= following for table in self._tables
            )
            after_table = any(place == table or self._blank(table, place) for table in self._tables)
            if before_table and self._matches(TABLE_UNIT, text):
                self.roles[place] = TABLE_UNIT
                self._title_of_table(body, number - 1)
            elif before_table and self._all[place].align == "center" and len(text) <= _SHORT:
                self.roles[place] = TABLE_TITLE
            elif after_table and self._matches(TABLE_NOTE, text):
                self.roles[place] = TABLE_NOTE
            elif self._matches(PRINTED, text) and number:
                self.roles[place] = PRINTED
            elif self._matches(COPIED, text) and text.startswith(("抄", "主")) and number > 2:
                self.roles[place] = COPIED

    def _title_of_table(self, body: Sequence[int], number: int) -> None:
        if number >= 0 and self.roles[body[number]] is None:
            one = self._all[body[number]]
            if one.align == "center" and len(one.text) <= _SHORT and number > 0:
                self.roles[body[number]] = TABLE_TITLE

    def _blank(self, start: int, end: int) -> bool:
        """Tell whether only paragraphs without text of their own stand from a table to here."""
        between = self._all[start:end]
        return start <= end and all(
            one.spot is Spot.CELL or not one.text.strip() for one in between
        )

    def _head(self, body: Sequence[int]) -> None:
        """The lines above the title, the title itself and what stands right below it."""
        first = next((one for one in body if self.roles[one] == TITLE), None)
        start = body.index(first) if first is not None else self._title_at(body)
        for place in body[: start if start is not None else 0]:
            if self.roles[place] is None:
                self.roles[place] = self._above(self._all[place])
        if start is None:
            return
        number = start
        while number < len(body) and self._of_title(body, start, number):
            self.roles[body[number]] = TITLE
            number += 1
        while number < len(body) and self._under(body[number]):
            self.roles[body[number]] = UNDER_TITLE
            number += 1
        if number < len(body) and self.roles[body[number]] is None:
            text = self._text(body[number])
            if self._matches(ADDRESSEE, text) and number + 1 < len(body):
                greeting = text.startswith(("各位", "尊敬的"))
                self.roles[body[number]] = "称谓" if greeting else ADDRESSEE

    def _title_at(self, body: Sequence[int]) -> int | None:
        """Where the title begins: large or centred, and no line that stands above a title."""
        for number, place in enumerate(body[:_FARTHEST]):
            one = self._all[place]
            if self.roles[place] is not None:
                continue
            if self._above(one) != OTHER or is_red(one):
                continue
            if self._heading(one.full.strip()):
                return None
            large = one.size >= 2 * self._standard.limits["标题字号下限"]
            if large or (one.align == "center" and len(one.text) <= _SHORT + 20):
                return number
            if one.full.strip()[-1] in "。；":
                return None
        return None

    def _of_title(self, body: Sequence[int], start: int, number: int) -> bool:
        """Tell whether a line belongs to the title that begins at `start`: same look, no gap."""
        first, one = self._all[body[start]], self._all[body[number]]
        if number == start:
            return True
        if self.roles[body[number]] not in (None, TITLE) or body[number] != body[number - 1] + 1:
            return False
        same = (one.align, one.size, one.styles) == (first.align, first.size, first.styles)
        return same and not self._matches(DATE, one.text.strip())

    def _under(self, place: int) -> bool:
        one = self._all[place]
        signed = self.roles[place] in (None, SIGNATURE, DATE)
        return signed and one.align == "center" and len(one.text) <= _SHORT

    def _above(self, one: Paragraph) -> str:
        text = one.full.strip()
        for role in ABOVE:
            if self._matches(role, text):
                return role
        return MARK if is_red(one) and one.size >= 40 else OTHER

    def _rest(self, places: Sequence[int]) -> None:
        """Headings and text, what is said of annexes, and the annexes themselves."""
        annex = attached = False
        for place in places:
            one, text = self._all[place], self._text(place)
            if self._matches(LABEL, text):
                self.roles[place], annex = LABEL, True
            elif place and self.roles[self._before(place)] == LABEL:
                self.roles[place] = CAPTION
            elif self._heading(text):
                self.roles[place] = ATTACHED if attached else self._as_heading(text)
            elif self._matches(ATTACHED, text) and not annex and self._is_attached(text):
                self.roles[place] = ATTACHED
            elif self._matches(DATE, text):
                self.roles[place] = DATE
            elif self.roles[self._before(place)] == DATE and self._matches(REMARK, text):
                self.roles[place] = REMARK
            else:
                self.roles[place] = TEXT if self._is_text(one, text, annex) else OTHER
            attached = self.roles[place] == ATTACHED

    def _before(self, place: int) -> int:
        """The paragraph with text before this one."""
        earlier = (one for one in range(place - 1, -1, -1) if self.roles[one] != NOTHING)
        return next(earlier, 0)

    def _sign(self, body: Sequence[int]) -> None:
        """What stands right above a date at the end is the name of who signs."""
        for number, place in enumerate(body):
            if self.roles[place] != DATE or not number:
                continue
            if self._goes_on(body, number):
                self.roles[place] = OTHER
                continue
            above = body[number - 1]
            text = self._text(above)
            if self.roles[above] in (TEXT, OTHER) and self._is_name(above, text):
                self.roles[above] = SIGNATURE

    def _goes_on(self, body: Sequence[int], number: int) -> bool:
        """Tell whether a date on the left is followed by more text: a line of a chronicle."""
        one = self._all[body[number]]
        following = self.roles[body[number + 1]] if number + 1 < len(body) else NOTHING
        ahead = one.text[: len(one.text) - len(one.text.lstrip(" \u3000"))]
        left = one.align != "right" and one.left + one.first + len(ahead) <= _NEAR
        return left and following in (TEXT, *HEADINGS)

    def _is_name(self, place: int, text: str) -> bool:
        return len(text) <= _SHORT and text[-1] not in _STOPS and not self._heading(text)

    def _is_attached(self, text: str) -> bool:
        return len(text) <= 2 * _SHORT and ("：" in text[:5] or ":" in text[:5] or "." in text[:5])

    def _as_heading(self, text: str) -> str:
        """A heading where it stands alone; text where it opens a paragraph of sentences."""
        limit = int(self._standard.limits["短标题"])
        alone = len(plain(text)) <= limit and "。" not in text[:-1] and text[-1] not in "；：;:"
        return self._heading(text) if alone and (text[-1] != "。") else TEXT

    def _is_text(self, one: Paragraph, text: str, annex: bool) -> bool:
        if one.align in ("center", "right"):
            return len(text) > _SHORT and text[-1] in _STOPS
        return not annex or text[-1] in _STOPS or TEXT in map(self._styled.get, one.styles)

    def _heading(self, text: str) -> str:
        return next((role for role in HEADINGS if self._matches(role, text)), "")

    def _matches(self, role: str, text: str) -> bool:
        element = self._standard.elements.get(role)
        pattern = element.pattern if element else None
        return pattern is not None and pattern.fullmatch(text) is not None

    def _text(self, place: int) -> str:
        return self._all[place].full.strip()


def is_red(one: Paragraph) -> bool:
    """Tell whether a paragraph is printed in red."""
    colors = [run.color for run in one.runs if run.text.strip()]
    return bool(colors) and all(red(color) for color in colors)


def red(color: str) -> bool:
    """Tell whether RRGGBB is a red: much red, little else."""
    if not re.fullmatch(r"[0-9A-F]{6}", color):
        return False
    parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    return parts[0] >= 160 and max(parts[1:]) <= 90
