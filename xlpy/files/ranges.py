"""Extends what belongs to a growing table: formats and validations that ended with it, the sheet's
dimension.
"""

from xlpy.files.referrers import rules_of
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import with_attribute


def follow_table(sheet: SheetXml, old: Area, bottom: int) -> None:
    """Stage the longer ranges of the rules that ended with a table's data rows, for data rows that
    end at `bottom`.

    `old` is the table's header and data rows. A range that had come to reach further than the
    table counts, too.
    """
    rules = list(rules_of(sheet.frame))
    taken = [area for rule in rules if rule.is_validation for area in rule.areas]
    for rule in rules:
        exclusive = taken if rule.is_validation else []
        longer = [_longer(area, old, bottom, exclusive) for area in rule.areas]
        if edit := rule.edit(sheet.frame_data, longer):
            sheet.frame_edits.append(edit)


def _longer(area: Area, old: Area, bottom: int, exclusive: list[Area]) -> Area:
    within = old.left <= area.left and area.right <= old.right
    if not within or not (old.top <= area.top <= old.bottom <= area.bottom < bottom):
        return area
    grown = Area(area.bottom + 1, area.left, bottom, area.right)
    if any(grown.meets(other) for other in exclusive):
        # A cell can have one validation: the one below stays.
        return area
    return Area(area.top, area.left, bottom, area.right)


def widen_dimension(sheet: SheetXml, area: Area) -> None:
    """Stage a dimension that takes in an area."""
    for element in sheet.named("dimension"):
        old = area_of(element.attributes.get("ref", ""))
        if old is None:
            continue
        new = Area(
            min(old.top, area.top),
            min(old.left, area.left),
            max(old.bottom, area.bottom),
            max(old.right, area.right),
        )
        if new != old:
            sheet.frame_edits.append(with_attribute(sheet.frame_data, element, "ref", new.ref))


def column_styles(sheet: SheetXml, left: int, right: int) -> dict[int, bytes]:
    """The formats of whole columns, for those from `left` to `right` that have one."""
    found: dict[int, bytes] = {}
    for element in sheet.named("col"):
        given = [element.attributes.get(name, "") for name in ("min", "max", "style")]
        if all(number.isdecimal() and number.isascii() and len(number) < 9 for number in given):
            low, high = max(int(given[0]), left), min(int(given[1]), right)
            found |= dict.fromkeys(range(low, high + 1), given[2].encode())
    return found
