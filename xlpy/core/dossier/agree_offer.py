"""Whether the forms agree from quotation to account: terms, amounts, quantities, samples (C-2.1 to
C-2.4, C-2.8).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlpy.core.dossier.billing import billed_amount
from xlpy.core.dossier.costs import impossible, otherwise_bought
from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import (
    PLACE,
    folded,
    incoterm_agreed,
    incoterm_code,
    incoterm_place,
    place_of_claim,
)
from xlpy.core.dossier.written import money_text, plain
from xlpy.core.tables.offers import Proforma, Quotation
from xlpy.core.tables.shipping import Account
from xlpy.core.tables.trade import Order
from xlpy.core.text import Text

# --- Order, quotation, sample ---------------------------------------------------------------------


def lines_amount(dossier: Dossier) -> Iterator[Fault]:
    """The order's amount is the sum of its lines, less the discount (C-2.3)."""
    order, total = dossier.order, dossier.net_amount
    if order.amount is not None and total is not None and order.amount != total:
        stated, summed = money_text(order.amount, order.currency), money_text(total, order.currency)
        less = ("减折扣", " less the discount") if dossier.discount else ("", "")
        said = Text(
            f"订单金额 {stated} 与明细合计{less[0]} {summed} 不一致",
            f"the order's amount {stated} is not its lines'{less[1]} {summed}",
        )
        yield differ("orders", order.row, "amount", said)


def quoted_terms(dossier: Dossier) -> Iterator[Fault]:
    """Incoterm and payment terms are known ones (C-2.2)."""
    row = dossier.last("quotations")
    if row is None:
        return
    yield from _delivery("quotations", row)
    if row.payment_terms and dossier.office.term(row.payment_terms) is None:
        yield Fault(
            "quotations",
            row.row,
            "payment_terms",
            Text(
                f"付款条件表没有“{row.payment_terms}”",
                f'the table of payment terms has no "{row.payment_terms}"',
            ),
            Text("请改正，或在该表加一行", "correct it, or add a row to that table"),
        )


def _delivery(table: str, row: Quotation | Proforma | Order) -> Iterator[Fault]:
    """A delivery term of the list, with the place that belongs to it (C-2.2)."""
    if not row.incoterm:
        return
    code = incoterm_code(row.incoterm)
    if code is None:
        yield Fault(
            table,
            row.row,
            "incoterm",
            Text(
                f"贸易术语“{row.incoterm}”不属于 Incoterms 2020",
                f'"{row.incoterm}" is none of Incoterms 2020',
            ),
            Text(
                "请写成 CIF Hamburg 这样的术语和地点",
                "write a term and a place, such as CIF Hamburg",
            ),
        )
    elif not incoterm_place(row.incoterm):
        yield Fault(
            table,
            row.row,
            "incoterm",
            Text(
                f"贸易术语“{row.incoterm}”没有写地点",
                f'the place of the delivery term "{row.incoterm}" is missing',
            ),
            Text(f"请写上地点，如 {code} Hamburg", f"add the place, such as {code} Hamburg"),
        )


def same_day(dossier: Dossier) -> Iterator[Fault]:
    """A quotation goes out on the day of the enquiry (C-5.13)."""
    row = dossier.last("quotations")
    if (
        row is not None
        and row.enquired_on is not None
        and row.sent_on is not None
        and row.sent_on != row.enquired_on
    ):
        yield Fault(
            "quotations",
            row.row,
            "sent_on",
            Text(
                f"{row.enquired_on} 询盘，{row.sent_on} 才报价",
                f"asked on {row.enquired_on}, quoted only on {row.sent_on}",
            ),
            Text("下次请当天报价", "quote on the day of the enquiry"),
        )


def kept(dossier: Dossier) -> Iterator[Fault]:
    """One more sample is made than asked for (E-2.5)."""
    extra = dossier.rules.number("sample.extra")
    for row in dossier.of("samples"):
        if row.asked is None or row.made is None:
            continue
        if row.made != row.asked + extra:
            made, wanted = plain(row.made), plain(row.asked + extra)
            yield Fault(
                "samples",
                row.row,
                "made",
                Text(
                    f"样办单 {row.sample_no} 制作 {made} 件，应为 {wanted} 件（多做 "
                    f"{plain(extra)} 件留底）",
                    f"sample form {row.sample_no} makes {made}, it should be {wanted} "
                    f"({plain(extra)} to keep)",
                ),
                Text("请改正数量", "correct the quantity"),
            )


