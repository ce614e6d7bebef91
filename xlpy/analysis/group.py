"""The departments of a group as DataFrames, and their sums: whole fen, never floats."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlpy.analysis.columns import FEN
from xlpy.book.csvtext import escaped
from xlpy.core.group.facts import RECEIPTS, WRITTEN, Facts, columns_of
from xlpy.core.money import show
from xlpy.core.tables import TABLES

if TYPE_CHECKING:
    from pandas import DataFrame

_PEOPLE = ("commission", "team_share", "prizes", "rewards", "adjustments", "total")
"""What a person got, as the payroll has it."""


def group_frames(group: Sequence[Facts]) -> dict[str, "DataFrame"]:
    """One DataFrame a table, the departments' rows one below the other, their name in front.

    Money in CNY as whole fen (Int64), months and days as texts such as 2012-07, 2012-07-09; amounts
    in other currencies as exact Decimals.
    """
    return {table: _frame(table, group) for table in ("receipts", *WRITTEN)}


def _frame(table: str, group: Sequence[Facts]) -> "DataFrame":
    import pandas

    columns = columns_of(table)
    rows = [
        (facts.origin.department, *map(_plain, row)) for facts in group for row in facts.rows[table]
    ]
    frame = pandas.DataFrame(rows, columns=["department", *columns], dtype=object)
    return frame.astype(dict.fromkeys(_fen(table), FEN))


def _plain(value: object) -> object:
    from decimal import Decimal

    return value if value is None or isinstance(value, int | Decimal | str) else str(value)


def _fen(table: str) -> list[str]:
    if table == "receipts":
        return list(RECEIPTS[-2:])
    return [column.key for column in TABLES[table].columns if column.type == "fen"]


def group_sums(frames: dict[str, "DataFrame"]) -> dict[str, "DataFrame"]:
    """The group's sums in fen: by department, month, person and region, and its pools.

    `receipts` of each sum to the same whole.
    """
    receipts = frames["receipts"].rename(columns={"credited": "taken"})
    return {
        "departments": _joined(frames, receipts, ["department"]),
        "months": _joined(frames, receipts, ["department", "month"]),
        "people": _people(frames, receipts),
        "regions": _summed(receipts, ["region", "department"], {"taken": "receipts"}),
        "pools": _pools(frames["pools"]),
    }


def _joined(frames: dict[str, "DataFrame"], receipts: "DataFrame", by: list[str]) -> "DataFrame":
    """Receipts, commissions, pay and pools side by side."""
    parts = [
        _summed(receipts, by, {"taken": "receipts"}),
        _summed(frames["commissions"], by, {"commission": "commission"}),
        _summed(frames["team_commissions"], by, {"commission": "team_commission"}),
        _summed(frames["payroll"], by, {"total": "pay"}),
        _summed(frames["pools"], by, {"paid_in": "pools_in", "paid_out": "pools_out"}),
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.merge(part, on=by, how="outer", sort=False)
    return _filled(whole, by).sort_values(by, kind="stable", ignore_index=True)


def _people(frames: dict[str, "DataFrame"], receipts: "DataFrame") -> "DataFrame":
    by = ["name", "department"]
    credited = _summed(receipts[receipts["name"].notna()], by, {"taken": "receipts"})
    paid = _summed(frames["payroll"], by, {name: name for name in _PEOPLE})
    return _filled(credited.merge(paid, on=by, how="outer", sort=False), by).sort_values(
        ["receipts", *by], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def _pools(pools: "DataFrame") -> "DataFrame":
    """Each pool over the period: its first opening, what came and went, its last closing."""
    by = ["pool", "department"]
    ordered = pools.sort_values("month", kind="stable")
    return ordered.groupby(by, sort=True, as_index=False).agg(
        opening=("opening", "first"),
        paid_in=("paid_in", "sum"),
        paid_out=("paid_out", "sum"),
        closing=("closing", "last"),
    )


def _summed(frame: "DataFrame", by: list[str], names: dict[str, str]) -> "DataFrame":
    """Sums of some columns by others, under names; a blank is a key of its own."""
    found = frame.groupby(by, dropna=False, sort=True, as_index=False)[list(names)].sum()
    return found.rename(columns=names)


def _filled(frame: "DataFrame", by: list[str]) -> "DataFrame":
    return frame.fillna({name: 0 for name in frame.columns if name not in by})


def texts_of(frame: "DataFrame") -> Iterator[list[str]]:
    """A DataFrame's rows as the texts of a CSV: fen as yuan, blanks empty, what would be a formula
    escaped.
    """
    import pandas

    fen = [str(frame[name].dtype) == FEN for name in frame.columns]

    def text(value: Any, is_fen: bool) -> str:
        if value is None or value is pandas.NA:
            return ""
        if is_fen:
            return show(int(value))
        return escaped(value) if isinstance(value, str) else str(value)

    for row in frame.itertuples(index=False, name=None):
        yield list(map(text, row, fen))


def to_parquet(frame: "DataFrame", path: str) -> None:
    """Write a DataFrame as Parquet: fen as whole numbers, all else as texts, blanks as null."""
    texts = [name for name in frame.columns if frame[name].dtype == object]

    def plain(value: Any) -> str | None:
        return None if value is None else str(value)

    made = frame.assign(**{name: frame[name].map(plain).astype("str") for name in texts})
    made.to_parquet(path, engine="pyarrow", index=False)
