"""What the text of titles, headings, numbers, dates and annexes must look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.conform.case import Case, found
from pipeline.conform.report import Found, quoted
from pipeline.conform.roles import (
    ADDRESSEE,
    ATTACHED,
    CODE,
    COPIED,
    DATE,
    HEADINGS,
    PRINTED,
    TEXT,
    TITLE,
    UNDER_TITLE,
    tagged,
)
from pipeline.office.written import Paragraph

_STOPS = "。，；：！、,;:!."
_YEAR = r"(19|20)\d\d年"
_DAY = r"([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日"
_NUMBER = re.compile(r"[^\d]*〔(19|20)\d\d〕[1-9]\d*号")
_QUOTED = re.compile(
    r"[\u4e00-\u9fff](?P<open>[\[［【（(〔])\s*(?P<year>\d{2,4})\s*[\]］】）)〕]\s*第?\s*\d+\s*号"
)
_ORDINALS = ("一二三四五六七八九十", r"([一二三四五六七八九十]+)、(?![、.．])",
             r"（([一二三四五六七八九十]+)）(?![、.．，])", r"(\d+)\.(?![.、])",
             r"（(\d+)）(?![、.．，])")  # fmt: skip
_ANY = re.compile(r"[（(]?([一二三四五六七八九十]+|\d{1,2})")


def title(case: Case) -> Iterator[Found]:
    """T05, T06: the kind of document at the end of the title, and no mark behind it."""
    lines = list(case.of(TITLE))
    text = "".join(one.full.strip() for one in lines).replace("\n", "")
    if not lines or tagged(text):
        return
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", text.rstrip(_STOPS))
    standard = case.standard
    official = bare.endswith(standard.kinds) and ("关于" in bare or len(bare) <= 40)
    if not official and not bare.endswith(standard.papers):
        yield found("T05", lines[0], f"是{quoted(text[-14:])}")
    if text[-1] in _STOPS:
        yield found("T06", lines[-1], f"是“{text[-1]}”")


def addressee(case: Case) -> Iterator[Found]:
    """Z02: a full-width colon behind the addressees."""
    for one in case.of(ADDRESSEE):
        text = one.full.strip()
        if not text.endswith("：") and not tagged(text):
            yield found("Z02", one, f"是“{text[-1]}”")


def headings(case: Case) -> Iterator[Found]:
    """H07, H08: ordinals follow one another and are written as the level has it."""
    shown = [(one, role) for one, role in case.judged() if role in HEADINGS]
    for one, role in shown:
        text = one.full.strip()
        if not tagged(text) and not re.match(_ORDINALS[1 + HEADINGS.index(role)], text):
            mark = re.match(r"[（(]?[\d一二三四五六七八九十]+\W?\W?", text)
            yield found("H08", one, f"是“{mark[0] if mark else text[:3]}”")
    if not any(tagged(one.full) for one in case.written.paragraphs):
        yield from _sequence(case)


def _sequence(case: Case) -> Iterator[Found]:
    """Ordinals from 1 on; one below a heading that has no brother is no ordinal at all."""
    last: list[tuple[int, Paragraph | None] | None] = [None] * len(HEADINGS)
    for one, role in case.judged():
        if role not in (*HEADINGS, TEXT):
            if role == "附件标题":
                yield from _alone(last, 0)
                last = [None] * len(HEADINGS)
            continue
        text = one.full.strip()
        level = HEADINGS.index(role) if role in HEADINGS else _level(case, text)
        if level is None:
            continue
        count = _count(text)
        before = last[level]
        if count == 1:
            yield from _alone(last, level)
        elif before is None or count != before[0] + 1:
            wanted = (before[0] if before else 0) + 1
            if role in HEADINGS:
                yield found("H07", one, f"是第{count}条，前面应有第{wanted}条")
        for deeper in range(level + 1, len(HEADINGS)):
            yield from _alone(last, deeper, only=deeper)
            last[deeper] = None
        last[level] = count, one if role in HEADINGS else None
    yield from _alone(last, 0)


def _alone(
    last: list[tuple[int, Paragraph | None] | None], level: int, only: int | None = None
) -> Iterator[Found]:
    """What ends here after its first ordinal stands alone."""
    for one in last[level:] if only is None else last[only : only + 1]:
        if one is not None and one[0] == 1 and one[1] is not None:
            yield found("H07", one[1], "只有这一条")


def _level(case: Case, text: str) -> int | None:
    for level, name in enumerate(HEADINGS):
        pattern = case.standard.elements[name].pattern
        if pattern is not None and pattern.fullmatch(text):
            return level
    return None


def _count(text: str) -> int:
    match = _ANY.match(text)
    word = match[1] if match else "1"
    if word.isdigit():
        return int(word)
    tens, _, ones = word.rpartition("十")
    digits = _ORDINALS[0]
    high = (digits.index(tens) + 1 if tens else 1) if "十" in word else 0
    return 10 * high + (digits.index(ones) + 1 if ones else 0)


def codes(case: Case) -> Iterator[Found]:
    """N01, N03: the document's number, and numbers quoted in the text."""
    for one in case.of(CODE):
        text = re.split(r"\s*签发人", one.full.strip())[0]
        if not tagged(text) and re.search(r"\d\s*号$", text) and not _NUMBER.fullmatch(text):
            yield found("N01", one, f"是“{text}”")
    for one in case.of(TEXT, ATTACHED, TITLE):
        for mark in _QUOTED.finditer(one.full):
            if mark["open"] != "〔" or len(mark["year"]) != 4:
                yield found("N03", one, f"是“{mark[0][1:]}”")


