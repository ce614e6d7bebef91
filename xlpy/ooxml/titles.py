"""The lists of sheets and named ranges that a workbook's properties repeat, made to say what the
workbook says.
"""

import re
from collections.abc import Sequence

from xlpy.ooxml.xmlparts import Edit, Element, elements, escaped, prefix_of, spliced

APP = "docProps/app.xml"
_SHEET = r"(?:'(?:[^']|'')*'|[^\s'!\[\](),&*+/=<>^-]+)"
_CORNER = (
    r"(?:\$?[A-Z]{1,3}\$?\d{1,7}|\$?[A-Z]{1,3}(?=:)|(?<=:)\$?[A-Z]{1,3}|\$?\d{1,7}(?=:)|(?<=:)"
    r"\$?\d{1,7})"
)
_AREA = rf"{_SHEET}!{_CORNER}(?::{_CORNER})?"
_RANGES = re.compile(rf"{_AREA}(?:,{_AREA})*")
_RANGE_LABELS = {"工作表": "命名范围"}
"""What Excel calls named ranges, where it calls sheets so."""


def range_names(workbook: Sequence[Element]) -> list[str]:
    """The names that are listed: those of ranges, hidden ones and formulas left out; a sheet's own
    with the sheet.
    """
    sheets = [
        e.attributes.get("name", "") for e in workbook if e.name == "sheet" and e.inside("sheets")
    ]
    found = []
    for element in workbook:
        given = element.attributes
        if element.name != "definedName" or given.get("hidden") in ("1", "true"):
            continue
        if _RANGES.fullmatch(element.text.strip()):
            name, place = (
                given.get("name", "").removeprefix("_xlnm."),
                given.get("localSheetId", ""),
            )
            if not place:
                found.append(name)
            elif place.isdecimal() and int(place) < len(sheets):
                found.append(f"{_quoted(sheets[int(place)])}!{name}")
    return found


def true_titles(
    app: bytes, worksheets: Sequence[str], others: Sequence[str], ranges: Sequence[str]
) -> bytes:
    """The properties with those worksheets and named ranges listed; `others`, sheets of other
    kinds, stay.

    Properties that have no such lists, or that are made otherwise, stay as they are.
    """
    found = elements(app, APP)
    pairs, titles = (
        next((e for e in found if e.name == name), None)
        for name in ("HeadingPairs", "TitlesOfParts")
    )
    if pairs is None or titles is None:
        return app
    heads = [e.text for e in found if e.inside("HeadingPairs") and e.name in ("lpstr", "i4")]
    listed = [e.text for e in found if e.inside("TitlesOfParts") and e.name == "lpstr"]
    vectors = [e for e in found if e.name == "vector" and e.parent in (pairs, titles)]
    if (
        len(vectors) != 2
        or any(e.closing == e.opened for e in vectors)
        or len(heads) % 2
        or not all(number.isdecimal() for number in heads[1::2])
    ):
        return app
    groups = _renewed(heads, listed, worksheets, others, ranges)
    return spliced(app, _edits(app, vectors, groups))


def _renewed(heads, listed, worksheets, others, ranges) -> list[tuple[str, Sequence[str]]]:
    """Each heading with its titles: first the worksheets, last the named ranges."""
    labels, kept, at = heads[::2], [], 0
    last = _RANGE_LABELS.get(labels[0], "Named Ranges") if labels else "Named Ranges"
    for label, number in zip(labels, map(int, heads[1::2]), strict=True):
        held = listed[at : at + number]
        at += number
        if label == labels[0]:
            continue
        if any(title in others for title in held):
            kept.append((label, held))
        else:
            last = label
    groups = [(labels[0] if labels else "Worksheets", worksheets), *kept, (last, ranges)]
    return [(label, held) for label, held in groups if held]


def _edits(app: bytes, vectors: Sequence[Element], groups) -> list[Edit]:
    p = prefix_of(app, vectors[0]).decode()
    pairs = "".join(
        f"<{p}variant><{p}lpstr>{escaped(label)}</{p}lpstr></{p}variant>"
        f"<{p}variant><{p}i4>{len(held)}</{p}i4></{p}variant>"
        for label, held in groups
    )
    titles = [f"<{p}lpstr>{escaped(title)}</{p}lpstr>" for _, held in groups for title in held]
    edits = []
    for vector, count, inside in zip(
        vectors, (2 * len(groups), len(titles)), (pairs, "".join(titles)), strict=True
    ):
        tag = re.sub(
            rb'(\ssize\s*=\s*["\'])\d+', rb"\g<1>%d" % count, app[vector.start : vector.opened]
        )
        edits += [
            (vector.start, vector.opened, tag),
            (vector.opened, vector.closing, inside.encode()),
        ]
    return edits


def _quoted(sheet: str) -> str:
    """A sheet's name before the sign `!`: in quotes unless it is one word, and none that could be
    a cell's place.
    """
    plain = re.fullmatch(r"(?![A-Za-z]{1,3}\d)(?![RrCc]\d*\b)[^\W\d][\w.]*", sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
