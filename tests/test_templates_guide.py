"""docs/templates.md tells the truth: its recipes make what it shows, its list is the program's."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS
from pipeline.scheme.scheme import load_scheme
from tests.pages.papers import BASE, names_of
from tests.recipes.__main__ import CLOSING, OPENING, fields, written
from tests.recipes.book import GUIDE, Recipe, cooked, recipes
from tests.shipped import TEMPLATES

TEXT = GUIDE.read_text(encoding="utf-8")
RECIPES = list(recipes(TEXT))


@pytest.mark.parametrize("recipe", RECIPES, ids=[one.title for one in RECIPES])
def test_a_recipe_makes_what_the_guide_shows(recipe: Recipe) -> None:
    assert recipe.shown.strip()
    assert cooked(recipe, names_of()) == recipe.shown


def test_every_recipe_is_tried() -> None:
    assert len(RECIPES) == len(re.findall(r"^```(?:word|excel|图表)$", TEXT, re.M)) > 15


def test_the_list_of_names_is_what_the_program_lists() -> None:
    listed = TEXT.partition(OPENING)[2].partition(CLOSING)[0]
    if listed != written(fields()):
        pytest.fail("名称清单与程序不一致，请运行 python -m tests.recipes", pytrace=False)


def test_the_entry_that_the_guide_writes_is_read(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    shutil.copy(BASE / "文件.docx", templates / "documents" / "专题通报.docx")
    entry = re.search(r"```\n(   +专题通报:\n.*?)```", TEXT, re.S)
    declared = templates / "documents.yaml"
    lines = "".join(f"{line[3:]}\n" for line in entry[1].splitlines())  # the list's indent
    declared.write_text(declared.read_text(encoding="utf-8") + lines, encoding="utf-8")
    plan = load_scheme(templates).documents["专题通报"]
    assert (plan.template, plan.kinds) == ("documents/专题通报.docx", ("月",))


def test_places_and_commands_that_the_guide_names_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (GUIDE.parent / target).is_file(), target
    for command in re.findall(r"`tongbao (\w+)", TEXT):
        assert command in COMMANDS, command


def test_every_style_that_the_guide_names_is_in_the_base_templates() -> None:
    drawn = (BASE / "文件.docx").with_suffix(".docx.txt").read_text(encoding="utf-8")
    for name in ("发文机关标志", "附件标识", "版记占位"):
        assert name in TEXT
        assert name in drawn


def test_pictures_are_small() -> None:
    pictures = list((GUIDE.parent / "图").glob("*.png"))
    assert len(pictures) >= 4
    for picture in pictures:
        assert picture.name in TEXT
        assert picture.stat().st_size < 60_000, picture.name
