"""Whether an order's shipments agree with the order, with its terms and with their transport
documents (C-2.10).
"""

from collections.abc import Iterator
from decimal import Decimal

from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import NOT_ALLOWED, OF_SHIPMENT, TRANSPORT, folded
from xlpy.core.dossier.tolerance import is_over, is_short
from xlpy.core.dossier.written import plain
from xlpy.core.tables.shipping import ExportPaper
from xlpy.core.text import Text


def shipped_lines(dossier: Dossier) -> Iterator[Fault]:
    """The shipments are known, have lines that the order has, and no more of each than was
    ordered, within the tolerance.
    """
    dossier = dossier.whole
    lines = {line.line: line for line in dossier.of("order_lines")}
    yield from _unknown(dossier)
    tolerance = dossier.rules.ratio("quantity.tolerance")
    shipped: dict[int, Decimal] = {}
    for row in dossier.of("shipment_lines"):
        if row.line_no not in lines:
            zh = f"出运 {row.shipment_no} 的行号 {row.line_no} 不在订单明细里"
            en = f"line {row.line_no} of shipment {row.shipment_no} is no line of the order"
            yield differ("shipment_lines", row.row, "line_no", Text(zh, en))
            continue
        if row.quantity <= 0:
            zh = f"出运 {row.shipment_no} 行 {row.line_no} 的数量 {plain(row.quantity)} 不是正数"
            en = (
                f"the quantity {plain(row.quantity)} of line {row.line_no} in shipment "
                f"{row.shipment_no} is not above 0"
            )
            yield differ("shipment_lines", row.row, "quantity", Text(zh, en))
        before = shipped.get(row.line_no, Decimal(0))
        shipped[row.line_no] = before + row.quantity
        ordered = lines[row.line_no].quantity
        if ordered is None or is_over(before, ordered, tolerance):
            continue
        if is_over(shipped[row.line_no], ordered, tolerance):
            zh = (
                f"行 {row.line_no} 各次出运合计 {plain(shipped[row.line_no])}，多于订单 "
                f"{plain(ordered)}"
            )
            en = (
                f"the shipments of line {row.line_no} come to {plain(shipped[row.line_no])}, more "
                f"than the ordered {plain(ordered)}"
            )
            yield differ("shipment_lines", row.row, "quantity", Text(zh, en))


_OF_ALL = ("inspections", "drawings")
"""Tables whose rows can be of all shipments of an order."""


def _unknown(dossier: Dossier) -> Iterator[Fault]:
    """Rows of a shipment that is none of the order's, and those that do not say of which."""
    known = {row.shipment_no for row in dossier.of("shipments")}
    for table in ("shipment_lines", *OF_SHIPMENT, "drawings"):
        for row in dossier.of(table):
            if row.shipment_no is not None and row.shipment_no not in known:
                zh = f"此单没有出运“{row.shipment_no}”"
                en = f'the order has no shipment "{row.shipment_no}"'
                yield differ(table, row.row, "shipment_no", Text(zh, en))
            elif row.shipment_no is None and dossier.is_split and table not in _OF_ALL:
                (zh, en), numbers = dossier.office.label(table), ", ".join(sorted(known))
                yield Fault(
                    table,
                    row.row,
                    "shipment_no",
                    Text(
                        f"订单分批出运，{zh}没有写出运号（{numbers}）",
                        f'the order goes in several shipments ({numbers}); "{en}" does not say in '
                        "which",
                    ),
                    Text("请填写出运号", "fill in the shipment no."),
                )


def all_shipped(dossier: Dossier) -> Iterator[Fault]:
    """What was ordered goes in the shipments, within the tolerance: the stage of an order is that
    of its least advanced shipment, and of what has none yet.
    """
    if dossier.shipment is not None or not dossier.of("shipments"):
        return
    tolerance = dossier.rules.ratio("quantity.tolerance")
    shipped: dict[int, Decimal] = {}
    for row in dossier.of("shipment_lines"):
        shipped[row.line_no] = shipped.get(row.line_no, Decimal(0)) + row.quantity
    for line in dossier.of("order_lines"):
        there = shipped.get(line.line, Decimal(0))
        if line.quantity is not None and is_short(there, line.quantity, tolerance):
            zh = f"订单行 {line.line} 的 {plain(line.quantity)} 只安排出运 {plain(there)}"
            en = f"of the {plain(line.quantity)} of line {line.line} only {plain(there)} are in a "
            do = Text("请为其余的加一次出运", "add a shipment for the rest")
            yield Fault("order_lines", line.row, "quantity", Text(zh, f"{en}shipment"), do)


