"""Our sheets that are no tables: by the code name that the builder gave them, or, where a program
lost it, by name.
"""

import re

from xlpy.build.book import sheet_plan
from xlpy.core.text import halves
from xlpy.ooxml.package import Package, Sheet

_CODE = re.compile(rb"""<(?:[\w.-]+:)?sheetPr\s[^<>]*?codeName\s*=\s*["'](\w+)["']""")
_HEAD = 4096
VIEWS = {code: name for name, code, group in sheet_plan() if group == "view"}
"""Code name → name, of the sheets that the program fills by itself."""
LISTS, SETTINGS = "shViewLists", "shConf"
MACRO_SHEETS = (SETTINGS, "shTexts")
"""Hidden sheets that macros read."""
STRETCHED = ("shViewChartData", "shViewTeam")
"""Views that have as many rows as the department has people."""


def code_of(package: Package, part: str) -> str:
    """A sheet's code name; empty when it has none."""
    found = _CODE.search(package.data(part)[:_HEAD])
    return found[1].decode() if found else ""


def views_of(package: Package) -> dict[str, Sheet]:
    """Code name → sheet of the views that a workbook has."""
    codes = {
        said: code for code, name in VIEWS.items() for said in (name, *filter(None, halves(name)))
    }
    found: dict[str, Sheet] = {}
    for sheet in package.sheets:
        code = code_of(package, sheet.part) or codes.get(sheet.name, "")
        if code in VIEWS:
            found.setdefault(code, sheet)
    return found
