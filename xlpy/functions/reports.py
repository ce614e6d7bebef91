"""Functions of reports: next months' receipts (B-2.A.1), what is owed by its age (B-2.A.11)."""

from xlpy.core.ageing import LIMITS, Age, ages, limits_of, not_growing
from xlpy.core.forecast import Expected, forecast
from xlpy.core.periods import Month
from xlpy.core.policy import RulesOn
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.text import Text
from xlpy.functions.grids import cells_of, is_blank, single, used
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import POLICY_ARG, rules_on
from xlpy.functions.spec import COLUMN, arg, function, opt
from xlpy.functions.values import (
    above_zero,
    count_of,
    exact_day_of,
    fen_of,
    number_of,
    period_of,
    yuan,
)
from xlpy.functions.values import today as this_day

MONTHS = Text("月份", "months")
RECEIPTS = Text("回款", "receipts")
AHEAD = Text("往后几个月", "ahead")
DUE = Text("到期日", "due")
AMOUNT = Text("金额", "amount")
DAY = Text("哪天", "day")
MOST_AHEAD = 36
"""Beyond three years nothing is foretold."""
LONGEST = 1200
"""A hundred years of months; more is a slip in a month's year."""


@function(
    "往后几个月的回款估计：月份、低、预测、高、方法。是估计，不是要付的钱。",
    "The receipts expected of the next months: month, low, forecast, high, method; an estimate "
    "(B-2.A.1).",
    arg(
        "months", "过去的月份，如 2012-07；同一月可有几行。", "The past months, as 2012-07.", COLUMN
    ),
    arg("receipts", "各行的回款，元，一样长。", "Each row's receipts in CNY.", COLUMN),
    arg("ahead", "往后几个月，1 到 36。", "How many months ahead, 1 to 36."),
    POLICY_ARG,
)
def forecast_(months: object, receipts: object, ahead: object, policy: object = None) -> list[list]:
    """A row for each month ahead, from the last month given; months between that have no row
    brought nothing.

    Fewer than 13 months: the mean; to 23: last year × growth; from 24 on the book's own past
    errors choose. Low and high are #N/A with fewer than 5 past errors. Raises CellProblem.
    """
    steps = above_zero(count_of(single(ahead, AHEAD), AHEAD), AHEAD)
    if steps > MOST_AHEAD:
        raise CellProblem("num", Text(f"最多 {MOST_AHEAD} 个月", f"at most {MOST_AHEAD} months"))
    first, series = _series(months, receipts)
    tail = rules_on(this_day(), policy=policy).ratio("forecast.tail")
    found = forecast(series, steps, float(tail))
    method = choice_label(TABLES["forecasts"].column("method"), found.method)
    start = first + len(series)
    return [
        [str(start + at), *_figures(expected), method] for at, expected in enumerate(found.months)
    ]


def _figures(expected: Expected) -> list:
    low, high = (
        _no_band() if each is None else yuan(each) for each in (expected.low, expected.high)
    )
    return [low, yuan(expected.forecast), high]


def _no_band() -> CellProblem:
    return CellProblem(
        "na",
        Text(
            "过去的误差不到 5 个，给不出范围",
            "there are fewer than 5 past errors, so no range can be given",
        ),
    )


def _series(months: object, receipts: object) -> tuple[Month, list[int]]:
    """The first month and each month's receipts in fen, without gaps."""
    found: dict[Month, int] = {}
    for month, amount in _pairs(months, receipts, MONTHS, RECEIPTS):
        period = period_of(month, MONTHS)
        if not isinstance(period, Month):
            raise CellProblem("value", Text(f"{period} 不是一个月", f"{period} is not a month"))
        found[period] = found.get(period, 0) + fen_of(amount, RECEIPTS)
    if not found:
        raise CellProblem(
            "na", Text("没有月份，没有可预测的", "there are no months to forecast from")
        )
    first, last = min(found), max(found)
    length = (last.year - first.year) * 12 + last.number - first.number + 1
    if length > LONGEST:
        raise CellProblem(
            "num",
            Text(f"从 {first} 到 {last} 太长", f"{first} to {last} is too long; look at the years"),
        )
    return first, [found.get(first + at, 0) for at in range(length)]


def _pairs(one: object, other: object, label: Text, label2: Text) -> list[tuple]:
    """The rows of two columns of equal length, without those that are blank in both."""
    cells, cells2 = cells_of(one, label)[0], cells_of(other, label2)[0]
    if len(cells) != len(cells2):
        raise CellProblem(
            "value",
            Text(
                f"{label[0]}和{label2[0]}要一样长",
                f"{label[1]} and {label2[1]} must be of equal length",
            ),
        )
    end = max(used(cells), used(cells2))
    rows = zip(cells[:end], cells2[:end], strict=True)
    return [row for row in rows if not (is_blank(row[0]) and is_blank(row[1]))]


@function(
    "应收款按到期几天分组：账龄、几笔、金额；第一行为未到期。",
    "What is owed by the days it has been due: age, how many, amount; the first row is not due "
    "yet (B-2.A.11).",
    arg("due", "到期日的列。", "The days on which the amounts are due.", COLUMN),
    arg("amount", "未收金额的列，同一币种，一样长。", "What is open, in one currency.", COLUMN),
    opt("day", "哪天；省略为今天。", "The day; left out: today."),
    POLICY_ARG,
)
def age_(due: object, amount: object, day: object = None, policy: object = None) -> list[list]:
    """A row for each class of `receivables.ages`, empty ones too: its name, how many amounts, their
    sum. Raises CellProblem for days and amounts that are none (B-2.A.11).
    """
    on = this_day() if day is None else exact_day_of(single(day, DAY), DAY)
    owed = [
        (exact_day_of(cell, DUE), number_of(sum_, AMOUNT))
        for cell, sum_ in _pairs(due, amount, DUE, AMOUNT)
    ]
    if not owed:
        raise CellProblem(
            "na", Text("没有应收的金额，没有可分的", "nothing is owed, so nothing to group")
        )
    return [_row(age) for age in ages(owed, on, _limits(rules_on(on, policy=policy)))]


def _limits(rules: RulesOn) -> tuple[int, ...]:
    text = rules.text(LIMITS)
    try:
        return limits_of(text)
    except ValueError:
        raise CellProblem("value", not_growing(text)) from None


def _row(age: Age) -> list:
    return [age_label(age), float(age.count), float(age.amount)]


def age_label(age: Age) -> str:
    """What a class of age is called, in both languages."""
    if age.first is None:
        return "未到期 not due"
    if age.last is None:
        return f"{age.first} 天以上 days and more"
    return f"{age.first}-{age.last} 天 days"
