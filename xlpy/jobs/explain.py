"""Where every figure of a person's pay, or of a prize, comes from: inputs, rule id and steps, as
on paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from xlpy.book.tables import Tables
from xlpy.core.books import Books
from xlpy.core.carries import team_carries
from xlpy.core.closings import Closings, closings
from xlpy.core.department import Department
from xlpy.core.issues import DataError, Issue, XlpyError, error
from xlpy.core.periods import Month, Period, Quarter, Year
from xlpy.core.prizes import managers_of, retained_of
from xlpy.core.roster import stranger
from xlpy.core.tables.model import RecordLists, Records
from xlpy.core.tables.results import Commission, Pay, Prize
from xlpy.core.text import Text
from xlpy.jobs import steps
from xlpy.jobs.close import close, closes_before, result_rows
from xlpy.jobs.department import Loaded, load_all, standing_of
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.steps import Line, pay_line


@dataclass(frozen=True, slots=True)
class Explained:
    """A person's period explained: its lines in the order of the calculation, and whether the
    period is closed.
    """

    period: Period
    name: str
    closed: bool
    lines: list[Line]


def explain(tables: Tables, period: Period, name: str) -> Explained:
    """Every figure of a person's month, or of their prize of a quarter or year, with its rule and
    steps.

    A closed period is explained as it was written, an open one as its close would write it now.
    Where the data of a closed period have changed since, the last step of a figure says what it
    would be now. Raises UsageError for a name that is not in the staff table, DataError when the
    close would be refused.
    """
    loaded = load_all(tables, beside=("about",))
    if name not in loaded.department.people:
        raise stranger(name, loaded.department.people)
    state = closings(loaded.records["closes"])
    closed = state.row(period) is not None
    lines = _lines(
        loaded,
        period,
        name,
        _written(loaded, period) if closed else _computed(tables, loaded, period),
    )
    if not lines:
        raise DataError([_nothing(period, name)])
    if closed:
        lines = _with_changes(lines, _lines_now(loaded, state, period, name))
    return Explained(period, name, closed, lines)


def _lines(loaded: Loaded, period: Period, name: str, rows: Records) -> list[Line]:
    if isinstance(period, Month):
        return list(
            _month(loaded.department, standing_of(loaded.records).books, rows, period, name)
        )
    return list(_prizes(loaded.department, rows["prizes"], period, name))


def _lines_now(loaded: Loaded, state: Closings, period: Period, name: str) -> list[Line] | None:
    """What a closed period's lines would be now; None when the data no longer allow to compute
    it.
    """
    try:
        return _lines(
            loaded, period, name, result_rows(loaded, closes_before(state, period), period)
        )
    except (XlpyError, ValueError):
        return None


def _with_changes(lines: list[Line], now: list[Line] | None) -> list[Line]:
    """The lines, each with what it would be now where that differs: its steps come from the data
    as they are now.
    """
    if now is None:
        return [*lines[:-1], replace(lines[-1], steps=[*lines[-1].steps, steps.UNKNOWN_NOW])]
    amounts = {(line.item, line.of): line.amount for line in now}
    return [
        line
        if (amount := amounts.get((line.item, line.of), 0)) == line.amount
        else replace(line, steps=[*line.steps, steps.now_step(amount)])
        for line in lines
    ]


def _written(loaded: Loaded, period: Period) -> RecordLists:
    return {
        table: [row for row in loaded.records[table] if getattr(row, column) == period]
        for table, column in RESULT_PERIODS.items()
    }


def _computed(tables: Tables, loaded: Loaded, period: Period) -> Records:
    return close(tables, period, by="", at=datetime.min, dry_run=True, loaded=loaded).rows


def _nothing(period: Period, name: str) -> Issue:
    said = Text(f"{name} 在 {period} 没有工资或奖金", f"{name} has no pay or prize in {period}")
    return error("payroll", None, "name", "B-3.A", said, "explain.nothing")


def _prizes(
    department: Department, rows: Sequence[Prize], period: Quarter | Year, name: str
) -> Iterator[Line]:
    mine = [row for row in rows if row.name == name and row.kind != "retained"]
    if found := list(_prize_steps(rows, name, department, [period])):
        yield pay_line("prizes", sum(row.amount for row in mine), found)


def _prize_steps(
    rows: Sequence[Prize], name: str, department: Department, periods: Iterable[Quarter | Year]
) -> Iterator[str]:
    """A person's prizes, or what of these periods is retained because the person left before their
    end.
    """
    receipts = partial(steps.period_receipts, department)
    yield from steps.prize_steps(rows, name, receipts, partial(managers_of, department))
    paid = {row.period for row in rows if row.name == name and row.kind != "retained"}
    for period in periods:
        if period not in paid:
            held = retained_of(department, period, receipts(period), name)
            yield from steps.retained_steps(period, held, department.people[name].left)


def _month(
    department: Department, standing: Books, rows: Records, month: Month, name: str
) -> Iterator[Line]:
    pay: Pay | None = next((row for row in rows["payroll"] if row.name == name), None)
    own: Commission | None = next((row for row in rows["commissions"] if row.name == name), None)
    rules = department.on(month)
    if own is not None:
        yield Line(
            "receipts",
            Text("回款", "Receipts"),
            "B-3.B.1",
            own.receipts,
            list(steps.receipt_steps(department, month, name)),
        )
        yield steps.commission_line(
            own, rules.steps["personal"], "B-3.B.1", Text("个人提成", "Commission")
        )
    if pay is None:
        return
    if pay.team_share:
        own_teams = {row.team for row in rows["splits"] if row.name == name}
        carries = team_carries(department, standing.month(month + -1).teams, month)
        for team in rows["team_commissions"]:
            if own_teams.isdisjoint({None, team.name}):
                continue
            names = Text(f"{team.name} 团队提成", f"Team commission of {team.name}")
            passed = [carry for carry in carries if carry.heir == team.name != carry.team]
            line = steps.commission_line(team, rules.steps["team"], "B-3.B.2", names, passed)
            yield replace(line, item="team_commission", of=team.name)
    yield from _items(department, standing, rows, month, pay, own)
    yield pay_line("total", pay.total, [steps.total_step(pay)])


def _items(
    department: Department,
    standing: Books,
    rows: Records,
    month: Month,
    pay: Pay,
    own: Commission | None,
) -> Iterator[Line]:
    """The items of a pay that hold something, each with its steps; the commission has its own
    line.
    """
    name, due = pay.name, standing.due(month)
    told = {
        "post_wage": steps.wage_steps(department, month, name) if pay.post_wage else (),
        **steps.performance_steps(department, month, name, own),
        "fines_taken": steps.fine_steps(department, month, name, pay),
        "team_share": steps.split_steps(
            rows["splits"], name, rows["team_commissions"], department.credited(month).receipts
        ),
        "prizes": _prize_steps(due, name, department, dict.fromkeys(row.period for row in due)),
        "rewards": (
            f"{r.date} {r.note or ''} {steps.yuan(r.amount)}"
            for r in department.rewards_of(month, name)
        ),
        "adjustments": steps.adjustment_steps(rows["adjustments"], name),
        "deductions": (
            f"{r.kind} {steps.yuan(r.amount)}" for r in department.deductions_of(month, name)
        ),
    }
    for item, found in told.items():
        lines = list(found)
        if lines or getattr(pay, item):
            yield pay_line(item, getattr(pay, item), lines)
