"""What all tests share: page tests are skipped without LibreOffice, unless CI asks for them.

Tests that share what a module made for them run in one process, so that it is made once.
"""

from __future__ import annotations

import gc
import os
import shutil

import pytest

from pipeline.cli import RARELY

NEEDED = ("soffice", "pdftotext", "pdftoppm")


def pytest_configure() -> None:
    gc.set_threshold(*RARELY)


def pytest_itemcollected(item: pytest.Item) -> None:
    known = getattr(item, "_fixtureinfo", None)
    if known is None or item.get_closest_marker("xdist_group"):
        return
    if any(found[-1].scope == "module" for found in known.name2fixturedefs.values() if found):
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


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
