"""What an order needs to come to each stage: the rows of the requirements table, ready to be asked
of a dossier.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xlpy.core.dossier.agreements import AGREEMENTS
from xlpy.core.dossier.approvals import FIGURES, approval_faults
from xlpy.core.dossier.asked import serving, why_asked
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import (
    ASKED,
    BY_SHIPMENT,
    FORMS,
    FROM_PRODUCT,
    INCOTERMS,
    INSTRUMENTS,
    MADE,
    ONLY_MADE,
    PARTS,
    PLACE,
    SUPPLY_KEYS,
    THERE,
    Form,
)
from xlpy.core.dossier.gates import GATES
from xlpy.core.dossier.office import Office
from xlpy.core.issues import Issue, error, warning
from xlpy.core.parameters import tokens
from xlpy.core.roles import who_may
from xlpy.core.tables.model import Row
from xlpy.core.tables.needs import Requirement
from xlpy.core.tables.offers import Cost, CostItem, OrderLine
from xlpy.core.text import Text, joined

CONDITIONS = INCOTERMS | INSTRUMENTS | SUPPLY_KEYS | {THERE, PARTS, ASKED}
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


@dataclass(frozen=True, slots=True)
class Gap:
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
    def _must(self) -> bool:
        return self.row.weight == "must"

    @cached_property
    def _field(self) -> tuple[str, str]:
        return place_of(self.form, self.row.item or "")

    @cached_property
    def _is_field(self) -> bool:
        return self.row.kind in FILLED_BY

    def surely_holds(self, supply: str, conditions: frozenset[str]) -> bool | None:
        """Whether it is one of all orders of a supply and conditions; None where it depends on
        more of an order.
        """
        if supply not in self.supplies:
            return False
        if not self.when or not self.when.isdisjoint(conditions):
            return True
        return None if THERE in self.when or ASKED in self.when else False

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
        if surely is not None:
            return surely
        if THERE in self.when and dossier.of(self.form.table):
            return True
        return ASKED in self.when and why_asked(dossier, self.row.item or "") is not None

    def gaps(self, dossier: Dossier) -> list[Gap]:
        """What is missing of it in the dossier."""
        return self.found(dossier) if self.holds(dossier) else []

    def found(self, dossier: Dossier) -> list[Gap]:
        """What is missing of it in a dossier of which it is known to hold."""
        if self._is_field and not dossier.rows.get(self._field[0]):
            return []  # most forms of a young order: nothing to look at
        find = _FINDERS[self.row.kind]
        if not self._by_shipment:
            own = self.row.form in BY_SHIPMENT or self.row.form == "shipment"
            return [self._gap(fault) for fault in find(self, dossier if own else dossier.whole)]
        found: dict[Fault, Fault] = {}
        for part in dossier.consignments:
            for fault in find(self, part):
                found.setdefault(fault, _told_of(fault, part) if dossier.is_split else fault)
        return [self._gap(fault) for fault in found.values()]

    def _gap(self, fault: Fault) -> Gap:
        row, must = self.row, self._must and fault.blocks
        asked = (row.stage, row.form, row.kind, row.item or "", row.source)
        return Gap(*asked, must, *fault.of_gap)

    def _missing_rows(self, dossier: Dossier) -> Iterator[Fault]:
        form, item = self.form, self.row.item
        table = item if item in form.tables else form.table
        rows = dossier.of(table)
        if table != form.table and not dossier.of(form.table):
            return  # lines without a head: the head is asked for by its own requirement
        if item and item not in form.tables:
            kinds = serving(dossier, item)
            if any(getattr(row, form.kinds) in kinds for row in rows):
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
        table, column = self._field
        rows = dossier.rows.get(table)
        if not rows:
            return
        if self.form.last and table == self.form.table:
            rows = [dossier.last(table)]
        for row in rows:
            if getattr(row, column) is None and not _filled_otherwise(dossier, column, row):
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
                f"{form.zh}{which}的“{zh}”{words[0]}", f'"{en}" of the {form.en}{which} {words[1]}'
            ),
            Text(words[2], words[3]),
        )

    def _unapproved(self, dossier: Dossier) -> Iterator[Fault]:
        return approval_faults(dossier, self.form, self.row.item or "", self.roles)

    def _disagreements(self, dossier: Dossier) -> Iterator[Fault]:
        return AGREEMENTS[self.row.form, self.row.item or ""](dossier)

    def _closed_gates(self, dossier: Dossier) -> Iterator[Fault]:
        return GATES[self.row.form, self.row.item or ""](dossier, self.roles)


def _told_of(fault: Fault, part: Dossier) -> Fault:
    """What is missing in one of several shipments."""
    number = part.shipment.shipment_no if part.shipment else ""
    zh, en = fault.said
    return fault._replace(said=Text(f"出运 {number}：{zh}", f"shipment {number}: {en}"))


_FINDERS = {
    "row": Need._missing_rows,
    "field": Need._empty_fields,
    "signature": Need._empty_fields,
    "copy": Need._empty_fields,
    "approval": Need._unapproved,
    "agreement": Need._disagreements,
    "gate": Need._closed_gates,
}


def _filled_otherwise(dossier: Dossier, column: str, row: Row) -> bool:
    """Whether a blank cell is none: the product has the value, or CNY needs no rate."""
    if isinstance(row, OrderLine) and column in FROM_PRODUCT:
        return dossier.line_value(row, column) is not None
    return isinstance(row, (Cost, CostItem)) and column in _RATE_COLUMNS and row.currency == "CNY"


def _which(row: Row) -> str:
    """What tells a row from its form's others, for a message: ` S-001`, ` 第 2 行`."""
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
            return f" {value}" + (f"-{line}" if line is not None else "")
    named = (getattr(row, key, None) for key in ("kind", "paper", "line", "shipment_no"))
    value = next(filter(None, named), None)
    return f" {value}" if value is not None else ""


