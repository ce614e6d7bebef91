"""The cost analysis of an order as a paper (C-2.4)."""

from xlpy.core.dossier.costs import PARTS, analysed
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.foreign import items_of
from xlpy.core.money import rounded, to_yuan
from xlpy.core.tables.offers import Cost
from xlpy.core.text import ZH
from xlpy.documents.amounts import money_format, price_format
from xlpy.documents.blocks import column, facts, gap, sheet_of, signatures, table
from xlpy.documents.boxes import Column, Value
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.foreigncosts import ABROAD, COST_NAMES, abroad, converted
from xlpy.documents.making import approver_place
from xlpy.documents.page import WIDTH, Row, Sheet, cell

_COST_ROWS = (
    "price_total",
    "rate",
    "rate_of",
    "revenue",
    *PARTS[:1],
    "vat",
    "rebate_rate",
    "rebate",
    *PARTS[1:],
    "profit",
    "margin",
)


@paper(
    "成本分析单",
    "COST ANALYSIS",
    "cost",
    ZH,
    10,
    asks=("cost",),
    kinds=("field", "agreement", "approval"),
    inside=True,
)
def cost(job: Job, row: Cost) -> Sheet:
    """The cost analyses side by side: rough, confirmed, actual; rebate, profit and margin worked
    out (C-2.4).
    """
    words, dossier = job.words, job.dossier
    rows = {each.kind: each for each in dossier.of("costs")}
    kinds = [kind for kind in ("rough", "confirmed", "actual") if kind in rows]
    width = (WIDTH - 180) // max(len(kinds), 1)
    columns = [
        Column(words["cost_of"], 180, key="on_account"),
        *(column(words, kind, width, "right") for kind in kinds),
    ]
    sheet = sheet_of(job, [each.width for each in columns], dossier.order.order_no)
    order = dossier.order
    facts(
        sheet,
        job,
        [
            ("your_order", job.order_number),
            ("customer", job.customer_name()),
            ("terms", order.incoterm),
        ],
    )
    shown = [_cost_figures(dossier, rows[kind]) for kind in kinds]
    lines = []
    for key in _COST_ROWS:
        lines.append([words[COST_NAMES.get(key, key)], *(each.get(key) for each in shown)])
        if any(ABROAD + key in each for each in shown):
            name = f"{words[COST_NAMES.get(key, key)]} ({words['abroad']})"
            lines.append([name, *(each.get(ABROAD + key) for each in shown)])
    table(sheet, columns, lines)
    sheet.add(gap())
    for kind in kinds:
        for text in converted(dossier, words, kind):
            sheet.add(Row([cell(0, sheet.last, text, f"{words[kind]} — ")]))
    for kind in kinds:
        each = rows[kind]
        text = " ".join(
            str(value) for value in (job.person(each.analysed_by), each.analysed_on) if value
        )
        sheet.add(Row([cell(0, sheet.last, text, f"{words[kind]} — ")]))
    signatures(
        sheet,
        job,
        [(words["analysed_by"], job.salesperson), approver_place(job, "costs", *rows.values())],
    )
    return sheet


def _cost_figures(dossier: Dossier, row) -> dict[str, object]:
    """A cost row's figures for the table: what was entered, and what is worked out."""
    items = items_of(dossier, row)
    found, cny = analysed(row, items), money_format("CNY")
    figures: dict[str, object] = {
        "price_total": Value(row.price, money_format(row.currency) + f' "{row.currency or "?"}"'),
        "rate": Value(row.rate, price_format(row.rate, None)),
        "rate_of": "\n".join(str(value) for value in (row.rate_on, row.rate_source) if value),
        "vat": Value(row.vat, '0.## "%"') if row.vat is not None else None,
        "rebate_rate": Value(row.rebate_rate, '0.## "%"') if row.rebate_rate is not None else None,
        **{part: _fen(getattr(row, part)) for part in PARTS},
        **abroad(items),
    }
    if found is not None:
        figures |= {
            key: Value(to_yuan(getattr(found, key)), cny) for key in ("revenue", "rebate", "profit")
        }
        figures["margin"] = Value(rounded(found.margin, 4), "0.00%")
    return figures


def _fen(value: int | None) -> Value | None:
    return None if value is None else Value(to_yuan(value), money_format("CNY"))
