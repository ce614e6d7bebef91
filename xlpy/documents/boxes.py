"""The rows of a paper's tables: columns, values, boxed cells; a long text goes on in further rows
of its item.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xlpy.documents.page import LINE, Cell, Row, Sheet, cell, valign

LINES = "lines"
"""The format of several numbers in one cell, one per line: they are text."""
_NUMBER = re.compile(r"#,##0(\.0+)?")
"""How the format of a grouped number begins."""
BOX = {"border": 1, "border_color": LINE}
"""The look of a table's cell."""


class Column(NamedTuple):
    """A table's column: header, width in pixels, alignment."""

    header: str
    width: int
    align: str = "left"
    key: str = ""


class Value(NamedTuple):
    """A number with its format, or a text, for a table's cell."""

    value: object
    format: str = ""


def table_row(
    sheet: Sheet, columns: Sequence[Column], values: Sequence, spans: Sequence[tuple[int, int]]
) -> list[Row]:
    """A row, and those that its longest text goes on in; each column over some of the sheet's."""
    texts = {}
    for at, value in enumerate(values):
        if isinstance(value, str):
            texts[at] = sheet.rows_of(value, _boxed(*spans[at], None, columns[at]))
    longest = max(map(len, texts.values()), default=1)
    long = {at for at, parts in texts.items() if len(parts) > 1}
    first = [texts[at][0] if at in texts else value for at, value in enumerate(values)]
    rest = [
        [texts[at][k] if at in texts and k < len(texts[at]) else None for at in range(len(values))]
        for k in range(1, longest)
    ]
    return [
        Row(
            [
                _boxed(*spans[at], v, columns[at], **_open(at in long, k > 0, k < len(rest)))
                for at, v in enumerate(each)
            ]
        )
        for k, each in enumerate((first, *rest))
    ]


def _open(long: bool, above: bool, below: bool) -> dict[str, object]:
    """No line between the rows of one item, and no gap in a long text: it would look like two."""
    look: dict[str, object] = {**({"top": 0} if above else {}), **({"bottom": 0} if below else {})}
    if long:
        look["valign"] = valign(above, below)
    return look


def _boxed(first: int, last: int, value: object, column: Column, **open_: object) -> Cell:
    look = {**BOX, "align": column.align, **open_}
    if column.align == "left":
        look["indent"] = 1
    if isinstance(value, Value):
        look |= number_look(value.format)
        value = value.value
    return cell(first, last, value, **look)


def in_line(rows: Sequence[Sequence[object]], *columns: int) -> list[list[object]]:
    """Rows whose numbers have in some columns as many decimals as the one with the most: then they
    stand in line.
    """
    most = {
        at: max((_places(row[at].format) for row in rows if isinstance(row[at], Value)), default=0)
        for at in columns
    }
    return [
        [_with_places(each, most[at]) if at in most else each for at, each in enumerate(row)]
        for row in rows
    ]


def _places(format_: str) -> int:
    match = _NUMBER.match(format_)
    return len(match[1] or ".") - 1 if match else 0


def _with_places(value: object, places: int) -> object:
    if not isinstance(value, Value) or not places:
        return value
    return value._replace(format=_NUMBER.sub(f"#,##0.{'0' * places}", value.format))


def number_look(format_: str) -> dict[str, object]:
    """A number keeps a little room to the line on its right; an indent would be lost at a page's
    edge.
    """
    if not format_ or format_ == LINES:
        return {}
    return {"num_format": f"{format_}_)", "text_wrap": False, "shrink": True}