def place_of(form: Form, item: str) -> tuple[str, str]:
    """The table and column that a field's item names: `price` of the form's head,
    `order_lines.price` of its lines.
    """
    table, _, column = item.rpartition(".")
    return table or form.table, column


class Requirements:
    """All requirements that can be asked; for each day those that are in force, by stage."""

    def __init__(self, rows: Sequence[Requirement], office: Office):
        self.rows = [row for row in rows if not _fault(row, office)]
        self._dates = sorted({row.from_ for row in rows})
        self._needs: dict[int, list[list[Need]]] = {}
        self._kinds: dict[tuple[int, str, frozenset[str]], list[list[tuple[Need, bool]]]] = {}

    def on(self, day: date) -> list[list[Need]]:
        """The needs in force on a day, one list per stage; of each form, kind and item the newest
        row counts.
        """
        version = bisect_right(self._dates, day)
        if version not in self._needs:
            self._needs[version] = self._needs_on(day)
        return self._needs[version]

    def asked(self, dossier: Dossier) -> Iterator[list[Need]]:
        """The needs in force that hold for an order, stage by stage. What depends on terms and
        supply alone is found once for all orders of the kind.
        """
        version = bisect_right(self._dates, dossier.day)
        kind = version, dossier.supply, dossier.conditions
        if kind not in self._kinds:
            self._kinds[kind] = [
                [
                    (need, surely is True)
                    for need in stage
                    if (surely := need.surely_holds(*kind[1:])) is not False
                ]
                for stage in self.on(dossier.day)
            ]
        for stage in self._kinds[kind]:
            yield [need for need, surely in stage if surely or need.holds(dossier)]

    def _needs_on(self, day: date) -> list[list[Need]]:
        newest: dict[tuple[str, str, str], Requirement] = {}
        for row in sorted(
            (row for row in self.rows if row.from_ <= day), key=lambda row: row.from_
        ):
            newest[row.form, row.kind, row.item or ""] = row
        stages: list[list[Need]] = [[] for _ in PLACE]
        for row in sorted(newest.values(), key=lambda row: row.row):
            if row.weight != "off":
                stages[PLACE[row.stage]].append(Need(row))
        return stages


def requirement_issues(rows: Iterable[Requirement], office: Office) -> list[Issue]:
    """An issue for each requirement that cannot be asked: an unknown item or condition, an
    approval of nobody.
    """
    found = []
    for row in rows:
        if fault := _fault(row, office):
            column, zh, en = fault
            found.append(
                error(
                    "requirements", row.row, column, row.source, Text(zh, en), "requirement.unknown"
                )
            )
    return found


def nobody_entitled(rows: Iterable[Requirement], office: Office) -> list[Issue]:
    """A warning for each approval that nobody of the staff can give: the role is missing (C-2.1,
    C-2.5). Without staff there is nothing to compare.
    """
    people = [person for person in office.roster.staff if person.left is None]
    held = {person.role for person in people}
    held |= {row.role for row in office.roster.changes if row.role is not None}
    found = []
    for row in rows if people else ():
        roles = tokens(row.who)
        if row.kind == "approval" and row.weight != "off" and roles and held.isdisjoint(roles):
            zh, en = who_may(roles)
            said = Text(
                f"员工里没有{zh}，没人能批准{FORMS[row.form].zh}；请在员工表写上岗位，或改这一行的“谁”",
                f"nobody of the staff is {en}, so nobody can approve the {FORMS[row.form].en}; "
                "give somebody the role, or name another here",
            )
            place = ("requirements", row.row, "who", row.source)
            found.append(warning(*place, said, "requirement.nobody"))
    return found


def _fault(row: Requirement, office: Office) -> tuple[str, str, str] | None:
    """What is wrong with a requirement: its column, and words for it."""
    item = row.item or ""
    unknown = [word for word in tokens(row.when) if word not in CONDITIONS]
    if unknown:
        known = " ".join(sorted(CONDITIONS))
        return (
            "when",
            f"不认识“{unknown[0]}”；可用 {known}",
            f'"{unknown[0]}" is no condition; there are {known}',
        )
    items: dict[str, Collection[tuple[str, str]]] = {
        "approval": FIGURES,
        "agreement": AGREEMENTS,
        "gate": GATES,
    }
    known_items = items.get(row.kind)
    if known_items is not None and (row.form, item) not in known_items:
        names = (
            "、".join(name or "（空）" for form, name in known_items if form == row.form)
            or "（没有）"
        )
        return (
            "item",
            f"此单据没有“{item}”这一项；可用 {names}",
            f'this form has no "{item}"; there are {names}',
        )
    if row.kind == "row" and item and not _names_rows(FORMS[row.form], item, office):
        return (
            "item",
            f"此单据没有“{item}”这一类；请改正",
            f'this form has no kind of row "{item}"; correct it',
        )
    if row.kind == "approval" and not tokens(row.who):
        return (
            "who",
            "批准没有写由哪个岗位；请填写，如 manager",
            "names no role that approves; fill in one, such as manager",
        )
    if row.kind in FILLED_BY:
        table, column = place_of(FORMS[row.form], item)
        if table not in FORMS[row.form].tables or f"{table}.{column}" not in office.labels:
            return (
                "item",
                f"此单据没有“{item}”列；请改正",
                f'this form has no column "{item}"; correct it',
            )
    return None


def _names_rows(form: Form, item: str, office: Office) -> bool:
    """Whether an item names a table of the form, or one of the kinds that its rows are of."""
    return item in form.tables or bool(
        form.kinds and f"{form.table}.{form.kinds}.{item}" in office.labels
    )
