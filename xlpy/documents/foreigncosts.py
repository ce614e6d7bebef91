"""Costs in other currencies, as the cost analysis prints them (C-2.4)."""

from collections.abc import Sequence

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.foreign import in_cny
from xlpy.core.dossier.written import plain
from xlpy.core.money import to_yuan
from xlpy.core.tables.offers import CostItem
from xlpy.documents.amounts import money_format
from xlpy.documents.boxes import Value
from xlpy.documents.labels import Labels

ABROAD = "abroad "
"""Stands before a cost's key where it is paid in another currency."""
COST_NAMES = {"bank": "bank_charges"}
"""Cost → the key of its label, where they are not the same."""


def abroad(items: Sequence[CostItem]) -> dict[str, Value]:
    """What the costs in other currencies come to in CNY, by their keys in the table."""
    sums: dict[str, int] = {}
    for item in items:
        sums[item.item] = sums.get(item.item, 0) + (in_cny(item) or 0)
    return {ABROAD + key: Value(to_yuan(fen), money_format("CNY")) for key, fen in sums.items()}


def converted(dossier: Dossier, words: Labels, kind: str) -> list[str]:
    """How each cost in another currency was converted: `Freight 1,200.00 USD × 6.305 (2012-03-05,
    Bank of China)`.
    """
    found = []
    for row in dossier.of("cost_items"):
        if row.kind == kind:
            of = ", ".join(str(each) for each in (row.rate_on, row.rate_source) if each)
            rate = f" × {plain(row.rate)}" if row.rate else ""
            name = words[COST_NAMES.get(row.item, row.item)]
            text = f"{name} {row.amount:,} {row.currency}{rate}"
            found.append(f"{text} ({of})" if of else text)
    return found
