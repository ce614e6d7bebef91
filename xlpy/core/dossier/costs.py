"""The cost analyses of an order: figures, margin, and the text that an approval holds (C-2.4)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xlpy.core.costing import PURCHASE, Analysis, NoMargin, analysis, revenue_cny
from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier, money_text, plain
from xlpy.core.dossier.forms import folded
from xlpy.core.money import FEN, round_half_up, rounded, show
from xlpy.core.tables.offers import Cost
from xlpy.core.text import Text

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


def margin_text(found: Analysis, floor: Fraction | None = None) -> str:
    """The margin as people read it: `4.99 %`; one that is just under the floor with as many
    decimals as it takes to read below it.
    """
    places, shown = 2, rounded(found.margin * 100, 2)
    while floor is not None and found.margin < floor <= Fraction(shown) / 100:
        places += 1
        shown = rounded(found.margin * 100, places)
    return f"{plain(shown)} %"


def seen(cost: Cost, found: Analysis | None, floor: Fraction | None = None) -> str:
    """The margin and every figure that it comes from: what the approver of a cost analysis sees.

    Two analyses with one margin and different costs read differently, so any change voids an
    approval. A margin that cannot be computed reads `? %`.
    """
    rate = "" if cost.currency == "CNY" else f" × {plain(cost.rate)}"
    tax = f" (VAT {plain(cost.vat or 0)} %, rebate {plain(cost.rebate_rate or 0)} %)"
    costs = {part: getattr(cost, part) or 0 for part in PARTS}
    used = [
        f"{part} {show(fen)}" + (tax if part == PURCHASE else "")
        for part, fen in costs.items()
        if fen or part == PURCHASE
    ]
    margin = margin_text(found, floor) if found else "? %"
    return f"{margin} = {money_text(cost.price, cost.currency)}{rate} − {' − '.join(used)}"


def impossible(dossier: Dossier, cost: Cost) -> Iterator[Fault]:
    """A fault for each figure of a cost row that cannot be: a negative one, a price of nothing, a
    rebate rate above the VAT's (C-2.4).
    """
    # Reading refuses a rate of zero and a negative percentage; money may be negative elsewhere.
    for column in PARTS:
        value = getattr(cost, column)
        if value is not None and value < 0:
            yield _wrong(
                dossier, cost, column, show(value), Text("不能为负", "it cannot be below 0")
            )
    if cost.price is not None and cost.price <= 0:
        shown = money_text(cost.price, cost.currency)
        yield _wrong(dossier, cost, "price", shown, Text("算不出利润率", "there is no margin"))
    if cost.vat is not None and cost.rebate_rate is not None and cost.rebate_rate > cost.vat:
        vat, back = plain(cost.vat), plain(cost.rebate_rate)
        why = Text(f"高于增值税率 {vat} %", f"it is above the VAT rate {vat} %")
        yield _wrong(dossier, cost, "rebate_rate", f"{back} %", why)


def _wrong(dossier: Dossier, cost: Cost, column: str, shown: str, why: Text) -> Fault:
    (zh, en), (of_zh, of_en) = (
        dossier.office.label("costs", column),
        dossier.office.label("costs", "kind", cost.kind),
    )
    return Fault(
        "costs",
        cost.row,
        column,
        Text(
            f"“{of_zh}”的{zh}是 {shown}，{why.zh}",
            f"{en} of the {of_en} cost analysis is {shown}: {why.en}",
        ),
        Text("请改正", "correct it"),
    )


def otherwise_bought(dossier: Dossier) -> Iterator[Fault]:
    """A fault for each purchase price that is not what the purchase orders come to (C-2.4).

    Where all goods of the order are bought as they are sold, the two are equal; where parts are
    bought and the rest is made, they come to no more than the purchase price.
    """
    orders, lines = dossier.of("purchase_orders"), dossier.of("purchase_lines")
    if not lines or any(row.currency not in (None, "CNY") for row in orders):
        return
    if any(line.quantity is None or line.price is None for line in lines):
        return
    bought = round_half_up(sum((line.quantity * line.price for line in lines), Decimal(0)) * FEN)
    parts = {folded(line.part) for line in lines}
    goods = {folded(line.product) for line in dossier.of("order_lines")}
    for cost in dossier.of("costs"):
        if cost.kind == "rough" or not cost.purchase or cost.purchase < 0:
            continue  # what is no price has its own fault
        whole = goods and goods <= parts
        if cost.purchase < bought or (whole and cost.purchase != bought):
            of_zh, of_en = dossier.office.label("costs", "kind", cost.kind)
            zh, en = dossier.office.label("costs", "purchase")
            yield differ(
                "costs",
                cost.row,
                "purchase",
                Text(
                    f"“{of_zh}”的{zh} {show(cost.purchase)} 与采购单合计 {show(bought)} 不一致",
                    f"{en} {show(cost.purchase)} of the {of_en} cost analysis is not the purchase "
                    f"orders' {show(bought)}",
                ),
            )


def doubts(dossier: Dossier, cost: Cost) -> Iterator[Text]:
    """Why a margin cannot be relied on although it can be computed: goods that cost nothing, an
    exchange rate far from the others (C-2.4).
    """
    if not cost.purchase:
        yield Text("采购价是 0 或空", "the purchase price is 0 or blank")
    known = dossier.office.rates.near(cost)
    near = dossier.rules.optional_ratio("cost.rate_near")
    if not cost.rate or known is None or near is None:
        return
    rate, other = Fraction(cost.rate), Fraction(known.rate)
    if max(rate / other, other / rate) > 1 + near:
        mine, there = plain(cost.rate), plain(known.rate)
        yield Text(
            f"汇率 {mine} 与 {known.day} 的 {there} 相差太多",
            f"the rate {mine} is far from the {there} of {known.day}",
        )
