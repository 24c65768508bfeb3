"""`python -m tests.basedocs FOLDER`: draws the base templates again, into another folder.

templates/基础模板 is what counts and is edited in Word or WPS; nothing is written there by this.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.basedocs.papers import PAPERS

SHIPPED = Path(__file__).parents[2] / "templates" / "基础模板"


def main(folder: Path) -> None:
    """Write the five templates into a folder that is not the shipped one."""
    if folder.resolve() == SHIPPED and any(SHIPPED.glob("*.docx")):
        sys.exit("基础模板以.docx文件为准，不能重画；请写明另一个文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in PAPERS.items():
        (folder / f"{name}.docx").write_bytes(made())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
