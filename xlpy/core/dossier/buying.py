"""Orders whose goods are bought finished: what was bought of them, and what came in (C-2.6)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from xlpy.core.currencywords import decimals_of
from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import folded
from xlpy.core.dossier.tolerance import is_over, is_short
from xlpy.core.dossier.written import plain
from xlpy.core.money import in_units
from xlpy.core.pricing import worth_scaled
from xlpy.core.tables.making import PurchaseLine
from xlpy.core.tables.offers import OrderLine
from xlpy.core.text import Text


def bought_amount(line: PurchaseLine, currency: str) -> Decimal:
    """A purchase line's amount as its paper prints it: quantity × price, rounded to the currency's
    decimals.
    """
    places = decimals_of(currency)
    amount = worth_scaled(line.quantity, line.price, line.per, 10**places)
    return in_units(amount, places)


def bought_for(lines: Iterable[PurchaseLine], currency: str) -> Decimal:
    """What some purchase lines come to: with all decimals of quantity × price, as approvals have
    always had it; of a price for several pieces, which may have no end, as it is printed.
    """
    amounts = (
        bought_amount(line, currency)
        if line.per
        else (line.quantity or Decimal(0)) * (line.price or Decimal(0))
        for line in lines
    )
    return sum(amounts, Decimal(0))


def made_by(dossier: Dossier) -> tuple[str | None, str | None]:
    """Who made the goods that are inspected, and by which quality requirement: of bought goods
    the suppliers, by what their purchase orders ask.
    """
    if dossier.is_bought:
        orders = dossier.of("purchase_orders")
        both = ([row.supplier for row in orders], [row.quality for row in orders])
        maker, quality = ("；".join(dict.fromkeys(filter(None, found))) for found in both)
        return maker or None, quality or None
    made = dossier.last("production_orders")
    return (made.maker, made.quality_control) if made else (None, None)


def goods_lines(dossier: Dossier) -> dict[str, list[PurchaseLine]]:
    """The purchase lines of each of the order's goods, by item number or what the order's line
    calls them; parts, packing and what else is not sold are left out.
    """
    known = _known(dossier)
    found: dict[str, list[PurchaseLine]] = {name: [] for name in known.values()}
    for line in dossier.of("purchase_lines"):
        names = (known.get(folded(said)) for said in (line.part, line.specification))
        if name := next(filter(None, names), None):
            found[name].append(line)
    return found


def _known(dossier: Dossier) -> dict[str, str]:
    """Every name of the order's goods → the one that they go by here."""
    found: dict[str, str] = {}
    for line in dossier.of("order_lines"):
        product = dossier.product(line.product)
        names = [line.product, dossier.line_value(line, "specification")]
        names += [product.zh_name, product.en_name] if product else []
        for name in filter(None, names):
            found.setdefault(folded(name), _name(dossier, line))
    return found


def _name(dossier: Dossier, line: OrderLine) -> str:
    return line.product or dossier.line_value(line, "specification") or str(line.line)


def _wanted(dossier: Dossier) -> dict[str, Decimal] | None:
    """How much of each of the goods was ordered, less what is in stock; None while a line does not
    state it.
    """
    lines = dossier.of("order_lines")
    if any(line.quantity is None for line in lines):
        return None
    found: dict[str, Decimal] = {}
    for line in lines:
        name = _name(dossier, line)
        found[name] = found.get(name, Decimal(0)) + line.quantity
    known = _known(dossier)
    for row in dossier.of("production_parts"):
        goods = known.get(folded(row.part))
        if goods is not None:
            found[goods] = max(found[goods] - (row.from_stock or 0), Decimal(0))
    return found


def goods_bought(dossier: Dossier) -> Iterator[Fault]:
    """The purchase orders have all goods of an order that are bought finished, in the quantity
    that was ordered; nothing of it is made (C-2.6).
    """
    for row in dossier.of("production_orders"):
        zh = f"货是外购的，却有生产加工单 {row.production_no}"
        en = f"the goods are bought, but there is a production order {row.production_no}"
        do = Text("请删掉它，或把货源改成自产", 'take it out, or write "made" in the order')
        yield Fault("production_orders", row.row, None, Text(zh, en), do)
    lines, wanted = dossier.of("purchase_lines"), _wanted(dossier)
    if not lines or wanted is None or any(line.quantity is None for line in lines):
        return
    goods = goods_lines(dossier)
    for name, quantity in wanted.items():
        mine = goods[name]
        have = sum((line.quantity or Decimal(0) for line in mine), Decimal(0))
        if have < quantity:
            place = mine[-1].row if mine else None
            said = Text(
                f"“{name}”要采购 {plain(quantity)}，采购单只有 {plain(have)}",
                f'"{name}": {plain(quantity)} must be bought, the purchase orders have '
                f"{plain(have)}",
            )
            yield Fault(
                "purchase_lines",
                place,
                "quantity",
                said,
                Text(
                    "请补采购；货名写成订单的货号或品名",
                    "order the rest; name the goods by the order's item no. or description",
                ),
            )


def goods_received(dossier: Dossier) -> Iterator[Fault]:
    """What came in of bought goods is what was ordered, within the tolerance, and no more than was
    bought; nothing came before the supplier countersigned (C-2.6).
    """
    tolerance = dossier.rules.ratio("quantity.tolerance")
    heads = {row.purchase_no: row for row in dossier.of("purchase_orders")}
    lines = dossier.of("purchase_lines")
    for line in lines:
        signed = heads[line.purchase_no].countersigned_on
        yield from _too_much(line, tolerance)
        if signed and line.received_on and line.received_on < signed:
            yield differ(
                "purchase_lines",
                line.row,
                "received_on",
                Text(
                    f"采购单 {line.purchase_no} 行 {line.line} 于 {line.received_on} 到货，早于"
                    f"供应商回签 {signed}",
                    f"line {line.line} of purchase order {line.purchase_no} came in on "
                    f"{line.received_on}, before the supplier countersigned on {signed}",
                ),
            )
    wanted = _wanted(dossier)
    if wanted is None or any(line.received is None for line in lines):
        return
    goods = goods_lines(dossier)
    for name, quantity in wanted.items():
        mine = goods[name]
        came = sum((line.received or Decimal(0) for line in mine), Decimal(0))
        if mine and is_short(came, quantity, tolerance):
            zh = f"“{name}”到货 {plain(came)}，少于订单 {plain(quantity)}"
            en = f'{plain(came)} of "{name}" came in, less than the ordered {plain(quantity)}'
            do = Text("请催供应商交齐，再填到货数量", "have the supplier deliver the rest")
            yield Fault("purchase_lines", mine[-1].row, "received", Text(zh, en), do)


def _too_much(line: PurchaseLine, tolerance: Fraction) -> Iterator[Fault]:
    came, bought = line.received, line.quantity
    if came is not None and bought is not None and is_over(came, bought, tolerance):
        of = f"{line.purchase_no}-{line.line}"
        said = Text(
            f"采购单 {of} 到货 {plain(came)}，采购 {plain(bought)}",
            f"{plain(came)} came in of {of}, which buys {plain(bought)}",
        )
        yield differ("purchase_lines", line.row, "received", said)
