"""A dozen of the demo department's orders with their dossiers, each at another point of its way
(C-2, E-3).

Some miss what the board should show: an approval, a deposit, a countersignature, a figure that no
longer agrees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlpy.book.cells.values import to_cell
from xlpy.book.load import load
from xlpy.book.tables import MemoryTables
from xlpy.build.demo_forms import Forms, Rows
from xlpy.build.demo_goods import goods_rows
from xlpy.build.demo_people import LIU
from xlpy.core.dossier.forms import PLACE
from xlpy.core.issues import UsageError
from xlpy.core.tables import DOSSIER, TABLES
from xlpy.core.tables.trade import Order, Receipt
from xlpy.jobs.approvals import approval, give
from xlpy.ooxml.values import Value

KEPT_SINCE = date(2012, 11, 1)
"""The department began to keep dossiers in November, with a dozen orders of before."""
TT, COPY, LC = (
    "T/T 30% deposit, 70% before shipment",
    "T/T 30% deposit, 70% against copy of B/L",
    "L/C at sight",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """An order to be found in the demo: its stage and terms, and what is then taken out of its
    whole dossier.
    """

    stage: str
    terms: str | None
    spoil: Callable[[Rows], None] | None = None
    approved: bool = True


def _no_countersignature(rows: Rows) -> None:
    rows["purchase_orders"][0] |= {"countersigned_by": None, "countersigned_on": None}


def _thin(rows: Rows) -> None:
    """A price that leaves next to nothing."""
    for row in rows["costs"]:
        row["purchase"] = row["purchase"] * 132 // 100


def _other_mark(rows: Rows) -> None:
    rows["packing_lists"][0]["shipping_mark"] += " REV.1"


def _unsigned(rows: Rows) -> None:
    rows["proformas"][0] |= {"signed_by": None, "signed_on": None}


WISHES = (
    Wish("archived", TT),
    Wish("paid", LC),
    Wish("shipped", COPY),
    Wish("packed", TT),
    Wish("packed", TT, _other_mark),
    Wish("inspected", TT),
    Wish("in production", TT),
    Wish("in production", COPY, _no_countersignature),
    Wish("confirmed", TT),
    Wish("confirmed", LC, _unsigned),
    Wish("quoted", None),
    Wish("quoted", None, _thin, approved=False),
    Wish("enquiry", None),
)


def dossier_rows(
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
) -> dict[str, list[dict[str, Value]]]:
    """Table → rows of the dossiers, for the orders and receipts of the demo's rows; the policy
    with its day.

    Only tables that it adds to come back, whole: those of the dossier, and `policy`.
    """
    made: dict[str, list[dict]] = {table.key: [] for table in DOSSIER} | goods_rows()
    chosen = _chosen(rows)
    for wish, order, receipts in chosen:
        for table, found in _dossier(wish, order, receipts).items():
            made[table] += found
    cells = {table: [_cells_of(table, row) for row in found] for table, found in made.items()}
    since = {"key": "dossier.since", "value": str(KEPT_SINCE), "unit": "date", "source": "C-2.11"}
    policy = [
        *rows["policy"],
        _cells_of(
            "policy", since | {"from": KEPT_SINCE, "note": "十一月起建档案。Kept from November on."}
        ),
    ]
    tables = MemoryTables({**rows, **cells, "policy": policy})
    for wish, order, receipts in chosen:
        if wish.approved:
            _approve(tables, Forms(order, receipts), wish.stage)
    return {**cells, "approvals": tables._rows["approvals"], "policy": policy}


def _cells_of(table: str, row: Mapping) -> dict[str, Value]:
    columns = {column.key: column for column in TABLES[table].columns}
    return {key: to_cell(columns[key], value) for key, value in row.items() if value is not None}


def _chosen(rows: Mapping) -> list[tuple[Wish, Order, list[Receipt]]]:
    """For each wish the latest order that fits; each order at most once."""
    raws = MemoryTables({key: rows[key] for key in ("orders", "receipts")}).read(
        ["orders", "receipts"]
    )
    orders, receipts = load(raws["orders"])[0], load(raws["receipts"])[0]
    of_order: dict[str, list[Receipt]] = {}
    for row in receipts:
        of_order.setdefault(row.order_no, []).append(row)
    found, taken = [], set()
    for wish in WISHES:
        order = next(
            o for o in reversed(orders) if o.order_no not in taken and _fits(o, wish, of_order)
        )
        taken.add(order.order_no)
        found.append((wish, order, of_order.get(order.order_no, [])))
    return sorted(found, key=lambda each: each[1].order_no)


def _fits(order: Order, wish: Wish, receipts: Mapping[str, list[Receipt]]) -> bool:
    """Whether an order's stage, terms and payments are those of a wish, and there was time for all
    of it.
    """
    if (order.stage, order.payment_terms) != (wish.stage, wish.terms):
        return False
    came = receipts.get(order.order_no, [])
    forms = Forms(order, came)
    if order.amount is not None and not forms.good:
        return False
    wanted_count = {TT: 2, COPY: 1 if wish.stage != "paid" else 2, LC: 1}.get(wish.terms, 0)
    if PLACE[wish.stage] < PLACE["paid"]:
        wanted_count = 0 if wish.terms in (LC, None) else 1
    return len(came) == wanted_count and forms.in_time(wish.stage)


def _dossier(wish: Wish, order: Order, receipts: list[Receipt]) -> Rows:
    """The rows of an order's forms up to its stage, spoilt as the wish says."""
    rows = Forms(order, receipts).up_to(wish.stage)
    if wish.spoil:
        wish.spoil(rows)
    return rows


def _approve(tables: MemoryTables, made: Forms, stage: str) -> None:
    """The manager approves what the stage needs approved, each form on its own day."""
    days = made.approval_days()
    forms = [form for form, (of_stage, _) in days.items() if PLACE[of_stage] <= PLACE[stage]]
    for form in forms:
        try:
            give(tables, approval(tables, made.order.order_no, form, LIU, days[form][1]))
        except UsageError:
            continue  # nothing to approve: a price within its band, a margin above the floor
