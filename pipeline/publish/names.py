"""The file names of an edition: what Windows forbids, the marks, and no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.model.edition import Document, Edition
from pipeline.model.finding import Fault, Faulty

MANIFEST, FIGURES, LOG = "manifest.json", "figures.json", "run.log"
OWN = frozenset((MANIFEST, FIGURES, LOG))
"""The files that the program writes anew each time, whatever stands there."""

DRAFT = "（草稿）"
MAX_LENGTH = 80
_MAX_BYTES = 255  # the longest name that Linux file systems take, in UTF-8

_FULL_WIDTH = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_PERIOD = re.compile(r"\d{4}-[\w-]+")
_OFFICE_LOCKS = ("~$", ".~")  # Word and WPS; LibreOffice's .~lock.x# and WPS's hidden copies


class Unnameable(Faulty, ValueError):
    """Documents that cannot stand in one folder under their names: a fault in the scheme."""


def is_period(text: str) -> bool:
    """Tell whether `text` may name an edition's folder; 定稿 and every hidden name may not."""
    return _PERIOD.fullmatch(text) is not None


def is_office_lock(name: str) -> bool:
    """Tell whether an office program left this file while a document was open."""
    return name.startswith(_OFFICE_LOCKS)


def locked_by_office(name: str) -> str:
    """The end of the document's name for which this lock file stands; empty for other files.

    Word leaves ~$ in place of a long name's first two characters, WPS .~ before the name,
    LibreOffice .~lock. before and # after it.
    """
    if not is_office_lock(name):
        return ""
    return name[2:].removeprefix("lock.").removesuffix("#")


def folded(name: str) -> str:
    """The form in which two names are one file on Windows and macOS."""
    return unicodedata.normalize("NFC", name).casefold()


def title(document: Document) -> str:
    """The document's name as a file may bear it, uncut, without marks and extension."""
    return _allowed(document.name.removesuffix(f".{document.kind}"))


def folder(document: Document) -> str:
    """The folders in which the document stands, as 审核/柳汀镇/; empty for the edition's own.

    Each is cleaned and cut like a file name, so that none leads elsewhere.
    """
    return "".join(f"{_cut(_allowed(one))}/" for one in document.folder)


def key(document: Document) -> str:
    """What the document is called in its folder, whatever marks its file bears."""
    return f"{folder(document)}{title(document)}.{document.kind}"


def _allowed(name: str) -> str:
    name = name.translate(_FULL_WIDTH)
    name = "".join("_" if unicodedata.category(one) in _HIDDEN else one for one in name)
    name = name.strip().rstrip(". \u3000")
    if is_office_lock(name) or name.startswith("."):
        name = f"_{name}"
    return f"_{name}" if _DEVICE.match(name) else name


def file_name(document: Document, draft: bool, copy: int = 0) -> str:
    """The name with its folders and marks; each part has at most 80 characters.

    The title is cut, never the rest. `copy` 1 is the （新） beside a document edited by hand, 2
    the （新2）.
    """
    new = f"（新{copy if copy > 1 else ''}）" if copy else ""
    tail = f"{DRAFT if draft else ''}{new}.{document.kind}"
    return f"{folder(document)}{_cut(title(document), tail)}{tail}"


def folders_of(name: str) -> Iterator[str]:
    """Yield the folders in which a file of this name stands: 审核, then 审核/柳汀镇."""
    at = name.find("/")
    while at >= 0:
        yield name[:at]
        at = name.find("/", at + 1)


def is_draft(edition: Edition, document: Document) -> bool:
    """A document is a draft with its whole edition, or for a 【缺】 of its own.

    A paper of the return loop never is: it says what is wrong, and links to its neighbour.
    """
    return not document.working and (edition.draft or bool(document.gaps))


def _cut(stem: str, tail: str = "") -> str:
    stem = stem[: MAX_LENGTH - len(tail)]
    while len(f"{stem}{tail}".encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip() if tail else stem.rstrip(". \u3000")


def check(edition: Edition) -> None:
    """Raise Unnameable with every document that has no name or another's."""
    if faults := tuple(_faults(edition)):
        raise Unnameable(faults)


def _faults(edition: Edition) -> Iterator[Fault]:
    taken: dict[str, Document] = {}
    folders = {
        folded(one) for document in edition.documents for one in folders_of(folder(document))
    }
    for document in edition.documents:
        name = file_name(document, is_draft(edition, document))
        place = f"文件“{'/'.join((*document.folder, document.name))}”"
        other = taken.setdefault(folded(name), document)
        if not title(document):
            yield Fault("documents.yaml", place, "文件名是空的", "请写上文件名")
        elif not all(folder(document).split("/")[: len(document.folder)]):
            yield Fault("documents.yaml", place, "文件夹的名称是空的", "请写上文件夹的名称")
        elif folded(name) in folders:
            yield Fault("documents.yaml", place, "与本期的一个文件夹同名", "请改用别的名称")
        elif name in OWN:
            yield Fault("documents.yaml", place, f"《{name}》是程序自己的文件", "请改用别的名称")
        elif other is not document:
            yield Fault(
                "documents.yaml",
                place,
                f"模板《{document.template}》与《{other.template}》的文件同名，都叫《{name}》",
                "请给其中一个改名，每份文件的名称须不同",
            )
