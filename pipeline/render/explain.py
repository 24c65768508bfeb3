"""tongbao explain as plain data: a figure's definition, its arithmetic and every source row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from pipeline.model.evidence import SourceRow
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.finding import Consequence, Finding
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number, exact, plain, printed
from pipeline.model.period import Days
from pipeline.model.standing import Standing
from pipeline.render.papers.booklet import source
from pipeline.render.wording import word_of
from pipeline.scheme.indicators import Indicator, told
from pipeline.scheme.scheme import Scheme

Dict = dict[str, object]
_LEAVING = (Consequence.DROP_ROW, Consequence.DROP_CELL)


def explained(scheme: Scheme, month: Month, scope: Scope, name: str, status: Status) -> Dict:
    """Return what there is to say of a figure; numbers are exact decimals as strings.

    来源 are the rows that it counts (of a ratio the numerator's), 分母来源 those of a ratio's
    denominator; 各部分 the figures that a total or a formula is made of.
    """
    indicator = scheme.indicators[name]
    definition = indicator.definitions[status]
    figure = month.figures[scope, name, status]
    evidence = month.evidence
    assert evidence is not None
    headline = status is indicator.headline
    standing = month.standings.get((scope, name)) if headline else None
    rows = evidence.rows(figure)
    return {
        "期别": str(month.period),
        "单位": called(month, scope),
        "代码": scope.code,
        "指标": name,
        "名称": indicator.title,
        "计量单位": indicator.measure,
        "状态": status.value,
        "所属期": figure.span.name if figure.span else "",
        "编号": figure.code,
        "定义": told(definition.words or source(scheme, definition), month.parameters),
        "口径": told(indicator.note, month.parameters),
        "数": None if figure.value is None else plain(figure.value),
        "缺数原因": figure.missing.value if figure.missing else None,
        "算式": [*_arithmetic(figure, indicator, rows), *_standing(month, standing, indicator)],
        "标注": list(marks(month, figure)),
        "各部分": [_part(month, scheme, one) for one in evidence.parts(figure)],
        "来源": [row(month, one) for one in rows],
        "分母来源": [row(month, one) for one in evidence.against(figure)],
        "目标来源": [row(month, one) for one in _entries(month, "目标", figure, standing)],
        "同期来源": [row(month, one) for one in _entries(month, "同期", figure, standing)],
        "未计入": [_left_out(one) for one in left_out(scheme, month, figure)],
        "其他状态": [
            {"状态": other.value, "编号": one.code, "数": _plain(one.value)}
            for other in indicator.definitions
            if other is not status and (one := month.figures.get((scope, name, other)))
        ],
    }


def called(month: Month, scope: Scope) -> str:
    """A scope's name as people say it."""
    names = {unit.code: unit.short for unit in month.units}
    code = scope.code
    if scope.kind.startswith("单位·"):
        unit, _, value = code.rpartition("·")
        return f"{names.get(unit, unit)}·{value}"
    return names.get(code, code) or scope.kind


def marks(month: Month, figure: Figure) -> Iterator[str]:
    """沿用, 调整, 待审核: what a reader of the number has to know of it."""
    names = {unit.code: unit for unit in month.units}
    if figure.status is Status.PENDING:
        yield "待审核，不计入核定数"
    if figure.adjusted is not None:
        before = _plain(figure.adjusted.before) or "没有数"
        yield f"由{before}调整：{figure.adjusted.reason}（{figure.adjusted.by}）"
    if figure.altered:
        yield f"含调整数：{'、'.join(names[one].short for one in figure.altered if one in names)}"
    if figure.carried:
        kept = [f"{names[one].short}{month.kept(names[one])}" for one in figure.carried]
        yield "、".join(kept)


def row(month: Month, one: SourceRow) -> Dict:
    """A source row; 文件 is the path from inputs/ on."""
    return {
        "单位": called(month, Scope("单位", one.unit)) if one.unit else called(month, WHOLE),
        "报送单位": one.sender,
        "文件": one.path,
        "工作表": one.sheet,
        "单元格": one.cells,
        "行": one.line,
        "项目": one.label,
        "数": _plain(one.amount),
        "份额": None if one.share is None else plain(one.share),
        "凭证号": one.voucher,
        "沿用": one.carried,
        "采纳": "、".join(accepted(month, one)),
    }


def accepted(month: Month, one: SourceRow) -> list[str]:
    """The codes of the findings on a row that the office let through."""
    file = PurePosixPath(one.path).name
    return [
        finding.code
        for finding in month.findings
        if finding.accepted
        and any(
            (place.file, place.sheet) == (file, one.sheet)
            and place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(one.line)
            for place in finding.places
        )
        and not one.carried
    ]


def left_out(scheme: Scheme, month: Month, figure: Figure) -> list[Finding]:
    """The findings for which rows or cells of the figure's forms were not counted."""
    definition = scheme.indicators[figure.indicator].definitions[figure.status]
    forms = {one.form for one in definition.sources}
    sent = not forms.isdisjoint(scheme.forms)
    evidence = month.evidence
    assert evidence is not None
    units = {one.scope.code for one in evidence.parts(figure)} or {figure.scope.code}
    return [
        one
        for one in month.findings
        if one.unit in units
        and one.left_out
        and not one.accepted
        and one.rule.consequence in _LEAVING
        and (one.table in forms or (sent and one.rule.consequence is Consequence.DROP_ROW))
    ]


def _left_out(finding: Finding) -> Dict:
    place = finding.places[0] if finding.places else None
    return {
        "问题编号": finding.code,
        "规则": finding.rule.code,
        "后果": finding.rule.consequence.value,
        "位置": str(place) if place else "",
        "问题": finding.message,
        "未计入": finding.left_out,
    }


def _part(month: Month, scheme: Scheme, figure: Figure) -> Dict:
    return {
        "单位": called(month, figure.scope),
        "名称": scheme.indicators[figure.indicator].title,
        "编号": figure.code,
        "数": _plain(figure.value),
        "缺数原因": figure.missing.value if figure.missing else None,
        "沿用": bool(figure.carried),
        "调整": figure.adjusted is not None,
    }


def _entries(
    month: Month, role: str, figure: Figure, standing: Standing | None
) -> Sequence[SourceRow]:
    wanted = standing is not None and (standing.target if role == "目标" else standing.last)
    if wanted is None or wanted is False or month.evidence is None:
        return ()
    return month.evidence.entries(role, figure)


def _arithmetic(figure: Figure, indicator: Indicator, rows: Sequence[SourceRow]) -> Iterator[str]:
    if figure.value is None:
        yield f"没有数：{word_of(figure.missing)}"
        return
    value = f"{brief(figure.value)}{indicator.measure}"
    if figure.adjusted is not None:
        yield f"完成 = {value}（办公室调整数，不由下列各行相加）"
    elif figure.parts is not None:
        part, whole = figure.parts
        yield f"{brief(part)} ÷ {brief(whole)} × 100 = {value}"
    elif rows:
        yield f"完成 A = Σ {len(rows)}行 = {value}"
    else:
        yield f"完成 A = {value}"


def _standing(month: Month, standing: Standing | None, indicator: Indicator) -> Iterator[str]:
    if standing is None or standing.figure.value is None:
        return
    yield from _rate(standing, indicator)
    yield from _growth(standing, indicator)
    ranking = _ranking(month, standing)
    if standing.rank is not None:
        tied = "（并列）" if standing.tied else ""
        by = "高于目标的幅度" if standing.distance is not None else "完成率"
        among = f"“{ranking}”" if ranking else "考核分组"
        yield f"名次：在{among}参加排名的{standing.ranked}个单位中按{by}第{standing.rank}{tied}"
    elif standing.no_rank is not None and indicator.assessed:
        yield f"名次：不排（{word_of(standing.no_rank)}）"


def _rate(standing: Standing, indicator: Indicator) -> Iterator[str]:
    target, rate, decimals = standing.target, standing.rate, standing.decimals
    if rate is None:
        if standing.distance is not None and target is not None and target.sure is not None:
            yield f"高于目标 = {brief(standing.distance)}个百分点（目标{brief(target.sure)}%）"
        elif standing.no_rate is not None:
            yield f"完成率：{word_of(standing.no_rate)}"
        return
    assert target is not None
    if standing.counted is not None and target.sure and not standing.met:
        base = f"（{brief(standing.counted)} − 基数{brief(target.base)}）" if target.base else ""
        amount = base or brief(standing.counted)
        equal = "≈" if len(plain(rate).partition(".")[2]) > decimals else "="
        yield (
            f"完成率 R = A ÷ T × 100 = {amount} ÷ {brief(target.sure)} × 100 "
            f"{equal} {printed(rate, decimals)}%（{target.issuer}任务{brief(target.sure)}"
            f"{indicator.measure}）"
        )
    if standing.pace is not None and standing.gap is not None:
        span = standing.figure.span
        share = "按天数" if isinstance(span, Days) else f"截至{span.last}月"
        pace = printed(standing.pace, decimals)
        yield f"序时进度 P（{share}） = {pace}%"
        how = f"{printed(rate, decimals)} − {pace}" if standing.re_adds else "R − P（原数）"
        yield f"与序时之差 = {how} = {printed(standing.gap, decimals)}个百分点"
    if standing.short:
        up = "，不足1的按1计" if standing.whole and (standing.counted or 0) % 1 else ""
        yield f"缺口 = T − A = {brief(standing.short)}{indicator.measure}{up}"


def _growth(standing: Standing, indicator: Indicator) -> Iterator[str]:
    last = standing.last
    if standing.growth is None or last is None:
        if standing.no_growth is not None:
            yield f"同比：{word_of(standing.no_growth)}"
        return
    value = standing.figure.value
    assert value is not None
    revised = "（修订值）" if standing.revised else ""
    if indicator.is_rate:
        yield f"同比 = {brief(value)} − {brief(last)}{revised} = {brief(standing.growth)}个百分点"
    else:
        equal = "≈" if len(plain(standing.growth).partition(".")[2]) > 2 else "="
        yield (
            f"同比 = （A − L） ÷ L × 100，L = {brief(last)}{revised}，"
            f"{equal} {printed(standing.growth, 2)}%"
        )


def _ranking(month: Month, standing: Standing) -> str:
    code = standing.figure.scope.code
    return next((unit.ranking for unit in month.units if unit.code == code), "")


def _plain(value: Number | None) -> str | None:
    return None if value is None else plain(value)


def brief(value: Number | None) -> str:
    """All digits of a number that has few of them, else four decimals."""
    text = plain(value or Number(0))
    return printed(exact(text), 4) if len(text.partition(".")[2]) > 6 else text