def partial_allowed(dossier: Dossier) -> Iterator[Fault]:
    """An order goes in several shipments only where its letters of credit, or without one the
    proforma invoice, allow it.
    """
    dossier = dossier.whole
    if not dossier.is_split:
        return
    letters = dossier.of("letters")
    count = len(dossier.of("shipments"))
    for row in letters:
        if row.partial == NOT_ALLOWED:
            yield Fault(
                "letters",
                row.row,
                "partial",
                Text(
                    f"信用证 {row.lc_no} 不允许分批装运，订单却分 {count} 批出运",
                    f"L/C {row.lc_no} does not allow partial shipments, but the order goes "
                    f"in {count}",
                ),
                Text("请客户改证，或合成一批", "have the L/C amended, or ship all at once"),
            )
    proforma = dossier.last("proformas")
    if proforma is not None and not letters and proforma.partial != "allowed":
        number = proforma.proforma_no
        stated = proforma.partial == NOT_ALLOWED
        yield Fault(
            "proformas",
            proforma.row,
            "partial",
            Text(
                f"形式发票 {number} {'不允许' if stated else '没有写允许'}分批装运，"
                f"订单却分 {count} 批出运",
                f"proforma invoice {number} does not {'allow' if stated else 'say that it allows'} "
                f"partial shipments, but the order goes in {count}",
            ),
            Text(
                "请与客户约定并填写，或合成一批",
                "agree on it with the customer and fill it in, or ship all at once",
            ),
        )


def transhipment_allowed(dossier: Dossier) -> Iterator[Fault]:
    """No shipment changes ships where a letter of credit forbids it.

    Banks take a bill of lading that shows transhipment all the same where the goods are in a
    container (UCP 600 art. 20 c ii): then it is only pointed out.
    """
    dossier = dossier.whole
    letters = [row for row in dossier.of("letters") if row.transhipment == NOT_ALLOWED]
    for shipment in dossier.of("shipments"):
        for row in letters if shipment.via else ():
            said = Text(
                f"信用证 {row.lc_no} 不允许转运，出运 {shipment.shipment_no} 在 {shipment.via} "
                "中转",
                f"L/C {row.lc_no} does not allow transhipment, but shipment "
                f"{shipment.shipment_no} changes ships at {shipment.via}",
            )
            to_do = Text("请订直航，或请客户改证", "book a direct ship, or have it amended")
            if shipment.container:
                to_do = Text(
                    "货在柜里，银行仍会收（UCP 600 第 20 条 c）；请与客户说明",
                    "in a container banks take it all the same (UCP 600 art. 20 c); tell the "
                    "customer",
                )
            place = "letters", row.row, "transhipment"
            yield Fault(*place, said, to_do, blocks=not shipment.container)


_BILLED = (
    ("date", "issued_on"),
    ("document_no", "paper_no"),
    ("from_port", "port_loading"),
    ("to_port", "port_discharge"),
)
"""A shipment's columns → those of its transport document that say the same."""


def as_its_document(dossier: Dossier) -> Iterator[Fault]:
    """A shipment's day, number and ports are those of its transport document."""
    for part in dossier.consignments:
        if part.shipment is None:
            continue
        for paper in (row for row in part.of("export_papers") if row.paper in TRANSPORT):
            for column, its in _BILLED:
                there, here = getattr(part.shipment, column), getattr(paper, its)
                if there is not None and here is not None and _plain(there) != _plain(here):
                    said = _not_its(dossier, paper, part.shipment.shipment_no, column, there, here)
                    yield differ("shipments", part.shipment.row, column, said)


def _plain(value: object) -> object:
    return folded(value) if isinstance(value, str) else value


def _not_its(
    dossier: Dossier, paper: ExportPaper, number: str, column: str, there: object, here: object
) -> Text:
    label = dossier.office.label("shipments", column)
    name = dossier.office.label("export_papers", "paper", paper.paper)
    return Text(
        f"出运 {number} 的{label.zh}“{there}”与{name.zh}“{here}”不一致",
        f'{label.en} "{there}" of shipment {number} is not "{here}" of the {name.en}',
    )
