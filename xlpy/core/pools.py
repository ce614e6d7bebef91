"""The three pools as ledgers: opening + in − out = closing, for every month (B-3.C, B-3.D.b)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlpy.core.periods import Month, Quarter
from xlpy.core.ranks import POOLS
from xlpy.core.tables.results import Pool, Prize, Split


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry of a pool's ledger in a month: what comes in or goes out, in fen, what it is and
    its rule.

    A claw-back lowers what comes in; it is not paid out.
    """

    pool: str
    kind: str
    rule: str
    paid_in: int = 0
    paid_out: int = 0


def own_pool(prize: Prize) -> str:
    """The pool that a prize is paid from."""
    return "quarter" if isinstance(prize.period, Quarter) else "year"


def bookings(splits: Iterable[Split], prizes: Iterable[Prize], welfare_spent: int) -> list[Booking]:
    """A month's entries: its split's pool rows, the prizes of periods that ended before it,
    welfare spending.
    """
    found = [
        Booking(row.name, row.kind, "B-3.B.2.c", paid_in=row.amount)
        for row in splits
        if row.name in POOLS
    ]
    for prize in prizes:
        own = own_pool(prize)
        rule = "B-3.C.a" if own == "quarter" else "B-3.C.b"
        if prize.kind == "retained" and prize.name == own:
            continue
        found.append(Booking(own, prize.kind, rule, paid_out=prize.amount))
        if prize.kind == "retained":
            found.append(Booking(prize.name, prize.kind, rule, paid_in=prize.amount))
    if welfare_spent:
        found.append(Booking("welfare", "spending", "B-3.D.b", paid_out=welfare_spent))
    return found


def ledgers(month: Month, opening: Mapping[str, int], entries: Iterable[Booking]) -> list[Pool]:
    """The month's ledger line of each pool, in fen: opening + in − out = closing (B-3.C)."""
    entries = list(entries)
    return [_ledger(month, pool, opening.get(pool, 0), entries) for pool in POOLS]


def _ledger(month: Month, pool: str, opening: int, entries: list[Booking]) -> Pool:
    paid_in = sum(entry.paid_in for entry in entries if entry.pool == pool)
    paid_out = sum(entry.paid_out for entry in entries if entry.pool == pool)
    return Pool(month, pool, opening, paid_in, paid_out, opening + paid_in - paid_out)
