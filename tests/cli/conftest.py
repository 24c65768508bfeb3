"""Small counties that are quick to report on, and the shipped month, made once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.desk import ROOT, Desk, cell_of, change, small_templates, tree
from tests.county import County, draw

ACCEPTING = ("--reason", "已电话核实", "--by", "王主任")


@dataclass(frozen=True)
class Made:
    """A desk on which a report was made, what was said, and what stood in inputs before."""

    desk: Desk
    said: Result
    inputs_before: dict[str, str]


@pytest.fixture(scope="session")
def quiet_county() -> County:
    """Three units and two months in which nothing is wrong: KF01, ZJ01, SZ01."""
    return draw(7, units=3, projects=3, period_last="2026-02")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "templates"
    small_templates(folder)
    return folder


@pytest.fixture(scope="session")
def quiet_inputs(tmp_path_factory: pytest.TempPathFactory, quiet_county: County) -> Path:
    folder = tmp_path_factory.mktemp("quiet") / "inputs"
    quiet_county.write(folder)
    return folder


@pytest.fixture(scope="session")
def returning_inputs(tmp_path_factory: pytest.TempPathFactory, quiet_inputs: Path) -> Path:
    """The same, but 青榆镇's file of February has two wrong sums, for which it is returned."""
    folder = tmp_path_factory.mktemp("returning") / "inputs"
    shutil.copytree(quiet_inputs, folder)
    sent = folder / "2026-02" / "招商月报_ZJ01_202602.xlsx"
    change(sent, "固定资产投资", {"P5": 1_000_000})
    change(sent, "自报汇总", {cell_of(sent, "自报汇总", "本年累计数"): 1_000_000})
    return folder


@pytest.fixture
def desk(tmp_path: Path, small: Path, quiet_inputs: Path) -> Desk:
    """A desk of its own: nothing is wrong, nothing is made yet."""
    shutil.copytree(small, tmp_path / "templates")
    shutil.copytree(quiet_inputs, tmp_path / "inputs")
    return Desk(tmp_path / "templates", tmp_path / "inputs", tmp_path / "outputs")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, small: Path, quiet_inputs: Path) -> Path:
    desk = Desk(small, quiet_inputs, tmp_path_factory.mktemp("made") / "outputs")
    assert desk.run("report", "--quiet").exit_code == 0
    return desk.outputs


@pytest.fixture
def yesterday(desk: Desk, made_once: Path) -> Desk:
    """The same with yesterday's edition standing."""
    shutil.copytree(made_once, desk.outputs)
    return desk


@pytest.fixture
def returning(tmp_path: Path, small: Path, returning_inputs: Path) -> Desk:
    """A desk of its own with 青榆镇's file to be returned."""
    shutil.copytree(returning_inputs, tmp_path / "inputs")
    return Desk(small, tmp_path / "inputs", tmp_path / "outputs")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What ships, reported on once; only to be looked at."""
    outputs = tmp_path_factory.mktemp("shipped") / "outputs"
    desk = Desk(ROOT / "templates", ROOT / "inputs", outputs)
    before = tree(desk.inputs)
    return Made(desk, desk.run("report"), before)


@pytest.fixture(scope="session")
def shipped_accepted(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The shipped May and June with June's returned unit accepted; only to be looked at."""
    folder = tmp_path_factory.mktemp("accepted")
    (folder / "inputs").mkdir()
    for name in ("2026-05", "2026-06", "基础库.xlsx"):
        (folder / "inputs" / name).symlink_to(ROOT / "inputs" / name)
    desk = Desk(ROOT / "templates", folder / "inputs", folder / "outputs")
    return Made(desk, desk.run("report", "--accept", "柳汀镇", *ACCEPTING), {})
