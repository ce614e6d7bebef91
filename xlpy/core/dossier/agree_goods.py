"""Whether the forms agree from production to export: quantities, parts, marks, ports, amounts
(C-2.5 to C-2.10).
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from xlpy.core.dossier.billing import billed_amount, together
from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import folded, is_same
from xlpy.core.dossier.packing import packing_totals
from xlpy.core.dossier.written import money_text, plain
from xlpy.core.tables.shipping import ExportPaper, Packages, PackingList
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
        part = folded(line.part)
        bought[part] = bought.get(part, Decimal(0)) + line.quantity
    for need in dossier.of("production_parts"):
        wanted = need.quantity - (need.from_stock or 0)
        have = bought.get(folded(need.part), Decimal(0))
        if have < wanted:
            yield Fault(
                "production_parts",
                need.row,
                "quantity",
                Text(
                    f"配件“{need.part}”要采购 {plain(wanted)}，采购单只有 {plain(have)}",
                    f'part "{need.part}" needs {plain(wanted)} to be bought, the purchase orders '
                    f"have {plain(have)}",
                ),
                Text("请补采购，或改库存数", "order the rest, or correct the stock"),
            )


def marks(table: str) -> Callable[[Dossier], Iterator[Fault]]:
    """The check that a table's shipping marks are the proforma invoice's (C-2.3)."""

    def check(dossier: Dossier) -> Iterator[Fault]:
        proforma = dossier.last("proformas")
        for row in dossier.of(table) if proforma is not None and proforma.shipping_mark else ():
            if row.shipping_mark and not is_same(row.shipping_mark, proforma.shipping_mark):
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
        yield from _backward(lines) if _runs_backward(lines) else _numbering(row.packing_no, lines)
        yield from _weights(dossier, row, lines)
        for column, total in packing_totals(lines).items() if lines else ():
            stated = getattr(row, column)
            if stated is not None and total is not None and stated != total:
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


def _runs_backward(lines: list[Packages]) -> bool:
    return any(line.last < line.first for line in lines)


def _backward(lines: list[Packages]) -> Iterator[Fault]:
    for line in lines:
        if line.last < line.first:
            zh = f"装箱明细 {line.first} 至 {line.last}：止件号小于起件号"
            en = f"packages {line.first} to {line.last}: the last number is below the first"
            yield Fault("packages", line.row, "last", Text(zh, en), Text("请改正", "correct it"))


def _numbering(packing_no: str, lines: list[Packages]) -> Iterator[Fault]:
    """The numbers of a packing list's packages follow one another: none is missing, and none
    stands twice but in lines of the same mixed packages.
    """
    reached = None
    rows = {(line.first, line.last): line for line in reversed(lines)}
    for (first, last), line in sorted(rows.items()):
        if reached is not None and first <= reached:
            numbers = f"{first}–{min(last, reached)}"
            yield _misnumbered(
                line,
                f"装箱单 {packing_no} 的件号 {numbers} 重复",
                f"the numbers {numbers} of packing list {packing_no} stand twice",
            )
        elif reached is not None and first > reached + 1:
            numbers = f"{reached + 1}–{first - 1}"
            yield _misnumbered(
                line,
                f"装箱单 {packing_no} 缺件号 {numbers}",
                f"the numbers {numbers} of packing list {packing_no} are missing",
            )
        reached = last if reached is None else max(reached, last)


def _misnumbered(line: Packages, zh: str, en: str) -> Fault:
    to_do = Text("请改正件号", "correct the numbers")
    return Fault("packages", line.row, "first", Text(zh, en), to_do)


def _weights(dossier: Dossier, head: PackingList, lines: list[Packages]) -> Iterator[Fault]:
    """No net weight is above its gross weight."""
    each: list[tuple[str, PackingList | Packages]] = [("packing_lists", head)]
    for table, row in [*each, *(("packages", line) for line in lines)]:
        if row.net is None or row.gross is None or row.net <= row.gross:
            continue
        (net_zh, net_en), (zh, en) = (
            dossier.office.label(table, column) for column in ("net", "gross")
        )
        yield differ(
            table,
            row.row,
            "net",
            Text(
                f"{net_zh} {plain(row.net)} 大于{zh} {plain(row.gross)}",
                f"{net_en} {plain(row.net)} is above {en} {plain(row.gross)}",
            ),
        )


# --- Export papers ------------------------------------------------------------------------


def export_amount(dossier: Dossier) -> Iterator[Fault]:
    """Export papers have the currency of the order and the amount that it bills (C-2.10)."""
    orders = together(dossier)
    billed, own = [billed_amount(each) for each in orders], [each.order.amount for each in orders]
    if any(each is None for each in billed):
        return
    amount, of = sum(filter(None, billed), Decimal(0)), ("订单", "the order's")
    if billed != own:
        of = "装箱后应开票的", "what the packed goods come to,"
    elif len(orders) > 1 or dossier.whole.is_split:
        of = "此次出运的", "what goes in the shipment,"
    numbers = {each.order.order_no for each in orders}
    for row in dossier.of("export_papers"):
        if row.amount is None or row.order_no not in numbers:
            continue
        same = row.currency in (None, dossier.currency)
        if row.paper == "insurance" and same:
            yield from _underinsured(dossier, row, amount)
        elif row.amount != amount or not same:
            name = dossier.office.label("export_papers", "paper", row.paper)
            there, here = (
                money_text(row.amount, row.currency),
                money_text(amount, dossier.currency),
            )
            said = Text(
                f"{name[0]}金额 {there} 与{of[0]} {here} 不一致",
                f"the {name[1]}'s {there} is not {of[1]} {here}",
            )
            yield differ("export_papers", row.row, "amount", said)


def _underinsured(dossier: Dossier, row: ExportPaper, amount: Decimal) -> Iterator[Fault]:
    """The goods are insured for so many percent of what is billed (UCP 600 art. 28 f: 110 %)."""
    share = dossier.rules.optional_ratio("insurance.least") or Fraction(1)
    least = dossier.rounded(amount * share.numerator / share.denominator)
    if row.amount is None or row.amount >= least:
        return
    insured, wanted, of = (
        money_text(value, dossier.currency) for value in (row.amount, least, amount)
    )
    percent = plain(Decimal(share.numerator * 100) / share.denominator)
    yield Fault(
        "export_papers",
        row.row,
        "amount",
        Text(
            f"保险单金额 {insured} 不到 {wanted}（{of} 的 {percent} %）",
            f"insured for {insured}, less than {wanted} ({percent} % of {of})",
        ),
        Text("请加保，或改正金额", "insure the rest, or correct the amount"),
    )


def export_ports(dossier: Dossier) -> Iterator[Fault]:
    """Export papers have the proforma invoice's ports, or those of their shipment (C-2.10)."""
    proforma, shipment = dossier.last("proformas"), dossier.shipment
    for column, its in (("port_loading", "from_port"), ("port_discharge", "to_port")):
        agreed = getattr(proforma, column, None)
        own = getattr(shipment, its, None)
        if shipment is not None and own and agreed and not is_same(own, agreed):
            # It may be agreed otherwise for one shipment: nothing to stop for.
            fault = _other_port(dossier, "shipments", shipment.row, its, own, agreed)
            yield fault._replace(blocks=False)
        for row in dossier.of("export_papers"):
            there, here = getattr(row, column), own or agreed
            if there and here and not is_same(there, here):
                place = "export_papers", row.row, column
                yield _other_port(dossier, *place, there, here, row, of_shipment=bool(own))


def _other_port(
    dossier: Dossier,
    table: str,
    row: int,
    column: str,
    there: str,
    here: str,
    paper: ExportPaper | None = None,
    of_shipment: bool = False,
) -> Fault:
    label = dossier.office.label(table, column)
    name = dossier.office.label("shipments")
    if paper is not None:
        name = dossier.office.label("export_papers", "paper", paper.paper)
    of = ("出运", "the shipment's") if of_shipment else ("形式发票", "the proforma invoice's")
    zh = f"{name.zh}的{label.zh}“{there}”与{of[0]}“{here}”不一致"
    return differ(
        table,
        row,
        column,
        Text(zh, f'{label.en} of the {name.en} "{there}" is not {of[1]} "{here}"'),
    )
