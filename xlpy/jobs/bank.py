"""Receipts from a bank's statement: what every line becomes and why; what is added, and what must
be said first.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xlpy.bank.records import ENTRY, SKIP, UNPAID, BankStatement, Line, Why
from xlpy.book.cells.decimals import too_long
from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.issues import FileError, Issue, UsageError, error
from xlpy.core.tables import TABLES
from xlpy.core.tables.trade import Receipt
from xlpy.core.text import Text
from xlpy.jobs.bankorders import OrderNumbers
from xlpy.jobs.bankrates import Rates
from xlpy.jobs.department import load_all

RECEIPT, REFUND, OTHER, PASS, REFUSE = "receipt", "refund", "other", "skip", "refuse"
"""What a line is: a receipt, a refund (a negative receipt), money of no order, nothing, or not to
be booked.
"""
(
    NEW,
    KNOWN,
    TWICE,
    CLASH,
    OUT,
    NO_ORDER,
    SEVERAL,
    NO_CURRENCY,
    NO_RATE,
    UNREADABLE,
    UNSURE,
    NEVER,
    NOTHING,
    LEFT,
) = (
    "new",
    "known",
    "twice",
    "number taken",
    "out",
    "no order",
    "several orders",
    "no currency",
    "no rate",
    "unreadable",
    "unsure",
    "never paid",
    "nothing",
    "left",
)
"""The states behind the verdicts."""
WHY: dict[str, Why] = {
    KNOWN: Text("回款表里已有", "is in the receipts already"),
    TWICE: Text(
        "与本对账单另一行相同；若确是两笔，另一笔请手填",
        "stands twice here; if these are two, type the other",
    ),
    CLASH: Text(
        "流水号已用于另一笔数字不同的回款；请核对",
        "a receipt with other figures has its number; check it",
    ),
    OUT: Text(
        "是付出的钱：退款，说了才加入", "went out: a refund, added only when it is asked for"
    ),
    NO_ORDER: Text("没有找到订单号", "no order number on the line"),
    SEVERAL: Text(
        "一行里有几个订单号，请手填", "several order numbers on the line; type its receipts by hand"
    ),
    NO_CURRENCY: Text(
        "不知道币种，请加 --currency CODE", "its currency is not known; give it by --currency CODE"
    ),
    LEFT: Text("按吩咐略过", "is left out as you said"),
}
_ASKS_RATE = Text(
    "没有汇率，请加 --rate {code}=6.32", "there is no rate for it; give it by --rate {code}=6.32"
)
_VERDICTS = {
    NO_ORDER: OTHER,
    SEVERAL: REFUSE,
    TWICE: REFUSE,
    CLASH: REFUSE,
    KNOWN: PASS,
    LEFT: PASS,
}
_STOPS = (UNREADABLE, UNSURE)
"""States of lines that must be corrected or left out before anything is added."""
_WAITS = (NO_CURRENCY, NO_RATE)
"""States of lines of which something must be said before anything is added."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line of the statement: what it becomes, why, the receipt that it is or would be, the
    orders that it names.
    """

    line: Line
    verdict: str
    state: str
    receipt: Receipt | None = None
    orders: tuple[str, ...] = ()
    why: Why | None = None

    @property
    def order_no(self) -> str | None:
        """The one order that it names."""
        return self.orders[0] if len(self.orders) == 1 else None


@dataclass(frozen=True)
class Proposal:
    """What every line of a statement becomes; `refunds`: rows whose refunds are added, too."""

    rows: list[Proposed]
    statement: BankStatement
    refunds: Collection[int | str] = ()

    def adds(self, row: Proposed) -> bool:
        """Whether a line is added to the receipts."""
        return row.state == NEW or (row.state == OUT and row.line.row in self.refunds)

    @property
    def new(self) -> list[Receipt]:
        """The receipts that `take_over` adds."""
        return [row.receipt for row in self.rows if self.adds(row) and row.receipt]

    @property
    def stops(self) -> list[Proposed]:
        """The lines that cannot be read or are in doubt: nothing is added until they are left
        out.
        """
        return [row for row in self.rows if row.state in _STOPS]

    @property
    def waits(self) -> list[Proposed]:
        """The lines whose currency or rate is still to be given, of those that would be added."""
        wanted = (row for row in self.rows if row.state in _WAITS)
        return [row for row in wanted if row.verdict == RECEIPT or row.line.row in self.refunds]

    @property
    def waiting(self) -> list[Issue]:
        """What is to be said before anything is added, all at once, each with its line."""
        found = []
        for row in (*self.stops, *self.waits):
            column = (
                None if row.state in _STOPS else "currency" if row.state == NO_CURRENCY else "rate"
            )
            zh, en = row.why or WHY[NO_CURRENCY]
            if row.state in _STOPS:
                zh += f"；改正文件，或加 --leave {row.line.row} 略过这一行"
                en += f"; correct the file, or leave the line out by --leave {row.line.row}"
            place = row.line.row if isinstance(row.line.row, int) else None
            found.append(error("receipts", place, column, "B-3.B.1", Text(zh, en), "bank"))
        return [*found, *self._unstorable]

    @property
    def _unstorable(self) -> Iterator[Issue]:
        """The rates and sums that would be added and have more digits than a cell keeps."""
        for row in self.rows:
            if self.adds(row) and row.receipt:
                place = row.line.row if isinstance(row.line.row, int) else 0
                yield from too_long("receipts", [replace(row.receipt, row=place)])

    @property
    def currencies_without_rate(self) -> list[str]:
        """The currencies for which a rate is still to be given."""
        return list(
            dict.fromkeys(
                row.receipt.currency for row in self.waits if row.state == NO_RATE and row.receipt
            )
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many lines have each verdict."""
        return {
            verdict: sum(row.verdict == verdict for row in self.rows) for verdict in _VERDICT_ORDER
        }