def dates(case: Case) -> Iterator[Found]:
    """D01: the date in full, without leading noughts; days left blank are not judged."""
    for one in case.of(DATE, UNDER_TITLE):
        text = one.full.strip().strip("（）()")
        element = case.standard.elements[DATE].pattern
        if element is None or not element.fullmatch(text) or re.search(r"年\s*月|月\s*日", text):
            continue
        if not re.fullmatch(_YEAR + _DAY, text):
            yield found("D01", one, f"是“{text}”")


def attached(case: Case) -> Iterator[Found]:
    """A01–A03: colon, numbers and ends of what is said of annexes."""
    empty = re.compile(r"\s*附件\s*[：:]?\s*")
    lines = [one for one in case.of(ATTACHED) if not tagged(one.full)]
    lines = [one for one in lines if not empty.fullmatch(one.full)]
    numbers = []
    for one in lines:
        text = one.full.strip()
        if text.startswith("附件") and not re.match("附件：", text):
            yield found("A01", one, f"是“{text[:3]}”")
        if text[-1] in _STOPS:
            yield found("A02", one, f"是“{text[-1]}”")
        head = re.match(r"(?:附件\s*[：:]?)?\s*(?:(\d+)([.．、,]))?", text)
        numbers.append((one, head[1] if head else "", head[2] if head else ""))
    if len(lines) == 1 and not numbers[0][1]:
        return
    for wanted, (one, number, mark) in enumerate(numbers, start=1):
        if number != str(wanted) or mark != ".":
            yield found("A03", one, f"是“{number}{mark}”" if number else "：没有序号")


def imprint(case: Case) -> Iterator[Found]:
    """C01, C02: the marks behind those who get copies, and the day of printing."""
    for one in case.of(COPIED):
        text = one.full.strip()
        if tagged(text):
            continue
        if not re.match(r"(抄|主)\s*送：", text):
            yield found("C01", one, f"后的冒号是“{re.sub('[抄主送 ]', '', text)[:1]}”")
        elif not text.endswith("。"):
            yield found("C01", one, f"末尾是“{text[-1]}”")
    for one in case.of(PRINTED):
        text = one.full.strip()
        if not tagged(text) and not re.search(_YEAR + _DAY + r"\s*印发$", text):
            date = re.search(r"[\d〇○零一二三四五六七八九十年月日.\-/\s]+印发$", text)
            yield found("C02", one, f"是“{date[0].strip() if date else text[-12:]}”")


def no_text(case: Case) -> Iterator[Found]:
    """S11: a page that says it holds no text."""
    for one in case.written.paragraphs:
        if re.search(r"[（(]?此页无正文[）)]?", one.full):
            yield found("S11", one, f"写着{quoted(one.full.strip())}")


def traces(case: Case) -> Iterator[Found]:
    """S12: tracked changes and comments left in."""
    changes, comments = case.written.changes, case.written.comments
    for count, name in ((changes, "修订"), (comments, "批注")):
        if count:
            yield Found("S12", "全文", f"：有{count}处{name}")
