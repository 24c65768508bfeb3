"""An office of one's own: the scheme and the templates, and an empty base workbook."""

from __future__ import annotations

from pathlib import Path

from pipeline.gather import Office
from pipeline.publish import found
from pipeline.render.papers.starting import starting_book
from pipeline.scheme.scheme import BASE, load_scheme

TEMPLATES, INPUTS, OUTPUTS = "templates", "inputs", "outputs"
DRAWING = ".txt"


def start(office: Office, folder: Path) -> list[str]:
    """Lay out a new office in `folder` and return what stands in it; Faulty, Unwritable.

    `office` lends its scheme and templates, nothing of what it keeps or received.
    """
    scheme = load_scheme(office.templates)
    files = {
        f"{TEMPLATES}/{path.relative_to(office.templates).as_posix()}": path.read_bytes()
        for path in sorted(office.templates.rglob("*"))
        if path.is_file() and path.suffix != DRAWING and not path.name.startswith((".", "~$"))
    }
    files[f"{INPUTS}/{BASE}.xlsx"] = starting_book(scheme)
    found(folder, files, (OUTPUTS,))
    return list(files)
