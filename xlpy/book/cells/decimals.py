"""Amounts with more decimals than their currency has: an issue, never cut silently (RULES,
head).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from xlpy.book.cells.numbers import digits_of
from xlpy.core.currencywords import decimals_of
from xlpy.core.issues import ERROR, Issue, error
from xlpy.core.money import DIGITS
from xlpy.core.tables import TABLES
from xlpy.core.text import Text

ROUNDED = "cell.rounded"
"""The key of what `load` says of an amount in yuan that it rounded."""


def refused(
    issues: Iterable[Issue], kept: Callable[[str, int], bool] = lambda table, row: False
) -> Iterator[Issue]:
    """The issues, of which an amount that was rounded is an error; `kept`: the rows for which it
    stays a warning.
    """
    for issue in issues:
        if issue.key == ROUNDED and not kept(issue.table, issue.row or 0):
            zh = f"{issue.zh}；请按两位小数填写（公式用 ROUND(…,2)）"
            en = f"{issue.en}: type it with two decimals (a formula with ROUND(…,2))"
            yield replace(issue, severity=ERROR, said=Text(zh, en))
        else:
            yield issue


def too_long(table: str, records: Sequence) -> Iterator[Issue]:
    """An error for each amount or rate, not read from a cell, that has more digits than a cell
    keeps.
    """
    schema = TABLES[table]
    for column in (column for column in schema.columns if column.type in ("amount", "rate")):
        for record in records:
            number = getattr(record, column.field)
            if number is not None and digits_of(number) > DIGITS:
                said = Text(
                    f"{column.zh} {number:f} 超过 {DIGITS} 位数字，单元格存不下；请减少小数位",
                    (
                        f"{column.en} {number:f} has more than the {DIGITS} digits that a cell "
                        "keeps; use fewer decimals"
                    ),
                )
                yield error(
                    table, record.row, column.key, column.rule or schema.rule, said, "digits"
                )


def too_fine(table: str, records: Sequence) -> Iterator[Issue]:
    """An error for each amount in a row's own currency that has more decimals than the currency."""
    schema = TABLES[table]
    if "currency" not in schema.column_keys:
        return
    for column in (column for column in schema.columns if column.type == "amount"):
        name = column.field
        units: dict[str | None, Decimal] = {}
        for record in records:
            amount, currency = getattr(record, name), record.currency
            if amount is None:
                continue
            if currency not in units:
                units[currency] = Decimal(1).scaleb(-decimals_of(currency or ""))
            if amount % units[currency]:
                places = decimals_of(currency or "")
                shown = f"{amount:f}"
                said = Text(
                    (
                        f"{column.zh} {shown} 的小数多于 {record.currency} 的 {places} 位；"
                        "请按实收填写"
                    ),
                    (
                        f"{column.en} {shown} has more decimals than the {places} of "
                        f"{record.currency}; type what was "
                        "really paid or agreed"
                    ),
                )
                yield error(
                    table,
                    record.row,
                    column.key,
                    column.rule or schema.rule,
                    said,
                    "amount.decimals",
                )
