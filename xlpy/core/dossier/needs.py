"""What an order needs to come to each stage: the rows of the requirements table, ready to be asked
of a dossier.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from xlpy.core.dossier.agreements import AGREEMENTS
from xlpy.core.dossier.approvals import approval_faults
from xlpy.core.dossier.asked import serving, why_asked
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import (
    ASKED,
    BY_SHIPMENT,
    FORMS,
    MADE,
    ONLY_MADE,
    SUPPLY_KEYS,
    THERE,
    Form,
)
from xlpy.core.dossier.gates import GATES
from xlpy.core.dossier.office import Office
from xlpy.core.parameters import tokens
from xlpy.core.tables.model import Row
from xlpy.core.tables.needs import Requirement
from xlpy.core.tables.offers import Cost, CostItem, OrderLine
from xlpy.core.text import Text, joined

FILLED_BY = {
    "field": ("没有填写", "is empty", "请填写", "fill it in"),
    "signature": ("没有签字", "is not signed", "请取得签字后填上", "have it signed and fill it in"),
    "copy": (
        "没有抄送或留底",
        "was not sent or kept",
        "请抄送或留底后填上日期",
        "send or keep the copy and fill in the date",
    ),
}
"""Kinds of requirements that a filled cell meets: what to say of an empty one, and what to do, zh
and en.
"""
_RATE_COLUMNS = ("rate", "rate_on", "rate_source")


class Gap(NamedTuple):
    """One thing missing in an order: for which stage, form and item, by which rule, where, what,
    and what to do.
    """

    stage: str
    form: str
    kind: str
    item: str
    rule: str
    must: bool
    table: str
    row: int | None
    column: str | None
    said: Text
    to_do: Text

    @property
    def whole(self) -> Text:
        """What is missing and what to do."""
        return joined((self.said, self.to_do))

    @property
    def text(self) -> str:
        """What is missing and what to do, in Chinese and English."""
        return " / ".join(self.whole)


@dataclass(frozen=True)
class Need:
    """A requirement in force."""

    row: Requirement
    tables: frozenset[str] | None = None
    """The tables in which the orders that are asked have rows; None where they differ in that."""

    @cached_property
    def form(self) -> Form:
        """The form that it is about."""
        return FORMS[self.row.form]

    @cached_property
    def when(self) -> frozenset[str]:
        """The conditions, one of which must hold; empty: always."""
        return frozenset(tokens(self.row.when)) - SUPPLY_KEYS

    @cached_property
    def supplies(self) -> frozenset[str]:
        """The orders that are asked, by how their goods come about, besides `when`: what the
        requirement says, else all that can have its form.
        """
        stated = SUPPLY_KEYS.intersection(tokens(self.row.when))
        form, item = self.row.form, self.row.item or ""
        rows = item if self.row.kind == "row" else ""
        only_made = not ONLY_MADE.isdisjoint(((form, ""), (form, rows)))
        return stated or (frozenset({MADE}) if only_made else SUPPLY_KEYS)

    @cached_property
    def must(self) -> bool:
        """Whether an order comes to the stage only with it."""
        return self.row.weight == "must"

    @cached_property
    def cell(self) -> tuple[str, str] | None:
        """The table and column that it wants filled in; None where it asks for something else."""
        filled = self.row.kind in FILLED_BY
        return place_of(self.form, self.row.item or "") if filled else None

    @cached_property
    def kind(self) -> tuple[str, str, str] | None:
        """The table, its column of kinds and the kind of which it wants a row; None where it asks
        for something else.
        """
        row, form = self.row, self.form
        of_kind = row.kind == "row" and row.item and row.item not in form.tables
        return (form.table, form.kinds, row.item or "") if of_kind else None

    @property
    def lacking(self) -> tuple[str, ...] | None:
        """What must be blank or without a row for something of it to be missing; None where more
        is asked.
        """
        return self.cell or self.kind

    @cached_property
    def if_there(self) -> str | None:
        """The table of its form, where it waits for a row in it."""
        return self.form.table if THERE in self.when else None

    @cached_property
    def _there(self) -> str | None:
        """The table of which it wants a row, whatever the row says."""
        row = self.row
        whole = row.kind == "row" and (not row.item or row.item in self.form.tables)
        return (row.item or self.form.table) if whole else None

    def surely_holds(self, supply: str, conditions: frozenset[str]) -> bool | None:
        """Whether it is one of all orders of a supply and conditions; None where it depends on
        more of an order.
        """
        if supply not in self.supplies:
            return False
        if not self.when or not self.when.isdisjoint(conditions):
            return True
        return None if THERE in self.when or ASKED in self.when else False

    def among(self, tables: frozenset[str]) -> "Need | None":
        """What of it may be missing in an order that has rows in these tables alone; None where
        nothing is.
        """
        row = self.row
        if row.kind == "agreement":
            agreement = AGREEMENTS[row.form, row.item or ""]
            own = agreement.among(tables)
            if own == agreement:
                return self
            return replace(self, tables=tables) if own.checks or own.pairs else None
        if row.kind == "approval":
            may_lack = self.form.table in tables
        elif self.cell is not None:
            may_lack = self.cell[0] in tables
        else:  # what one shipment has, another need not
            may_lack = self._of_part or self._there is None or self._there not in tables
        return self if may_lack else None

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles whose approval or waiver counts."""
        return frozenset(tokens(self.row.who))

    @cached_property
    def _by_shipment(self) -> bool:
        """Whether each shipment of an order is asked."""
        row = self.row
        if row.kind == "gate":
            return row.item in ("balance", "shipment", "presentation")
        return row.form in BY_SHIPMENT and row.kind in ("row", "agreement")

    def holds(self, dossier: Dossier) -> bool:
        """Whether the requirement is one of this order's (its `when`)."""
        surely = self.surely_holds(dossier.supply, dossier.conditions)
        return self.depends(dossier) if surely is None else surely

    def depends(self, dossier: Dossier) -> bool:
        """Whether it is one of an order of which terms and supply do not say so: its form is there,
        or somebody asks for its paper.
        """
        if self.if_there and dossier.rows.get(self.if_there):
            return True
        return ASKED in self.when and why_asked(dossier, self.row.item or "") is not None

    def gaps(self, dossier: Dossier) -> list[Gap]:
        """What is missing of it in the dossier."""
        return self.found(dossier) if self.holds(dossier) else []

    def found(self, dossier: Dossier) -> list[Gap]:
        """What is missing of it in a dossier of which it is known to hold."""
        asked = dossier if self._of_part or self._by_shipment else dossier.whole
        return [self.gap(fault) for fault in self.find(asked)]

    @cached_property
    def find(self) -> Callable[[Dossier], Iterable[Fault]]:
        """What finds its faults in an order, or in the shipment that it asks."""
        return self._find_by_shipment if self._by_shipment else self._find

    def _find_by_shipment(self, dossier: Dossier) -> Iterable[Fault]:
        """Its faults in each shipment of an order; the same one only once."""
        parts = dossier.consignments
        if len(parts) == 1:
            return dict.fromkeys(self._find(parts[0]))
        found: dict[Fault, Fault] = {}
        for part in parts:
            for fault in self._find(part):
                found.setdefault(fault, _told_of(fault, part))
        return found.values()

    @cached_property
    def _of_part(self) -> bool:
        """Whether one shipment of an order is asked for what is its own."""
        return self.row.form in BY_SHIPMENT or self.row.form == "shipment"

    @cached_property
    def _find(self) -> Callable[[Dossier], Iterable[Fault]]:
        """What finds its faults in one order or shipment."""
        row, of = self.row, (self.row.form, self.row.item or "")
        if row.kind == "agreement":
            agreement = AGREEMENTS[of]
            return (agreement if self.tables is None else agreement.among(self.tables)).check
        if row.kind == "gate":
            return lambda dossier: GATES[of](dossier, self.roles)
        if row.kind == "approval":
            return lambda dossier: approval_faults(dossier, self.form, of[1], self.roles)
        return self._missing_rows if row.kind == "row" else self._empty_fields

    def gap(self, fault: Fault) -> Gap:
        """What is missing, of a fault."""
        row, must = self.row, self.must and fault.blocks
        asked = (row.stage, row.form, row.kind, row.item or "", row.source)
        return Gap(*asked, must, *fault.of_gap)

    def _missing_rows(self, dossier: Dossier) -> Iterator[Fault]:
        form, item = self.form, self.row.item
        table = item if item in form.tables else form.table
        rows = dossier.of(table)
        if rows and table == self._there:
            return
        if table != form.table and not dossier.of(form.table):
            return  # lines without a head: the head is asked for by its own requirement
        if item and item not in form.tables:
            kinds = serving(dossier, item)
            if not {getattr(row, form.kinds) for row in rows}.isdisjoint(kinds):
                return
            names = [dossier.office.label(form.table, form.kinds, kind) for kind in kinds]
            zh, en = "、".join(name[0] for name in names), ", ".join(name[1] for name in names)
            if len(kinds) > 1:
                words = Text(
                    f"{form.zh}里没有运输单据（{zh}）", f"{form.en}: none of {en} is there"
                )
            else:
                words = Text(f"{form.zh}里没有“{zh}”", f"{form.en}: “{en}” is not there")
            if ASKED in self.when and (why := why_asked(dossier, item)):
                words = Text(f"{words.zh}（{why.zh}）", f"{words.en} ({why.en})")
            yield Fault(table, None, form.kinds, words, Text("请加一行", "add a row"))
        elif not rows:
            words = Text(f"没有{form.zh}", f"there is no {form.en}")
            if table != form.table:
                zh, en = dossier.office.label(table)
                words = Text(f"“{zh}”里没有此单的行", f'"{en}" has no row of the order')
            yield Fault(table, None, None, words, Text("请在该表加一行", "add a row to that table"))

    def _empty_fields(self, dossier: Dossier) -> Iterator[Fault]:
        if self.cell is None:
            return
        table, column = self.cell
        rows = dossier.rows.get(table)
        if not rows:
            return
        if self.form.last and table == self.form.table:
            rows = [dossier.last(table)]
        for row in rows:
            if getattr(row, column) is None and not filled_otherwise(dossier, column, row):
                yield self._empty(dossier.office, table, column, row)

    def _empty(self, office: Office, table: str, column: str, row: Row) -> Fault:
        (zh, en), words = office.label(table, column), FILLED_BY[self.row.kind]
        form = self.form
        which = _which(row)
        return Fault(
            table,
            row.row,
            column,
            Text(
                f"{form.zh}{which.zh}的“{zh}”{words[0]}",
                f'"{en}" of the {form.en}{which.en} {words[1]}',
            ),
            Text(words[2], words[3]),
        )


