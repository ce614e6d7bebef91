"""Where a table's rows are after a change, and what becomes of a reference to its cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlpy.files.layout import Layout
from xlpy.ooxml.formulas import Reference
from xlpy.ooxml.listobjects import Area, ListObject

GONE, MIXED, ASIDE, SHORT = "gone", "mixed", "aside", "short"
"""What cannot be followed: the records are gone; others would lie among them; the reference
reaches beyond the table's columns, so that it cannot go along, or does not grow.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the references of one formula are meant.

    `fixed_only`: others stand for the row of each cell that the formula serves. `row`: that of the
    formula's own cell.
    `inside`: it stands in the table itself. `single`: a single cell can be all of the data.
    `wide`: as for Move.follow.
    """

    fixed_only: bool = False
    row: int = 0
    inside: bool = False
    single: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A table before a change (`area` and data rows `body`), its new last data row, and where each
    kept row comes to.

    `places`: old sheet row → new sheet row; rows that go are not in it. `totals`: 1 when a totals
    row follows.
    """

    table: ListObject
    body: Area
    bottom: int
    places: Mapping[int, int]

    @property
    def sheet(self) -> str:
        """The name of the sheet on which the table lies."""
        return self.table.sheet.name

    @property
    def totals(self) -> int:
        """How many totals rows follow the data rows: 0 or 1."""
        return self.table.totals_rows

    @property
    def end(self) -> int:
        """The new last row of the whole table."""
        return self.bottom + self.totals

    def is_whole(self, area: Area) -> bool:
        """Whether an area holds all data rows."""
        return area.top <= self.body.top and self.body.bottom <= area.bottom

    def touches(self, area: Area) -> bool:
        """Whether an area holds a cell of the data or totals rows."""
        body = self.body
        return Area(body.top, body.left, body.bottom + self.totals, body.right).meets(area)

    def follow_as(self, reference: Reference, reading: Reading) -> tuple[int, int, str] | None:
        """As `follow`, for a reference as it is meant in its formula; None when it is not for us
        to touch.
        """
        fixed, ranged = all(reference.fixed), reference.ranged or reading.single
        if reading.fixed_only and not fixed:
            return None
        if reading.inside:
            moved = self.places.get(reading.row) != reading.row
            if moved and not (ranged and fixed and self.is_whole(reference.area)):
                # It goes along with its row, or the move is refused.
                return None
            ranged = ranged and fixed
        elif reference.fixed == (True, False) and reference.area.bottom == reading.row:
            # A running total ends in its own row.
            ranged = False
        return self.follow(reference.area, ranged, reading.wide)

    def follow(self, area: Area, ranged: bool = True, wide: bool = False) -> tuple[int, int, str]:
        """The rows in which an area comes to hold what it held, and what is to be said where that
        cannot be.

        A range over all data rows goes on to hold them all; another one holds the same records.
        `ranged`: false for a single cell, which means its record also where the table has but one.
        `wide`: a range that is wider than the table grows with it, too.
        """
        if not self.touches(area):
            return area.top, area.bottom, ""
        within = self.body.left <= area.left and area.right <= self.body.right
        if area.top > self.body.bottom:
            return self._totals(area, within)
        if ranged and self.is_whole(area):
            return self._follow_whole(area, within or wide)
        return self._records(area, within)

    def _totals(self, area: Area, within: bool) -> tuple[int, int, str]:
        shift = self.bottom - self.body.bottom
        if not shift or not within:
            return area.top, area.bottom, ASIDE if shift else ""
        new = area.top + shift
        return new, new if area.top == area.bottom else max(area.bottom, new), ""

    def _follow_whole(self, area: Area, follows: bool) -> tuple[int, int, str]:
        if area.bottom == self.body.bottom:
            new = self.bottom
        elif self.totals and area.bottom == self.body.bottom + 1:
            new = self.end
        else:
            new = max(area.bottom, self.end)
        if follows or new <= area.bottom:
            return area.top, new if follows else area.bottom, ""
        return area.top, area.bottom, SHORT

    def _records(self, area: Area, within: bool) -> tuple[int, int, str]:
        held = range(max(area.top, self.body.top), min(area.bottom, self.body.bottom) + 1)
        stays = all(self.places.get(row) == row for row in held)
        if stays and area.bottom <= self.body.bottom:
            return area.top, area.bottom, ""
        if not within:
            return area.top, area.bottom, "" if stays else ASIDE
        new = sorted(self.places[row] for row in held if row in self.places)
        if not new:
            return area.top, area.bottom, GONE
        top = area.top if area.top < self.body.top else new[0]
        bottom = new[-1] if area.bottom <= self.body.bottom else self._below(area.bottom)
        among = range(max(top, self.body.top), min(bottom, new[-1]) + 1)
        return (top, bottom, "") if len(among) == len(new) else (area.top, area.bottom, MIXED)

    def _below(self, row: int) -> int:
        """Where a range ends that ended below the data rows at `row`."""
        if not self.totals:
            return row
        return self.end if row == self.body.bottom + 1 else max(row, self.end)


def move_of(table: ListObject, layout: Layout) -> Move | None:
    """How a change moves a table's rows; None when all stay where they are and none comes or
    goes.
    """
    body = table.body
    places = {body.top + source: body.top + place for place, source in enumerate(layout.kept)}
    if layout.void:
        # The blank row is no record: what referred to it is where the first new one comes.
        places = {body.top: body.top}
    move = Move(table, body, layout.bottom, places)
    stays = all(places.get(row) == row for row in range(body.top, body.bottom + 1))
    return None if stays and layout.bottom == body.bottom else move
