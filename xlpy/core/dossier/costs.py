"""The cost analyses of an order: figures, margin, and the text that an approval holds (C-2.4)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from xlpy.core.costing import PURCHASE, Analysis, NoMargin, analysis, revenue_cny
from xlpy.core.currencywords import decimals_of
from xlpy.core.dossier.buying import bought_amount, goods_lines
from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.foreign import (
    doubtful,
    far_apart,
    in_cny,
    item_text,
    items_of,
    negative,
    spent_in,
)
from xlpy.core.dossier.forms import folded
from xlpy.core.dossier.written import money_text, plain
from xlpy.core.money import Ratio, in_units, percent, rounded, scaled_sum, show, to_yuan
from xlpy.core.pricing import worth_ratio
from xlpy.core.tables.offers import Cost, CostItem
from xlpy.core.text import Text

PARTS = ("purchase", "freight", "insurance", "commission", "bank", "other")
"""The costs of an analysis, all in fen of CNY."""
ABROAD = "purchase abroad"
"""Goods that are paid in another currency, in an analysis's costs."""


_parts_of = attrgetter(*PARTS)


def costs_in_cny(cost: Cost) -> dict[str, int]:
    """The costs of an analysis by their part, in fen; nothing for a blank."""
    return dict(zip(PARTS, [fen or 0 for fen in _parts_of(cost)], strict=True))


def analysed(cost: Cost, items: Sequence[CostItem] = ()) -> Analysis | None:
    """Revenue, rebate, profit and margin of a cost row with its costs in other currencies; None
    while price or a rate is missing or there is no margin.
    """
    rate = Decimal(1) if cost.currency == "CNY" else cost.rate
    if cost.price is None or rate is None:
        return None
    costs = costs_in_cny(cost)
    for item in items:
        amount = in_cny(item)
        if amount is None:
            return None
        # Goods paid in another currency bear no VAT here: none of it comes back.
        part = ABROAD if item.item == PURCHASE else item.item
        costs[part] = costs.get(part, 0) + amount
    try:
        revenue = revenue_cny(cost.price, rate)
        return analysis(revenue, costs, percent(cost.vat), percent(cost.rebate_rate))
    except NoMargin:
        return None


def margin_text(found: Analysis, floor: Fraction | None = None) -> str:
    """The margin as people read it: `4.99 %`; one that is just under the floor with as many
    decimals as it takes to read below it.
    """
    places, shown = 2, rounded(found.margin * 100, 2)
    while floor is not None and found.is_under(floor) and floor <= Fraction(shown) / 100:
        places += 1
        shown = rounded(found.margin * 100, places)
    return f"{plain(shown)} %"


def seen(
    cost: Cost,
    found: Analysis | None,
    floor: Fraction | None = None,
    items: Sequence[CostItem] = (),
) -> str:
    """The margin and every figure that it comes from: what the approver of a cost analysis sees.

    Two analyses with one margin and different costs read differently, so any change voids an
    approval. A margin that cannot be computed reads `? %`.
    """
    rate = "" if cost.currency == "CNY" else f" × {plain(cost.rate)}"
    tax = f" (VAT {plain(cost.vat or 0)} %, rebate {plain(cost.rebate_rate or 0)} %)"
    costs = costs_in_cny(cost)
    used = [
        f"{part} {show(fen)}" + (tax if part == PURCHASE else "")
        for part, fen in costs.items()
        if fen or part == PURCHASE
    ] + [item_text(item) for item in sorted(items, key=lambda item: (item.item, item.currency))]
    margin = margin_text(found, floor) if found else "? %"
    return f"{margin} = {money_text(cost.price, cost.currency)}{rate} − {' − '.join(used)}"


def impossible(dossier: Dossier, cost: Cost) -> list[Fault]:
    """A fault for each figure of a cost row that cannot be: a negative one, a price of nothing, a
    rebate rate above the VAT's (C-2.4).
    """
    items = items_of(dossier, cost)
    found = negative(dossier, items) if items else []
    # Reading refuses a rate of zero and a negative percentage; money may be negative elsewhere.
    if min(filter(None, _parts_of(cost)), default=0) < 0:
        why = Text("不能为负", "it cannot be below 0")
        costs = costs_in_cny(cost).items()
        found += [_wrong(dossier, cost, part, show(fen), why) for part, fen in costs if fen < 0]
    if cost.price is not None and cost.price <= 0:
        shown = money_text(cost.price, cost.currency)
        why = Text("算不出利润率", "there is no margin")
        found.append(_wrong(dossier, cost, "price", shown, why))
    if cost.vat is not None and cost.rebate_rate is not None and cost.rebate_rate > cost.vat:
        vat, back = plain(cost.vat), plain(cost.rebate_rate)
        why = Text(f"高于增值税率 {vat} %", f"it is above the VAT rate {vat} %")
        found.append(_wrong(dossier, cost, "rebate_rate", f"{back} %", why))
    return found


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
    """A fault for each purchase price that is not what the purchase orders come to, in each
    currency (C-2.4).

    Where all goods of the order are bought as they are sold, the two are equal; where parts are
    bought and the rest is made, they come to no more than the purchase price.
    """
    bought = _bought(dossier)
    abroad = [currency for currency in bought if currency != "CNY"]
    for cost in dossier.of("costs") if bought else ():
        if cost.kind == "rough" or (cost.purchase or 0) < 0:
            continue  # what is no price has its own fault
        items = [item for item in items_of(dossier, cost) if item.item == PURCHASE]
        if abroad and not items:
            yield _left_out(dossier, cost, abroad[0], bought[abroad[0]])
            continue
        for currency, amount in bought.items():
            if currency != "CNY":
                spent = spent_in(items, PURCHASE, currency)
            elif not cost.purchase:
                continue
            else:
                spent = to_yuan(cost.purchase)
            if spent < amount or (spent != amount and dossier.once(_is_all_bought)):
                yield _other_price(dossier, cost, currency, spent, amount)


