"""The text of a finished Word document, and what its writers have left in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from pipeline.office.package import PackageError, read
from pipeline.render.word.opening import Story, main_part, stories_of
from pipeline.render.word.walk import W, line, paragraphs

_REFERENCE = W + "commentReference"
_CHANGED = ("r", "p", "sect", "tbl", "tr", "tc")
_REVISIONS = (
    *(W + name for name in ("ins", "del", "moveFrom", "moveTo")),
    *(f"{W}{name}PrChange" for name in _CHANGED),
)
_COMMENTS = "批注"


def paragraphs_of(document: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (place, text) of each paragraph, and (what, place) of what is left in.

    Body, headers, footers, notes and text boxes; PackageError where it is no Word document.
    """
    parts = read(document)
    main = main_part(parts)
    if main not in parts:
        raise PackageError("不是Word文档")
    stories = list(stories_of(parts, main))
    if stories[0].root.tag != W + "document":
        raise PackageError("不是Word文档")
    passages, found = [], []
    for story in stories:
        if story.title == _COMMENTS:
            continue
        walked = list(paragraphs(story.root, story.title))
        passages += [(place, text) for one, place in walked if (text := line(one).text).strip()]
        found += _left(story, walked)
    return passages, list(_summed(found))


def _left(story: Story, walked: Iterable[tuple[Element, str]]) -> Iterator[tuple[str, str]]:
    places = dict(walked)
    for element in story.root.iter(_REFERENCE, *_REVISIONS):
        around = [element, *element.iterancestors()]
        place = next((places[one] for one in around if one in places), story.title)
        yield _COMMENTS if element.tag == _REFERENCE else "修订", place


def _summed(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    counts = Counter(what for what, _ in found)
    for what, count in counts.items():
        yield f"{count}处{what}", next(place for one, place in found if one == what)
