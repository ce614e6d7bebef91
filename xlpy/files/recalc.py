"""Keeps computed figures true after an edit: full calculation on load, no calculation chain, no
stale views.

Views that call functions of ours are computed anew in the write itself; others when a program
opens the workbook.
"""

import re
from collections.abc import Mapping

from xlpy.ooxml.cellxml import recomputed_cell
from xlpy.ooxml.listobjects import Area, area_of, tables_named
from xlpy.ooxml.package import CONTENT_TYPES, MAIN, Package, Sheet, rels_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.values import Value
from xlpy.ooxml.xmlparts import prefix_of, removal, spliced, with_attribute

_OURS = re.compile(rb"""<(?:[\w.-]+:)?sheetPr\s[^<>]*?codeName\s*=\s*["']shView""")
_HEAD = 4096
_FUNCTION = re.compile(rb"\b(?:_xldudf_)?TD_\w+\(")
_WHOLE_TABLE = re.compile(rb"\b(\w+)\[#All\]")
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")
_TYPE = re.compile(rb"""\st\s*=\s*["'][^"']*["']""")
_REF = re.compile(rb"""\sr\s*=\s*["']([A-Z]+[0-9]+)["']""")
_ARRAY = re.compile(rb"""<(?:[\w.-]+:)?f\s[^<>]*?\sref\s*=\s*["']([^"']*)["']""")


def ask_for_calculation(package: Package) -> None:
    """Stage that all is computed anew on load, and that our views show no figure of before the
    edit.
    """
    _drop_chain(package)
    _calculate_on_load(package)
    for sheet in package.sheets:
        if sheet.part not in package.right and _is_ours(package, sheet):
            handed = package.derived(sheet.part, _handed)
            if not _stands(package, sheet.part, handed):
                _drop_cached(package, sheet.part, handed is not None)


def foresee(package: Package) -> None:
    """Find out ahead what asking for calculation will want to know of the sheets as they are."""
    for sheet in package.sheets:
        if _is_ours(package, sheet) and package.derived(sheet.part, _handed) is None:
            package.derived(sheet.part, _bare)


def _drop_chain(package: Package) -> None:
    """A chain with an entry for a cell that has no formula any more makes Excel offer a repair."""
    chains = [r for r in package.relationships(package.workbook) if r.kind == "calcChain"]
    for chain in chains:
        _take_out(
            package, rels_of(package.workbook), lambda a, chain=chain: a.get("Id") == chain.id
        )
        if package.has(chain.part):
            name = f"/{chain.part}".casefold()
            _take_out(
                package,
                CONTENT_TYPES,
                lambda a, name=name: a.get("PartName", "").casefold() == name,
            )
            package.drop(chain.part)


def _take_out(package: Package, part: str, chosen) -> None:
    data = package.data(part)
    found = [e for e in package.elements(part) if e.parent is not None and chosen(e.attributes)]
    if found:
        package.put(part, spliced(data, [removal(data, element) for element in found]))


def _calculate_on_load(package: Package) -> None:
    part = package.workbook
    data, found = package.data(part), [e for e in package.elements(part) if e.space == MAIN]
    named = {e.name: e for e in found}
    calculation = named.get("calcPr")
    if calculation is None:
        after = next(named[name] for name in _BEFORE_CALC if name in named)
        _, end, _ = removal(data, after)
        edit = (end, end, b'<%scalcPr fullCalcOnLoad="1"/>' % prefix_of(data, after))
    elif calculation.attributes.get("fullCalcOnLoad") in ("1", "true"):
        return
    else:
        edit = with_attribute(data, calculation, "fullCalcOnLoad", "1")
    package.put(part, spliced(data, [edit]))


def _is_ours(package: Package, sheet: Sheet) -> bool:
    """Whether a sheet is one of our views: their formulas compute all that a user did not type."""
    changed = package.changed.get(sheet.part)
    if changed is not None:
        return _OURS.search(changed[:_HEAD]) is not None
    return package.derived(sheet.part, _begins_as_ours)


def _begins_as_ours(package: Package, part: str) -> bool:
    return _OURS.search(package.archive.head(part, _HEAD)) is not None


def _handed(package: Package, part: str) -> frozenset[str] | None:
    """The tables that a sheet hands over to functions of ours; None when it calls none."""
    data = package.data(part)
    # Bytes are found far faster than a pattern that begins with a choice.
    if b"TD_" not in data or not _FUNCTION.search(data):
        return None
    return frozenset(found.decode().casefold() for found in _WHOLE_TABLE.findall(data))


def _stands(package: Package, part: str, handed: frozenset[str] | None) -> bool:
    """Whether a view calls functions of ours, and nothing was edited that it looks at.

    That is itself, and the tables that it hands over.
    """
    if handed is None or part in package.changed:
        return False
    return not any(
        name in handed and table.sheet.part in package.changed
        for name, table in tables_named(package).items()
    )


def _drop_cached(package: Package, part: str, calls: bool) -> None:
    """Stage a sheet whose formula cells hold no value, so that the program that opens it must
    compute them.

    One that calls functions of ours has its figures computed here: most programs could not.
    """
    if calls:
        from xlpy.files.recompute import figures

        sheet = SheetXml(package.data(part), part)
        new = _without_values(sheet, figures(package, sheet), package.date1904)
    else:
        new = package.derived(part, _bare)
    if new is not None:
        package.emptied.add(part)
        package.put(part, new)


def _bare(package: Package, part: str) -> bytes | None:
    return _without_values(SheetXml(package.data(part), part), {}, False)


def _without_values(sheet: SheetXml, known: Mapping[bytes, Value], date1904: bool) -> bytes | None:
    """A sheet whose formula cells hold no value but those that are known; None when it is so
    already.
    """
    spills = _spills(sheet.data[sheet.first : sheet.last])
    formula = re.compile(rb"<%sf[\s/>]" % sheet.prefix)
    # An upgrade writes texts into their cells, also those that an array formula spills.
    value = re.compile(
        rb"<%sv(?:\s[^<>]*)?(?:/>|>[^<]*</%sv\s*>)|<%sis(?:\s[^<>]*)?>.*?</%sis\s*>"
        % ((sheet.prefix,) * 4),
        re.DOTALL,
    )

    def bare(cell: bytes) -> bytes:
        end = cell.index(b">") + 1
        if not formula.search(cell, end) and not _spilled(cell[:end], spills):
            return cell
        ref = _REF.search(cell[:end])
        if ref and ref[1] in known:
            now = recomputed_cell(cell, sheet.prefix, known[ref[1]], date1904)
            if now is not None:
                return now
        return _TYPE.sub(b"", cell[:end]) + value.sub(b"", cell[end:])

    for number in sheet.numbers:
        sheet.change_cells(number, bare)
    return sheet.result() if sheet.staged else None


def _spills(inner: bytes) -> list[Area]:
    """The areas of array formulas over several cells, whose values stand in cells without a
    formula.
    """
    areas = (area_of(ref.decode()) for ref in _ARRAY.findall(inner))
    return [area for area in areas if area and (area.top, area.left) != (area.bottom, area.right)]


def _spilled(tag: bytes, spills: list[Area]) -> bool:
    if not spills:
        return False
    ref = re.search(rb"""\sr\s*=\s*["']([^"']*)["']""", tag)
    cell = area_of(ref[1].decode()) if ref else None
    return cell is not None and any(area.meets(cell) for area in spills)
