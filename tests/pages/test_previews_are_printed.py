"""A preview's PDF by the real LibreOffice, with a profile of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import docx
import pytest

from pipeline.publish import PaperPress


@pytest.mark.page
def test_a_document_is_printed_beside_itself(tmp_path: Path) -> None:
    letter = docx.Document()
    letter.add_paragraph("Preview 2026")
    letter.save(tmp_path / "半年总结.docx")
    with PaperPress() as press:
        made = press.printed(tmp_path / "半年总结.docx")
    assert made == tmp_path / "半年总结.pdf"
    read = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == "Preview 2026"
