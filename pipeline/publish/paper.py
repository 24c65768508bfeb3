"""Prints documents to PDF by LibreOffice, where there is one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.publish import swap
from pipeline.publish.trouble import blamed_on

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120.0
"""How long one document may take, the first start of LibreOffice included."""


class NoPaper(Exception):
    """Why there is no PDF, in Chinese."""


class PaperPress:
    """A context manager: LibreOffice with a profile of its own, started anew for each document."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        self._home = tempfile.TemporaryDirectory(prefix="tongbao-", ignore_cleanup_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._home.cleanup()

    @property
    def is_there(self) -> bool:
        """Whether LibreOffice is installed where programs are looked for."""
        return self._program is not None

    def printed(self, path: Path) -> Path:
        """Write the PDF beside a document and return it; NoPaper, Unwritable."""
        home = Path(self._home.name)
        made = home / "out" / f"{path.stem}.pdf"
        made.unlink(missing_ok=True)
        self._run(path, home)
        if not made.is_file():
            raise NoPaper("LibreOffice没有生成PDF")
        target = path.with_suffix(".pdf")
        with blamed_on(target.name):
            swap.overwrite(target, made.read_bytes())
        return target

    def _run(self, path: Path, home: Path) -> None:
        assert self._program is not None
        profile = (home / "profile").as_uri()
        command = [self._program, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(home / "out"), str(path.resolve())]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        work = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **quiet)
        try:
            work.wait(self._seconds)
        except subprocess.TimeoutExpired:
            raise NoPaper(f"LibreOffice{self._seconds:g}秒还没有转完") from None
        finally:
            _end(work)


def _end(work: subprocess.Popen[bytes]) -> None:
    """End what is still running of it: the program that was started may only start another."""
    if work.poll() is not None:
        return
    with suppress(OSError):
        if os.name == "nt":
            work.kill()
        else:
            os.killpg(work.pid, signal.SIGKILL)
    work.wait()