# --- Proforma invoice, costs, accounts ------------------------------------------------------------


def proforma_amount(dossier: Dossier) -> Iterator[Fault]:
    """The proforma invoice has the order's amount and currency (C-2.3)."""
    row, order = dossier.last("proformas"), dossier.order
    yield from _parts_of_amount(dossier)
    if row is None or row.amount is None or order.amount is None:
        return
    if row.currency is None or order.currency is None:
        return
    if (row.amount, row.currency) != (order.amount, order.currency):
        there, here = money_text(row.amount, row.currency), money_text(order.amount, order.currency)
        said = Text(
            f"形式发票 {there} 与订单 {here} 不一致",
            f"the proforma invoice's {there} is not the order's {here}",
        )
        yield differ("proformas", row.row, "amount", said)


def _parts_of_amount(dossier: Dossier) -> Iterator[Fault]:
    """Freight, insurance and discount are parts of the lines' sum: none is negative, and together
    they are less.
    """
    rows, total = dossier.of("price_parts"), dossier.lines_amount
    odd = [row for row in rows if row.amount < 0]
    if not odd and total is not None and rows and sum(row.amount for row in rows) >= total > 0:
        odd = rows[-1:]
    for row in odd:
        zh, en = dossier.office.label("price_parts", "kind", row.kind)
        there, here = (money_text(value, dossier.currency) for value in (row.amount, total))
        said = Text(
            f"{zh} {there} 不能是明细合计 {here} 的一部分",
            f"the {en} {there} can be no part of the lines' {here}",
        )
        yield differ("price_parts", row.row, "amount", said)


def proforma_quantity(dossier: Dossier) -> Iterator[Fault]:
    """The proforma invoice has the quantity of the order's lines (C-2.3)."""
    row = dossier.last("proformas")
    if (
        row is not None
        and row.quantity is not None
        and dossier.quantity is not None
        and row.quantity != dossier.quantity
    ):
        there, here = plain(row.quantity), plain(dossier.quantity)
        said = Text(
            f"形式发票数量 {there} 与订单明细 {here} 不一致",
            f"the proforma's quantity {there} is not the lines' {here}",
        )
        yield differ("proformas", row.row, "quantity", said)


def proforma_terms(dossier: Dossier) -> Iterator[Fault]:
    """The proforma invoice has the order's terms (C-2.3)."""
    row = dossier.last("proformas")
    if row is None:
        return
    yield from _delivery("orders", dossier.order)
    yield from _delivery("proformas", row)
    for column, compared in (("incoterm", incoterm_agreed), ("payment_terms", folded)):
        there, here = getattr(row, column), getattr(dossier.order, column)
        if there and here and there != here and compared(there) != compared(here):
            zh, en = dossier.office.label("proformas", column)
            yield differ(
                "proformas",
                row.row,
                column,
                Text(
                    f"形式发票的{zh}“{there}”与订单“{here}”不一致",
                    f'{en} of the proforma invoice "{there}" is not the order\'s "{here}"',
                ),
            )


def cost_price(dossier: Dossier) -> Iterator[Fault]:
    """The confirmed analysis is of the order's price, and it and the actual one of what was bought
    (C-2.4).
    """
    order = dossier.order
    yield from otherwise_bought(dossier)
    for row in dossier.of("costs"):
        # The approvals of the other analyses report theirs; the actual one has none.
        yield from impossible(dossier, row) if row.kind == "actual" else ()
        if row.kind != "confirmed" or row.price is None or order.amount is None:
            continue
        if row.currency is None or order.currency is None:
            continue
        if (row.price, row.currency) != (order.amount, order.currency):
            there, here = (
                money_text(row.price, row.currency),
                money_text(order.amount, order.currency),
            )
            said = Text(
                f"确认核算的售价 {there} 与订单 {here} 不一致",
                f"the confirmed price {there} is not the order's {here}",
            )
            yield differ("costs", row.row, "price", said)


