"""Whether the forms agree from production to export: quantities, parts, marks, ports, amounts
(C-2.5 to C-2.10).
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier, money_text, plain
from xlpy.core.dossier.forms import folded
from xlpy.core.dossier.packing import packed_by_product, packing_totals
from xlpy.core.tables.shipping import Packages
from xlpy.core.text import Text

# --- Production and purchase ----------------------------------------------------------------------


def production_quantity(dossier: Dossier) -> Iterator[Fault]:
    """The production orders cover the ordered quantity (C-2.5)."""
    rows = [row for row in dossier.of("production_orders") if row.quantity is not None]
    total = sum((row.quantity for row in rows), Decimal(0))
    if rows and dossier.quantity is not None and total < dossier.quantity:
        said = Text(
            f"生产加工单合计 {plain(total)}，少于订单 {plain(dossier.quantity)}",
            (
                f"the production orders make {plain(total)}, less than the ordered "
                f"{plain(dossier.quantity)}"
            ),
        )
        yield differ("production_orders", rows[-1].row, "quantity", said)


def covers(dossier: Dossier) -> Iterator[Fault]:
    """The purchase orders cover the parts that production needs and that are not in stock
    (C-2.6).
    """
    lines = dossier.of("purchase_lines")
    bought: dict[str, Decimal] = {}
    if not lines or any(line.part is None or line.quantity is None for line in lines):
        return
    for line in lines:
        bought[folded(line.part)] = bought.get(folded(line.part), Decimal(0)) + line.quantity
    for need in dossier.of("production_parts"):
        wanted = need.quantity - (need.from_stock or 0)
        have = bought.get(folded(need.part), Decimal(0))
        if have < wanted:
            yield Fault(
                "production_parts",
                need.row,
                "quantity",
                f"配件“{need.part}”要采购 {plain(wanted)}，采购单只有 {plain(have)}",
                f'part "{need.part}" needs {plain(wanted)} to be bought, the purchase orders '
                f"have {plain(have)}",
                "请补采购，或改库存数",
                "order the rest, or correct the stock",
            )


def marks(table: str) -> Callable[[Dossier], Iterator[Fault]]:
    """The check that a table's shipping marks are the proforma invoice's (C-2.3)."""

    def check(dossier: Dossier) -> Iterator[Fault]:
        proforma = dossier.last("proformas")
        for row in dossier.of(table) if proforma is not None and proforma.shipping_mark else ():
            if row.shipping_mark and folded(row.shipping_mark) != folded(proforma.shipping_mark):
                there, here = (
                    " / ".join(mark.shipping_mark.splitlines()) for mark in (row, proforma)
                )
                said = Text(
                    f"唛头“{there}”与形式发票“{here}”不一致",
                    f'the shipping mark "{there}" is not the proforma invoice\'s "{here}"',
                )
                yield differ(table, row.row, "shipping_mark", said)

    return check


# --- Packing --------------------------------------------------------------------------------------


def totals(dossier: Dossier) -> Iterator[Fault]:
    """The packing list's totals are those of its packages (C-2.9)."""
    for row in dossier.of("packing_lists"):
        lines = [line for line in dossier.of("packages") if line.packing_no == row.packing_no]
        yield from _backward(lines)
        for column, total in packing_totals(lines).items() if lines else ():
            stated = getattr(row, column)
            if None not in (stated, total) and stated != total:
                zh, en = dossier.office.label("packing_lists", column)
                yield differ(
                    "packing_lists",
                    row.row,
                    column,
                    Text(
                        f"装箱单{zh} {plain(stated)} 与明细合计 {plain(total)} 不一致",
                        f"{en} {plain(stated)} of the packing list is not its packages' "
                        f"{plain(total)}",
                    ),
                )


def _backward(lines: list[Packages]) -> Iterator[Fault]:
    for line in lines:
        if line.last < line.first:
            zh = f"装箱明细 {line.first} 至 {line.last}：止件号小于起件号"
            en = f"packages {line.first} to {line.last}: the last number is below the first"
            yield Fault("packages", line.row, "last", zh, en, "请改正", "correct it")


