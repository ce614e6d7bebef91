"""Results that a cell could not hold: it keeps fifteen digits, and what is sealed must be what is
stored.
"""

from collections.abc import Iterator
from dataclasses import fields

from xlpy.core.books import MonthBooks
from xlpy.core.issues import Issue, error
from xlpy.core.money import fits_cell, show_grouped
from xlpy.core.text import Text

TABLES = {
    "commissions": "commissions",
    "teams": "team_commissions",
    "splits": "splits",
    "pools": "pools",
    "payroll": "payroll",
}
"""What a month's books are called, and the tables that they go to."""


def too_long(books: MonthBooks) -> Iterator[Issue]:
    """A figure of a month's results with more digits than a cell keeps, of each row the first."""
    for field, table in TABLES.items():
        for row in getattr(books, field):
            long = [
                f.name
                for f in fields(row)
                if type(fen := getattr(row, f.name)) is int and not fits_cell(fen)
            ]
            if long:
                whose, fen = getattr(row, "name", None) or row.pool, getattr(row, long[0])
                said = Text(
                    (
                        f"{whose} 在 {row.month} 的金额 {show_grouped(fen)} 超过 15 位，单元格存不"
                        "下；请核对回款和汇率"
                    ),
                    (
                        f"the amount {show_grouped(fen)} of {whose} in {row.month} has more than "
                        "the 15 digits that a cell "
                        "keeps; check receipts and rates"
                    ),
                )
                yield error(table, None, long[0], "RULES", said, "digits")
