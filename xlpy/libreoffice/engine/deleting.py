"""Highlights and validations of a sheet when cells are taken out of it.

LibreOffice means their formulas for the first cell that they serve. When that one goes it writes
`#REF!` into them, although they go on for the cells below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from com.sun.star.sheet.ValidationType import ANY

from xlpy.libreoffice.engine.followers import area_at, conditions_of, items
from xlpy.libreoffice.engine.references import Parser
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.formulas import Reference, Rows, may_refer
from xlpy.ooxml.listobjects import Area

Step = Callable[[], None]


def kept_rules(document: Uno, sheet: Uno, address: Uno) -> list[Step]:
    """What puts right, after cells were deleted and those below moved up, the highlights and
    validations that had their first cell among them; to be asked before.
    """
    deleting = _Deleting(Parser(document), sheet, area_at(address), address.Sheet)
    return [*deleting.highlights(), *deleting.validations()]


@dataclass(frozen=True)
class _Deleting:
    """Cells of a sheet that are to be deleted."""

    parser: Parser
    sheet: Uno
    gone: Area
    place: int

    @property
    def count(self) -> int:
        return self.gone.bottom - self.gone.top + 1

    def highlights(self) -> list[Step]:
        return [
            partial(setattr, entry, name, new)
            for found in self.sheet.ConditionalFormats.getConditionalFormats()
            if self._loses_first(first := area_at(found.Range.RangeAddresses[0]))
            for entry, name, text in conditions_of(found)
            if (new := self._moved(text, self._cell(first).CellAddress)) is not None
        ]

    def validations(self) -> list[Step]:
        steps: list[Step] = []
        for cells in items(self.sheet.UniqueCellFormatRanges):
            rule = cells.Validation
            if rule.Type != ANY:
                at = rule.getSourcePosition()
                for area in map(area_at, cells.RangeAddresses):
                    if self._loses_first(area):
                        for number in ("1", "2"):
                            text = getattr(rule, f"getFormula{number}")()
                            if (new := self._moved(text, at)) is not None:
                                getattr(rule, f"setFormula{number}")(new)
                        steps.append(partial(self._validate, area, rule))
        return steps

    def _validate(self, area: Area, rule: Uno) -> None:
        bottom = area.bottom - self.count
        cells = self.sheet.getCellRangeByPosition(
            area.left - 1, self.gone.top - 1, area.right - 1, bottom - 1
        )
        cells.Validation = rule

    def _loses_first(self, area: Area) -> bool:
        """Whether the first cell of an area goes, and some below it stay."""
        gone = self.gone
        within = gone.left <= area.left and area.right <= gone.right
        return within and gone.top <= area.top <= gone.bottom < area.bottom

    def _cell(self, area: Area) -> Uno:
        return self.sheet.getCellByPosition(area.left - 1, area.top - 1)

    def _moved(self, text: str, at: Uno) -> str | None:
        """A formula for the cell that comes to stand where the first one stood; None for a text
        without references.
        """
        return self.parser.with_rows(text, at, self._visit) if may_refer(text) else None

    def _visit(self, at: int, reference: Reference) -> Rows | None:
        """Fixed references hold what is left of what they held; others stand for the row of each
        cell.
        """
        area, gone = reference.area, self.gone
        within = gone.left <= area.left and area.right <= gone.right
        if at != self.place or not within or not all(reference.fixed):
            return None
        top = area.top if area.top <= gone.top else max(gone.top, area.top - self.count)
        stays = area.bottom < gone.top
        bottom = area.bottom if stays else max(gone.top - 1, area.bottom - self.count)
        return (top, bottom) if top <= bottom else None
