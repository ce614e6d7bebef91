"""Which stage an order has reached, and what lacks for the stage it claims and for the next one (C-2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS, OF_ORDER_LINES, PLACE, STAGE_KEYS, TEN
from xlpy.core.dossier.needs import Lack, Plans

DONE, DUE, MISSING, OWED, LATER = "done", "due", "missing", "approval owed", ""


@dataclass(frozen=True)
class Status:
    """Where an order stands.

    `claimed`: the stage that its row states; `reached`: the last stage that lacks nothing (None: not even the
    first); `next`: the stage after that; `lacks`: everything that lacks up to the later of claimed and next stage.
    """

    order_no: str
    claimed: str
    reached: str | None
    next: str | None
    lacks: tuple[Lack, ...]

    @property
    def missing(self) -> list[Lack]:
        """What lacks although the order claims a stage that needs it."""
        return [lack for lack in self.lacks if PLACE[lack.stage] <= PLACE[self.claimed]]

    @property
    def due(self) -> list[Lack]:
        """What lacks for the next stage."""
        return [lack for lack in self.lacks if lack.stage == self.next]


def status(dossier: Dossier, plans: Plans) -> Status:
    """The status of an order by the requirements in force on its day."""
    claimed = dossier.order.stage or STAGE_KEYS[0]
    lacks: list[Lack] = []
    failed = None
    for place, needs in enumerate(plans.on(dossier.day)):
        found = _told_once([lack for need in needs for lack in need.lacks(dossier)], lacks)
        lacks += found
        if failed is None and any(lack.must for lack in found):
            failed = place
        if failed is not None and place >= PLACE[claimed]:
            break
    reached = len(STAGE_KEYS) - 1 if failed is None else failed - 1
    return Status(
        dossier.order.order_no,
        claimed,
        STAGE_KEYS[reached] if reached >= 0 else None,
        STAGE_KEYS[reached + 1] if reached + 1 < len(STAGE_KEYS) else None,
        tuple(lacks),
    )


def _told_once(found: list[Lack], before: list[Lack]) -> list[Lack]:
    """Lacks without those that only follow from an empty cell, which is a lack itself.

    A form with an empty field, its own or an item's, is not asked to be approved before it is filled in; a gate that
    cannot be judged for an empty cell is not told beside that cell.
    """
    musts = [lack for lack in (*before, *found) if lack.must]
    empty = [lack for lack in musts if lack.kind == "field"]
    forms, cells = {lack.form for lack in empty}, {(lack.table, lack.row, lack.column) for lack in empty}
    if any(lack.table == "order_lines" and lack.kind in ("row", "field") for lack in musts):
        forms |= OF_ORDER_LINES
    return [
        lack
        for lack in found
        if not (lack.kind == "approval" and lack.form in forms)
        and not (lack.kind == "gate" and (lack.table, lack.row, lack.column) in cells)
    ]


def form_states(dossier: Dossier, plans: Plans, found: Status) -> dict[str, str]:
    """For each of the ten forms: done, due, missing, approval owed, or empty for what comes later."""
    asked = _asked(dossier, plans, found)
    return {form: _state(form, dossier, asked, found) for form in TEN}


def _asked(dossier: Dossier, plans: Plans, found: Status) -> set[str]:
    """The forms that the order's stages up to the next one ask for."""
    until = max(PLACE[found.claimed], PLACE[found.next or STAGE_KEYS[-1]])
    stages = plans.on(dossier.day)[: until + 1]
    return {need.row.form for needs in stages for need in needs if need.row.weight == "must" and need.holds(dossier)}


def _state(form: str, dossier: Dossier, asked: set[str], found: Status) -> str:
    mine = [lack for lack in found.lacks if lack.form == form and lack.must]
    if mine and all(lack.kind == "approval" for lack in mine):
        return OWED
    if any(PLACE[lack.stage] <= PLACE[found.claimed] for lack in mine):
        return MISSING
    if mine:
        return DUE
    return DONE if form in asked and dossier.of(FORMS[form].table) else LATER


def words_of(lacks: Iterable[Lack]) -> str:
    """Some lacks in one text, Chinese and English, one per line."""
    return "\n".join(lack.text for lack in lacks)
