"""What the requirements table asks of an order on its day, stage by stage, and what is wrong with
its rows.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from xlpy.core.dossier.agreements import AGREEMENTS
from xlpy.core.dossier.figures import FIGURES
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import (
    ASKED,
    FORMS,
    INCOTERMS,
    INSTRUMENTS,
    PARTS,
    PLACE,
    SUPPLY_KEYS,
    THERE,
    Form,
)
from xlpy.core.dossier.gates import GATES
from xlpy.core.dossier.kinds import Kinds, kinds_there
from xlpy.core.dossier.needs import FILLED_BY, Gap, Need, filled_otherwise, place_of
from xlpy.core.dossier.office import Office
from xlpy.core.issues import Issue, error, warning
from xlpy.core.parameters import tokens
from xlpy.core.roles import who_may
from xlpy.core.tables.model import Row
from xlpy.core.tables.needs import Requirement
from xlpy.core.text import Text

_BLANK = type(None)
CONDITIONS = INCOTERMS | INSTRUMENTS | SUPPLY_KEYS | {THERE, PARTS, ASKED}


@dataclass(frozen=True)
class Stage:
    """What a stage asks of some orders: each need, and whether it holds for all of them or depends
    on more of an order.

    `tables`: those in which these orders have rows; None where they differ in that.
    """

    needs: Sequence[tuple[Need, bool]]
    tables: frozenset[str] | None = None

    def among(self, tables: frozenset[str]) -> "Stage":
        """What it asks of those of the orders that have rows in some tables."""
        known = [(need, surely or need.if_there in tables) for need, surely in self.needs]
        needs = [(need, surely) for need, surely in known if surely or ASKED in need.when]
        return Stage(needs, tables)

    @cached_property
    def _to_ask(self) -> Sequence[tuple[Need, bool]]:
        """The needs of which something may be missing."""
        if self.tables is None:
            return self.needs
        asked = ((need.among(self.tables), surely) for need, surely in self.needs)
        return [(need, surely) for need, surely in asked if need is not None]

    @cached_property
    def _cells(self) -> Sequence[tuple[str, Sequence[str], Callable[[Row], tuple[object, ...]]]]:
        """The tables with cells that are to be filled in, their columns, and what gives them."""
        columns: dict[str, list[str]] = {}
        for need, _ in self._to_ask:
            if need.cell is not None:
                table, column = need.cell
                columns.setdefault(table, []).append(column)
        # With the row's number, so that one column, too, comes as a tuple.
        return [(table, found, attrgetter("row", *found)) for table, found in columns.items()]

    @cached_property
    def _kinds(self) -> Kinds:
        """The kinds of which there is to be a row."""
        return frozenset(need.kind for need, _ in self._to_ask if need.kind is not None)

    @cached_property
    def _by_lacking(self) -> dict[frozenset[tuple[str, ...]], Sequence[tuple[Need, bool]]]:
        """The columns with a blank and the kinds without a row → what is asked then."""
        return {}

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The forms that it asks of every order of the kind."""
        return frozenset(need.row.form for need, surely in self.needs if surely and need.must)

    @cached_property
    def _perhaps(self) -> Sequence[Need]:
        """The needs that may ask for other forms."""
        own = (need for need, surely in self.needs if need.must and not surely)
        return [need for need in own if need.row.form not in self._forms]

    def forms(self, dossier: Dossier) -> frozenset[str]:
        """The forms that it asks of an order of the kind."""
        if not self._perhaps:
            return self._forms
        return self._forms.union([need.row.form for need in self._perhaps if need.depends(dossier)])

    def gaps(self, dossier: Dossier) -> list[Gap]:
        """What is missing of it in an order of the kind."""
        lacking = frozenset(self._blank(dossier))
        if self._kinds and not self._kinds <= (there := dossier.once(kinds_there)):
            lacking |= self._kinds - there
        if lacking not in self._by_lacking:
            self._by_lacking[lacking] = [
                (need, surely)
                for need, surely in self._to_ask
                if need.lacking is None or need.lacking in lacking
            ]
        found: list[Gap] = []
        for need, surely in self._by_lacking[lacking]:
            if not (surely or need.depends(dossier)):
                continue
            if self.tables is None:  # asked may be a part of an order
                found += need.found(dossier)
                continue
            for fault in need.find(dossier):
                found.append(need.gap(fault))
        return found

    def _blank(self, dossier: Dossier) -> list[tuple[str, ...]]:
        """Table and column of the cells that are not filled in; in most orders there are none."""
        found: list[tuple[str, ...]] = []
        for table, columns, cells in self._cells:
            for row in dossier.of(table):
                # Types are compared quicker than numbers with None.
                if _BLANK in map(type, cells(row)):
                    found += [
                        (table, column)
                        for column in columns
                        # Of a part, its order's other rows are asked, too.
                        if self.tables is None
                        or (
                            getattr(row, column) is None
                            and not filled_otherwise(dossier, column, row)
                        )
                    ]
        return found


Kind = tuple[int, str, frozenset[str]]
"""Orders of which the same is asked: the place of their day, their supply and conditions."""


class Requirements:
    """All requirements that can be asked; for each day those that are in force, by stage."""

    def __init__(self, rows: Sequence[Requirement], office: Office):
        self.rows = [row for row in rows if not _fault(row, office)]
        self._dates = sorted({row.from_ for row in rows})
        self._needs: dict[int, list[list[Need]]] = {}
        self._kinds: dict[Kind, list[Stage]] = {}
        self._shapes: dict[tuple[Kind, frozenset[str]], list[Stage]] = {}

    def on(self, day: date) -> list[list[Need]]:
        """The needs in force on a day, one list per stage; of each form, kind and item the newest
        row counts.
        """
        version = bisect_right(self._dates, day)
        if version not in self._needs:
            self._needs[version] = self._needs_on(day)
        return self._needs[version]

    def stages(self, dossier: Dossier) -> list[Stage]:
        """What the stages ask of an order on its day. What depends on terms and supply alone is
        found once for all orders of the kind, and what tables without rows leave of it once for
        all that have rows in the same.
        """
        kind = bisect_right(self._dates, dossier.day), dossier.supply, dossier.conditions
        if kind not in self._kinds:
            self._kinds[kind] = [_asked(stage, *kind[1:]) for stage in self.on(dossier.day)]
        if dossier is not dossier.whole:
            return self._kinds[kind]  # what one shipment has not, the order may
        shape = kind, dossier.tables
        if shape not in self._shapes:
            self._shapes[shape] = [stage.among(dossier.tables) for stage in self._kinds[kind]]
        return self._shapes[shape]

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


def _asked(needs: Iterable[Need], supply: str, conditions: frozenset[str]) -> Stage:
    """What some needs ask of the orders of a supply and conditions."""
    known = ((need, need.surely_holds(supply, conditions)) for need in needs)
    return Stage([(need, surely is True) for need, surely in known if surely is not False])


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
