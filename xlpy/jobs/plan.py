"""The plan board of a day: items, roll-ups, what is odd; written to the table when asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.issues import Issue, UsageError
from xlpy.core.periods import Calendar, Period, Quarter, Year
from xlpy.core.plan import ItemState, Rolled, item_states, percent, plan_issues, rolled
from xlpy.core.tables import TABLES
from xlpy.core.tables.planning import PlanBoardRow
from xlpy.jobs.department import load_all

READ = ("plan_items", "plan_progress", "holidays")


@dataclass(frozen=True)
class Board:
    """A year's or quarter's plan on a day."""

    period: Period
    day: date
    items: list[ItemState]
    rolled: list[Rolled]
    issues: list[Issue]


def plan(tables: Tables, day: date, period: Period | None = None) -> Board:
    """The plan of a year or quarter on a day; left out, the year of the day (A).

    Raises UsageError for a month.
    """
    wanted = period or Year(day.year)
    if not isinstance(wanted, (Year, Quarter)):
        raise UsageError(
            f"“{wanted}”请写年或季度，如 2012、2012-Q3",
            f'"{wanted}": give a year or a quarter, such as 2012 or 2012-Q3',
        )
    loaded = load_all(tables, READ)
    records = loaded.records
    quarters = {str(wanted)[-2:]} if isinstance(wanted, Quarter) else None
    items = [
        item
        for item in records["plan_items"]
        if item.year == wanted.year and (quarters is None or item.quarter in quarters)
    ]
    calendar = Calendar((row.date, row.kind) for row in records["holidays"])
    numbers = {item.item_no for item in items}
    progress = [row for row in records["plan_progress"] if row.item_no in numbers]
    states = item_states(items, progress, day, calendar)
    return Board(
        wanted, day, states, rolled(states), [*loaded.issues, *plan_issues(items, progress)]
    )


def write_plan(tables: Tables, day: date, period: Period | None = None) -> Board:
    """The same, and the table `plan_board` written anew."""
    board = plan(tables, day, period)
    rows = [cells_of(TABLES["plan_board"], row) for row in board_rows(board.rolled, board.period)]
    tables.commit([Change("plan_board", keep=(), append=rows)])
    return board


def board_rows(found: Sequence[Rolled], period: Period) -> list[PlanBoardRow]:
    """The roll-ups as rows of the table: `2012-Q1`, or `2012` for the year."""
    year = str(period)[:4]
    return [
        PlanBoardRow(
            f"{year}-{row.quarter}" if row.quarter else str(period),
            row.owner,
            row.items,
            row.done,
            row.late,
            Decimal(percent(row.share).numerator) / percent(row.share).denominator,
        )
        for row in found
    ]
