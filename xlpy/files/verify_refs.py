"""Checks after a write that each reference holds the records that it held, or that a message says
otherwise.

Looked at by what a reference covers before and after, whatever the code that moved it thought.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xlpy.core.issues import FileError
from xlpy.files.moves import Move
from xlpy.files.referrers import (
    SOURCES,
    formula_attributes,
    is_formula,
    reading_of,
    related_parts,
    rules_of,
)
from xlpy.files.said import Said
from xlpy.ooxml.formulas import Reference, may_refer, references, without_rows
from xlpy.ooxml.listobjects import Area
from xlpy.ooxml.look import CODED, MARK, SHEET, marked
from xlpy.ooxml.package import Package, Sheet
from xlpy.ooxml.sharing import Shared, formula_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import Element, escaped

Cell = tuple[int, int]
_Text = tuple[str, bool, bool]
"""A formula; whether only its fixed references count, and whether a cell can be a range."""


class _Records:
    """Which record lies in which row, before and after: each by its old row, a new one by None."""

    def __init__(self, move: Move):
        self.move = move
        self.totals = move.body.bottom + 1
        self._come = {new: old for old, new in move.places.items()}
        if move.totals:
            self._come[move.end] = self.totals

    def before(self, area: Area) -> range:
        """The old rows of the data and totals that an area holds."""
        body = self.move.body
        return range(max(area.top, body.top), min(area.bottom, body.bottom + self.move.totals) + 1)

    def after(self, area: Area) -> list[int | None]:
        """What lies in the rows that an area holds afterwards."""
        rows = range(max(area.top, self.move.body.top), min(area.bottom, self.move.end) + 1)
        return [self._come.get(row) for row in rows]

    @cached_property
    def all_data(self) -> list[int | None]:
        """What lies in all data rows afterwards."""
        body = self.move.body
        return self.after(Area(body.top, body.left, self.move.bottom, body.right))


def unlike_reference(old: Package, new: Package, moves: list[Move], said: list[Said]) -> str | None:
    """The first reference that does not hold what it should, in words for a message; None when all
    do.
    """
    found = _unlike(
        old, new, [_Records(move) for move in moves], {(each.table, each.text) for each in said}
    )
    return next(found, None)


def _unlike(
    old: Package, new: Package, moves: list[_Records], said: set[tuple[str, str]]
) -> Iterator[str]:
    sheets = {sheet.name: sheet for sheet in new.sheets}
    named = _named(moves)
    for sheet in old.sheets:
        if not _may_refer(old, sheet.part, sheet.name, named):
            continue
        try:
            before = old.derived(sheet.part, _in_sheet)
            after = new.derived(sheets[sheet.name].part, _in_sheet)
        except FileError:
            continue
        yield from _unlike_cells(sheet, before.cells, after.cells, moves, said)
        yield from _unlike_elements(
            sheet.part, before.elements, after.elements, sheet.name, moves, said
        )
    for part, home in related_parts(old):
        if part.endswith(".xml") and new.has(part) and _may_refer(old, part, home, named):
            try:
                texts = old.derived(part, _in_part), new.derived(part, _in_part)
            except FileError:
                continue
            yield from _unlike_elements(part, *texts, home, moves, said)


@dataclass(frozen=True)
class _InSheet:
    """The formulas of a sheet that may hold references: of cells, and of the elements around."""

    cells: dict[Cell, str]
    elements: list[_Text]


def _in_sheet(package: Package, part: str) -> _InSheet:
    sheet = SheetXml(package.data(part), part)
    return _InSheet(_formulas(sheet), list(_texts(sheet.frame)))


def _in_part(package: Package, part: str) -> list[_Text]:
    return list(_texts(package.elements(part)))


def _named(moves: list[_Records]) -> dict[str, bytes]:
    """The sheets whose rows moved, each with what of its name is looked for: an apostrophe in it
    is doubled and may be escaped, so what stands before.
    """
    names = {records.move.sheet for records in moves}
    return {name: escaped(name).partition("'")[0].encode() for name in names}


def _may_refer(package: Package, part: str, home: str, named: dict[str, bytes]) -> bool:
    if home in named:
        return True
    data = package.derived(part, _naming)
    return any(name in data for name in named.values())


def _naming(package: Package, part: str) -> bytes:
    """The pieces of a part that may name a sheet: before a reference, or as an attribute; and those
    with signs that are written as numbers, which may be either.
    """
    return b"\n".join(dict.fromkeys(marked(package, part, (MARK, SHEET, CODED))))


def _unlike_cells(
    sheet: Sheet,
    before: dict[Cell, str],
    after: dict[Cell, str],
    moves: list[_Records],
    said: set[tuple[str, str]],
) -> Iterator[str]:
    own = [records.move for records in moves if records.move.table.sheet.part == sheet.part]
    for at, formula in before.items():
        place, inside = _place(at, own)
        if place is None:
            continue
        now = after.get(place)
        if now is None:
            # A value of ours can take a formula's place in the table.
            if not inside:
                yield f"{sheet.name}!{Area(*at, *at).ref}"
            continue
        shift = place[0] - at[0] if inside else 0
        if not _same_but_moved(formula, now, sheet.name, moves, said, at[0], inside, shift):
            yield f"{sheet.name}!{Area(*at, *at).ref}, {formula} → {now}"


def _place(at: Cell, own: list[Move]) -> tuple[Cell | None, bool]:
    """Where a cell moves to, and whether it is in the data rows; None when it goes."""
    for move in own:
        body = move.body
        if body.left <= at[1] <= body.right:
            if body.top <= at[0] <= body.bottom:
                row = move.places.get(at[0])
                return (None if row is None else (row, at[1])), True
            if move.totals and at[0] == body.bottom + 1:
                return (move.end, at[1]), False
    return at, False


def _formulas(sheet: SheetXml) -> dict[Cell, str]:
    """The formulas of a sheet's cells that may hold references."""
    found: dict[Cell, str] = {}
    pattern = re.compile(rb"<%sf(?=[\s>])[^<>]*>([^<]*[0-9][^<]*)</" % sheet.prefix)
    rows = {
        sheet.numbers[bisect_right(sheet.starts, match.start()) - 1]
        for match in pattern.finditer(sheet.data, sheet.first, sheet.last)
        if may_refer(match[1].decode("utf-8", "replace"))
    }
    for number in rows:
        for column, cell in sheet.row(number).cells.items():
            formula = formula_of(cell)
            if formula and not formula.shared and formula.text:
                found[number, column] = formula.text
    for group in Shared(sheet).groups():
        found |= group.formulas
    return found