_VERDICT_ORDER = (RECEIPT, REFUND, OTHER, PASS, REFUSE)


def propose(
    tables: Tables,
    statement: BankStatement,
    currency: str | None = None,
    rates: Mapping[str, Decimal] | None = None,
    refunds: bool | Collection[int | str] = False,
    leave: Collection[int | str] = (),
) -> Proposal:
    """What a statement's lines would be as receipts; nothing is written.

    `currency`: of sums for which the statement names none. `rates`: CNY per unit; they win over
    the statement's own.
    `refunds`: whether all refunds are added, or the rows of those that are. `leave`: rows that are
    left out. Raises FileError when the workbook cannot be used, UsageError for a row to leave that
    is none of the statement's.
    """
    _refuse_unknown_rows(statement, leave)
    loaded = load_all(tables, ("orders", "receipts"))
    numbers = OrderNumbers(order.order_no for order in loaded.records["orders"])
    judge = _Judge(numbers, currency, Rates(tables, statement.lines, rates or {}))
    before = _Before(loaded.records["receipts"])
    rows = [
        Proposed(line, PASS, LEFT, None, (), WHY[LEFT])
        if line.row in leave
        else before.placed(judge.of(line))
        for line in statement.lines
    ]
    chosen = (
        [row.line.row for row in rows if row.verdict == REFUND]
        if refunds is True
        else refunds or ()
    )
    return Proposal(rows, statement, tuple(chosen))


def _refuse_unknown_rows(statement: BankStatement, rows: Collection[int | str]) -> None:
    unknown = [row for row in rows if row not in {line.row for line in statement.lines}]
    if unknown:
        names = ", ".join(map(str, unknown))
        raise UsageError(Text(f"对账单里没有第 {names} 行", f"the statement has no line {names}"))


class _Judge:
    """Says what a line is, whatever is in the receipts already."""

    def __init__(self, numbers: OrderNumbers, currency: str | None, rates: Rates):
        self.numbers = numbers
        self.currency = currency
        self.rates = rates

    def of(self, line: Line) -> Proposed:
        """What a line would be."""
        named, unknown = self.numbers.named((*line.texts, line.number))
        if line.kind == SKIP:
            return Proposed(line, PASS, NOTHING, None, (), line.why)
        day, amount = line.date, line.amount
        if line.kind != ENTRY or day is None or amount is None:
            return Proposed(
                line, REFUSE, NEVER if line.kind == UNPAID else UNREADABLE, None, named, line.why
            )
        line = replace(line, currency=line.currency or self.currency)
        if not named:
            return Proposed(line, OTHER, NO_ORDER, None, (), _no_order(unknown))
        if len(named) + len(unknown) > 1:
            return Proposed(line, REFUSE, SEVERAL, None, (*named, *unknown), WHY[SEVERAL])
        if line.doubts:
            return Proposed(line, REFUSE, UNSURE, None, named, _joined_whys(line.doubts))
        return self._receipt(line, day, amount, named)

    def _receipt(self, line: Line, day: date, amount: Decimal, named: tuple[str, ...]) -> Proposed:
        verdict, state = (RECEIPT, NEW) if amount > 0 else (REFUND, OUT)
        why = [WHY[OUT]] if verdict == REFUND else []
        if line.currency is None:
            return Proposed(
                line, verdict, NO_CURRENCY, None, named, _joined_whys([*why, WHY[NO_CURRENCY]])
            )
        rate = self.rates.of(line, line.currency)
        why += [rate.why] if rate.why else []
        if line.currency != "CNY" and rate.value is None:
            state = NO_RATE
            why.append(Text(*(half.format(code=line.currency) for half in _ASKS_RATE)))
        number = line.number or _made_number(day, named[0], amount, line.currency)
        receipt = Receipt(number, day, named[0], amount, line.currency, rate.value)
        return Proposed(line, verdict, state, receipt, named, _joined_whys(why))


