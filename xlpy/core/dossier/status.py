"""Which stage an order has reached, and what is missing for the stage it claims and the next one
(C-2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import (
    FORMS,
    HALTED,
    OF_ORDER_LINES,
    PLACE,
    STAGE_KEYS,
    TEN,
    place_of_claim,
)
from xlpy.core.dossier.halts import halt_gaps
from xlpy.core.dossier.needs import Gap
from xlpy.core.dossier.requirements import Requirements

_HEADS = {form: FORMS[form].table for form in TEN}
DONE, DUE, MISSING, OWED, LATER = "done", "due", "missing", "approval owed", ""


@dataclass(frozen=True)
class Status:
    """Where an order stands.

    `claimed`: the stage that its row states; `reached`: the last stage with nothing missing (None:
    not even the first); `next`: the stage after that; `gaps`: everything missing up to the later
    of claimed and next stage. Of an order that stands still nothing is due next: `gaps` say what
    is missing of its halt.
    """

    order_no: str
    claimed: str
    reached: str | None
    next: str | None
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> list[Gap]:
        """What is missing although the order claims a stage that needs it."""
        return [gap for gap in self.gaps if PLACE[gap.stage] <= place_of_claim(self.claimed)]

    @property
    def due(self) -> list[Gap]:
        """What is missing for the next stage."""
        return [gap for gap in self.gaps if gap.stage == self.next]


def status(dossier: Dossier, requirements: Requirements) -> Status:
    """The status of an order by the requirements in force on its day."""
    claimed = dossier.order.stage or STAGE_KEYS[0]
    halts = halt_gaps(dossier)
    halted = claimed in HALTED
    gaps: list[Gap] = []
    failed = None
    for place, stage in enumerate(dossier.once(requirements.stages)):
        if found := _told_once(stage.gaps(dossier), gaps):
            gaps += found
            if failed is None and any(gap.must for gap in found):
                failed = place
        if failed is not None and (halted or place >= PLACE[claimed]):
            break
    reached = len(STAGE_KEYS) - 1 if failed is None else failed - 1
    ahead = not halted and reached + 1 < len(STAGE_KEYS)
    return Status(
        dossier.order.order_no,
        claimed,
        STAGE_KEYS[reached] if reached >= 0 else None,
        STAGE_KEYS[reached + 1] if ahead else None,
        tuple(halts if halted else (*halts, *gaps)),
    )


def _told_once(found: list[Gap], before: list[Gap]) -> list[Gap]:
    """The gaps without those that only follow from an empty cell, which is a gap itself.

    A form with an empty field, its own or an item's, is not asked to be approved before it is
    filled in; a gate that cannot be judged for an empty cell is not reported beside that cell.
    """
    if not found:
        return found
    musts = [gap for gap in (*before, *found) if gap.must]
    empty = [gap for gap in musts if gap.kind == "field"]
    forms, cells = {gap.form for gap in empty}, {(gap.table, gap.row, gap.column) for gap in empty}
    if any(gap.table == "order_lines" and gap.kind in ("row", "field") for gap in musts):
        forms |= OF_ORDER_LINES
    return [
        gap
        for gap in found
        if not (gap.kind == "approval" and gap.form in forms)
        and not (gap.kind == "gate" and (gap.table, gap.row, gap.column) in cells)
    ]


def form_states(dossier: Dossier, requirements: Requirements, found: Status) -> dict[str, str]:
    """For each of the ten forms: done, due, missing, approval owed, or empty for what comes
    later, and for all forms of an order that stands still.
    """
    if found.claimed in HALTED:
        return dict.fromkeys(TEN, LATER)
    asked = _forms_asked(dossier, requirements, found)
    lacking: dict[str, list[Gap]] = {}
    for gap in found.gaps:
        if gap.must:
            lacking.setdefault(gap.form, []).append(gap)
    there = dossier.tables
    return {
        form: _lacking(lacking[form], found)
        if form in lacking
        else (DONE if form in asked and head in there else LATER)
        for form, head in _HEADS.items()
    }


def _forms_asked(dossier: Dossier, requirements: Requirements, now: Status) -> set[str]:
    """The forms that the order's stages up to the next one ask for."""
    until = max(place_of_claim(now.claimed), PLACE[now.next or STAGE_KEYS[-1]])
    stages = dossier.once(requirements.stages)[: until + 1]
    found: set[str] = set()
    for stage in stages:
        found |= stage.forms(dossier)
    return found


def _lacking(mine: Sequence[Gap], found: Status) -> str:
    """How a form stands of which something is missing."""
    if all(gap.kind == "approval" for gap in mine):
        return OWED
    claimed = place_of_claim(found.claimed)
    return MISSING if any(PLACE[gap.stage] <= claimed for gap in mine) else DUE


def words_of(gaps: Iterable[Gap]) -> str:
    """Some gaps in one text, Chinese and English, one per line."""
    return "\n".join(gap.text for gap in gaps)
