"""All that can be said of one indicator of one unit, group or the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.model.figure import PERSON, Figure, Missing, Phrase, Quantity, Scope, Status
from pipeline.model.month import Month
from pipeline.model.number import Number, rounded
from pipeline.model.period import Span
from pipeline.model.standing import Standing, Target
from pipeline.render import wording
from pipeline.render.tasks import bounded, issued, quantity, quantity_of, shares
from pipeline.render.wording import word_of
from pipeline.scheme.indicators import Indicator, told

Dict = dict[str, object]
SINGLE = ("单位", PERSON)
"""Kinds of scope that are one unit or one person."""


def item(indicator: Indicator, month: Month, scope: Scope) -> Dict:
    """The item of the period's figure, with what stands beside it: pending, reported, others."""
    standing = month.standings[scope, indicator.name]
    indicator = indicator.as_shown(wide=scope.kind not in SINGLE)
    head = f"{scope}/{indicator.name}"
    return {
        **judged(indicator, month, standing, head),
        **_month_on_month(indicator, month, standing, head),
        "待审核": _other(indicator, month, scope, Status.PENDING),
        "自报": _reported(indicator, month, scope),
        **shares(indicator, month, scope, standing.target, head),
        **issued(indicator, month, standing, head),
    }


def judged(indicator: Indicator, month: Month, standing: Standing, head: str) -> Dict:
    """What is said of a standing, be it of the period or of a campaign."""
    figure = standing.figure
    return {
        "代号": indicator.name,
        "名称": indicator.title,
        "计量单位": indicator.measure,
        "期": figure.span.name if figure.span else word_of(Missing.NOT_CONFIRMED),
        "完成": quantity(figure.value, indicator, f"{head}/完成", figure.missing),
        "完成数": Phrase(_said(figure, indicator), f"{head}/完成"),
        "上报措辞": Phrase(
            wording.reached(figure.value, figure.missing, indicator), f"{head}/完成"
        ),
        "有数": figure.value is not None,
        "为零": figure.value == 0,
        "口径": told(indicator.note, month.parameters),
        "分母": told(indicator.denominator, month.parameters),
        "调整说明": figure.adjusted.reason if figure.adjusted else "",
        **_task(standing.target, indicator, head),
        **_rate(standing, indicator, head),
        **_pace(standing, head),
        **_short(standing, indicator, head),
        **_past(standing, indicator, month, head),
        **_rank(standing, head),
    }


def _task(target: Target | None, indicator: Indicator, head: str) -> Dict:
    def told(name: str, value: Number | None) -> Quantity:
        return quantity(value, indicator, f"{head}/{name}", Missing.NO_TARGET)

    in_points = target is not None and target.needed is None and target.sure is not None
    sure = told("目标", target.sure if target else None)
    return {
        "目标": sure.with_(measure="%", decimals=2, raw=False) if in_points else sure,
        "力争": told("力争", target.stretch if target else None),
        "上限": told("上限", target.upper if target else None),
        "应达到": told("应达到", target.needed if target else None),
        "目标类别": str(target.kind) if target else "",
        "下达": target.issuer if target else "",
        "考核": bool(target and target.assessed),
        "有目标": bool(target and target.sure is not None),
        "已调整": bool(target and target.before is not None),
        "调整前目标": told("调整前目标", target.before if target else None),
        "目标措辞": Phrase(wording.task(target, indicator), f"{head}/目标"),
    }