def _no_order(unknown: tuple[str, ...]) -> Why:
    if not unknown:
        return WHY[NO_ORDER]
    names = ", ".join(unknown)
    return Text(f"订单表里没有 {names}", f"{names} is not among the orders")


def _joined_whys(whys: Iterable[Why]) -> Why | None:
    """Several reasons as one."""
    whys = list(whys)
    return (
        Text("；".join(why[0] for why in whys), "; ".join(why[1] for why in whys)) if whys else None
    )


def _made_number(day: date, order: str, amount: Decimal, currency: str) -> str:
    """A receipt number for a bank that gives none: the same sum read again gets the same."""
    return f"{_begins(day, order)}{amount:f}{'' if currency == 'CNY' else currency}"


def _begins(day: date, order: str) -> str:
    """How the numbers begin that are made here."""
    return f"{day:%Y%m%d}-{order}-"


class _Before:
    """What is in the receipts already, and what earlier lines of the statement add to it."""

    def __init__(self, receipts: list[Receipt]):
        self.known = {receipt.receipt_no: _content(receipt) for receipt in receipts}
        self.same = Counter(map(_content, receipts))
        self.made = Counter(
            _content(r) for r in receipts if r.receipt_no.startswith(_begins(r.date, r.order_no))
        )
        self.here: dict[str, set[tuple[str, ...]]] = {}

    def placed(self, row: Proposed) -> Proposed:
        """A line with its state, once it is seen whether its receipt is there already."""
        receipt = row.receipt
        if receipt is None:
            return row
        if state := self._state_there(row.line, receipt):
            return replace(row, verdict=_VERDICTS[state], state=state, why=WHY[state])
        number = self._free(receipt.receipt_no)
        self.known[number] = _content(receipt)
        self.here.setdefault(receipt.receipt_no, set()).add(row.line.whole)
        return replace(row, receipt=replace(receipt, receipt_no=number))

    def _state_there(self, line: Line, receipt: Receipt) -> str | None:
        """The state of a sum whose number or content is there already; None where neither is."""
        number, content = receipt.receipt_no, _content(receipt)
        if number in self.here:
            if line.number:
                return TWICE if self.known[number] == content else CLASH
            return TWICE if line.whole in self.here[number] else None
        if line.number and number in self.known:
            return KNOWN if self.known[number] == content else CLASH
        # As many lines as there are receipts alike are these receipts; one more is another payment.
        alike = self.made if line.number else self.same
        alike[content] -= 1
        return KNOWN if alike[content] >= 0 else None

    def _free(self, number: str) -> str:
        """The line's number; of a second payment that is like the first, with what tells them
        apart.
        """
        count, free = 1, number
        while free in self.known:
            count += 1
            free = f"{number}-{count}"
        return free


def _content(receipt: Receipt) -> tuple[date, str, Decimal, str]:
    return receipt.date, receipt.order_no, receipt.amount, receipt.currency


def take_over(tables: Tables, proposal: Proposal) -> list[Receipt]:
    """Add the new receipts; what was added. Raises FileError when the workbook cannot be
    written.
    """
    new = proposal.new
    if len({receipt.receipt_no for receipt in new}) != len(new):
        raise FileError(
            Text(
                "对账单里有重复的流水号，未写入。",
                "The statement has a number twice; nothing was written.",
            )
        )
    if new:
        tables.commit(
            [Change("receipts", append=[cells_of(TABLES["receipts"], receipt) for receipt in new])]
        )
    return new
