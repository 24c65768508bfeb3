"""What all tests share: page tests are skipped without LibreOffice, unless CI asks for them."""

from __future__ import annotations

import gc
import os
import shutil

import pytest

from pipeline.cli import RARELY

NEEDED = ("soffice", "pdftotext", "pdftoppm")


def pytest_configure() -> None:
    gc.set_threshold(*RARELY)


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if not missing:
        return
    if os.environ.get("TONGBAO_PAGES") == "required":
        raise pytest.UsageError(f"page tests need {', '.join(missing)}")
    skip = pytest.mark.skip(reason=f"needs {', '.join(missing)}")
    for item in items:
        if item.get_closest_marker("page"):
            item.add_marker(skip)
