"""The Word engine: lists a template's tags, finds its faults, fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from jinja2 import Template, TemplateSyntaxError

from pipeline.model.edition import Rendered
from pipeline.model.finding import Fault, Faulty
from pipeline.office.package import Part, Writer, write
from pipeline.render import contract
from pipeline.render.contract import Tag
from pipeline.render.language import Language
from pipeline.render.word.blocks import alone, nesting
from pipeline.render.word.filling import Filling
from pipeline.render.word.locator import Locator
from pipeline.render.word.mishap import mishap
from pipeline.render.word.opening import Opened, Story, open_template
from pipeline.render.word.output import batches, encoded
from pipeline.render.word.signs import Reading, Trouble, read, read_plain
from pipeline.render.word.walk import is_separator
from pipeline.render.word.weave import Weaving

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GROWING = ("chart", "picture", "link", "r", "p")
_LEVEL = 3  # on table XML as small as 6, at half the time


@dataclass(frozen=True, slots=True)
class _Text:
    """A story with tags; `template` is None as long as something is wrong with them.

    `orders` says how far down in the file a tag's place is; `lines[n]` is the tag on the Jinja
    template's line n + 2.
    """

    part: str
    title: str
    tags: tuple[Tag, ...]
    orders: Mapping[str, int]
    skipped: int
    template: Template | None = None
    lines: tuple[Tag, ...] = ()
    looks: tuple[tuple[str, str], ...] = ()
    is_plain: bool = False
    renumbers: bool = False
    may_empty: bool = False


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A template ready for any number of contexts, or the troubles that keep it from that."""

    parts: Mapping[str, Part]
    texts: Mapping[str, _Text]
    troubles: tuple[Trouble, ...]
    grows: bool = False

    def names(self, root: str) -> bool:
        """Tell whether any tag may mean a root of the context."""
        return any(root in tag.text for text in self.texts.values() for tag in text.tags)

    @property
    def is_ready(self) -> bool:
        return not self.troubles and all(text.template for text in self.texts.values())


def tags(template: bytes, name: str) -> list[Tag]:
    """Return every tag of a Word template in order, each with its place in Word's terms.

    A broken tag is returned as it was meant. Faulty if the file itself cannot be used.
    """
    opened, readings = _read(template)
    if not readings:
        raise Faulty(_fault(name, one) for one in opened.troubles)
    return [sign.tag for reading in readings for sign in reading.signs if not sign.is_comment]


def faults(
    template: bytes, name: str, context: Mapping[str, object] | None, language: Language
) -> list[Fault]:
    """Return every fault of a Word template in one pass, in the order of the text.

    Without `context` the names in the tags are not judged.
    """
    compiled = _compiled(template, language)
    found = [(one.order, _fault(name, one)) for one in compiled.troubles]
    for text in compiled.texts.values():
        for fault in contract.faults(text.tags, context, name, language):
            found.append((text.orders.get(fault.place, 0), fault))
    return [fault for _, fault in sorted(found, key=lambda pair: pair[0])]


def render(
    template: bytes, name: str, context: Mapping[str, object], language: Language
) -> Rendered:
    """Fill a Word template: the document's bytes and the trace of its figures.

    Equal arguments give equal bytes. Faulty for a template with faults and for whatever goes
    wrong while it is filled; names in branches that are not taken are judged by `faults`.
    """
    compiled = _compiled(template, language)
    if not compiled.is_ready:
        raise Faulty(faults(template, name, context, language))
    filling = Filling(compiled.parts, context, compiled.names)
    data = {**context, **filling.roots}
    locators = {text.part: Locator(text.title, text.skipped) for text in compiled.texts.values()}

    def content(text: _Text) -> Iterator[bytes]:
        try:
            yield from _content(text, data, locators[text.part], filling)
        except Exception as error:
            fault = mishap(error, name, text.lines, context, language)
            others = faults(template, name, context, language)
            known = any(other.place == fault.place for other in others)
            raise Faulty(others if known else [fault, *others]) from error

    if compiled.grows or filling.roots:
        packed = _grown(compiled, content, filling)
    else:
        packed = _streamed(compiled, content)
    printed = (one for locator in locators.values() for one in locator.printed)
    return Rendered(packed, tuple(printed))


def _streamed(compiled: _Compiled, content: Callable[[_Text], Iterator[bytes]]) -> bytes:
    writer = Writer()
    for part in compiled.parts.values():
        text = compiled.texts.get(part.name)
        if text is None:
            writer.copy(part)
        else:
            writer.add(part.name, content(text), _LEVEL)
    return writer.close()


