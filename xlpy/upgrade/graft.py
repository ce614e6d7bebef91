"""Adds to a workbook what only the model has: sheets, names, highlights, drop-downs, macros."""

from dataclasses import dataclass

from xlpy.build.book import WHATIF
from xlpy.build.speech import tab
from xlpy.files.extend import tables_there
from xlpy.ooxml.package import Package, Sheet
from xlpy.upgrade.entries import NewSheet, enter, listed_sheets
from xlpy.upgrade.hands import Hands
from xlpy.upgrade.inputs import Inputs
from xlpy.upgrade.macros import renew_macros
from xlpy.upgrade.names import names_of, stale
from xlpy.upgrade.parts import Parts
from xlpy.upgrade.renamed import Renamed
from xlpy.upgrade.rules import Rules
from xlpy.upgrade.styles import Styles
from xlpy.upgrade.views import SETTINGS, views_of

LONGEST_SHEET_NAME = 31


@dataclass(frozen=True)
class Grafted:
    """The names of the sheets that are new or were renewed, and of the user's modules beside our
    macros.
    """

    sheets: list[str]
    macros: list[str]


def graft(package: Package, model: Package, layout: int, right: bool) -> Grafted:
    """Stage all that the model has beyond the workbook; `right`: whether its figures are those of
    the rows.

    Raises FileError before it stages anything that matters, if something of the user's would be
    lost.
    """
    return _Graft(package, model, layout, right).made()


class _Graft:
    def __init__(self, package: Package, model: Package, layout: int, right: bool):
        self.package, self.model, self.layout, self.right = package, model, layout, right
        self.there = tables_there(package)
        self.views, self.new_views = views_of(package), views_of(model)
        self.partners = self._partners()
        self.names = self._new_names()
        self.words = Renamed(self.names, self.there)
        self.styles = Styles(package, model)

    def _partners(self) -> dict[str, Sheet]:
        """Name of a model's sheet → the workbook's sheet with the same table or view."""
        tables = {
            t.sheet.name: self.there[key].sheet
            for key, t in tables_there(self.model).items()
            if key in self.there
        }
        views = {
            sheet.name: self.views[code]
            for code, sheet in self.new_views.items()
            if code in self.views
        }
        return tables | views

    def _new_names(self) -> dict[str, str]:
        """Name of a model's sheet → its name here; numbered when a sheet of the user's has it."""
        taken = {e.attributes.get("name", "").casefold() for e in listed_sheets(self.package)}
        found = {}
        for sheet in self.model.sheets:
            partner = self.partners.get(sheet.name)
            found[sheet.name] = partner.name if partner else _free(sheet.name, taken)
            taken.add(found[sheet.name].casefold())
        return found

    def made(self) -> Grafted:
        renewed = {code: sheet for code, sheet in self.views.items() if code != SETTINGS}
        new = [sheet for sheet in self.model.sheets if sheet.name not in self.partners]
        titles = [sheet.name for sheet in renewed.values()]
        coming = [self.names[sheet.name] for sheet in new]
        names = names_of(self.package, self.model, self.words, self.names, titles, coming)
        going = stale(self.package, names)
        Hands(self.package, self.model, self.layout, renewed, self.new_views).check(going)
        self._renew_rules()
        parts = Parts(self.package, self.model, self.styles, self.words)
        for code, sheet in renewed.items():
            inputs = Inputs(self.package, sheet.part)
            parts.sheet(self.new_views[code].part, sheet.part)
            if not inputs.put(self.package, sheet.part):
                self._note(sheet.part, self.new_views[code])
        entries = self._entries(parts, new)
        parts.stage()
        self.styles.stage()
        enter(self.package, entries, names)
        return Grafted([*titles, *coming], renew_macros(self.package))

    def _note(self, part: str, sheet: Sheet) -> None:
        """Where functions of ours compute, nobody could make the figures anew without Python."""
        if self.right and sheet.name == tab(WHATIF):
            self.package.right.add(part)

    def _renew_rules(self) -> None:
        theirs = tables_there(self.model)
        for key, place in self.there.items():
            Rules(self.package, key, place, self.styles, self.words).renew(
                self.model, theirs[key].sheet.part
            )

    def _entries(self, parts: Parts, new: list[Sheet]) -> list[NewSheet]:
        """Each new sheet behind the one that it follows in the model, as far as the workbook has
        such a one.
        """
        places = {
            e.attributes.get("name", ""): at for at, e in enumerate(listed_sheets(self.package))
        }
        hidden = {
            e.attributes.get("name", "")
            for e in listed_sheets(self.model)
            if "state" in e.attributes
        }
        behind, found = -1, []
        for sheet in self.model.sheets:
            partner = self.partners.get(sheet.name)
            if partner:
                behind = places[partner.name]
                continue
            part = parts.sheet(sheet.part)
            self._note(part, sheet)
            found.append(NewSheet(self.names[sheet.name], part, behind, sheet.name in hidden))
        return found


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        end = f" ({number})"
        found = name[: LONGEST_SHEET_NAME - len(end)] + end
    return found
