"""What goods are worth on board in the port of loading: the FOB value that certificates of origin
and customs ask for (C-2.10).
"""

from collections.abc import Sequence
from decimal import Decimal

from xlpy.core.dossier.billing import Billed, all_packed, together
from xlpy.core.dossier.file import Dossier

FREIGHT_PAID = ("CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
"""The terms with which we pay the freight."""
_INSURED = ("CIF", "CIP")
"""Those of them with which we pay the insurance, too."""
_AT_PORT = ("FOB", "FCA", "FAS")
"""The terms whose price is the value on board."""
_LESS_FREIGHT = tuple(code for code in FREIGHT_PAID if code != "DDP")
"""The terms whose price less freight and insurance is that value; one with the duty paid holds
more.
"""


def included(dossier: Dossier, kind: str) -> Decimal:
    """How much of what an invoice bills is freight or insurance: of a shipment its share."""
    return sum((_share(part, kind) for part in together(dossier)), Decimal(0))


def _share(dossier: Dossier, kind: str) -> Decimal:
    amount = dossier.whole.price_part(kind)
    if dossier.shipment is None or not amount:
        return amount
    numbers = [part.shipment for part in dossier.whole.consignments]
    return dossier.shares(amount)[numbers.index(dossier.shipment)]


def fob_value(dossier: Dossier, amount: Decimal) -> Decimal | None:
    """What is left of a billed amount without freight and insurance; None where the terms do not
    tell, or the freight or insurance in the price is not known.
    """
    freight, insurance = included(dossier, "freight"), included(dossier, "insurance")
    if dossier.incoterm not in _AT_PORT and not (freight and dossier.incoterm in _LESS_FREIGHT):
        return None
    if dossier.incoterm in _INSURED and not insurance:
        return None
    return amount - freight - insurance


def fob_values(dossier: Dossier) -> list[Decimal | None]:
    """The value of each billed line, in proportion to its amount: together they are the whole."""
    lines = all_packed(dossier)
    amounts = _amounts(lines)
    if not amounts or not sum(amounts):
        return [None] * len(lines)
    discount = sum((part.discount for part in together(dossier)), Decimal(0))
    whole = fob_value(dossier, sum(amounts, -discount))
    if whole is None or whole < 0:
        return [None] * len(lines)
    return list(dossier.divided(whole, amounts))


def _amounts(lines: Sequence[Billed]) -> list[Decimal]:
    """The lines' amounts; none while one is not known."""
    known = [each.amount for each in lines if each.amount is not None]
    return known if len(known) == len(lines) else []
