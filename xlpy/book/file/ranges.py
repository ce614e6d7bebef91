"""What goes on with a table that grows: rules (formats, validations) that ended with it, and the dimension."""

from collections.abc import Iterator

from xlpy.book.file.listobjects import Area, area_of
from xlpy.book.file.sheetxml import SheetXml
from xlpy.book.file.xmlparts import Edit, Element, with_attribute

_RULES = {"conditionalFormatting", "dataValidation"}


def follow_table(sheet: SheetXml, old: Area, bottom: int) -> None:
    """Stage the longer ranges of the rules that ended with a table's data rows, for data rows that end at `bottom`.

    `old` is the table's header and data rows. A range that had come to reach further than the table counts, too.
    """
    rules = [(e, attribute, e.attributes[attribute] if attribute else e.text) for e, attribute in _rules(sheet)]
    taken = [area for element, _, text in rules if _is_validation(element) for area in _areas(text)]
    for element, attribute, text in rules:
        exclusive = taken if _is_validation(element) else []
        longer = " ".join(_longer(ref, old, bottom, exclusive) for ref in text.split())
        if longer != " ".join(text.split()):
            sheet.frame_edits.append(_edit(sheet, element, attribute, longer))


def _rules(sheet: SheetXml) -> Iterator[tuple[Element, str | None]]:
    """The elements that hold ranges of rules: an attribute, or in Excel's newer form an element's text."""
    for name in sorted(_RULES):
        for element in _attribute_rules(sheet, name):
            yield element, "sqref"
    for element in sheet.frame:
        if element.name == "sqref" and element.parent and element.parent.name in _RULES:
            yield element, None


def _attribute_rules(sheet: SheetXml, name: str) -> list[Element]:
    return [element for element in sheet.named(name) if "sqref" in element.attributes]


def _is_validation(element: Element) -> bool:
    return "dataValidation" in (element.name, element.parent.name if element.parent else "")


def _areas(text: str) -> list[Area]:
    return [area for area in map(area_of, text.split()) if area]


def _longer(ref: str, old: Area, bottom: int, exclusive: list[Area]) -> str:
    area = area_of(ref)
    if area is None or not (old.left <= area.left and area.right <= old.right):
        return ref
    if not (old.top <= area.top <= old.bottom <= area.bottom < bottom):
        return ref
    grown = Area(area.bottom + 1, area.left, bottom, area.right)
    if any(grown.meets(other) for other in exclusive):
        # A cell can have one validation: the one below stays.
        return ref
    return Area(area.top, area.left, bottom, area.right).ref


def _edit(sheet: SheetXml, element: Element, attribute: str | None, text: str) -> Edit:
    if attribute:
        return with_attribute(sheet.frame_data, element, attribute, text)
    return element.opened, element.closing, text.encode()


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
