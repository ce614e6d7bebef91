"""The cost analyses of an order: figures, margin, and the text that an approval holds (C-2.4)."""

from decimal import Decimal
from fractions import Fraction

from xlpy.core.costing import Analysis, NoMargin, analysis, revenue_cny
from xlpy.core.dossier.file import money_text, plain
from xlpy.core.money import rounded, show
from xlpy.core.tables.offers import Cost

PARTS = ("purchase", "freight", "insurance", "commission", "bank", "other")
"""The costs of an analysis, all in fen of CNY."""


def analysed(cost: Cost) -> Analysis | None:
    """Revenue, rebate, profit and margin of a cost row; None while price or rate is missing or
    there is no margin.
    """
    rate = Decimal(1) if cost.currency == "CNY" else cost.rate
    if cost.price is None or rate is None:
        return None
    costs = {part: getattr(cost, part) or 0 for part in PARTS}
    vat, back = (Fraction(value or 0) / 100 for value in (cost.vat, cost.rebate_rate))
    try:
        return analysis(revenue_cny(cost.price, rate), costs, vat, back)
    except NoMargin:
        return None


def margin_text(found: Analysis) -> str:
    """The margin as people read it: `4.99 %`."""
    return f"{plain(rounded(found.margin * 100, 2))} %"


def seen(cost: Cost, found: Analysis) -> str:
    """The margin and every figure that it comes from: what the approver of a cost analysis sees.

    Two analyses with one margin and different costs read differently, so any change voids an
    approval.
    """
    rate = "" if cost.currency == "CNY" else f" × {plain(cost.rate)}"
    tax = f" (VAT {plain(cost.vat or 0)} %, rebate {plain(cost.rebate_rate or 0)} %)"
    costs = [
        f"{part} {show(found.costs[part])}" + (tax if part == "purchase" else "") for part in PARTS
    ]
    used = [
        text
        for part, text in zip(PARTS, costs, strict=True)
        if found.costs[part] or part == "purchase"
    ]
    return (
        f"{margin_text(found)} = {money_text(cost.price, cost.currency)}{rate} − {' − '.join(used)}"
    )
