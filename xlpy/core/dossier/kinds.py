"""The kinds of rows that an order has, in tables whose rows are of several kinds."""

from collections.abc import Mapping
from typing import Any

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS

KINDS = {form.table: form.kinds for form in FORMS.values() if form.kinds}
"""Table whose rows are of several kinds → its column of kinds."""
Kinds = frozenset[tuple[str, ...]]
"""Table, its column of kinds, and a kind."""


def kinds_there(dossier: Dossier) -> Kinds:
    """The kinds of which the order has rows; where it has shipments, those of which each has."""
    parts = dossier.consignments
    found = _kinds_of(parts[0].rows)
    for part in parts[1:]:
        found &= _kinds_of(part.rows)
    return found


def _kinds_of(rows: Mapping[str, list[Any]]) -> Kinds:
    return frozenset(
        [
            (table, column, getattr(row, column))
            for table, column in KINDS.items()
            if table in rows
            for row in rows[table]
        ]
    )
