"""The dated rules for a function: the workbook's own tables where they are given, else the figures
of the papers.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache

from xlpy.book.defaults import default_rows
from xlpy.book.headers import column_named
from xlpy.book.load import duplicate_keys, load
from xlpy.book.tables import MemoryTables, RawTable
from xlpy.core.issues import has_errors
from xlpy.core.policy import KINDS, Rules, RulesOn
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.functions.grids import grid, sound
from xlpy.functions.problems import CellProblem
from xlpy.functions.spec import TABLE, opt
from xlpy.functions.values import day_of

DATE = Text("日期", "date")
DATE_ARG = opt(
    "date",
    "按哪天的规则；写 2012-07 即当月最后一天；省略为今天。",
    "The day whose rules count; 2012-07 is that month's last day; left out: today.",
)
POLICY_ARG = opt(
    "policy",
    "规则表，连表头：policy[#All]；省略用制度原文的数字。",
    "The policy table with its headers: policy[#All]; left out: the papers' figures.",
    TABLE,
)


def records_of(table: str, raw: object) -> list:
    """The rows of a range of the workbook's `table`, headers included, as records.

    Headers name columns by key, by either half of the label or the whole. Raises CellProblem with
    the first bad cell.
    """
    return _records(table, _rows_of(table, raw))


def _rows_of(table: str, raw) -> tuple:
    """The range as rows that compare as what they are: True is not 1 here."""
    label = Text(TABLES[table].zh, TABLES[table].en)
    rows = (tuple(sound(cell, label) for cell in row) for row in grid(raw))
    return tuple(
        tuple(str(cell).upper() if cell is True or cell is False else cell for cell in row)
        for row in rows
    )


@lru_cache(maxsize=64)
def _records(table: str, rows: tuple) -> list:
    schema = TABLES[table]
    keys = [column_named(table, header) if isinstance(header, str) else None for header in rows[0]]
    if not any(keys):
        raise CellProblem(
            "value",
            Text(
                f"选中的区域第一行不是“{schema.zh}”表的表头；请连表头一起选，如 {table}[#All]",
                f'the range does not begin with the headers of the table "{schema.en}"; include '
                f"them, as {table}[#All]",
            ),
        )
    columns = {key: [row[place] for row in rows[1:]] for place, key in enumerate(keys) if key}
    raw = RawTable(table, columns, len(rows) - 1)
    records, issues = load(raw)
    issues = [*issues, *duplicate_keys(raw)]
    if has_errors(issues):
        issue = next(issue for issue in issues if issue.severity == "error")
        place = ("", "") if issue.row is None else Text(f"第 {issue.row} 行", f"row {issue.row}")
        raise CellProblem(
            "value",
            Text(f"{schema.zh}{place[0]}：{issue.zh}", f"{schema.en} {place[1]}: {issue.en}"),
        )
    return records


@cache
def _defaults() -> dict[str, list]:
    """The rows that come with the package."""
    tables = MemoryTables(default_rows())
    return {key: load(raw)[0] for key, raw in tables.read(("policy", "tiers", "shares")).items()}


@lru_cache(maxsize=64)
def _rules(
    tiers: tuple | None = None, shares: tuple | None = None, policy: tuple | None = None
) -> Rules:
    given = (("tiers", tiers), ("shares", shares), ("policy", policy))
    found = _defaults() | {key: _records(key, rows) for key, rows in given if rows is not None}
    return Rules(found["policy"], found["tiers"], found["shares"])


def rules_on(day: date, shares: object = None, policy: object = None) -> RulesOn:
    """The rules in force on a day: `shares` and `policy` as ranges; those left out are the papers'
    figures.

    Raises CellProblem for a range that cannot be read.
    """
    return _rules(shares=own_rows("shares", shares), policy=own_rows("policy", policy)).on(day)


def policy_by_day(policy: object) -> Callable[[object], RulesOn]:
    """From a cell with a day to the rules in force then, by a range of the policy; left out: the
    papers' figures.

    Raises CellProblem for a range, and then for a cell, that cannot be read.
    """
    rules = _rules(policy=own_rows("policy", policy))
    # Columns mostly bear the same few days.
    return lru_cache(typed=True)(lambda cell: rules.on(day_of(cell, DATE)))


def own_rows(table: str, raw: object) -> tuple | None:
    """The rows of a range of a rule table, to be compared with those of another call; None where
    it was left out.
    """
    return None if raw is None else _rows_of(table, raw)


def steps_on(day: date, scheme: str, tiers: tuple | None) -> tuple:
    """The tiers of a scheme in force on a day, `tiers` as `own_rows`. Raises CellProblem when none
    begins at 0 %.
    """
    on = _rules(tiers).on(day)
    if scheme not in on.has_tiers:
        raise CellProblem(
            "na",
            Text(
                f"提成档 {scheme} 在 {day} 没有从 0 % 开始的一档",
                f"the tiers {scheme} have none from 0 % on {day}",
            ),
        )
    return on.steps[scheme]


def policy_on(day: date, policy: tuple | None) -> RulesOn:
    """The policy in force on a day, `policy` as `own_rows`."""
    return _rules(policy=policy).on(day)


def shares_on(day: date, scheme: str, shares: object = None, policy: object = None) -> RulesOn:
    """The rules of a day whose shares of a scheme sum to 100 %. Raises CellProblem when they do
    not.
    """
    on = rules_on(day, shares, policy)
    if sum(on.percents.get(scheme, {}).values()) != 100:
        raise CellProblem(
            "num",
            Text(
                f"{scheme} 的分配比例在 {day} 合计不是 100 %",
                f"the shares {scheme} do not sum to 100 % on {day}",
            ),
        )
    unknown = [
        kind for kind, share in on.percents[scheme].items() if share and kind not in KINDS[scheme]
    ]
    if unknown:
        raise CellProblem(
            "value",
            Text(
                f"{scheme} 的分配没有“{unknown[0]}”这一项",
                f"the shares {scheme} know no {unknown[0]}",
            ),
        )
    return on
