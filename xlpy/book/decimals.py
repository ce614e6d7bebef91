"""Amounts with more decimals than their currency has: an issue, never cut in silence (RULES, head)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from xlpy.book.load import field_of
from xlpy.book.schema import TABLES
from xlpy.core.currencywords import decimals_of
from xlpy.core.issues import ERROR, Issue, error

ROUNDED = "cell.rounded"
"""The key of what `load` says of an amount in yuan that it rounded."""


def refused(issues: Iterable[Issue], kept: Callable[[str, int], bool] = lambda table, row: False) -> Iterator[Issue]:
    """The issues, of which an amount that was rounded is an error; `kept`: the rows for which it stays a warning."""
    for issue in issues:
        if issue.key == ROUNDED and not kept(issue.table, issue.row or 0):
            zh = f"{issue.zh}；请按两位小数填写（公式用 ROUND(…,2)）"
            en = f"{issue.en}: type it with two decimals (a formula with ROUND(…,2))"
            yield replace(issue, severity=ERROR, zh=zh, en=en)
        else:
            yield issue


def too_fine(table: str, records: Sequence) -> Iterator[Issue]:
    """An error for each amount in a row's own currency that has more decimals than the currency."""
    schema = TABLES[table]
    if "currency" not in schema.column_keys:
        return
    for column in (column for column in schema.columns if column.type == "amount"):
        name = field_of(table, column.key)
        for record in records:
            amount = getattr(record, name)
            if amount is None or amount == int(amount):
                continue
            places = decimals_of(record.currency or "")
            if amount.scaleb(places) % 1:
                shown = f"{amount:f}"
                zh = f"{column.zh} {shown} 的小数多于 {record.currency} 的 {places} 位；请按实收填写"
                en = (
                    f"{column.en} {shown} has more decimals than the {places} of {record.currency}; type what was "
                    "really paid or agreed"
                )
                yield error(table, record.row, column.key, column.rule or schema.rule, zh, en, "amount.decimals")
