"""The dossier's cover: where the order stands, its ten forms, everything missing, approvals,
stages (C-2.11).
"""

from xlpy.core.dossier.approvals import WAIVER
from xlpy.core.dossier.forms import CLAIMS, FORMS, ONLY_MADE, STAGE_KEYS, TEN
from xlpy.core.dossier.status import form_states, status
from xlpy.core.dossier.written import money_text, plain
from xlpy.core.tables.trade import Order
from xlpy.core.text import ZH, Text
from xlpy.documents.blocks import column, facts, gap, heading, sheet_of, small_table, table
from xlpy.documents.boxes import Column
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.page import Row, Sheet, cell

_STATES = {
    "done": Text("完成", "done"),
    "due": Text("到期", "due"),
    "missing": Text("缺", "missing"),
    "approval owed": Text("待批", "approval owed"),
    "": Text("以后", "later"),
}
_ZH_STAGES = dict(CLAIMS)


@paper("订单档案", "ORDER DOSSIER", "order", ZH, 11, inside=True)
def cover(job: Job, row: Order) -> Sheet:
    """The cover with the check-list."""
    words, dossier = job.words, job.dossier
    order, requirements = dossier.order, job.source.files.requirements
    now = status(dossier, requirements)
    columns = [
        column(words, "form", 92),
        column(words, "missing", 390),
        column(words, "stage", 88, "center"),
        column(words, "rule", 90, "center"),
    ]
    sheet = sheet_of(job, [each.width for each in columns], order.order_no)
    facts(
        sheet,
        job,
        [
            ("your_order", job.order_number),
            ("date", order.order_date),
            ("customer", order.customer),
            ("salesperson", job.salesperson),
            (
                "amount",
                money_text(order.amount, order.currency) if order.amount is not None else None,
            ),
            ("terms", order.incoterm),
            ("payment", order.payment_terms),
            ("stage", _stage(job, order.stage or STAGE_KEYS[0])),
        ],
    )
    _forms(sheet, job, form_states(dossier, requirements, now))
    heading(sheet, words["checklist"])
    rows = [
        [
            words.pick(Text(FORMS[gap.form].zh, FORMS[gap.form].en)),
            words.pick(Text(f"□ {gap.whole.zh}", f"□ {gap.whole.en}")),
            _stage(job, gap.stage),
            gap.rule,
        ]
        for gap in now.gaps
    ]
    table(sheet, columns, rows or [["", words["nothing_lacks"], "", ""]])
    _records(sheet, job)
    return sheet


def _stage(job: Job, key: str) -> str:
    return job.words.pick(Text(_ZH_STAGES[key], key))


def _forms(sheet: Sheet, job: Job, states: dict[str, str]) -> None:
    """The ten forms and their states, two to a line."""
    words = job.words
    heading(sheet, words["forms"])
    texts = [
        f"{at}. {words.pick(Text(FORMS[form].zh, FORMS[form].en))} — "
        f"{words.pick(_state(job, form, states[form]))}"
        for at, form in enumerate(TEN, 1)
    ]
    half = (len(texts) + 1) // 2
    for left, right in zip(texts[:half], texts[half:], strict=False):
        sheet.add(Row([cell(0, sheet.middle - 1, left), cell(sheet.middle, sheet.last, right)]))
    sheet.add(gap())


def _state(job: Job, form: str, state: str) -> Text:
    if job.dossier.is_bought and (form, "") in ONLY_MADE:
        return Text("不需要（外购）", "not needed: bought")
    return _STATES[state]


def _records(sheet: Sheet, job: Job) -> None:
    """The shipments, who approved what and when, as far as it stands, and the stages that the
    order came to.
    """
    words, dossier = job.words, job.dossier
    stand = {row.row for _, row in job.approvals()}
    approvals = [
        [
            words.pick(Text(FORMS[row.form].zh, FORMS[row.form].en)),
            " · ".join(filter(None, (row.seen, row.reason))),
            job.person(row.by),
            str(row.approved_on),
        ]
        for row in dossier.by_date("approvals")
        if row.kind == WAIVER or row.row in stand
    ]
    stages = [
        [_stage(job, row.stage), row.note or "", job.person(row.by), str(row.changed_on)]
        for row in dossier.by_date("stage_changes")
    ]
    heads = (
        (words["shipment_no"], words["shipped_as"], words["stage"], words["date"]),
        (words["form"], words["figure"], words["who"], words["date"]),
        (words["stage"], words["note"], words["who"], words["date"]),
    )
    for title, head, rows in (
        (words["shipments"], heads[0], _shipments(job)),
        (words["approvals"], heads[1], approvals),
        (words["stages"], heads[2], stages),
    ):
        if rows:
            heading(sheet, title)
            small_table(
                sheet, [Column(text, 0) for text in head], rows, [(0, 0), (1, 1), (2, 2), (3, 3)]
            )


def _shipments(job: Job) -> list[list[str]]:
    """Each shipment: how it goes, and the stage that it has reached."""
    found = []
    for part in job.dossier.consignments if job.dossier.of("shipments") else ():
        row = part.shipment
        if row is not None:
            reached = status(part, job.source.files.requirements).reached
            goods = ", ".join(
                f"{line.product or line.line} {plain(line.quantity)}"
                for line in part.of("order_lines")
            )
            ways = (row.vessel, row.voyage, row.document_no, row.container, goods)
            stage = _stage(job, reached) if reached else ""
            found.append(
                [row.shipment_no, " · ".join(filter(None, ways)), stage, str(row.date or "")]
            )
    return found
