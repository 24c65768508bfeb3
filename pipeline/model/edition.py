"""What is made: documents with the trace of every printed figure, and the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was printed: where in the document, which text, which figure."""

    place: str
    text: str
    figure: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What an engine returns: the file's bytes and the trace of its figures."""

    content: bytes
    trace: Sequence[Printed] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the edition: its name without marks, its kind (docx, xlsx) and its bytes.

    `folder` names the folders in which it stands, outermost first. A paper of the return loop
    (`working`) counts nothing and is never a draft. `gaps` are the printed 【缺：…】 marks, each of
    which makes the document a draft.
    """

    name: str
    kind: str
    content: bytes
    template: str
    trace: Sequence[Printed] = ()
    folder: tuple[str, ...] = ()
    working: bool = False
    gaps: tuple[Printed, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        found = tuple(one for one in self.trace if one.text.startswith("【缺"))
        object.__setattr__(self, "gaps", found)


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of one period, whether they are drafts, and what stands beside them."""

    period: str
    documents: Sequence[Document]
    draft: bool
    manifest: Mapping[str, object]
    figures: Mapping[str, object]
    log: Sequence[str] = field(default_factory=tuple)
