"""What becomes of a workbook's defined names: ours mean what they mean in the model, those of
users stay.
"""

import re
from collections.abc import Iterable, Mapping

from xlpy.core.tables import TABLES
from xlpy.files.extend import name_taken
from xlpy.ooxml.package import Package
from xlpy.ooxml.xmlparts import Element
from xlpy.upgrade import earlier
from xlpy.upgrade.entries import Names, listed_sheets
from xlpy.upgrade.renamed import Renamed

_FORMULAS = "td_"
"""With this the names of ours begin that may stand for a formula."""
_COLUMN = re.compile(rf"(?i)(?:{'|'.join(TABLES)})\[")


def names_of(
    package: Package,
    model: Package,
    words: Renamed,
    sheets: Mapping[str, str],
    renewed: Iterable[str],
    new: Iterable[str],
) -> Names:
    """The changes of the names.

    `sheets`: name in the model → here; `renewed`, `new`: names of sheets here that are replaced,
    or come. Raises FileError when a name of the user's own has one that we need.
    """
    old = package.defined_names()
    titles = [e.attributes.get("name", "") for e in listed_sheets(package)]
    renewed, ours = set(renewed), {*renewed, *new}
    gone = [
        e for e in old if _local(e, titles) in renewed and e.attributes["name"].startswith("_xlnm.")
    ]
    everywhere = {
        e.attributes.get("name", "").casefold(): e
        for e in old
        if "localSheetId" not in e.attributes
    }
    changed, added = [], []
    wanted = list(_of_model(model, words, sheets))
    for name, sheet, text in wanted:
        known = None if sheet else everywhere.get(name.casefold())
        if (sheet and sheet in ours) or (not sheet and known is None):
            added.append((name, sheet, text))
        elif known is not None and known.text != text:
            _check_ours(package, known, renewed)
            changed.append((known, text))
    kept = {name.casefold() for name, sheet, _ in wanted if not sheet}
    for name, element in everywhere.items():
        if (
            name not in kept
            and element.attributes["name"] in earlier.names()
            and _stands_on(element.text, renewed)
        ):
            gone.append(element)
    return Names(gone, changed, added)


def stale(package: Package, names: Names) -> set[str]:
    """The names that go, or mean other cells."""
    return {e.attributes["name"] for e in names.gone if "localSheetId" not in e.attributes}


def _of_model(model: Package, words: Renamed, sheets: Mapping[str, str]):
    """The model's names: name, name of the sheet that it belongs to here, what it stands for
    here.
    """
    titles = [sheet.name for sheet in model.sheets]
    for (name, place), text in earlier.defined_names(model).items():
        yield name, sheets[titles[int(place)]] if place else "", words.formula(text)


def _local(element: Element, titles: list[str]) -> str:
    place = element.attributes.get("localSheetId", "")
    return titles[int(place)] if place.isdecimal() and int(place) < len(titles) else ""


def _stands_on(text: str, sheets: set[str]) -> bool:
    return any(
        text.startswith(("'" + sheet.replace("'", "''") + "'!", f"{sheet}!")) for sheet in sheets
    )


def _check_ours(package: Package, element: Element, renewed: set[str]) -> None:
    """A name of ours is a formula of an earlier program, or stands on a sheet of the program or a
    column of a table of ours.
    """
    name = element.attributes["name"]
    is_formula = name.startswith(_FORMULAS) and name in earlier.names()
    if not (is_formula or _stands_on(element.text, renewed) or _COLUMN.match(element.text)):
        raise name_taken(package, name)
