"""Formulas of an open document that went along with a table's rows and are else as the file has
them: the editor makes the same of the file's own, so they are no change of the user's.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from xlpy.files.moves import Move, Reading
from xlpy.libreoffice.engine.followers import move_of_area, visit_of
from xlpy.libreoffice.engine.references import Parser
from xlpy.libreoffice.snapshot import Place, Snapshot, places_of
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.letters import column_number
from xlpy.ooxml.listobjects import Area

_Key = TypeVar("_Key")


def with_followed(document: Uno, before: Snapshot, now: Snapshot) -> Snapshot:
    """What a file held, with its formulas as they stand in the open document where they only
    followed.
    """
    follower = _Follower(document, before, now)
    if not follower.moves:
        return before
    sheets = {
        name: follower.taken_over(name, held, now.sheets.get(name, {}), lambda place: place)
        for name, held in before.sheets.items()
    }
    own, formulas = dict(before.own), dict(before.formulas)
    for key, (name, (top, left, _, _)) in before.lies.items():
        if key in now.lies:
            columns = {column: left + at for at, column in places_of(document, key).items()}
            own[key] = follower.taken_over(
                name,
                own[key],
                now.own[key],
                lambda at, top=top: (top + at[0], column_number(at[1]) - 1),
            )
            formulas[key] = follower.taken_over(
                name,
                formulas[key],
                now.formulas[key],
                lambda at, top=top, columns=columns: (top + at[0], columns[at[1]]),
            )
    return replace(before, sheets=sheets, own=own, formulas=formulas)


class _Follower:
    def __init__(self, document: Uno, before: Snapshot, now: Snapshot):
        self.document, self.parser = document, Parser(document)
        found = (_move(document, key, before, now) for key in before.lies)
        self.moves = [move for move in found if move]

    def taken_over(
        self,
        sheet: str,
        was: Mapping[_Key, str],
        now: Mapping[_Key, str],
        place: Callable[[_Key], Place],
    ) -> dict[_Key, str]:
        """Cells of a sheet with the formulas of now that followed; `place` says where each is."""
        taken = {
            at: now[at]
            for at, text in was.items()
            if at in now and text != now[at] and text.lstrip("{").startswith("=")
            if self._followed(sheet, place(at), text) == now[at]
        }
        return {**was, **taken}

    def _followed(self, sheet: str, place: Place, text: str) -> str:
        """A formula as it is after the tables' changes."""
        row, column = place
        at = self.document.Sheets.getByName(sheet).getCellByPosition(column, row).CellAddress
        formula = text.strip("{}")[1:]
        for move in self.moves:
            home = self.document.Sheets.getByName(move.sheet).RangeAddress.Sheet
            inside = move.sheet == sheet and move.body.holds(row + 1, column + 1)
            reading = Reading(row=row + 1, inside=inside)
            formula = self.parser.with_rows(formula, at, visit_of(move, home, reading))
        return f"{{={formula}}}" if text.startswith("{") else f"={formula}"


def _move(document: Uno, key: str, before: Snapshot, now: Snapshot) -> Move | None:
    """How a table's end moved; None when it did not."""
    (sheet, old), (other, new) = before.lies[key], now.lies.get(key, ("", None))
    if sheet != other or old[:2] != new[:2] or old[2] == new[2]:
        return None
    totals = int(document.DatabaseRanges.getByName(key).TotalsRow)
    whole = Area(old[0], old[1] + 1, old[2] + 1 - totals, old[3] + 1)
    return move_of_area(key, sheet, whole, new[2] + 1 - totals, totals)
