"""tongbao verify: prove that final editions stand as registered and can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

import click

from pipeline.cli.common import (
    ACT,
    CLEAN,
    PeriodType,
    guarded,
    help_option,
    json_option,
    office_of,
    progressing,
)
from pipeline.cli.help import Command
from pipeline.model.period import Period
from pipeline.verify import GOOD, Checked, Proof, Verdict, verify


@click.command("verify", cls=Command, short_help="核对定稿")
@click.argument("period", type=PeriodType(), metavar="[期别]", required=False)
@json_option
@help_option
@click.pass_context
@guarded
def command(context: click.Context, period: Period | None, json: bool) -> None:
    """核对登记、每个文件的校验码，再用存档重做一遍，逐个字节比较；不写期别则核对全部定稿。"""
    with progressing(json) as progress:
        proof = verify(office_of(context), period, progress)
    if json:
        click.echo(_as_json(proof))
    else:
        for line in _lines(proof):
            click.echo(line)
    raise SystemExit(CLEAN if proof.holds else ACT)


def _lines(proof: Proof) -> Iterator[str]:
    for line in proof.breaks:
        yield f"登记有误：{line}"
    for version in dict.fromkeys(one.version for one in proof.checked):
        yield from _of_version(proof, version)
    yield f"登记最后一条的校验码：{proof.seal}（可与纸上抄存的核对）"


def _of_version(proof: Proof, version: str) -> Iterator[str]:
    own = [one for one in proof.checked if one.version == version]
    for name, (then, now) in proof.changed.get(version, {}).items():
        what = "程序源码" if name == "source" else name
        yield f"{version}：{what}定稿时是{then}，现在是{now}，重做有出入时先看这一条"
    counts = {one: sum(file.verdict is one for file in own) for one in Verdict}
    told = "、".join(f"{one}{count}个" for one, count in counts.items() if count and one in GOOD)
    bad = [one for one in own if one.verdict not in GOOD]
    yield f"{version}：{'有不符' if bad else '相符'}（{told or '没有一个文件相符'}）"
    for one in own:
        if one.verdict is Verdict.EDITED or one in bad:
            yield f"  {_said(one)}"


def _said(one: Checked) -> str:
    return f"{one.verdict} 《{one.name}》{f'：{one.detail}' if one.detail else ''}"


def _as_json(proof: Proof) -> str:
    answer = {
        "相符": proof.holds,
        "登记": list(proof.breaks),
        "版本变化": {
            version: {name: {"定稿时": then, "现在": now} for name, (then, now) in pairs.items()}
            for version, pairs in proof.changed.items()
        },
        "文件": [
            {"版本": one.version, "名称": one.name, "结论": one.verdict.value, "出入": one.detail}
            for one in proof.checked
        ],
        "校验码": proof.seal,
    }
    return dumps(answer, ensure_ascii=False, indent=1)
