"""Three units of which one is asked about three projects: twice 核实, once 提示 and 核实."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.county import draw
from tests.return_loop.bench import LAND, registered, templates


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three units sent for two months, and the templates."""
    folder = tmp_path_factory.mktemp("county")
    draw(7, units=3, projects=6, period_last="2026-02").write(folder / "inputs")
    templates(folder / "templates")
    return folder


@pytest.fixture
def quiet(tmp_path: Path, county_folder: Path) -> Desk:
    """Nothing is wrong: KF01 经开区, ZJ01 青榆镇, SZ01 市发改委."""
    shutil.copytree(county_folder / "templates", tmp_path / "templates")
    shutil.copytree(county_folder / "inputs", tmp_path / "inputs")
    return Desk(tmp_path / "templates", tmp_path / "inputs", tmp_path / "outputs")


@pytest.fixture
def asked(quiet: Desk) -> Desk:
    """青榆镇 has two projects with too much land, and the papers are made."""
    registered(quiet, "ZJ01", LAND, [901, 902])
    quiet.run("report", "--quiet")
    return quiet