def packing_quantity(dossier: Dossier) -> Iterator[Fault]:
    """What is packed of each product is what was ordered, within the tolerance (C-2.9)."""
    packed = packed_by_product(dossier.of("packages"))
    if not packed or any(line.quantity is None for line in dossier.of("order_lines")):
        return
    ordered: dict[str, Decimal] = {}
    for line in dossier.of("order_lines"):
        ordered[line.product or ""] = ordered.get(line.product or "", Decimal(0)) + line.quantity
    if "" in ordered:
        # A line without an item number can be any of the packed items: only the total can be
        # compared.
        ordered, packed = (
            {"": sum(ordered.values(), Decimal(0))},
            {"": sum(packed.values(), Decimal(0))},
        )
    tolerance = dossier.rules.ratio("quantity.tolerance")
    for product in dict.fromkeys((*ordered, *packed)):
        here, there = ordered.get(product, Decimal(0)), packed.get(product, Decimal(0))
        if abs(there - here) > Fraction(here) * tolerance:
            name = f"“{product}”" if product else ""
            said = Text(
                f"装箱数量{name} {plain(there)} 与订单 {plain(here)} 不一致",
                (
                    f"the packed quantity {product} {plain(there)} is not the ordered {plain(here)}"
                ).replace("  ", " "),
            )
            yield differ("packages", _row_of(dossier, product), "quantity", said)


def _row_of(dossier: Dossier, product: str) -> int | None:
    return next((line.row for line in dossier.of("packages") if line.product == product), None)


# --- Export papers and L/C ------------------------------------------------------------------------


def export_amount(dossier: Dossier) -> Iterator[Fault]:
    """Export papers have the order's amount and currency (C-2.10)."""
    order = dossier.order
    for row in dossier.of("export_papers"):
        if row.amount is None or order.amount is None:
            continue
        # What is insured is usually more than the invoice; less would not cover it.
        agrees = (
            row.amount >= order.amount if row.paper == "insurance" else row.amount == order.amount
        )
        if not agrees or row.currency not in (None, dossier.currency):
            name = dossier.office.label("export_papers", "paper", row.paper)
            there, here = (
                money_text(row.amount, row.currency),
                money_text(order.amount, order.currency),
            )
            said = Text(
                f"{name[0]}金额 {there} 与订单 {here} 不一致",
                f"the {name[1]}'s {there} is not the order's {here}",
            )
            yield differ("export_papers", row.row, "amount", said)


def export_ports(dossier: Dossier) -> Iterator[Fault]:
    """Export papers have the proforma invoice's ports (C-2.10)."""
    proforma = dossier.last("proformas")
    for row in dossier.of("export_papers") if proforma is not None else ():
        for column in ("port_loading", "port_discharge"):
            there, here = getattr(row, column), getattr(proforma, column)
            if there and here and folded(there) != folded(here):
                name, label = (
                    dossier.office.label("export_papers", "paper", row.paper),
                    dossier.office.label("proformas", column),
                )
                yield differ(
                    "export_papers",
                    row.row,
                    column,
                    Text(
                        f"{name[0]}的{label[0]}“{there}”与形式发票“{here}”不一致",
                        f'{label[1]} of the {name[1]} "{there}" is not the proforma invoice\'s '
                        f'"{here}"',
                    ),
                )


def letter_amount(dossier: Dossier) -> Iterator[Fault]:
    """The letters of credit cover the order's amount (C-2.8)."""
    rows, order = [row for row in dossier.of("letters") if row.amount is not None], dossier.order
    if not rows or order.amount is None:
        return
    total = sum((row.amount for row in rows if row.currency in (None, order.currency)), Decimal(0))
    if total < order.amount:
        there, here = money_text(total, order.currency), money_text(order.amount, order.currency)
        zh, en = (
            f"信用证 {there} 不够付订单 {here}",
            f"the letter of credit's {there} does not cover the order's {here}",
        )
        yield Fault(
            "letters",
            rows[-1].row,
            "amount",
            zh,
            en,
            "请客户改证",
            "have the letter of credit amended",
        )