def _told_of(fault: Fault, part: Dossier) -> Fault:
    """What is missing in one of several shipments."""
    number = part.shipment.shipment_no if part.shipment else ""
    zh, en = fault.said
    return fault._replace(said=Text(f"出运 {number}：{zh}", f"shipment {number}: {en}"))


def filled_otherwise(dossier: Dossier, column: str, row: Row) -> bool:
    """Whether a blank cell is none: the product has the value, or CNY needs no rate."""
    if isinstance(row, OrderLine):
        return column in dossier.office.filled_by(row.product)
    return isinstance(row, (Cost, CostItem)) and column in _RATE_COLUMNS and row.currency == "CNY"


def _which(row: Row) -> Text:
    """What tells a row from its form's others, for a message: ` S-001`, `第 2 行`."""
    for key in (
        "sample_no",
        "quotation_no",
        "proforma_no",
        "production_no",
        "purchase_no",
        "packing_no",
        "lc_no",
    ):
        if value := getattr(row, key, None):
            line = getattr(row, "line", None) or getattr(row, "first", None)
            said = f" {value}" + (f"-{line}" if line is not None else "")
            return Text(said, said)
    if isinstance(row, OrderLine):
        return Text(f"第 {row.line} 行", f"'s line {row.line}")
    named = (getattr(row, key, None) for key in ("kind", "paper", "shipment_no"))
    value = next(filter(None, named), None)
    said = f" {value}" if value is not None else ""
    return Text(said, said)


def place_of(form: Form, item: str) -> tuple[str, str]:
    """The table and column that a field's item names: `price` of the form's head,
    `order_lines.price` of its lines.
    """
    table, _, column = item.rpartition(".")
    return table or form.table, column
