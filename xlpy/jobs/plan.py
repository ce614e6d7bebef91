"""The plan board of a day: items, roll-ups, what is odd; written to the table when asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.approvedtargets import TargetState, approval_issues, target_states
from xlpy.core.issues import Issue, UsageError
from xlpy.core.periods import Calendar, Period, Quarter, Year
from xlpy.core.plan import ItemState, Rolled, item_states, percent, plan_issues, rolled
from xlpy.core.planyear import PICTURE_MONTHS, YearBar, hanging, year_bars
from xlpy.core.tables import TABLES
from xlpy.core.tables.logs import Meeting
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.planning import PlanBoardRow, PlanItem, PlanProgress, PlanYearRow
from xlpy.core.text import Text
from xlpy.jobs.department import load_all

READ = (
    *("plan_items", "plan_progress", "holidays", "meetings"),
    *("plans", "targets", "target_approvals"),
)


@dataclass(frozen=True)
class Board:
    """A year's or quarter's plan on a day."""

    period: Period
    day: date
    items: list[ItemState]
    rolled: list[Rolled]
    bars: list[YearBar]
    targets: list[TargetState]
    meetings: list[Meeting]
    issues: list[Issue]


def plan(tables: Tables, day: date, period: Period | None = None) -> Board:
    """The plan of a year or quarter on a day; left out, the year of the day, or the last that has
    items where that has none (A).

    Raises UsageError for a month.
    """
    loaded = load_all(tables, READ)
    records = loaded.records
    wanted = period or _year_of(records, day)
    if not isinstance(wanted, (Year, Quarter)):
        raise UsageError(
            Text(
                f"“{wanted}”请写年或季度，如 2012、2012-Q3",
                f'"{wanted}": give a year or a quarter, such as 2012 or 2012-Q3',
            )
        )
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
        wanted,
        day,
        states,
        rolled(states),
        year_bars(states, progress, wanted.year, day),
        _targets(records, wanted),
        [row for row in records["meetings"] if row.date >= day],
        [*loaded.issues, *issues_of_plan(records, items, progress)],
    )


def _year_of(records: RecordLists, day: date) -> Year:
    years = {item.year for item in records["plan_items"]}
    return Year(day.year if day.year in years or not years else max(years))


def _targets(records: RecordLists, wanted: Year | Quarter) -> list[TargetState]:
    """The states of the period's targets; none while nobody uses their approval (B-1.1)."""
    if not records["target_approvals"]:
        return []
    own = [row for row in records["plans"] if str(row.period).startswith(str(wanted))]
    return target_states(own, records["target_approvals"], records["targets"])


def issues_of_plan(
    records: RecordLists,
    items: Iterable[PlanItem] | None = None,
    progress: Iterable[PlanProgress] | None = None,
) -> list[Issue]:
    """What is odd about the plan: of some items and their progress, left out: of all (A, B-1.1)."""
    return [
        *plan_issues(
            records["plan_items"] if items is None else items,
            records["plan_progress"] if progress is None else progress,
        ),
        *approval_issues(records["plans"], records["target_approvals"]),
    ]


def write_plan(tables: Tables, day: date, period: Period | None = None) -> Board:
    """The same, and the tables `plan_board` and `plan_year` written anew."""
    board = plan(tables, day, period)
    written: dict[str, Sequence[object]] = {
        "plan_board": board_rows(board.rolled, board.period),
        "plan_year": year_rows(board, tables.language),
    }
    tables.commit(
        [
            Change(key, keep=(), append=[cells_of(TABLES[key], row) for row in rows])
            for key, rows in written.items()
        ]
    )
    return board


def year_rows(board: Board, language: str) -> list[PlanYearRow]:
    """The rows of the plan's picture: the items, then the sums with what waits for whom."""
    waiting = hanging(board.items)
    year = str(board.period)[:4]
    rows = [_bar_row(bar) for bar in board.bars]
    for each in board.rolled:
        if each.owner and each.quarter:
            # A person's quarters stand on the board; the picture stays on one page.
            continue
        told = Text(f"{each.done} / {each.items} 项完成", f"{each.done} of {each.items} items done")
        own = waiting.get(each.owner, []) if each.owner else []
        rows.append(
            PlanYearRow(
                f"Σ {year}-{each.quarter}" if each.quarter else f"Σ {board.period}",
                told.said(language, " "),
                each.owner,
                None,
                _percent(each.share),
                each.late or None,
                waits=", ".join(state.item.item_no for state in own) or None,
            )
        )
    return rows


def _bar_row(bar: YearBar) -> PlanYearRow:
    state, item = bar.state, bar.state.item
    row = PlanYearRow(
        item.item_no,
        item.deliverable,
        item.owner,
        item.deadline,
        _percent(state.share),
        state.working_overdue,
        bar.slipped or None,
        waits=item.helpers if not state.is_done else None,
    )
    months: dict[str, Any] = dict(zip(PICTURE_MONTHS, bar.months, strict=True))
    return replace(row, **months)


def _percent(share: Fraction) -> Decimal:
    found = percent(share)
    return Decimal(found.numerator) / found.denominator


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
            _percent(row.share),
        )
        for row in found
    ]
