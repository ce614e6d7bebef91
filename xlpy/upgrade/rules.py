"""Highlights and drop-downs of this version on the tables that a workbook has; those of users
stay.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlpy.book.ourtables import columns_of
from xlpy.core.tables import TABLES
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.listobjects import Area, ListObject, area_of, written_area
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import Element, escaped, removal, unescaped, with_attribute
from xlpy.upgrade import earlier
from xlpy.upgrade.renamed import Renamed
from xlpy.upgrade.styles import Styles

FIRST_ROW = 6
"""Where the rows of a table begin in a new workbook."""
_CELL = re.compile(
    r"""("[^"]*"|\[[^\[\]]*\]|'[^']*')|(?<![\w.!$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])"""
)
_FORMULA = re.compile(r"(<(formula[12]?)>)([^<]*)(</\2>)")
_SQREF = re.compile(r'(\ssqref=")([^"]*)"')
_BEHIND = (
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",  # noqa: E501
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",  # noqa: E501
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",  # noqa: E501
)  # fmt: skip
"""What follows highlights in a sheet, in its order; drop-downs are the first of it."""


@dataclass(frozen=True)
class Moved:
    """Puts the places of a new workbook's table where a workbook has that table."""

    columns: Mapping[int, int]
    rows: int

    @classmethod
    def to(cls, key: str, place: ListObject) -> "Moved":
        """For one of our tables."""
        found = columns_of(key, place)
        columns = {
            at: found[column]
            for at, column in enumerate(TABLES[key].column_keys, 1)
            if column in found
        }
        return cls(columns, place.body.top - FIRST_ROW)

    def formula(self, text: str) -> str:
        """A formula whose cells are moved."""

        def moved(match: re.Match) -> str:
            if match[1]:
                return match[0]
            column = column_number(match[3])
            return (
                f"{match[2]}{letters(self.columns.get(column, column))}{match[4]}"
                f"{int(match[5]) + self.rows}"
            )

        return _CELL.sub(moved, text)

    def areas(self, sqref: str) -> str:
        """Areas that are moved: as one where the columns stay side by side."""
        found = []
        for ref in sqref.split():
            area = written_area(ref)
            columns = [self.columns.get(c, c) for c in range(area.left, area.right + 1)]
            whole = columns == list(range(columns[0], columns[0] + len(columns)))
            pieces = [(columns[0], columns[-1])] if whole else [(c, c) for c in columns]
            found += [
                Area(area.top + self.rows, left, area.bottom + self.rows, right).ref
                for left, right in pieces
            ]
        return " ".join(found)


class Rules:
    """Renews the highlights and drop-downs of one sheet with a table of ours."""

    def __init__(
        self, package: Package, key: str, place: ListObject, styles: Styles, words: Renamed
    ):
        self.package = package
        self.part = place.sheet.part
        self.sheet = SheetXml(package.data(self.part), self.part)
        self.styles, self.words = styles, words
        self.moved = Moved.to(key, place)
        self.known = {self._here(text) for text in earlier.rules(key)}

    def _here(self, formula: str) -> str:
        return self.words.formula(self.moved.formula(formula))

    def renew(self, model: Package, theirs: str) -> None:
        """Stage what the model's sheet has and this one has not."""
        other = SheetXml(model.data(theirs), theirs)
        self._renew_highlights(other)
        self._renew_lists(other)
        if self.sheet.frame_edits:
            self.package.put(self.part, self.sheet.result())
            self.package.ruled.add(self.part)

    def _written(self, other: SheetXml, element: Element) -> str:
        """An element of the model as it stands here."""
        start, end, _ = removal(other.frame_data, element)
        text = other.frame_data[start:end].decode()
        text = _FORMULA.sub(lambda m: m[1] + escaped(self._here(unescaped(m[3]))) + m[4], text)
        text = _SQREF.sub(lambda m: f'{m[1]}{self.moved.areas(m[2])}"', text)
        text = re.sub(
            r'(\sdxfId=")(\d+)"', lambda m: f'{m[1]}{self.styles.highlight(int(m[2]))}"', text
        )
        return re.sub(r"<(/?)(?=\w)", rf"<\1{self.sheet.prefix.decode()}", text)

    def _renew_highlights(self, other: SheetXml) -> None:
        here, there = (list(_highlights(sheet)) for sheet in (self.sheet, other))
        new = {self._here(formula) for _, formulas in there for formula in formulas}
        ours = self.known | new
        mine = [
            (element, formulas) for element, formulas in here if formulas and set(formulas) <= ours
        ]
        if {formula for _, formulas in mine for formula in formulas} == new:
            return
        edits = [removal(self.sheet.frame_data, element) for element, _ in mine]
        at = self._place_for_highlights([element for element, _ in here])
        first = 1 + max(
            (int(e.attributes.get("priority", 0)) for e in self.sheet.named("cfRule")), default=0
        )
        text = "".join(self._written(other, element) for element, _ in there)
        text = re.sub(r'(\spriority=")(\d+)"', lambda m: f'{m[1]}{first + int(m[2])}"', text)
        self.sheet.frame_edits += [*edits, (at, at, text.encode())]

    def _place_for_highlights(self, here: list[Element]) -> int:
        if here:
            return here[0].start
        return self._before(_BEHIND)

    def _before(self, names: tuple[str, ...]) -> int:
        found = [
            e.start
            for e in self.sheet.named(*names)
            if e.parent is not None and e.parent.parent is None
        ]
        return min(found, default=self.sheet.frame[0].closing)

    def _renew_lists(self, other: SheetXml) -> None:
        here, there = self.sheet.named("dataValidation"), other.named("dataValidation")
        new, gone = [], []
        for element in there:
            formula = self._here(_formula(other, element))
            if not formula:
                continue
            first = written_area(self.moved.areas(element.attributes["sqref"]).split()[0])
            meeting = [e for e in here if any(a.holds(first.top, first.left) for a in _areas(e))]
            found = {_formula(self.sheet, e) for e in meeting} - {""}
            if formula in found or not found <= self.known:
                continue
            gone += [e for e in meeting if _formula(self.sheet, e) and e not in gone]
            new.append(self._written(other, element))
        if not new:
            return
        holder = next(iter(self.sheet.named("dataValidations")), None)
        prefix = self.sheet.prefix.decode()
        text = "".join(new)
        if holder is None:
            at = self._before(_BEHIND)
            opening = f'<{prefix}dataValidations count="{len(new)}">'
            self.sheet.frame_edits.append(
                (at, at, f"{opening}{text}</{prefix}dataValidations>".encode())
            )
            return
        edits = [removal(self.sheet.frame_data, element) for element in gone]
        count = with_attribute(
            self.sheet.frame_data, holder, "count", str(len(here) - len(gone) + len(new))
        )
        self.sheet.frame_edits += [*edits, count, (holder.closing, holder.closing, text.encode())]


def _highlights(sheet: SheetXml) -> Iterator[tuple[Element, list[str]]]:
    """Each group of highlights with the formulas of its rules."""
    for element in sheet.named("conditionalFormatting"):
        yield (
            element,
            [e.text for e in sheet.named("formula") if e.parent and e.parent.parent is element],
        )


def _formula(sheet: SheetXml, element: Element) -> str:
    return next((e.text for e in sheet.named("formula1") if e.parent is element), "")


def _areas(element: Element) -> list[Area]:
    return [area for ref in element.attributes.get("sqref", "").split() if (area := area_of(ref))]
