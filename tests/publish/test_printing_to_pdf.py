"""LibreOffice is asked for PDFs where there is one, with a limit of time and a profile of its own.

A small script stands for it here; tests/pages has the real one.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.publish import NoPaper, PaperPress

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")

WORKING = """\
while [ $# -gt 1 ]; do
  case "$1" in
    --outdir) out="$2"; shift;;
    -env:*) echo "$1" > "$PROFILE";;
  esac
  shift
done
mkdir -p "$out"; name=$(basename "$1"); printf '%%PDF of %s' "$name" > "$out/${name%.*}.pdf"
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "半年总结.docx"
    path.write_bytes(b"x")
    return path


def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("PROFILE", str(tmp_path / "profile.txt"))


def test_the_pdf_stands_beside_the_document_and_the_profile_goes(
    tmp_path, monkeypatch, document
) -> None:
    installed(tmp_path, monkeypatch, WORKING)
    with PaperPress() as press:
        assert press.is_there
        made = press.printed(document)
        profile = (tmp_path / "profile.txt").read_text().strip()
        assert profile.startswith("-env:UserInstallation=file:///")
        home = Path(profile.partition("://")[2]).parent
        assert home.is_dir()
    assert made == document.with_suffix(".pdf")
    assert made.read_bytes() == "%PDF of 半年总结.docx".encode()
    assert not home.exists()


def test_what_takes_too_long_is_ended_with_all_that_it_started(
    tmp_path, monkeypatch, document
) -> None:
    installed(tmp_path, monkeypatch, f'sleep 30 & echo $! > "{tmp_path}/child"; wait')
    start = time.monotonic()
    with PaperPress(seconds=0.5) as press, pytest.raises(NoPaper) as refused:
        press.printed(document)
    assert str(refused.value) == "LibreOffice0.5秒还没有转完"
    assert time.monotonic() - start < 10
    child = (tmp_path / "child").read_text().strip()
    running = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True)
    assert running.stdout.strip() in ("", "Z")


def test_no_pdf_made_is_said_and_the_one_before_is_not_taken_for_it(
    tmp_path, monkeypatch, document
) -> None:
    installed(tmp_path, monkeypatch, "exit 1")
    with PaperPress() as press, pytest.raises(NoPaper) as refused:
        press.printed(document)
    assert str(refused.value) == "LibreOffice没有生成PDF"
    assert not document.with_suffix(".pdf").exists()


def test_without_the_program_there_is_none(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with PaperPress() as press:
        assert not press.is_there
