"""Ways of writing that finished documents must not show, as wording.yaml declares them (V65)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.finding import Fault, Rule
from pipeline.scheme.expression import nearest
from pipeline.scheme.marked import Block, Taker

WORDING = "wording.yaml"
"""An office may do without."""
LEFTOVERS = "V63"
"""The rule on what must not be in print at all; told also of a document that cannot be read."""
LEFT_IN = "W12"
"""The rule on tracked changes and comments; checks.yaml may leave it out."""

_MASK = "\x01"


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of writing that is wrong, and what is wrong with it.

    A hit that overlaps one of `spared` is none. `wrong` and `right` are its examples.
    """

    rule: str
    pattern: re.Pattern[str]
    spared: re.Pattern[str] | None
    problem: str
    remedy: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    line: int

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the text, in lines, is written so: starts and ends, each within one line."""
        spared = [one.span() for one in self.spared.finditer(text)] if self.spared else []
        at = 0
        while found := self.pattern.search(text, at):
            start, end = found.span()
            at = max(end, start + 1)
            if "\n" in found[0]:
                at = start + 1
            elif not any(first < end and start < last for first, last in spared):
                yield start, end


@dataclass(frozen=True, slots=True)
class Wording:
    """All wrong ways of writing, and the stretches of text at which none of them looks."""

    phrasings: tuple[Phrasing, ...] = ()
    spared: tuple[re.Pattern[str], ...] = ()

    def masked(self, text: str) -> str:
        """The text with what is no wording (addresses, codes) replaced, as long as before."""
        for one in self.spared:
            text = one.sub(lambda found: _MASK * len(found[0]), text)
        return text


NO_WORDING = Wording()


def wording_of(block: Block, faults: list[Fault]) -> Wording:
    """Read wording.yaml; each example is tried, and one that fails is a fault."""
    taker = Taker(block, faults)
    spared = [one for one in map(_Entry(faults).spared, taker.subs("除外")) if one]
    phrasings = [one for one in map(_Entry(faults).phrasing, taker.subs("用语")) if one]
    taker.done()
    made = Wording(tuple(phrasings), tuple(spared))
    for phrasing in phrasings:
        faults.extend(_untrue(phrasing, made, block.file))
    return made


def faults_of_wording(wording: Wording, rules: Mapping[str, Rule]) -> Iterator[Fault]:
    """Rules that checks.yaml does not have."""
    for one in wording.phrasings:
        if rules.get(one.rule) is None:
            near = nearest(one.rule, rules)
            yield Fault(WORDING, f"第{one.line}行", f"checks.yaml里没有规则“{one.rule}”{near}")


class _Entry:
    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def spared(self, block: Block) -> re.Pattern[str] | None:
        taker = Taker(block, self._faults, "“除外”里")
        pattern, examples = self._pattern(taker, "样"), taker.texts("例")
        taker.done()
        if pattern and not examples:
            taker.fault("没有“例”", "请写一个例子")
        for one in examples if pattern else ():
            if not pattern.fullmatch(one):
                taker.fault(f"“样”与例子“{one}”对不上", "请改正其中一个", one)
        return pattern

    def phrasing(self, block: Block) -> Phrasing | None:
        taker = Taker(block, self._faults, "“用语”里")
        pattern = self._pattern(taker, "样")
        made = Phrasing(
            taker.text("规则"),
            pattern or re.compile("$^"),
            self._pattern(taker, "除外") if taker.has("除外") else None,
            taker.text("错在"),
            taker.text("改法"),
            taker.texts("错"),
            taker.texts("对"),
            block.line,
        )
        taker.done()
        if pattern and not (made.rule and made.problem and made.wrong and made.right):
            taker.fault("“规则”“错在”“错”“对”没有写全", "错的、对的例子至少各写一个")
        return made if pattern else None

    def _pattern(self, taker: Taker, name: str) -> re.Pattern[str] | None:
        text = taker.text(name)
        try:
            pattern = re.compile(text)
        except re.error as error:
            taker.fault(f"“{name}”不是正则表达式（{error.msg}）", "请检查括号是否成对", text)
            return None
        if not text or pattern.match(""):
            taker.fault(f"“{name}”与没有文字的地方也相符", "请写明要找的文字", text)
            return None
        return pattern


def _untrue(phrasing: Phrasing, wording: Wording, file: str) -> Iterator[Fault]:
    def problems(examples: Sequence[str], is_wrong: bool) -> Iterator[Fault]:
        for one in examples:
            if any(phrasing.hits(wording.masked(one))) != is_wrong:
                said = "没有查出" if is_wrong else "误报了"
                what = f"{said}“{'错' if is_wrong else '对'}”的例子“{one}”"
                yield Fault(file, f"第{phrasing.line}行", what, "请改正“样”“除外”或例子")

    yield from problems(phrasing.wrong, True)
    yield from problems(phrasing.right, False)
