"""Statements with what each line must become, by hand: read, proposed against a small workbook,
compared and counted.

`expected.csv` beside the statements: file, line (or row, or number of the entry), date (or_date as
good), amount with its sign, currency, order_no, verdict (what stands behind a colon is for
people), reason, rate_to_CNY where stated.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from xlpy.bank.files import read_statement
from xlpy.book.tables import MemoryTables
from xlpy.jobs.bank import propose

OWN = Path(__file__).parent / "cases" / "bank"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "bank"
ORDERS = [f"SO-{number:04d}" for number in range(330, 349)]
LAST_RATES = {"USD": "6.3188", "EUR": "8.1684", "GBP": "10.1205", "HKD": "0.8142", "JPY": "0.0801"}
BOOKED = ("receipt", "refund")


def workbook():
    """A department with orders, and receipts of October in several currencies."""
    receipts = [
        {
            "receipt_no": f"R-{code}",
            "date": date(2012, 10, 30),
            "order_no": "SO-0330",
            "amount": Decimal(1),
        }
        | {"currency": code, "rate": Decimal(rate)}
        for code, rate in LAST_RATES.items()
    ]
    orders = [{"order_no": number, "customer": "ACME", "salesperson": "王芳"} for number in ORDERS]
    return MemoryTables({"orders": orders, "receipts": receipts})


@dataclass(frozen=True)
class Result:
    """One expected line: what it must be, what it became, and how wrong that is."""

    file: str
    expected: dict
    became: object
    wrong: tuple[str, ...]

    @property
    def grave(self):
        """Whether a sum would be booked that must not be, or another sum, side, currency or
        order.
        """
        return (
            self.became is not None
            and self.became.verdict in BOOKED
            and bool(set(self.wrong) - {"date", "rate"})
        )

    def __str__(self):
        became = self.became and (self.became.verdict, self.became.line, self.became.why)
        return (
            f"{self.file} {self.expected['line']}: {', '.join(self.wrong)}; must be "
            f"{self.expected}; is {became}"
        )


def results(folder):
    """Every expected line of a folder with what became of it; the column `account` is the
    account's currency.
    """
    by_file = defaultdict(list)
    with open(folder / "expected.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            by_file[row["file"]].append(row)
    return [result for name, rows in by_file.items() for result in _of_file(folder, name, rows)]


def _of_file(folder, name, rows):
    account = rows[0].get("account") or "CNY"
    proposal = propose(workbook(), read_statement((folder / name).read_bytes()), account)
    became = {str(row.line.row): row for row in proposal.rows}
    return [
        Result(name, row, became.get(row["line"]), _wrong(row, became.get(row["line"])))
        for row in rows
    ]


def _wrong(expected, became):
    if became is None:
        return ("line",)
    line, verdict = became.line, expected["verdict"].split(":")[0].strip()
    wrong = [] if became.verdict == verdict else ["verdict"]
    if verdict in ("skip", "refuse"):
        return tuple(wrong)
    if str(line.date) not in (expected["date"], expected.get("or_date") or None):
        wrong.append("date")
    if line.amount is None or line.amount != Decimal(expected["amount"]):
        wrong.append("amount")
    if line.currency != expected["currency"]:
        wrong.append("currency")
    if (became.order_no or "") != expected["order_no"]:
        wrong.append("order")
    if rate := expected.get("rate_to_CNY"):
        wrong += [] if became.receipt and became.receipt.rate == Decimal(rate) else ["rate"]
    return tuple(wrong)
