"""References to a table's cells from anywhere in an open document go along when the table gets
another size, as `xlpy.files.follow` has it for a closed file.

LibreOffice itself does so only where cells are put in or taken out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from com.sun.star.sheet.CellFlags import FORMULA
from com.sun.star.sheet.ValidationType import ANY

from xlpy.files.moves import Move, Reading
from xlpy.libreoffice.engine.references import Parser, Visit, place_tokens
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.formulas import Reference, Rows, may_refer
from xlpy.ooxml.listobjects import Area, ListObject
from xlpy.ooxml.package import Sheet

_PRINT_AREA = "_xlnm.Print_Area"
Undo = list[Callable[[], None]]
"""What takes back the steps that were made, in their order."""


def move_of_area(name: str, sheet: str, old: Area, bottom: int, totals: int = 0) -> Move:
    """The change of a table that has other last data rows: `old` is its header with its data rows,
    `bottom` the new last one.
    """
    body = Area(old.top + 1, old.left, old.bottom, old.right)
    places = {row: row for row in range(body.top, min(body.bottom, bottom) + 1)}
    whole = Area(old.top, old.left, old.bottom + totals, old.right)
    table = ListObject(name, Sheet(sheet, ""), "", whole, 1, totals, ())
    return Move(table, body, bottom, places)


def visit_of(move: Move, sheet: int, reading: Reading) -> Visit:
    """What becomes of each reference when the rows of a table on a sheet move."""

    def visit(at: int, reference: Reference) -> Rows | None:
        found = move.follow_as(reference, reading) if at == sheet else None
        return found and found[:2]

    return visit


class Followers:
    """What refers to cells in a document, as it is when it is first asked.

    Good for one press of a button, during which nobody types.
    """

    def __init__(self, document: Uno):
        self.document = document
        self.parser = Parser(document)
        self._last: tuple[Move, Undo] | None = None

    def follow(self, move: Move, sheet: int) -> None:
        """Put every reference to a table's cells where it is after its change; `sheet` is the
        place of its sheet. A change that takes back the one before puts back what that changed.
        """
        if self._last and _is_back(self._last[0], move):
            for step in reversed(self._last[1]):
                step()
            self._last = None
        else:
            following = _Following(self, move, sheet)
            self._last = move, following.undo
            following.run()

    @cached_property
    def formulas(self) -> list[tuple[int, int, int, str]]:
        """The formulas that may hold references: place of the sheet, row, column, text in small
        letters.
        """
        return [
            (place, row, column, text.casefold())
            for place, sheet in enumerate(self.document.Sheets)
            for at in sheet.queryContentCells(FORMULA).RangeAddresses
            for row, line in enumerate(
                sheet.getCellRangeByPosition(
                    at.StartColumn, at.StartRow, at.EndColumn, at.EndRow
                ).getFormulaArray(),
                at.StartRow,
            )
            for column, text in enumerate(line, at.StartColumn)
            if may_refer(text)
        ]

    @cached_property
    def validations(self) -> list[tuple[int, Uno, bool]]:
        """The cells with a formula in what they take: place of the sheet, cells, whether it is one
        cell.
        """
        return [
            (place, cells, _is_cell(cells.RangeAddresses))
            for place, sheet in enumerate(self.document.Sheets)
            for cells in items(sheet.UniqueCellFormatRanges)
            if (rule := cells.Validation).Type != ANY
            and (may_refer(rule.getFormula1()) or may_refer(rule.getFormula2()))
        ]

    @cached_property
    def highlights(self) -> list["_Highlight"]:
        """The conditional formats."""
        return [
            _Highlight(place, found, list(found.Range.RangeAddresses), conditions_of(found))
            for place, sheet in enumerate(self.document.Sheets)
            for found in sheet.ConditionalFormats.getConditionalFormats()
        ]

    @cached_property
    def names(self) -> list[tuple[Uno, dict[str, str]]]:
        """The defined names of the document and of its sheets that may hold references, with what
        they stand for.
        """
        return [
            (
                owner.NamedRanges,
                {
                    named.Name: named.Content
                    for named in items(owner.NamedRanges)
                    if may_refer(named.Content)
                },
            )
            for owner in (self.document, *self.document.Sheets)
        ]

    @cached_property
    def charts(self) -> list[tuple[Uno, tuple[str, ...]]]:
        """The charts, each with the cells that it shows."""
        found = [
            sheet.Charts.getByIndex(at).EmbeddedObject
            for sheet in self.document.Sheets
            for at in range(sheet.Charts.Count)
        ]
        return [(chart, chart.getUsedRangeRepresentations()) for chart in found]


@dataclass
class _Highlight:
    """A conditional format: place of its sheet, its cells, and its formulas: entry, name of the
    property, text.
    """

    place: int
    found: Uno
    areas: list
    conditions: list[tuple[Uno, str, str]]


def conditions_of(found: Uno) -> list[tuple[Uno, str, str]]:
    """The formulas of a conditional format: entry, name of the property, text."""
    return [
        (entry, name, text)
        for entry in map(found.getByIndex, range(found.getCount()))
        for name in ("Formula1", "Formula2")
        if may_refer(text := getattr(entry, name, ""))
    ]


def _is_back(done: Move, move: Move) -> bool:
    whole = done.table.name == move.table.name and done.body.top == move.body.top
    return whole and (done.body.bottom, done.bottom) == (move.bottom, move.body.bottom)


class _Following:
    """One change of a table; `undo` gets what takes back each of its steps."""

    def __init__(self, known: Followers, move: Move, sheet: int):
        self.known, self.document, self.parser = known, known.document, known.parser
        self.move, self.sheet = move, sheet
        self.home = self.document.Sheets.getByIndex(sheet)
        name = move.sheet.replace("'", "''").casefold()
        self.marks = (f"{name}.", f"{name}'.")
        self.undo: Undo = []

    def run(self) -> None:
        self._cells()
        self._names()
        self._print_areas()
        self._validations()
        self._highlights()
        self._charts()

    def _put(self, step: Callable[[Any], None], old: object, new: object) -> None:
        step(new)
        self.undo.append(partial(step, old))

    def _concerns(self, text: str, place: int = -1) -> bool:
        """Whether a formula on a sheet may refer to the table's sheet."""
        low = text.casefold()
        return (place == self.sheet or any(mark in low for mark in self.marks)) and may_refer(text)

    def _visit(self, **reading: Any) -> Visit:
        return visit_of(self.move, self.sheet, Reading(**reading))

    def _cells(self) -> None:
        body, done = self.move.body, set()
        for place, row, column, text in self.known.formulas:
            if place != self.sheet and not any(mark in text for mark in self.marks):
                continue
            sheet = self.document.Sheets.getByIndex(place)
            inside = place == self.sheet and body.holds(row + 1, column + 1)
            cell = sheet.getCellByPosition(column, row)
            visit = self._visit(row=row + 1, inside=inside)
            if not text.startswith("{"):
                self._put_tokens(cell.getTokens, cell.setTokens, cell.CellAddress, visit)
                continue
            array = sheet.createCursorByRange(cell)
            array.collapseToCurrentArray()
            if array.AbsoluteName not in done:
                done.add(array.AbsoluteName)
                first = array.getCellByPosition(0, 0).CellAddress
                self._put_tokens(array.getArrayTokens, array.setArrayTokens, first, visit)

    def _put_tokens(self, get: Callable, put: Callable, at: Uno, visit: Visit) -> None:
        tokens = list(get())
        if place_tokens(tokens, at, visit):
            self._put(put, get(), tuple(tokens))

    def _names(self) -> None:
        """The defined names of the document and of its sheets."""
        for names, contents in self.known.names:
            olds, news = {}, {}
            for name, text in contents.items():
                if self._concerns(text):
                    visit = self._visit(fixed_only=True, wide=name == _PRINT_AREA)
                    at = names.getByName(name).ReferencePosition
                    new = self.parser.with_rows(text, at, visit)
                    if new != text:
                        olds[name], news[name] = text, new
            if news:
                self._put(partial(self._name, names, contents), olds, news)

    def _name(self, names: Uno, known: dict[str, str], contents: Mapping[str, str]) -> None:
        known |= contents
        # With each name LibreOffice would look at every formula anew; so it does that once.
        self.document.NamedRanges.addActionLock()
        try:
            for name, content in contents.items():
                names.getByName(name).Content = content
        finally:
            self.document.NamedRanges.removeActionLock()

    def _print_areas(self) -> None:
        old, new = self.home.getPrintAreas(), self.home.getPrintAreas()
        for at in new:
            top, bottom, _ = self.move.follow(area_at(at), wide=True)
            at.StartRow, at.EndRow = top - 1, bottom - 1
        if new != old:
            self._put(self.home.setPrintAreas, old, new)

    def _validations(self) -> None:
        for place, cells, alone in self.known.validations:
            old, rule = cells.Validation, cells.Validation
            visit = self._visit(fixed_only=not alone or place == self.sheet)
            changed = False
            for number in ("1", "2"):
                text = getattr(rule, f"getFormula{number}")()
                if self._concerns(text, place):
                    new = self.parser.with_rows(text, rule.getSourcePosition(), visit)
                    changed |= new != text
                    getattr(rule, f"setFormula{number}")(new)
            if changed:
                self._put(partial(setattr, cells, "Validation"), old, rule)
        self._lengthen_validations()

    def _lengthen_validations(self) -> None:
        """New rows take what the last row took."""
        body = self.move.body
        for column in range(body.left - 1, body.right) if self.move.bottom > body.bottom else ():
            rule = self.home.getCellByPosition(column, body.bottom - 1).Validation
            new = self.home.getCellRangeByPosition(
                column, body.bottom, column, self.move.bottom - 1
            )
            # A cell can have one: another one that stands below stays.
            if rule.Type != ANY and all(
                there.Type == ANY or _says(there) == _says(rule)
                for there in (cells.Validation for cells in items(new.UniqueCellFormatRanges))
            ):
                self._put(partial(setattr, new, "Validation"), new.Validation, rule)

    def _highlights(self) -> None:
        for highlight in self.known.highlights:
            own = highlight.place == self.sheet
            for index, (_, _, text) in enumerate(highlight.conditions):
                if self._concerns(text, highlight.place):
                    first = highlight.areas[0]
                    at = self.document.Sheets.getByIndex(highlight.place).getCellByPosition(
                        first.StartColumn, first.StartRow
                    )
                    visit = self._visit(fixed_only=own or not _is_cell(highlight.areas))
                    new = self.parser.with_rows(text, at.CellAddress, visit)
                    if new != text:
                        self._put(partial(_set_condition, highlight, index), text, new)
            if own:
                self._lengthen_highlight(highlight)

    def _lengthen_highlight(self, highlight: _Highlight) -> None:
        """What had come to the last row, or beyond, goes on to the new one."""
        body, longer = self.move.body, []
        for area in map(area_at, highlight.areas):
            within = body.left <= area.left and area.right <= body.right
            ends = body.top - 1 <= area.top <= body.bottom <= area.bottom < self.move.bottom
            longer.append(replace(area, bottom=self.move.bottom) if within and ends else area)
        if longer != list(map(area_at, highlight.areas)):
            cells = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
            for area in longer:
                at = self.home.getCellRangeByPosition(
                    area.left - 1, area.top - 1, area.right - 1, area.bottom - 1
                )
                cells.addRangeAddress(at.RangeAddress, False)
            self._put(partial(_set_cells, highlight), highlight.found.Range, cells)

    def _charts(self) -> None:
        first = self.home.getCellByPosition(0, 0).CellAddress
        for chart, shown in self.known.charts:
            if not any(self._concerns(text) for text in shown):
                continue
            for labeled in _sequences(chart):
                for part in ("Values", "Label"):
                    held = getattr(labeled, f"get{part}")()
                    text = held.SourceRangeRepresentation if held else ""
                    visit = self._visit(single=True)
                    if not self._concerns(text):
                        continue
                    new = self.parser.with_rows(text, first, visit)
                    if new != text:
                        data = chart.DataProvider.createDataSequenceByRangeRepresentation(new)
                        data.Role = held.Role
                        self._put(getattr(labeled, f"set{part}"), held, data)


