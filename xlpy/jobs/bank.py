"""Receipts from a bank's statement: each sum that came in is matched with an order, shown, and added to the table."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xlpy.book.load import cells_of
from xlpy.book.schema import TABLES
from xlpy.book.tables import Change, Tables
from xlpy.core.issues import FileError, Issue, error
from xlpy.core.records import Order, Receipt
from xlpy.jobs.bankfile import BankStatement, Entry
from xlpy.jobs.department import load_all

NEW, KNOWN, TWICE, CLASH, OUT, NO_ORDER, SEVERAL, NO_CURRENCY, NO_RATE = (
    "new",
    "known",
    "twice",
    "number taken",
    "out",
    "no order",
    "several orders",
    "no currency",
    "no rate",
)
WHY = {
    KNOWN: ("回款表里已有", "is in the receipts already"),
    TWICE: ("与本对账单另一行相同；若确是两笔，另一笔请手填", "stands twice here; if these are two, type the other"),
    CLASH: ("流水号已用于另一笔数字不同的回款；请核对", "a receipt with other figures has its number; check it"),
    OUT: ("是付出的钱；若是退款，请在回款表填负数", "went out; if it is a refund, type a negative receipt"),
    NO_ORDER: ("附言里没有找到订单号", "no order number in the bank's text"),
    SEVERAL: ("附言里有几个订单号", "several order numbers in the bank's text"),
    NO_CURRENCY: ("不知道币种", "its currency is not known"),
    NO_RATE: ("没有汇率", "there is no rate for it"),
}
"""Why a sum is not taken over."""
_ASKS = {
    NO_CURRENCY: ("请加 --currency CODE", "give it by --currency CODE"),
    NO_RATE: ("请加 --rate {currency}=6.32", "give it by --rate {currency}=6.32"),
}
"""What the command wants to know before it adds anything."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sum of the statement: the receipt that it would be, its state, and the orders that its text names."""

    entry: Entry
    state: str
    receipt: Receipt | None = None
    orders: tuple[str, ...] = ()

    @property
    def why(self) -> tuple[str, str] | None:
        """Why it is not taken over, in both languages; None for what is."""
        return WHY.get(self.state)


@dataclass(frozen=True)
class Proposal:
    """Every sum that came in or went out for an order, and the number of lines that were something else."""

    rows: list[Proposed]
    others: int

    @property
    def new(self) -> list[Receipt]:
        """The receipts that `take_over` adds."""
        return [row.receipt for row in self.rows if row.state == NEW and row.receipt]

    @property
    def waiting(self) -> list[Issue]:
        """What is to be said before anything is added: sums whose currency or rate is not known."""
        found = []
        for row in self.rows:
            if row.state in _ASKS and row.why:
                currency = row.receipt.currency if row.receipt else ""
                zh, en = (text.format(currency=currency) for text in _ASKS[row.state])
                zh, en = f"{row.entry.date} {row.entry.amount:,} {row.why[0]}；{zh}", f"{row.why[1]}; {en}"
                found.append(error("receipts", row.entry.row, "rate", "B-3.B.1", zh, en, "bank"))
        return found

    @property
    def currencies_without_rate(self) -> list[str]:
        """The currencies for which a rate is still to be given."""
        wanted = [row.receipt.currency for row in self.rows if row.state == NO_RATE and row.receipt]
        return list(dict.fromkeys(wanted))


def propose(
    tables: Tables,
    statement: BankStatement,
    currency: str | None = None,
    rates: Mapping[str, Decimal] | None = None,
) -> Proposal:
    """What a statement's sums would be as receipts; nothing is written.

    `currency`: of sums for which the statement names none. `rates`: CNY per unit, where the statement has no rate of
    its own. Raises FileError when the workbook cannot be used.
    """
    loaded = load_all(tables, ("orders", "receipts"))
    orders, receipts = loaded.records["orders"], loaded.records["receipts"]
    known = {receipt.receipt_no: _content(receipt) for receipt in receipts}
    same = set(known.values())
    numbers = _patterns(orders)
    rows: list[Proposed] = []
    here: set[str] = set()
    for entry in statement.entries:
        row = _proposed(entry, numbers, entry.currency or statement.currency or currency, rates or {})
        if row.receipt:
            row = replace(row, state=_taken(row, known, same, here) or row.state)
        if row.receipt and row.state == NEW:
            known[row.receipt.receipt_no] = _content(row.receipt)
            here.add(row.receipt.receipt_no)
        rows.append(row)
    out = [Proposed(entry, OUT, None, _orders(entry, numbers)) for entry in statement.out]
    named = [row for row in out if row.orders]
    return Proposal(rows + named, statement.others - len(named))