def _rate(standing: Standing, indicator: Indicator, head: str) -> Dict:
    """The rate with the decimals at which it prints, in words where no decimals will do (F11)."""
    word, decimals = word_of(standing.no_rate), standing.decimals
    rate = Quantity(standing.rate, "%", decimals, word, f"{head}/完成率")
    if standing.rate is not None and standing.rate < 100:
        short = wording.short_of_hundred(standing, indicator)
        rate = rate.with_(under=Fraction(100), word=short or word)
    return {
        "完成率": rate,
        "力争完成率": bounded(standing.stretch_rate, word, f"{head}/力争完成率"),
        "高于目标": Quantity(standing.distance, "个百分点", 2, word, f"{head}/高于目标"),
        "有完成率": standing.rate is not None,
        "已完成": bool(standing.done),
        "完成率措辞": Phrase(wording.rate(standing, indicator), f"{head}/完成率"),
        "分项": [
            {
                "名称": wording.line_name(one.line),
                "任务": Quantity(Fraction(one.line.count), indicator.measure, 0),
                "完成": Quantity(Fraction(one.counted), indicator.measure, 0),
                "缺口": Quantity(Fraction(one.short), indicator.measure, 0),
            }
            for one in standing.met
        ],
    }


def _pace(standing: Standing, head: str) -> Dict:
    """Pace and gap; the gap re-adds from the rate at whatever decimals both print with (F04)."""
    word, decimals, gap = word_of(standing.no_rate), standing.decimals, standing.gap
    terms = None
    if standing.re_adds and standing.rate is not None and standing.pace is not None:
        terms = standing.rate, standing.pace
    ahead = rounded(gap, decimals) if gap is not None else Fraction(0)
    return {
        "序时进度": Quantity(standing.pace, "%", decimals, "—", f"{head}/序时进度"),
        "超序时": Quantity(gap, "个百分点", decimals, word, f"{head}/超序时", terms=terms),
        "单独超序时": Quantity(standing.raw_gap, "个百分点", 2, word, f"{head}/超序时"),
        "超前": ahead > 0,
        "落后": ahead < 0,
        "序时措辞": Phrase(wording.gap(standing), f"{head}/超序时"),
        "单独序时措辞": Phrase(wording.gap_alone(standing), f"{head}/超序时"),
        "灯": standing.light or "—",
    }


def _short(standing: Standing, indicator: Indicator, head: str) -> Dict:
    """What is short of the target and of the pace, and what each month left has to bring (F18)."""

    def told(name: str, value: Number | None, missing: Missing | None) -> Quantity:
        return quantity(value, indicator, f"{head}/{name}", missing)

    reason = standing.no_rate
    mean = standing.monthly
    monthly = told("月均需完成", mean, reason)
    whole = mean is None or mean.denominator == 1
    return {
        "缺口": told("缺口", standing.short, reason),
        "达序时尚需": told("达序时尚需", standing.behind, reason),
        "月均需完成": monthly if whole or monthly.decimals else monthly.with_(decimals=1),
        "双过半": bool(standing.half_done),
        "适用双过半": standing.half_done is not None,
        "缺口措辞": Phrase(wording.short(standing, indicator), f"{head}/缺口"),
        "达序时措辞": Phrase(wording.behind(standing, indicator), f"{head}/达序时尚需"),
        "月均措辞": Phrase(wording.per_month(standing, indicator), f"{head}/月均需完成"),
        "双过半措辞": Phrase(wording.half_done(standing), f"{head}/双过半"),
    }


def _past(standing: Standing, indicator: Indicator, month: Month, head: str) -> Dict:
    """Last year and the change: in points for a rate, else in per cent, and as a difference."""
    names = {unit.code: unit.short for unit in month.units}
    word = word_of(standing.no_growth)
    measure = "个百分点" if indicator.is_rate else "%"
    note = wording.growth_note(standing, [names[code] for code in standing.apart])
    growth, change = standing.growth, standing.change
    if indicator.by_difference and not indicator.is_rate:
        compared = quantity_of(change, indicator, f"{head}/同比", word)
    else:
        compared = Quantity(growth, measure, 2, word, f"{head}/同比")
    return {
        "同期": quantity(
            standing.last, indicator, f"{head}/同期", standing.no_growth or Missing.NO_PAST
        ),
        "同比": compared,
        "同比增减": quantity_of(change, indicator, f"{head}/同比增减", word),
        "有同比": compared.value is not None,
        "首年": standing.no_growth is Missing.FIRST_YEAR,
        "同期已修订": standing.revised,
        "口径有调整": standing.doubtful,
        "同比措辞": Phrase(wording.growth(standing, indicator), f"{head}/同比"),
        "同比注": note,
    }


