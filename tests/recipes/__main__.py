"""`python -m tests.recipes`: writes the list of names at the end of docs/templates.md anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from unittest.mock import patch

from click.testing import CliRunner

from pipeline.cli import fields as command
from pipeline.cli import group
from pipeline.render.filters import FILTERS
from tests.recipes.book import GUIDE
from tests.shipped import month_of

OPENING = "<!-- 名称清单由 python -m tests.recipes 写出，不要手工改 -->\n"
CLOSING = "<!-- 清单完 -->\n"


def main() -> None:
    """Put the list where the guide has room for it."""
    before, _, rest = GUIDE.read_text(encoding="utf-8").partition(OPENING)
    after = rest.partition(CLOSING)[2]
    GUIDE.write_text(before + OPENING + written(fields()) + CLOSING + after, encoding="utf-8")


def fields() -> dict[str, str]:
    """What `tongbao fields` lists of the shipped June."""
    with patch.object(command, "gather", lambda *given, **more: month_of("2026-06")):
        done = CliRunner().invoke(group, ["fields", "--json"], catch_exceptions=False)
    return json.loads(done.stdout)


def written(known: Mapping[str, str]) -> str:
    """The list, each kind of name once: an indicator's items stand under one indicator."""
    indicators = list(dict.fromkeys(re.findall(r"^全市\.(\w+)\.", "\n".join(known), re.M)))
    shown = indicators[0]
    parts = [
        ("期别、办公室", _under(known, "本期.", "办公室.")),
        (f"一个指标的各项（以`全市.{shown}`为例）", _under(known, f"全市.{shown}.")),
        ("参数（没有填的是空）", [" ".join(_names(known, r"参数\.(\w+)"))]),
        ("指标", [" ".join(indicators)]),
        ("单位的各项（另有每个指标）", [" ".join(_plain(known, "各单位[0].", indicators))]),
        ("组的各项（另有每个指标）", [" ".join(_plain(known, "各组[0].", indicators))]),
        ("清单和一行的各栏", list(_lists(known))),
        ("跟在数后面的写法", [" ".join(f"|{name}" for name in FILTERS)]),
    ]
    return "".join(f"\n{title}：\n\n```\n{chr(10).join(lines)}\n```\n" for title, lines in parts)


def _under(known: Mapping[str, str], *starts: str) -> list[str]:
    return [
        f"{name} = {value}".rstrip() for name, value in known.items() if name.startswith(starts)
    ]


def _names(known: Mapping[str, str], pattern: str) -> list[str]:
    found = (re.match(pattern, name) for name in known)
    return list(dict.fromkeys(one[1] for one in found if one))


def _plain(known: Mapping[str, str], start: str, indicators: list[str]) -> list[str]:
    names = _names(known, re.escape(start) + r"(\w+)")
    return [name for name in names if name not in indicators]


def _lists(known: Mapping[str, str]) -> Iterator[str]:
    for name in _names(known, r"清单\.(\w+)"):
        columns = _names(known, rf"清单\.{name}(?:\[0\])?\.(\w+)")
        most = columns if len(columns) < 20 else [*columns[:3], "……（同一个指标的各项）"]
        yield f"清单.{name}：{' '.join(most) or '名称的清单'}"


if __name__ == "__main__":
    main()