def _grown(
    compiled: _Compiled, content: Callable[[_Text], Iterator[bytes]], filling: Filling
) -> bytes:
    """Write a document with parts of its own: what refers to them is known only at the end."""
    made: dict[str, bytes | None] = {}
    for text in sorted(compiled.texts.values(), key=lambda one: not one.is_plain):
        made[text.part] = b"".join(content(text))
        if text.is_plain:
            filling.bases[text.part] = made[text.part]
    made.update(filling.parcel.close())
    made.update(filling.lists.close())
    made.update(dict.fromkeys(filling.parcel.left_out))
    return write(dict(compiled.parts), made, _LEVEL)


def _content(
    text: _Text, data: Mapping[str, object], locator: Locator, filling: Filling
) -> Iterator[bytes]:
    functions = filling.functions(text.part, text.looks)
    pieces = text.template.generate({**data, **functions})
    yield _HEAD
    if text.is_plain:
        yield "".join(pieces).encode("utf-8")
        return
    chunks: Iterable[str] = batches(pieces)
    if filling.roots:
        chunks = (filling.album.drawn(chunk, text.part) for chunk in chunks)
    yield from encoded(chunks, locator, text.may_empty)


@lru_cache(maxsize=64)
def _compiled(template: bytes, language: Language) -> _Compiled:
    opened, readings = _read(template)
    texts: dict[str, _Text] = {}
    troubles = [*opened.troubles]
    for story, reading in zip(opened.stories, readings, strict=True):
        troubles += (*reading.troubles, *alone(reading.signs), *nesting(reading.signs))
        if reading.signs:
            texts[story.part] = _text(story, reading)
    judged = [contract.faults(text.tags, None, "", language) for text in texts.values()]
    if not troubles and (not any(judged) or all(map(_is_balanced, texts.values()))):
        for story, reading in zip(opened.stories, readings, strict=True):
            if reading.signs:
                used = None if any(judged) else language
                text, found = _woven(story, reading, texts[story.part], used)
                texts[story.part] = text
                troubles += found
    grows = any(one.reach in _GROWING for reading in readings for one in reading.signs)
    grows |= any(text.renumbers for text in texts.values())
    return _Compiled(opened.parts, texts, tuple(troubles), grows)


def _read(template: bytes) -> tuple[Opened, list[Reading]]:
    opened = open_template(template)
    readings: list[Reading] = []
    for story in opened.stories:
        last = readings[-1].last if readings else 0
        if story.plain:
            readings.append(read_plain(story.plain, last))
        else:
            readings.append(read(story.root, story.title, last, story.links))
    return opened, readings


def _text(story: Story, reading: Reading) -> _Text:
    signs = [sign for sign in reading.signs if not sign.is_comment]
    orders: dict[str, int] = {}
    for sign in signs:
        orders.setdefault(f"{sign.tag.place} {sign.tag.shown}", sign.order)
    skipped = sum(len(note) for note in story.root if is_separator(note))
    judged = tuple(sign.judged for sign in signs)
    is_plain = bool(story.plain)
    return _Text(story.part, story.title, judged, orders, skipped, is_plain=is_plain)


def _is_balanced(text: _Text) -> bool:
    """Tell whether the blocks of a story match, whatever is wrong inside its tags."""
    ends = {"endfor": ("for",), "endif": ("if",), "else": ("for", "if"), "elif": ("if",)}
    opened: list[str] = []
    for tag in text.tags:
        if tag.word in ("for", "if"):
            opened.append(tag.word)
        elif tag.word in ends and (opened or [""])[-1] not in ends[tag.word]:
            return False
        elif tag.word in ("endfor", "endif"):
            opened.pop()
    return not opened


def _woven(
    story: Story, reading: Reading, text: _Text, language: Language | None
) -> tuple[_Text, list[Trouble]]:
    """Compile a story into its Jinja template, or say what hinders it.

    Without `language` only what can be told of its structure is.
    """
    weaving = Weaving(story.root, reading.signs)
    if weaving.troubles or language is None:
        return text, weaving.troubles
    lines = tuple(weaving.lines)
    try:
        template = language.from_string(weaving.source)
    except TemplateSyntaxError as error:
        fault = mishap(error, "", lines, {}, language)
        order = text.orders.get(fault.place, 0)
        return text, [Trouble(order, fault.place, fault.problem, fault.remedy)]
    made = replace(
        text,
        template=template,
        lines=lines,
        looks=tuple(weaving.looks),
        may_empty=weaving.may_empty,
        renumbers=weaving.renumbers,
    )
    return made, []


def _fault(name: str, trouble: Trouble) -> Fault:
    return Fault(name, trouble.place, trouble.problem, trouble.remedy)
