"""What people do with an order: begin one, bring it to a stage (C-2, E-3.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from xlpy.book.cells.values import BadCell, parse, to_cell
from xlpy.book.dossier import Files
from xlpy.book.tables import Change, Tables
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS, HALTED, PLACE, STAGE_KEYS, place_of_claim
from xlpy.core.dossier.renew import new_order_rows
from xlpy.core.dossier.status import status
from xlpy.core.issues import DataError, UsageError
from xlpy.core.roster import stranger
from xlpy.core.tables import TABLES, Column, choice_label
from xlpy.core.text import Text
from xlpy.jobs.dossier import issue_of, open_files, texts_of
from xlpy.ooxml.values import Value

_NUMBERED = {
    "orders": "order_no",
    "quotations": "quotation_no",
    "proformas": "proforma_no",
    "production_orders": "production_no",
    "purchase_orders": "purchase_no",
}


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A new order's number, what it was made from, and how many rows each table got."""

    order_no: str
    source: str
    rows: dict[str, int]


def new_order(tables: Tables, source: str, by: str, day: date) -> NewOrder:
    """Begin an order like an earlier one, or like the order of a quotation: next number, and the
    rows of its forms.

    `by` carries the new order. Raises UsageError when there is no such order or quotation, or no
    such person.
    """
    files = open_files(tables)
    if by not in files.office.roster.people:
        raise stranger(by, files.office.roster.people)
    numbers = {
        table: [getattr(row, key) for d in files.dossiers for row in d.of(table)]
        for table, key in _NUMBERED.items()
    }
    rows = new_order_rows(_source(files, source), numbers, by, day)
    changes = [append(table, found) for table, found in rows.items() if found]
    tables.commit(changes)
    return NewOrder(
        str(rows["orders"][0]["order_no"]),
        source,
        {change.table: len(change.append) for change in changes},
    )


def _source(files: Files, number: str) -> Dossier:
    for dossier in files.dossiers:
        quotations = (row.quotation_no for row in dossier.of("quotations"))
        if number == dossier.order.order_no or number in quotations:
            return dossier
    raise UsageError(
        Text(
            f"没有订单或报价单“{number}”；请核对号码",
            f'there is no order or quotation "{number}"; check the number',
        )
    )


def append(table: str, rows: Iterable[Mapping[str, object]]) -> Change:
    """The change that adds rows of typed values to a table."""
    return Change(table, append=[cells(table, row) for row in rows])


def cells(table: str, row: Mapping[str, object]) -> dict[str, Value]:
    """Typed values of a row as a Change carries them; empty ones are left out."""
    schema = TABLES[table]
    return {
        key: to_cell(schema.column(key), value) for key, value in row.items() if value is not None
    }


def change_stage(
    tables: Tables, order_no: str, stage: str, by: str, day: date, note: str | None = None
) -> str:
    """Bring an order to a stage, put it on hold, or end it as cancelled or lost, and record who did
    it and when; a halt, what follows it, and the way back to an earlier stage only with a note.

    The stage's key comes back.
    Raises DataError with everything missing for the stage, UsageError for an unknown order, stage
    or person; then nothing is written.
    """
    stage = known_choice("stage_changes", "stage", stage, Text("阶段", "stage"))
    tables.commit(stage_changes(tables, order_no, stage, by, day, note))
    return stage


def stage_changes(
    tables: Tables, order_no: str, stage: str, by: str, day: date, note: str | None = None
) -> list[Change]:
    """The changes that bring an order to a stage. Raises as `change_stage` does."""
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    if by not in files.office.roster.people:
        raise stranger(by, files.office.roster.people)
    now = dossier.order.stage or STAGE_KEYS[0]
    if needs_reason(now, stage) and not note:
        raise UsageError(_no_reason(now, stage))
    if stage == "lost" and place_of_claim(now) >= PLACE["confirmed"]:
        raise UsageError(
            Text(
                f"订单在“{now}”，客户已经确认；请改为 cancelled 已取消",
                f'the order is at "{now}", the customer confirmed it; say cancelled',
            )
        )
    files.refuse_spoiled(order_no)
    if stage not in HALTED:
        _refuse_lacking(dossier, files, stage)
    moved = append("stage_changes", [_moved(order_no, stage, by, day, note)])
    return [_stage_change(tables, order_no, stage), moved]


def needs_reason(now: str | None, stage: str) -> bool:
    """Whether an order's way from what it claims to a stage must be explained: a halt, what follows
    it, and the way back.
    """
    halts = stage in HALTED or now in HALTED
    return halts or place_of_claim(stage) < place_of_claim(now)


def _no_reason(now: str, stage: str) -> Text:
    if stage in HALTED:
        return Text(f"改为“{stage}”要写明原因", f'to make the order "{stage}" say why')
    if now in HALTED:
        return Text(
            f"订单“{now}”，继续到“{stage}”要写明原因",
            f'the order is "{now}"; to go on at "{stage}" say why',
        )
    return Text(
        f"订单在“{now}”，退回“{stage}”要写明原因",
        f'the order is at "{now}"; to go back to "{stage}" say why',
    )


def _moved(order_no: str, stage: str, by: str, day: date, note: str | None) -> dict[str, object]:
    return {"order_no": order_no, "stage": stage, "changed_on": day, "by": by, "note": note}


def known_choice(table: str, column: str, text: str, said: Text) -> str:
    """The key of a choice, by its key, its Chinese name, or both as a cell shows them. Raises
    UsageError.
    """
    choice = TABLES[table].column(column)
    if key := chosen(choice, text):
        return key
    labels, keys = (
        "、".join(choice_label(choice, key) for key, _ in choice.choices),
        dict(choice.choices),
    )
    raise UsageError(
        Text(
            f"没有“{text}”这种{said.zh}，有：{labels}",
            f'there is no {said.en} "{text}"; there are {", ".join(keys)}',
        )
    )


def chosen(column: Column, text: str) -> str | None:
    """The key of the choice that a text names, as cells are read; None when it names none."""
    try:
        key: str | None = parse(column, text)
        return key
    except BadCell:
        return None


def chosen_form(text: str, forms: Iterable[str]) -> str:
    """The form that a word names, by its key, its Chinese name, or both, out of some. Raises
    UsageError.
    """
    form, known = known_choice("approvals", "form", text, Text("单据", "form")), list(forms)
    if form not in known:
        names = "、".join(f"{FORMS[key].zh} {key}" for key in known)
        raise UsageError(
            Text(
                f"“{text}”不能这样做，可以的有：{names}",
                f'this is not for "{text}"; it is for {", ".join(known)}',
            )
        )
    return form


def _refuse_lacking(dossier: Dossier, files: Files, stage: str) -> None:
    """Raise DataError with what is missing in an order for a stage."""
    order = replace(dossier.order, stage=stage)
    wanted = status(
        Dossier(order, files.office, dossier.rows, dossier.receipts), files.requirements
    )
    gaps = [issue_of(gap, wanted) for gap in wanted.missing if gap.must]
    if gaps:
        raise DataError(
            gaps,
            Text(
                f"订单 {dossier.order.order_no} 还不能到“{stage}”",
                f"order {dossier.order.order_no} cannot come to {stage} yet",
            ),
        )


def _stage_change(tables: Tables, order_no: str, stage: str) -> Change:
    """The change of the order's own row."""
    index = order_index(tables, order_no)
    return Change("orders", update={index: cells("orders", {"stage": stage})})


def order_index(tables: Tables, order_no: str) -> int:
    """The index of an order's row in its table."""
    return texts_of(tables.read(["orders"])["orders"], "order_no").index(order_no)