def _is_all_bought(dossier: Dossier) -> bool:
    """Whether all goods of the order are bought as they are sold. Only in an order of bought goods
    a name is enough: a maker buys parts that are named like the goods.
    """
    if dossier.is_bought:
        goods = goods_lines(dossier)
        return bool(goods) and all(goods.values())
    parts = {folded(line.part) for line in dossier.of("purchase_lines")}
    own = {folded(line.product) for line in dossier.of("order_lines")}
    return bool(own) and own <= parts


def _bought(dossier: Dossier) -> dict[str, Decimal]:
    """What the purchase orders come to, by currency, rounded once; nothing while a line states no
    quantity or price.
    """
    lines = dossier.of("purchase_lines")
    if not lines or any(line.quantity is None or line.price is None for line in lines):
        return {}
    currencies = {row.purchase_no: row.currency or "CNY" for row in dossier.of("purchase_orders")}
    amounts: dict[str, list[Ratio]] = {}
    for line in lines:
        currency = currencies[line.purchase_no]
        amount = worth_ratio(line.quantity, line.price, line.per)
        if line.per:
            amount = bought_amount(line, currency).as_integer_ratio()
        amounts.setdefault(currency, []).append(amount)
    return {
        currency: in_units(scaled_sum(own, 10 ** decimals_of(currency)), decimals_of(currency))
        for currency, own in amounts.items()
    }


def _other_price(
    dossier: Dossier, cost: Cost, currency: str, spent: Decimal, bought: Decimal
) -> Fault:
    of_zh, of_en = dossier.office.label("costs", "kind", cost.kind)
    zh, en = dossier.office.label("costs", "purchase")
    there, here = f"{spent}", f"{bought}"
    if currency != "CNY":
        zh, en = "采购", "purchase"
        there, here = money_text(spent, currency), money_text(bought, currency)
    return differ(
        "costs",
        cost.row,
        "purchase",
        Text(
            f"“{of_zh}”的{zh} {there} 与采购单合计 {here} 不一致",
            f"{en} {there} of the {of_en} cost analysis is not the purchase orders' {here}",
        ),
    )


def _left_out(dossier: Dossier, cost: Cost, currency: str, amount: Decimal) -> Fault:
    of_zh, of_en = dossier.office.label("costs", "kind", cost.kind)
    sheet, shown = dossier.office.label("cost_items"), money_text(amount, currency)
    said = Text(
        f"采购单有 {shown}，“{of_zh}”没有写在“{sheet.zh}”里，不能核对",
        f'the purchase orders have {shown}; the {of_en} cost analysis has none in "{sheet.en}", '
        "so the two are not compared",
    )
    to_do = Text(
        "请在该表加一行，写汇率和日期", "add a row to that table, with rate and date of rate"
    )
    # Departments that converted it into the purchase price themselves may go on so.
    return Fault("costs", cost.row, "purchase", said, to_do, blocks=False)


def doubts(dossier: Dossier, cost: Cost, items: Sequence[CostItem]) -> list[Text]:
    """Why a margin cannot be relied on although it can be computed: goods that cost nothing, an
    exchange rate far from the others (C-2.4).
    """
    found = doubtful(dossier, items)
    if not cost.purchase and not any(item.item == PURCHASE for item in items):
        found.append(Text("采购价是 0 或空", "the purchase price is 0 or blank"))
    near = dossier.rules.optional_ratio("cost.rate_near")
    if not cost.rate or near is None:
        return found
    known = dossier.office.rates.near(cost)
    if known is not None and far_apart(cost.rate, known.rate, near):
        mine, there = plain(cost.rate), plain(known.rate)
        found.append(
            Text(
                f"汇率 {mine} 与 {known.day} 的 {there} 相差太多",
                f"the rate {mine} is far from the {there} of {known.day}",
            )
        )
    return found