def _taken(row: Proposed, known: Mapping[str, tuple], same: Collection[tuple], here: Collection[str]) -> str | None:
    """The state of a sum whose number or content is there already; None where neither is."""
    receipt, content = row.receipt, _content(row.receipt)
    if receipt.receipt_no not in known:
        return KNOWN if not row.entry.number and content in same else None
    if known[receipt.receipt_no] != content:
        return CLASH
    return TWICE if receipt.receipt_no in here else KNOWN


def _patterns(orders: Sequence[Order]) -> list[tuple[str, re.Pattern]]:
    """Each order number with a pattern that finds it in a text, whatever stands between its parts."""
    found = []
    for number in dict.fromkeys(order.order_no for order in orders):
        parts = [re.escape(part) for part in re.findall(r"[^\W_]+", number)]
        if parts:
            # Not inside of a longer number: 1024 is no part of 10248.
            whole = r"(?<![0-9A-Za-z])" + r"[\s\-_/.#]*".join(parts) + r"(?![0-9A-Za-z])"
            found.append((number, re.compile(whole, re.IGNORECASE)))
    return found


def _proposed(entry: Entry, numbers, currency: str | None, rates: Mapping[str, Decimal]) -> Proposed:
    named = _orders(entry, numbers)
    if len(named) != 1:
        return Proposed(entry, SEVERAL if named else NO_ORDER, None, named)
    if currency is None:
        return Proposed(entry, NO_CURRENCY, None, named)
    rate = None if currency == "CNY" else entry.rate or rates.get(currency)
    number = entry.number or _number(entry, named[0], currency)
    receipt = Receipt(number, entry.date, named[0], entry.amount, currency, rate)
    return Proposed(entry, NEW if currency == "CNY" or rate else NO_RATE, receipt, named)


def _orders(entry: Entry, numbers) -> tuple[str, ...]:
    return _named(entry.text, numbers) or _named(entry.number, numbers)


def _named(text: str, numbers) -> tuple[str, ...]:
    """The orders that a text names; one whose number is a part of another's that stands there is not meant."""
    spans = [(number, match.span()) for number, pattern in numbers for match in pattern.finditer(text)]
    longest = [
        number
        for number, (start, end) in spans
        if not any(s <= start and end <= e and e - s > end - start for _, (s, e) in spans)
    ]
    return tuple(dict.fromkeys(longest))


def _number(entry: Entry, order: str, currency: str) -> str:
    """A receipt number for a bank that gives none: the same sum read again gets the same."""
    return f"{entry.date:%Y%m%d}-{order}-{entry.amount:f}{'' if currency == 'CNY' else currency}"


def _content(receipt: Receipt) -> tuple:
    return receipt.date, receipt.order_no, receipt.amount, receipt.currency


def last_rates(tables: Tables, on: date) -> dict[str, Decimal]:
    """The newest rate of each currency among the receipts up to a day: what to propose for the next."""
    receipts = load_all(tables, ("receipts",)).records["receipts"]
    dated = sorted((r for r in receipts if r.rate is not None and r.date <= on), key=lambda receipt: receipt.date)
    return {receipt.currency: receipt.rate for receipt in dated}


def take_over(tables: Tables, proposal: Proposal) -> list[Receipt]:
    """Add the new receipts; what was added. Raises FileError when the workbook cannot be written."""
    new = proposal.new
    if len({receipt.receipt_no for receipt in new}) != len(new):
        raise FileError("对账单里有重复的流水号，未写入。", "The statement has a number twice; nothing was written.")
    if new:
        tables.commit([Change("receipts", append=[cells_of(TABLES["receipts"], receipt) for receipt in new])])
    return new
