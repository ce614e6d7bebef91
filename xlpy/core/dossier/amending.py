"""Letters of credit as they stand now: of each item the latest amendment by date counts (C-2.8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from xlpy.core.tables.letters import Drawing, LetterAmendment
from xlpy.core.tables.shipping import Letter

_AMENDED = (
    "amount",
    "latest_shipment",
    "expiry",
    "presentation_days",
    "documents",
    "partial",
    "transhipment",
    "more",
    "less",
    "quantity_terms",
)
"""The columns of a letter of credit that an amendment can change."""


def as_amended(
    letters: Iterable[Letter],
    amendments: Iterable[LetterAmendment],
    drawings: Iterable[Drawing],
) -> list[Letter]:
    """The letters with what their amendments changed; where a letter does not say when its papers
    were presented, the day of its last drawing.
    """
    changes: dict[str, dict[str, Any]] = {}
    for row in sorted(amendments, key=lambda row: row.amended_on):
        given = {key: value for key in _AMENDED if (value := getattr(row, key)) is not None}
        changes.setdefault(row.lc_no, {}).update(given)
    presented: dict[str, date] = {}
    for drawing in drawings:
        if drawing.presented_on is not None:
            known = presented.get(drawing.lc_no, drawing.presented_on)
            presented[drawing.lc_no] = max(known, drawing.presented_on)
    return [_as_it_stands(row, changes.get(row.lc_no, {}), presented) for row in letters]


def _as_it_stands(row: Letter, changes: dict[str, Any], presented: dict[str, date]) -> Letter:
    if row.presented_on is None and row.lc_no in presented:
        changes = {**changes, "presented_on": presented[row.lc_no]}
    return replace(row, **changes) if changes else row
