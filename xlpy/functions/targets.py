"""Functions of targets: a year broken down to quarters, months, weeks or days (D-4.3)."""

from datetime import date

from xlpy.book.headers import column_named
from xlpy.core.periods import Calendar
from xlpy.core.targets import break_down
from xlpy.core.text import Text
from xlpy.functions.grids import cells_of, grid, is_blank, single
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import records_of
from xlpy.functions.spec import TABLE, arg, function, opt
from xlpy.functions.values import above_zero, choice_of, day_of, fen_of, period_of, yuan

AMOUNT = Text("年任务", "year amount")
YEAR = Text("年份", "year")
BY = Text("单位", "by")
HOLIDAYS = Text("节假日", "holidays")
UNITS = (("quarter", "季"), ("month", "月"), ("week", "周"), ("day", "日"))


@function(
    "把一年的任务分到季、月、周或日：期间、金额；合计分毫不差。",
    "A year's target by quarter, month, week or day: period, amount; sums exactly (D-4.3).",
    arg("year_amount", "全年任务，元，大于 0。", "The year's target in CNY, above zero."),
    arg(
        "year",
        "年份，如 2012；也可以是 2012-Q3 或 2012-07。",
        "The year, as 2012; also 2012-Q3 or 2012-07.",
    ),
    arg("by", "quarter 季、month 月、week 周、day 日。", "quarter, month, week or day."),
    opt(
        "holidays",
        "节假日表，连表头：holidays[#All]；或一列放假日期；省略为周一至周五。",
        "The holidays table with its headers: holidays[#All]; or a column of days off; left "
        "out: Monday to Friday.",
        TABLE,
    ),
)
def targets(year_amount: object, year: object, by: object, holidays: object = None) -> list[list]:
    """A row per period: its name, yuan. Weeks bear their first day and count working days, as days
    do.
    """
    amount = above_zero(fen_of(single(year_amount, AMOUNT), AMOUNT), AMOUNT)
    period = period_of(single(year, YEAR), YEAR)
    unit = choice_of(single(by, BY), UNITS, BY)
    calendar = Calendar() if holidays is None else Calendar(_exceptions(holidays))
    try:
        parts = break_down(amount, period, unit, calendar)
    except ValueError:
        raise CellProblem(
            "num", Text(f"{period} 不能按 {unit} 分", f"{period} cannot be broken down by {unit}")
        ) from None
    return [[name, yuan(part)] for name, part in parts]


def _exceptions(holidays) -> list[tuple[date, str]]:
    """The days that differ from Monday to Friday: of the table, or a plain column of days off."""
    if any(isinstance(cell, str) and column_named("holidays", cell) for cell in grid(holidays)[0]):
        return [(row.date, row.kind) for row in records_of("holidays", holidays)]
    days = [cell for cell in cells_of(holidays, HOLIDAYS)[0] if not is_blank(cell)]
    return [(day_of(cell, HOLIDAYS), "holiday") for cell in days]
