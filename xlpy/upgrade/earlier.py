"""What workbooks of earlier layouts had that was ours: so the program separates it from what users
added.

`xlpy.upgrade.record` writes the record.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from xlpy.core.matches import certain
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.letters import column_number
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.package import Package
from xlpy.upgrade.views import LISTS, views_of

RECORD = Path(__file__).parent / "earlier.json"


@cache
def earlier() -> dict:
    """The record: defined names, the words of the lists, the rules on tables, cells and formulas
    of views by layout.
    """
    return json.loads(RECORD.read_text("utf-8"))


def names() -> set[str]:
    """The names that workbooks of earlier layouts defined."""
    return set(earlier()["names"])


def words(name: str) -> set[str]:
    """The words that a list of an earlier layout offered."""
    return set(earlier()["lists"].get(name, ()))


def rules(table: str) -> set[str]:
    """The formulas of highlights and drop-downs of a table, as they stand where it has its first
    place.
    """
    return set(earlier()["rules"].get(table, ()))


def cells(layout: int, code: str) -> set[tuple[int, int]]:
    """The cells that a view of a layout had, or of one before it: earlier upgrades left the views
    as they were.
    """
    return {cell for views in _until("views", layout) for cell in cells_listed(views.get(code, ""))}


def formulas(layout: int, code: str) -> set[str]:
    """The prints of the formulas that a view of a layout had, or of one before it."""
    return {each for views in _until("formulas", layout) for each in views.get(code, "").split()}


def charts(layout: int, code: str) -> int:
    """How many drawn things a view of a layout had, at most."""
    return max((drawn.get(code, 0) for drawn in _until("drawn", layout)), default=0)


def _until(kind: str, layout: int) -> list[dict]:
    return [found for number, found in earlier()[kind].items() if int(number) <= layout]


def defined_names(package: Package) -> dict[tuple[str, str], str]:
    """Name and the place of the sheet that it belongs to (empty: all) → what it stands for."""
    return {
        (e.attributes.get("name", ""), e.attributes.get("localSheetId", "")): e.text
        for e in package.defined_names()
    }


def drawn(package: Package, part: str) -> int:
    """How many things are drawn on a sheet."""
    return sum(
        element.name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
        for relation in package.relationships(part)
        if relation.kind == "drawing" and package.has(relation.part)
        for element in package.elements(relation.part)
    )


def list_areas(defined: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, Area]]:
    """The name of each list of words, and its cells."""
    for (name, _), text in defined.items():
        area = (
            area_of(text.rpartition("!")[2].replace("$", "")) if name.startswith("list_") else None
        )
        if area is not None:
            yield name, area


def list_words(package: Package, defined: Mapping[tuple[str, str], str]) -> dict[str, list[str]]:
    """The texts of each list that is no formula, by its name."""
    sheet = views_of(package).get(LISTS)
    if sheet is None:
        return {}
    cells, found = Contents(package).cells(sheet.part), {}
    for name, area in list_areas(defined):
        held = [cells.get((row, area.left), "") for row in range(area.top, area.bottom + 1)]
        if not any(each.startswith("=") for each in held):
            found[name] = [each for each in held if each]
    return found


def cells_listed(listed: str) -> set[tuple[int, int]]:
    """The cells of columns with their rows: `B2-9,11 C4`."""
    found = set()
    for column in listed.split():
        name, rows = certain(re.fullmatch(r"([A-Z]+)(.*)", column)).groups()
        for run in rows.split(","):
            first, _, last = run.partition("-")
            found |= {
                (row, column_number(name)) for row in range(int(first), int(last or first) + 1)
            }
    return found
