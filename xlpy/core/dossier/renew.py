"""The rows of a new order's forms, from a quotation or an earlier order: what can be carried over,
and no more.

Dates, signatures, exchange rates and results belong to one order; they stay empty, and the check
asks for them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import ONLY_MADE
from xlpy.core.tables.model import Row

Entry = dict[str, object]
_TERMS = ("incoterm", "payment_terms")
_PORTS = ("port_loading", "port_discharge")
_COSTS = (
    "currency",
    "purchase",
    "vat",
    "rebate_rate",
    "freight",
    "insurance",
    "commission",
    "bank",
    "other",
)
_CAME = ("received", "received_on")
_MADE = ("maker", "requirements", "quality_control", "shipping_mark", "packing", "note")


def next_number(numbers: Iterable[str], fallback: str) -> str:
    """The number after the highest one of the last number's kind: `SO-0124` after `SO-0123`;
    `fallback` for the first.

    The digits at the end are counted on, with at least as many places; what stands before them
    stays.
    """
    known = list(numbers)
    ending = next(
        (m for number in reversed(known) if (m := re.fullmatch(r"(.*?)(\d+)", number))), None
    )
    if ending is None:
        return fallback
    kind = re.compile(re.escape(ending[1]) + r"(\d+)")
    highest = max(int(m[1]) for number in known if (m := kind.fullmatch(number)))
    return f"{ending[1]}{highest + 1:0{len(ending[2])}d}"


def new_order_rows(
    source: Dossier, numbers: Mapping[str, Sequence[str]], salesperson: str, day: date
) -> dict[str, list[Entry]]:
    """Table → rows of a new enquiry like the source's order; `numbers`: the numbers that each
    table has already.

    The new order's number stands in the row of `orders`. Forms that the source does not have begin
    with what its order says; samples, letters of credit, packing lists and approvals are each
    order's own.
    """
    number = next_number(numbers["orders"], "SO-0001")
    made = _Renewed(source, number, numbers)
    quoted = source.last("quotations")
    terms = {key: getattr(quoted, key, None) or getattr(source.order, key) for key in _TERMS}
    total, bought = source.lines_amount, source.is_bought
    money = {"currency": source.currency, "amount": total}
    head = {
        "order_no": number,
        "customer": source.order.customer,
        "salesperson": salesperson,
        "order_date": day,
    }
    if source.order.supply:
        head["supply"] = source.order.supply
    return {
        "orders": [head | money | terms | {"stage": "enquiry"}],
        "order_lines": [made.copy(line, _columns(line)) for line in source.of("order_lines")],
        "quotations": [
            made.form("quotations", "quotation_no", ("delivery_time",))
            | terms
            | {"enquired_on": day}
        ],
        "costs": [made.cost(salesperson, total)],
        "cost_items": made.cost_items(),
        "proformas": [
            made.form("proformas", "proforma_no", ("requirements", *_PORTS, "shipping_mark"))
            | terms
            | money
            | {"quantity": source.quantity}
        ],
        "accounts": made.accounts(total),
        "production_orders": []
        if bought
        else [
            made.form("production_orders", "production_no", _MADE) | {"quantity": source.quantity}
        ],
        "production_parts": [
            made.copy(row, ("part", "quantity", "unit")) for row in source.of("production_parts")
        ],
        **made.purchases(),
        "inspections": [
            made.own({"kind": kind})
            for kind in ("parts", "production", "final")
            if not (bought and ("inspection", kind) in ONLY_MADE)
        ],
        "export_papers": made.papers(),
    }


def _columns(record: Row) -> tuple[str, ...]:
    return tuple(part.name for part in fields(record) if part.name not in ("order_no", "row"))


class _Renewed:
    """Makes the rows of one new order."""

    def __init__(self, source: Dossier, number: str, numbers: Mapping[str, Sequence[str]]):
        self.source = source
        self.number = number
        self.numbers = {table: list(known) for table, known in numbers.items()}

    def own(self, row: Entry) -> Entry:
        """A row of the new order."""
        return {"order_no": self.number, **row}

    def copy(self, record: Row, columns: Iterable[str]) -> Entry:
        """Some columns of an old row."""
        return self.own({column: getattr(record, column) for column in columns})

    def take(self, table: str) -> str:
        """The next number of a table's own, which is then taken."""
        known = self.numbers[table]
        number = next_number(known, f"{_FIRST[table]}-{self.number}")
        known.append(number)
        return number

    def form(self, table: str, key: str, columns: Iterable[str]) -> Entry:
        """A form's row with its own number and some columns of the source's last."""
        old = self.source.last(table)
        return {key: self.take(table), **(self.copy(old, columns) if old else self.own({}))}

    def cost(self, salesperson: str, total: Decimal | None) -> Entry:
        """The rough analysis, with the costs of the latest one before."""
        old = [row for row in self.source.by_date("costs") if row.kind != "actual"]
        known = self.copy(old[-1], _COSTS) if old else self.own({"currency": self.source.currency})
        return known | {"kind": "rough", "price": total, "analysed_by": salesperson}

    def cost_items(self) -> list[Entry]:
        """The costs in other currencies of the same analysis; their rates are each order's own."""
        old = [row for row in self.source.by_date("costs") if row.kind != "actual"]
        rows = [row for row in self.source.of("cost_items") if old and row.kind == old[-1].kind]
        columns = ("item", "amount", "currency")
        return [self.copy(row, columns) | {"kind": "rough"} for row in rows]

    def accounts(self, total: Decimal | None) -> list[Entry]:
        """Deposit and balance as the payment terms divide the amount; nothing while either is
        unknown.
        """
        if self.source.term is None or total is None:
            return []
        deposit = self.source.rounded(total * self.source.term.deposit / 100)
        parts = (("deposit", deposit), ("balance", total - deposit))
        currency = self.source.currency
        return [
            self.own({"kind": kind, "due": due, "currency": currency}) for kind, due in parts if due
        ]

    def purchases(self) -> dict[str, list[Entry]]:
        """The purchase orders with their lines, each with its own number."""
        heads, lines = [], []
        for old in self.source.of("purchase_orders"):
            number = self.take("purchase_orders")
            heads.append(
                {"purchase_no": number, **self.copy(old, ("supplier", "currency", "quality"))}
            )
            for line in self.source.of("purchase_lines"):
                if line.purchase_no == old.purchase_no:
                    lines.append(
                        {key: getattr(line, key) for key in _columns(line) if key not in _CAME}
                        | {"purchase_no": number}
                    )
        return {"purchase_orders": heads, "purchase_lines": lines}

    def papers(self) -> list[Entry]:
        """The same export papers, still without number and date."""
        columns = ("paper", *_PORTS, "currency", "amount", "shipping_mark")
        return [self.copy(row, columns) for row in self.source.of("export_papers")]


_FIRST = {"quotations": "QT", "proformas": "PI", "production_orders": "MO", "purchase_orders": "PO"}
"""What the first number of a form begins with, where the workbook has none to count on from."""
