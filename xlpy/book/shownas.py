"""Numbers under formats that change what they seem to be: dates and times on amounts, percent on
percentages.

The reading process gives a number under a date format as a day. An amount stays the number that it
is, whatever its format; a percentage is what its cell shows: 0.02 under a percent format shows 2
%, and is 2 %.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from xlpy.book.cells.shown import NUMBERS, may_be_a_day
from xlpy.book.ourtables import Wanted
from xlpy.book.tables import Cell, RawTable
from xlpy.core.tables import TABLES, Column
from xlpy.ooxml.archive import Archive
from xlpy.ooxml.formats import is_date, is_percent, percentage
from xlpy.ooxml.listobjects import Area
from xlpy.ooxml.package import MAIN, Package
from xlpy.ooxml.scan import numbers
from xlpy.ooxml.xmlparts import Element, bad_xml

_POLICY_VALUE = ("policy", "value")
"""A text that is a percentage where the row's unit says so."""
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_PERCENTS = frozenset([9, 10])


class Formats:
    """The number formats of a workbook's cells by the number that a cell bears.

    Raises FileError when the part of the styles is damaged.
    """

    def __init__(self, package: Package):
        parts = [
            r.part
            for r in package.relationships(package.workbook)
            if r.kind == "styles" and package.has(r.part)
        ]
        self._codes: dict[int, str] = {}
        self._of_style: list[int] = []
        for part in parts:
            found = [element for element in package.elements(part) if element.space == MAIN]
            for element in found:
                if element.name == "numFmt":
                    code = element.attributes.get("formatCode", "")
                    self._codes.setdefault(_format_number(element, part), code)
            styles = [
                e
                for e in found
                if e.name == "xf" and e.parent is not None and e.parent.name == "cellXfs"
            ]
            self._of_style = [_format_number(element, part) for element in styles]

    def percents(self) -> frozenset[int]:
        """The styles that show a number as a percentage."""
        return frozenset(at for at, number in enumerate(self._of_style) if self._is_percent(number))

    def dates(self) -> frozenset[int]:
        """The styles that show a number as a day or a time of day, and as nothing else."""
        return frozenset(at for at, number in enumerate(self._of_style) if self._is_date(number))

    def _is_percent(self, number: int) -> bool:
        return number in _PERCENTS or is_percent(self._codes.get(number, ""))

    def _is_date(self, number: int) -> bool:
        return number in _DATES or is_date(self._codes.get(number, ""))


def _format_number(element: Element, part: str) -> int:
    try:
        return int(element.attributes.get("numFmtId", 0))
    except ValueError:
        raise bad_xml(part) from None


def as_they_stand(package: Package, wanted: Iterable[Wanted], tables: dict[str, RawTable]) -> None:
    """Turn days and times into numbers where numbers belong, and percentages into what their cells
    show.
    """
    formats = cache(lambda: Formats(package))
    for want in wanted:
        table, ours = tables[want.key], TABLES.get(want.key)
        mine = [column for column in (ours.columns if ours else ()) if column.key in table.columns]
        if _days_on_numbers((column, table.columns[column.key]) for column in mine):
            _numbers(package, want, table, mine, formats().dates())
        _spans(table)
        shown = [
            column.key
            for column in mine
            if column.type == "percent" or (want.key, column.key) == _POLICY_VALUE
        ]
        if shown and (percents := formats().percents()):
            _percentages(package, want, table, shown, percents)


def _numbers(
    package: Package, want: Wanted, table: RawTable, mine: list, dates: frozenset[int]
) -> None:
    keys = {want.columns[column.key]: column.key for column in mine if column.type in NUMBERS}
    odd = {
        key: {at for at, value in enumerate(table.columns[key]) if type(value) is tuple}
        for key in keys.values()
    }
    body = want.table.body
    found = _as_numbers(
        package.archive, want.table.sheet.part, body, keys, dates, lambda key, at: at in odd[key]
    )
    for key, index, number in list(found):
        table.columns[key][index] = number
        table.typed.pop(key, None)


def _spans(table: RawTable) -> None:
    """Spans of time that are left are the fraction of a day that they are."""
    for key, values in table.columns.items():
        # Most columns of tuples hold days alone, of which few are different.
        if tuple in set(map(type, values)) and any(map(_is_span, set(values))):
            for at, value in enumerate(values):
                if _is_span(value):
                    values[at] = value[0]
                    table.typed.pop(key, None)


def _is_span(value: Cell) -> bool:
    return type(value) is tuple and len(value) == 1


def _percentages(
    package: Package, want: Wanted, table: RawTable, shown: list[str], percents: frozenset[int]
) -> None:
    keys = {want.columns[key]: key for key in shown}
    found = _as_percentages(package.archive, want.table.sheet.part, want.table.body, keys, percents)
    for key, index, text in list(found):
        if (want.key, key) == _POLICY_VALUE:
            if _unit(table, index) != "percent":
                continue
            text = text.removesuffix("%")
        table.columns[key][index] = text
        table.typed.pop(key, None)


def _unit(table: RawTable, index: int) -> str:
    units = table.columns.get("unit", ())
    return str(units[index]).strip() if index < len(units) else ""


def _days_on_numbers(columns: Iterable[tuple[Column, Sequence]]) -> bool:
    """Whether a column of numbers has a cell that the reading process gives as a day or a time."""
    return any(
        tuple in set(map(type, values)) for column, values in columns if column.type in NUMBERS
    )


def _as_numbers(
    archive: Archive,
    part: str,
    body: Area,
    keys: dict[int, str],
    dates: frozenset[int],
    odd: Callable[[str, int], bool],
) -> Iterator[tuple[str, int, float]]:
    """Column key, row index and number of the odd cells: what stands in them, whatever their
    format.

    Left out is a whole number under a format of dates that is a day of our times: it may have been
    typed as one.
    """
    for row, column, style, number in _within(archive, part, body, keys):
        index = row - body.top
        if odd(keys[column], index) and not (style in dates and may_be_a_day(number)):
            yield keys[column], index, number


def _as_percentages(
    archive: Archive, part: str, body: Area, keys: dict[int, str], percents: frozenset[int]
) -> Iterator[tuple[str, int, str]]:
    """Column key, row index and text of the cells that show a percentage: 0.0125 is `1.25%`."""
    for row, column, style, number in _within(archive, part, body, keys):
        if style in percents:
            yield keys[column], row - body.top, percentage(number)


def _within(
    archive: Archive, part: str, body: Area, keys: dict[int, str]
) -> Iterator[tuple[int, int, int, float]]:
    for found in numbers(archive, part):
        if found[1] in keys and body.top <= found[0] <= body.bottom:
            yield found