def _says(rule: Uno) -> tuple:
    """What a validation takes."""
    return rule.Type.value, rule.getOperator().value, rule.getFormula1(), rule.getFormula2()


def _set_condition(highlight: _Highlight, index: int, text: str) -> None:
    entry, name, _ = highlight.conditions[index]
    setattr(entry, name, text)
    highlight.conditions[index] = entry, name, text


def _set_cells(highlight: _Highlight, cells: Uno) -> None:
    highlight.found.Range = cells
    highlight.areas = list(cells.RangeAddresses)


def area_at(at: Uno) -> Area:
    """A range address as an area, rows and columns from 1."""
    return Area(at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1)


def items(container: Uno) -> Iterator[Uno]:
    """What a container of UNO's holds, in its order."""
    return map(container.getByIndex, range(container.Count))


def _is_cell(areas: list) -> bool:
    return len(areas) == 1 and area_at(areas[0]).is_cell


def _sequences(chart: Uno) -> Iterator[Uno]:
    """The cells of a chart's series and of the axes' categories, each with its label."""
    for system in chart.getFirstDiagram().getCoordinateSystems():
        categories = system.getAxisByDimension(0, 0).getScaleData().Categories
        if categories:
            yield categories
        for kind in system.getChartTypes():
            for series in kind.getDataSeries():
                yield from series.getDataSequences()