def _unlike_elements(
    part: str,
    before: list[_Text],
    after: list[_Text],
    home: str,
    moves: list[_Records],
    said: set[tuple[str, str]],
) -> Iterator[str]:
    if len(before) != len(after):
        yield part
        return
    for (formula, fixed_only, single), (now, *_) in zip(before, after, strict=True):
        if not _same_but_moved(formula, now, home, moves, said, 0, False, 0, fixed_only, single):
            yield f"{part}, {formula} → {now}"


def _texts(found: list[Element]) -> Iterator[_Text]:
    """The formulas of elements."""
    rules = {id(rule.element) for rule in rules_of(found)}
    for element in found:
        texts = [text for _, text in formula_attributes(element)] + (
            [element.text] if is_formula(element) else []
        )
        if (
            element.name in SOURCES
            and "ref" in element.attributes
            and "sheet" in element.attributes
        ):
            name = element.attributes["sheet"].replace("'", "''")
            texts.append(f"'{name}'!{element.attributes['ref']}")
        reading = reading_of(element)
        fixed = reading.fixed_only or any(id(above) in rules for above in _above(element))
        yield from ((text, fixed, reading.single) for text in texts if may_refer(text))


def _above(element: Element | None) -> Iterator[Element]:
    while element is not None:
        yield element
        element = element.parent


def _same_but_moved(
    old: str,
    new: str,
    home: str,
    moves: list[_Records],
    said: set[tuple[str, str]],
    row: int,
    inside: bool,
    shift: int,
    fixed_only: bool = False,
    single: bool = False,
) -> bool:
    if old == new and not may_refer(old):
        return True
    if without_rows(old) != without_rows(new):
        return False
    for one, other in zip(references(old), references(new), strict=True):
        on = (one.sheet if one.sheet is not None else home).casefold()
        met = [r for r in moves if r.move.sheet.casefold() == on and r.move.touches(one.area)]
        if fixed_only and not all(one.fixed):
            continue
        if not met:
            if one.area != other.area and not (inside and _shifted(one, shift) == other.area):
                return False
        elif len(met) == 1 and not _holds(one, other, met[0], said, row, inside, single):
            return False
    return True


def _shifted(reference: Reference, shift: int) -> Area:
    area = reference.area
    top, bottom = (
        end + (0 if fixed else shift)
        for end, fixed in zip((area.top, area.bottom), reference.fixed, strict=True)
    )
    return Area(top, area.left, bottom, area.right)


def _holds(
    one: Reference,
    other: Reference,
    records: _Records,
    said: set[tuple[str, str]],
    row: int,
    inside: bool,
    single: bool,
) -> bool:
    move, totals = records.move, records.totals
    if one.area == other.area and (move.table.name, one.text) in said:
        # The same words elsewhere may have gone along: as all rows of a table of one row, where
        # these were its record.
        return True
    before, after = records.before(one.area), records.after(other.area)
    if move.is_whole(one.area) and (one.ranged or single):
        now = records.all_data + [each for each in before[-1:] if each == totals]
        if after == now:
            return True
        running = one.area.bottom == row and not one.fixed[1]
        if not (inside and not all(one.fixed)) and not running:
            wider = one.area.left < move.body.left or move.body.right < one.area.right
            # What lies beyond the table's columns stays as it was while it still holds all rows.
            return wider and after[: len(now)] == now
    if one.area.bottom > move.body.bottom:
        # Rows below the table that it held before there were any records there.
        after = [each for each in after if each is not None]
    kept = {each for each in before if each in move.places or each == totals}
    return (set(after) == kept and bool(kept)) or (
        (not before or before[0] == totals) and one.area == other.area
    )
