"""Whose receipts they are: amounts in CNY, credited to the order's salesperson or shared
(B-3.B.1).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlpy.core.money import EXACT, FEN, round_half_up, split
from xlpy.core.periods import Month
from xlpy.core.tables.trade import Credit, Receipt


@dataclass(slots=True)
class Credited:
    """A month's receipts in fen: by person, and of these the collaborative ones; whether money
    came in for a shared order, and who (`together`) had a part in that. A refund alone is not
    collaborative (B-3.B.2.c).
    """

    receipts: dict[str, int] = field(default_factory=dict)
    collaborative: dict[str, int] = field(default_factory=dict)
    together: set[str] = field(default_factory=set)

    @property
    def has_collaboration(self) -> bool:
        """Whether the month is collaborative: at least one receipt above zero is shared."""
        return bool(self.together)

    def add(self, name: str, fen: int) -> None:
        """Credit a person."""
        self.receipts[name] = self.receipts.get(name, 0) + fen


def cny(amount: Decimal, rate: Decimal | None) -> int:
    """A receipt in fen: amount × rate (none for CNY), rounded half-up to the fen (B-3.B.1)."""
    return round_half_up(
        EXACT.multiply(amount, FEN) if rate is None else EXACT.multiply(amount, rate * FEN)
    )


def shared(fen: int, credits: Sequence[Credit]) -> list[tuple[str, int]]:
    """Each credited person's part of a shared order's receipt, summing to it exactly (B-3.B.1)."""
    parts = split(fen, [credit.share for credit in credits])
    return [(credit.name, part) for credit, part in zip(credits, parts, strict=True)]


def credited(
    month: Month,
    receipts: Iterable[Receipt],
    salespeople: Mapping[str, str],
    credits: Mapping[str, Sequence[Credit]],
    in_order: Callable[[str, Month], Sequence[Credit]],
) -> Credited:
    """What a month's receipts credit each person with, in fen (B-3.B.1).

    `salespeople`: order → its salesperson; `credits`: order → its credit rows, for shared orders
    only; `in_order` gives them in the order of a month. Receipts of orders that are in neither are
    left out (a check names them).
    """
    found = Credited()
    for receipt in receipts:
        fen = cny(receipt.amount, receipt.rate)
        if credits.get(receipt.order_no):
            _add_shared(found, receipt, fen, in_order(receipt.order_no, month))
        elif (name := salespeople.get(receipt.order_no)) is not None:
            found.add(name, fen)
    return found


def _add_shared(found: Credited, receipt: Receipt, fen: int, rows: Sequence[Credit]) -> None:
    collaborative = len(rows) > 1
    for name, part in shared(fen, rows):
        found.add(name, part)
        if collaborative:
            found.collaborative[name] = found.collaborative.get(name, 0) + part
    if collaborative and receipt.amount > 0:
        found.together.update(row.name for row in rows)
