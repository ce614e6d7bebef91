"""The papers that go to the customer: quotation, proforma invoice, commercial invoice, packing
list, statement.
"""

from decimal import Decimal

from xlpy.core.dossier.billing import as_ordered
from xlpy.core.dossier.forms import incoterm_stated
from xlpy.core.dossier.written import plain
from xlpy.core.tables.offers import Proforma, Quotation
from xlpy.core.tables.shipping import Account
from xlpy.core.text import EN
from xlpy.documents.amounts import (
    money_format,
)
from xlpy.documents.blocks import (
    bank,
    column,
    facts,
    gap,
    paragraph,
    parties,
    sheet_of,
    signatures,
    table,
    total,
)
from xlpy.documents.boxes import Value
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import (
    addressee,
    goods_sheet,
    goods_table,
    included_facts,
    invoice_facts,
    money_of,
    signing_for,
    terms_of,
    words_rows,
)
from xlpy.documents.page import Sheet


@paper("报价单", "QUOTATION", "quotation", EN, 1, asks=("order", "quotation"), pictured=True)
def quotation(job: Job, row: Quotation) -> Sheet:
    """The quotation: goods with prices, terms, validity (C-2.2)."""
    number = job.numbered(row.quotation_no)
    sheet = goods_sheet(job, number, job.pictured)
    right = [("no", number), ("date", row.sent_on), ("valid_until", row.valid_until)]
    parties(sheet, job, addressee(job), [*right, ("salesperson", job.salesperson)])
    goods_table(sheet, job, job.pictured, as_ordered(job.dossier))
    sheet.add(gap())
    facts(
        sheet,
        job,
        [
            ("terms", incoterm_stated(row.incoterm)),
            ("delivery_time", row.delivery_time),
            ("payment", row.payment_terms),
        ],
    )
    paragraph(sheet, job, "note", row.note)
    signatures(sheet, job, [(signing_for(job), None)])
    return sheet


@paper(
    "形式发票",
    "PROFORMA INVOICE",
    "proforma",
    EN,
    2,
    asks=("order", "proforma"),
    pays=True,
    pictured=True,
)
def proforma(job: Job, row: Proforma) -> Sheet:
    """The proforma invoice: goods, terms, ports, mark, account to pay to, both signatures
    (C-2.3).
    """
    number = job.numbered(row.proforma_no)
    sheet = goods_sheet(job, number, job.pictured)
    right = invoice_facts(job, number, row.issued_on)
    parties(sheet, job, addressee(job), [*right, ("valid_until", row.valid_until)])
    lines = as_ordered(job.dossier)
    amount = goods_table(sheet, job, job.pictured, lines, job.dossier.discount)
    sheet.add(gap())
    more = [("delivery_by", row.delivery_on), *_instalments(job, amount)]
    facts(sheet, job, [*terms_of(job, row), *more, *included_facts(job, amount)])
    paragraph(sheet, job, "requirements", row.requirements)
    paragraph(sheet, job, "mark", row.shipping_mark)
    bank(sheet, job)
    known = f"{row.signed_by or ''} {row.signed_on or ''}".strip()
    signatures(
        sheet,
        job,
        [(signing_for(job), None), (job.words["buyer"] + f" {job.customer_name()}", known)],
    )
    return sheet


def _instalments(job: Job, amount: Decimal) -> list[tuple[str, object]]:
    """Deposit and balance as the terms divide the amount, and whether it may go in parts."""
    dossier, proforma = job.dossier, job.dossier.last("proformas")
    partial = proforma.partial if proforma else None
    found: list[tuple[str, object]] = [("partial", job.words[partial] if partial else None)]
    if dossier.term is None or not dossier.deposit:
        return [("deposit_due", None), ("balance_due", None), *found]
    share = f" ({plain(dossier.term.deposit)} %)"
    rest = money_of(job, amount - dossier.deposit)
    return [
        ("deposit_due", f"{money_of(job, dossier.deposit)}{share}"),
        ("balance_due", f"{rest}, {job.words[dossier.term.balance]}" if rest else None),
        *found,
    ]


@paper("对账单", "STATEMENT OF ACCOUNT", "account", EN, 9, asks=("account",), pays=True)
def account(job: Job, row: Account) -> Sheet:
    """The statement of account: what was due and what came, and what is outstanding (C-2.8)."""
    words, dossier = job.words, job.dossier
    code = f"\n{dossier.currency or ''}"
    columns = [
        column(words, "date", 90, "center"),
        column(words, "on_account", 240),
        *(column(words, key, 110, "right", code) for key in ("due", "received", "balance")),
    ]
    sheet = sheet_of(job, [each.width for each in columns], dossier.order.order_no)
    right = [("your_order", job.order_number), ("payment", dossier.terms_text)]
    parties(sheet, job, addressee(job), right)
    rows, balance = _account_rows(job)
    sums = {4: Value(balance, money_format(dossier.currency))}
    table(sheet, columns, rows, sums=sums)
    sheet.add(
        total(sheet, job, sums, "outstanding"),
        *words_rows(sheet, job, balance, dossier.currency),
    )
    if balance > 0:
        bank(sheet, job)
    signatures(sheet, job, [(signing_for(job), None)])
    return sheet


def _account_rows(job: Job) -> tuple[list[list], Decimal]:
    """What was due and what came in, by date; what is not dated stands last."""
    dossier, words = job.dossier, job.words
    form = money_format(dossier.currency)
    names = {"deposit": words["deposit"], "balance": words["balance_due"]}
    due = [
        (r.due_on, 0, names[r.kind], r.due, None)
        for r in dossier.of("accounts")
        if r.kind in names and r.due
    ]
    came = [
        (r.date, 1, f"{words['receipt']} {r.receipt_no}", None, r.amount)
        for r in dossier.receipts
        if r.currency == dossier.currency
    ]
    rows, balance = [], Decimal(0)
    for day, _, text, owed, paid in sorted(
        [*due, *came], key=lambda each: (each[0] is None, str(each[0]), each[1])
    ):
        balance += (owed or 0) - (paid or 0)
        rows.append(
            [
                str(day or ""),
                text,
                *(Value(v, form) if v is not None else None for v in (owed, paid, balance)),
            ]
        )
    return rows, balance