def _rank(standing: Standing, head: str) -> Dict:
    """The place as a number, as it prints (并列2 where a rate is shared), and in words (F20)."""
    number = None if standing.rank is None else Fraction(standing.rank)
    rank = Quantity(number, "", 0, word_of(standing.no_rank), f"{head}/名次")
    tied = Phrase(f"并列{standing.rank}", f"{head}/名次")
    return {
        "名次": rank,
        "名次措辞": tied if standing.tied else rank,
        "并列": standing.tied,
        "参加排名": standing.rank is not None,
        "参排家数": standing.ranked,
        "位次": Phrase(wording.place(standing), f"{head}/名次"),
        "有位次变化": standing.rank is not None
        and (standing.is_new or standing.rank_before is not None),
        "位次变化": Phrase(wording.moved_sign(standing), f"{head}/位次变化"),
        "位次变化措辞": Phrase(wording.moved(standing), f"{head}/位次变化"),
    }


def _month_on_month(indicator: Indicator, month: Month, standing: Standing, head: str) -> Dict:
    """当月数 and 较上期公布数, which differ once a past month was corrected (F05)."""
    figure = standing.figure
    series = month.series.get((figure.scope, indicator.name, figure.status), ())
    alone = None if indicator.is_rate else _alone(series)
    change = standing.since_published
    missing = figure.missing or Missing.NOT_APPLICABLE
    moved = quantity(change, indicator, f"{head}/较上期公布数", missing)
    last = figure.span if isinstance(figure.span, Span) and figure.span else None
    return {
        "当月": Span(last.year, last.last, last.last).name if last else "",
        "当月数": quantity(alone, indicator, f"{head}/当月数", missing),
        "当月措辞": Phrase(wording.of_month(alone, indicator), f"{head}/当月数"),
        "有上期公布数": change is not None,
        "上期公布数": quantity(standing.published, indicator, f"{head}/上期公布数", missing),
        "较上期公布数": moved.with_(measure="个百分点") if indicator.is_rate else moved,
        "环比措辞": Phrase(wording.since_published(standing, indicator), f"{head}/较上期公布数"),
    }


def _reported(indicator: Indicator, month: Month, scope: Scope) -> Dict:
    """What units report, and what of it is the month's own by the present data."""
    series = month.series.get((scope, indicator.name, Status.REPORTED), ())
    alone = None if indicator.is_rate else _alone(series)
    code = f"{scope}/{indicator.name}/{Status.REPORTED}/当月数"
    return {
        **_other(indicator, month, scope, Status.REPORTED),
        "当月数": quantity(alone, indicator, code, Missing.NOT_APPLICABLE),
    }


def _alone(series: Sequence[Number | None]) -> Number | None:
    """The last month's own value of a cumulative series."""
    if not series or series[-1] is None:
        return None
    before = series[-2] if len(series) > 1 else Fraction(0)
    return None if before is None else series[-1] - before


def _said(figure: Figure, indicator: Indicator) -> str:
    if figure.value is None:
        return word_of(figure.missing)
    return wording.amount(figure.value, indicator)


def _other(indicator: Indicator, month: Month, scope: Scope, status: Status) -> Dict:
    """The reported or pending figure beside the headline."""
    figure = month.figures.get((scope, indicator.name, status))
    head = f"{scope}/{indicator.name}/{status}"
    if figure is None or not figure.span:
        nothing = quantity(None, indicator, head, Missing.NOT_APPLICABLE)
        return {"完成": nothing, "完成数": "—", "期": "", "有数": False, "为零": False}
    return {
        "完成": quantity(figure.value, indicator, head, figure.missing),
        "完成数": Phrase(_said(figure, indicator), head),
        "期": figure.span.name,
        "有数": figure.value is not None,
        "为零": figure.value == 0,
    }
