"""The gates: deposit before production, balance before shipping papers go out, the letter of
credit's days (C-2.8).

A gate looks at what came in as it stands now: a receipt that is cancelled or refunded closes it
again.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from xlpy.core.dossier.approvals import WAIVER, approvals_of
from xlpy.core.dossier.billing import billed_amount, due_with
from xlpy.core.dossier.datepairs import PAIRS
from xlpy.core.dossier.dates import in_order
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import TRANSPORT
from xlpy.core.dossier.tolerance import is_short
from xlpy.core.dossier.written import money_text
from xlpy.core.roles import who_may
from xlpy.core.tables.shipping import Letter
from xlpy.core.text import Text

BEFORE_SHIPMENT, BEFORE_PAPERS = "before shipment", "before papers"


def missing_sum(dossier: Dossier, due: Decimal) -> Decimal:
    """How much of an amount due has not come in, in the order's currency; what bank charges may
    take is let off.
    """
    came, tolerance = dossier.received, dossier.rules.ratio("receipts.tolerance")
    return due - came if is_short(came, due, tolerance) else Decimal(0)


def waived(dossier: Dossier, item: str, short: Decimal, roles: frozenset[str]) -> bool:
    """Whether somebody entitled waived at least so much, with a reason."""
    return any(
        row.reason and _waives(row.seen, item, short, dossier.currency)
        for row in approvals_of(dossier, "account", WAIVER, roles)
    )


def _waives(seen: str, item: str, short: Decimal, currency: str | None) -> bool:
    words = seen.split()
    if len(words) != 3 or words[0] != item or words[2] != currency:
        return False
    try:
        return Decimal(words[1]) >= short
    except InvalidOperation:
        return False


def waiver_text(item: str, short: Decimal, currency: str | None) -> str:
    """The figure that a waiver holds: `deposit 3750.00 USD`."""
    return f"{item} {money_text(short, currency)}"


def _unpaid(
    dossier: Dossier, item: str, due: Decimal, roles: frozenset[str], said: Text
) -> Iterator[Fault]:
    short = missing_sum(dossier, due)
    if not short or waived(dossier, item, short, roles):
        return
    wanted, came, rest = (
        money_text(value, dossier.currency) for value in (due, dossier.received, short)
    )
    do_zh, do_en = f"请催收 {rest}", f"collect {rest}"
    if roles:
        (who, by), text = who_may(roles), waiver_text(item, short, dossier.currency)
        do_zh += f"，或由{who}放行并写明原因，所见数字填“{text}”"
        do_en += f', or have it waived by {by} with the reason; figure seen: "{text}"'
    yield Fault(
        "accounts",
        None,
        None,
        Text(
            f"{said.zh} {wanted}，已到账 {came}，还差 {rest}",
            f"{said.en} {wanted}, received {came}, {rest} is missing",
        ),
        Text(do_zh, do_en),
    )


def _no_terms(dossier: Dossier) -> Iterator[Fault]:
    """Without usable terms or an amount a gate cannot be judged, and stays shut."""
    column = "amount" if dossier.term else "payment_terms"
    zh, en = dossier.office.label("orders", column)
    yield Fault(
        "orders",
        dossier.order.row,
        column,
        Text(
            f"{zh}“{dossier.terms_text or ''}”不明，无法判断应收多少",
            f'{en} "{dossier.terms_text or ""}" does not say how much is due',
        ),
        Text(
            "请填写；付款条件要在付款条件表里", "fill it in; payment terms must be in their table"
        ),
    )


def gate_due(dossier: Dossier, gate: str) -> Decimal | None:
    """What must have come in for a gate of the account to open, in the order's currency; None
    while it is unknown. Of several shipments that of the first whose gate is shut.
    """
    if gate != "balance":
        return dossier.deposit if gate == "deposit" else billed_amount(dossier)
    dues = [due_with(part) for part in dossier.consignments]
    short = (due for due in dues if due is not None and missing_sum(dossier, due))
    return next(short, dues[-1])


def gate_short(dossier: Dossier, gate: str) -> Decimal | None:
    """How much is missing at a gate of the account; None while it is unknown."""
    due = gate_due(dossier, gate)
    return None if due is None else missing_sum(dossier, due)


def _deposit(dossier: Dossier, roles: frozenset[str]) -> Iterator[Fault]:
    due = dossier.deposit
    if due is None:
        yield from _no_terms(dossier)
    elif due:
        said = Text("投产前应收定金", "deposit due before production")
        if dossier.is_bought:
            said = Text("采购前应收定金", "deposit due before the goods are bought")
        yield from _unpaid(dossier, "deposit", due, roles, said)


def _balance(dossier: Dossier, roles: frozenset[str]) -> Iterator[Fault]:
    term, amount = dossier.term, due_with(dossier)
    if term is None or amount is None:
        yield from _no_terms(dossier.whole)
    elif term.balance == BEFORE_SHIPMENT or (
        term.balance == BEFORE_PAPERS and _papers_sent(dossier)
    ):
        yield from _unpaid(
            dossier,
            "balance",
            amount,
            roles,
            Text("放单前应收货款", "due before the shipping papers go out"),
        )


def _papers_sent(dossier: Dossier) -> bool:
    """Whether the bill of lading went out: with these terms the goods may sail, but the papers
    wait for the balance.
    """
    return any(row.sent_on for row in dossier.of("export_papers") if row.paper in TRANSPORT)


def _paid(dossier: Dossier, roles: frozenset[str]) -> Iterator[Fault]:
    amount = billed_amount(dossier)
    if amount is None:
        yield from _no_terms(dossier)
    else:
        yield from _unpaid(dossier, "paid", amount, roles, Text("应收货款", "due for the order"))


def _shipment(dossier: Dossier, roles: frozenset[str]) -> Iterator[Fault]:
    for row in dossier.of("letters"):
        if dossier.shipped_on and row.latest_shipment and dossier.shipped_on > row.latest_shipment:
            yield Fault(
                "letters",
                row.row,
                "latest_shipment",
                Text(
                    f"{dossier.shipped_on} 装船，晚于信用证 {row.lc_no} 的最迟装运日 "
                    f"{row.latest_shipment}",
                    f"shipped on {dossier.shipped_on}, after the latest shipment "
                    f"{row.latest_shipment} of L/C {row.lc_no}",
                ),
                Text(
                    "请客户改证，或与银行商量不符点",
                    "have the L/C amended, or settle the discrepancy with the bank",
                ),
            )


def presentation_until(dossier: Dossier, letter: Letter) -> date | None:
    """The last day to present papers: so many days after shipment, and not after expiry; None when
    not yet known.
    """
    days = letter.presentation_days
    if days is None:
        days = int(dossier.rules.number("lc.presentation"))
    limits = [letter.expiry] if letter.expiry else []
    if dossier.shipped_on:
        limits.append(dossier.shipped_on + timedelta(days=days))
    return min(limits, default=None)


def _presentation(dossier: Dossier, roles: frozenset[str]) -> Iterator[Fault]:
    """Each shipment's papers are presented in its own days: by the drawings that name it. Where
    none of an L/C's drawings does, they are one presentation, after the last shipment.
    """
    last = dossier.shipment is None or dossier.shipment is dossier.whole.by_date("shipments")[-1]
    for letter in dossier.of("letters"):
        drawings = [row for row in dossier.of("drawings") if row.lc_no == letter.lc_no]
        if not any(row.shipment_no for row in drawings):
            yield from _presented(dossier.whole, letter) if last else ()
            continue
        number = dossier.shipment.shipment_no if dossier.shipment else None
        days = [row.presented_on for row in drawings if row.shipment_no == number]
        day = max(filter(None, days), default=None)
        yield from _presented(dossier, replace(letter, presented_on=day))
    if last:
        yield from in_order(PAIRS["letter", "presentation"])(dossier.whole)


def _presented(dossier: Dossier, row: Letter) -> Iterator[Fault]:
    until = presentation_until(dossier, row)
    if row.presented_on is None:
        limit = Text(f"，最迟 {until}", f", by {until} at the latest") if until else ("", "")
        zh, en = (
            f"信用证 {row.lc_no} 还没有交单{limit[0]}",
            f"L/C {row.lc_no}: papers not presented{limit[1]}",
        )
        yield Fault(
            "letters",
            row.row,
            "presented_on",
            Text(zh, en),
            Text("请交单后填上日期", "present them and fill in the date"),
        )
    elif until and row.presented_on > until:
        zh = f"信用证 {row.lc_no} 于 {row.presented_on} 交单，晚于 {until}"
        en = f"L/C {row.lc_no}: presented on {row.presented_on}, after {until}"
        do = Text("请与客户和银行商量不符点", "settle the discrepancy with customer and bank")
        yield Fault("letters", row.row, "presented_on", Text(zh, en), do)


GATES: dict[tuple[str, str], Callable[[Dossier, frozenset[str]], Iterator[Fault]]] = {
    ("account", "deposit"): _deposit,
    ("account", "balance"): _balance,
    ("account", "paid"): _paid,
    ("letter", "shipment"): _shipment,
    ("letter", "presentation"): _presentation,
}
"""Form and item → the gate."""
