"""A model's formulas in the words of a workbook: sheets that were renamed, headers that were
re-worded.
"""

import re
from collections.abc import Mapping

from xlpy.book.ourtables import columns_of
from xlpy.build.book import labelled, ref
from xlpy.build.book import quoted as quoted_sheet
from xlpy.ooxml.listobjects import ListObject
from xlpy.ooxml.xmlparts import escaped, unescaped

_TAGS = ("f", "formula", "formula1", "formula2", "c:f")
_INSIDE = re.compile(rf"(<(?:{'|'.join(_TAGS)})(?:\s[^<>]*)?>)([^<]+)(</)")
_LOCATION = re.compile(r'(\slocation=")([^"]*)(")')


class Renamed:
    """Puts what the model writes of sheets and columns into what the workbook calls them."""

    def __init__(self, sheets: Mapping[str, str], there: Mapping[str, ListObject]):
        pairs = {
            quoted_sheet(old) + "!": quoted_sheet(new) + "!"
            for old, new in sheets.items()
            if old != new
        }
        for key, place in there.items():
            pairs |= _columns(key, place)
        self._pairs = pairs
        self._found = (
            re.compile("|".join(map(re.escape, sorted(pairs, key=len, reverse=True))))
            if pairs
            else None
        )

    def formula(self, text: str) -> str:
        """A formula, or what a name stands for."""
        return self._found.sub(lambda match: self._pairs[match[0]], text) if self._found else text

    def part(self, text: str) -> str:
        """All formulas and links in a sheet's or chart's XML."""
        if not self._found:
            return text

        def changed(match: re.Match) -> str:
            return match[1] + escaped(self.formula(unescaped(match[2]))) + match[3]

        text = _INSIDE.sub(changed, text)
        return _LOCATION.sub(
            lambda m: m[1] + escaped(self.formula(unescaped(m[2]))).replace('"', "&quot;") + m[3],
            text,
        )


def _columns(key: str, place: ListObject) -> dict[str, str]:
    """A column as the model writes it → as the workbook has it: `receipts[回款号 Receipt no.]`."""
    found = {}
    for column, at in columns_of(key, place).items():
        here = labelled(place.name, place.columns[at - place.area.left])
        if (model := ref(key, column)) != here:
            found[model] = here
    if place.name != key:
        found[f"{key}[#All]"] = f"{place.name}[#All]"
    return found