def due_rows(dossier: Dossier) -> list[Account]:
    """The account rows of what the customer owes."""
    return [row for row in dossier.of("accounts") if row.kind in ("deposit", "balance")]


def account_due(dossier: Dossier) -> Iterator[Fault]:
    """What the account follows up is what the order bills, and the deposit what the terms ask for;
    no more comes in than is due (C-2.8).
    """
    amount = billed_amount(dossier)
    if amount is None:
        return
    yield from _too_much(dossier, amount)
    rows = due_rows(dossier)
    if not rows or None in [row.due for row in rows]:
        return
    odd = [row for row in rows if row.currency not in (None, dossier.currency)]
    if odd:
        said = Text(
            f"财务跟踪单币种 {odd[0].currency} 与订单 {dossier.currency} 不一致",
            f"the account's currency {odd[0].currency} is not the order's {dossier.currency}",
        )
        yield differ("accounts", odd[0].row, "currency", said)
        return
    of = ("订单", "the order's")
    if amount != dossier.order.amount:
        of = "装箱后应开票的", "what the packed goods come to,"
    sums = ("应收合计", "the amounts due sum to", *of)
    yield from _sum_differs(dossier, rows, amount, *sums)
    if dossier.deposit is not None:
        deposits = [row for row in rows if row.kind == "deposit"]
        sums = ("应收定金", "the deposits due sum to", "付款条件", "the terms'")
        yield from _sum_differs(dossier, deposits, dossier.deposit, *sums)


def _too_much(dossier: Dossier, amount: Decimal) -> Iterator[Fault]:
    """More came in than the order bills: another order's money, or one to give back. An order that
    claims to be paid has to be cleared of it.
    """
    if dossier.received <= amount:
        return
    came, due, over = (
        money_text(value, dossier.currency)
        for value in (dossier.received, amount, dossier.received - amount)
    )
    last = max(
        (row for row in dossier.receipts if row.currency == dossier.currency),
        key=lambda row: row.date,
    )
    yield Fault(
        "receipts",
        last.row,
        "amount",
        Text(
            f"已到账 {came}，多于应收 {due}，多 {over}",
            f"received {came}, more than the {due} due: {over} too much",
        ),
        Text(
            "请核对订单号；多收的退回，或转到对的订单",
            "check the order no.; give it back, or book it on the right order",
        ),
        blocks=place_of_claim(dossier.order.stage) >= PLACE["paid"],
    )


def _sum_differs(
    dossier: Dossier,
    rows: Sequence[Account],
    wanted: Decimal,
    zh: str,
    en: str,
    of_zh: str,
    of_en: str,
) -> Iterator[Fault]:
    total = sum([row.due for row in rows if row.due], Decimal(0))
    if total != wanted:
        there, here = money_text(total, dossier.currency), money_text(wanted, dossier.currency)
        row = rows[-1].row if rows else None
        yield differ(
            "accounts",
            row,
            "due",
            Text(f"{zh} {there} 与{of_zh} {here} 不一致", f"{en} {there}, not {of_en} {here}"),
        )


def account_receipts(dossier: Dossier) -> Iterator[Fault]:
    """What the account shows received is what the receipts sum to (C-2.8)."""
    odd = [row for row in dossier.receipts if row.currency != dossier.currency]
    if odd:
        said = Text(
            (
                f"回款 {odd[0].receipt_no} 的币种 {odd[0].currency} 与订单 {dossier.currency} 不一"
                "致，未计入已收"
            ),
            (
                f"receipt {odd[0].receipt_no} is in {odd[0].currency}, not in {dossier.currency}, "
                "and is not counted"
            ),
        )
        yield differ("receipts", odd[0].row, "currency", said)
    rows = due_rows(dossier)
    settled = sum([row.settled for row in rows if row.settled], Decimal(0))
    if rows and settled != dossier.received:
        there, here = (money_text(value, dossier.currency) for value in (settled, dossier.received))
        said = Text(
            f"财务跟踪单已收 {there}，回款表合计 {here}",
            f"the account shows {there} received, the receipts sum to {here}",
        )
        yield differ("accounts", rows[-1].row, "settled", said)
