"""Which of a package's Excel tables are ours, and which of our columns their columns are."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xlpy.book.cells.text import fold
from xlpy.book.headers import column_named
from xlpy.book.version import missing_tables
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.ooxml.listobjects import ListObject, tables_named
from xlpy.ooxml.package import Package

_BETWEEN = re.compile(r"[\s/(（|·:：,，-]+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table to read: its key, where it lies, and the sheet column of each of our column keys."""

    key: str
    table: ListObject
    columns: Mapping[str, int]


def find_tables(package: Package, keys: Iterable[str]) -> dict[str, ListObject]:
    """The Excel tables that bear our keys as names, whatever the case. Raises FileError naming
    what is missing.
    """
    named, keys = tables_named(package), list(keys)
    if missing := [key for key in keys if key not in named]:
        raise missing_tables(package.path.name, missing, named)
    return {key: named[key] for key in keys}


def column_places(key: str, names: Iterable[str]) -> dict[str, int]:
    """Our column keys → position in the Excel table; columns that are none of ours are left out.

    A header that is our whole label names its column for certain. Otherwise a header names one by
    its key, by either half, or by one half when the other was re-worded (`客户名称 Customer`).
    Raises FileError when two do.
    """
    certain: dict[str, int] = {}
    likely: dict[str, list[int]] = {}
    names = list(names)
    for place, name in enumerate(names):
        exact = column_named(key, name)
        found = exact or _by_half(key, name)
        if exact and _same_heading(name, TABLES[key].column(exact).label):
            certain.setdefault(exact, place)
        elif found:
            likely.setdefault(found, []).append(place)
    for column, places in likely.items():
        if column not in certain and len(places) > 1:
            raise _ambiguous(key, column, [names[place] for place in places])
    return {column: places[0] for column, places in likely.items()} | certain


def _same_heading(one: str, other: str) -> bool:
    return "".join(fold(one).casefold().split()) == "".join(fold(other).casefold().split())


def _by_half(key: str, name: str) -> str | None:
    """The column that the Chinese or the other part of a header names; None when they name two, or
    none.
    """
    cuts = [(name[: cut.start()], name[cut.end() :]) for cut in _BETWEEN.finditer(name)]
    chinese_first = bool(_CJK.match(name))
    wanted = [True, False] if chinese_first else [False, True]
    fitting = [pair for pair in cuts if [bool(_CJK.search(half)) for half in pair] == wanted]
    if not fitting:
        return None
    # The cut next to the Chinese part, so that the other half keeps all its words.
    pair = fitting[0] if chinese_first else fitting[-1]
    found = {column_named(key, half.strip(" )）")) for half in pair} - {None}
    return found.pop() if len(found) == 1 else None


def _ambiguous(key: str, column: str, names: list[str]) -> FileError:
    title = TABLES[key]
    listed = " / ".join(names)
    return FileError(
        Text(
            f"表格“{title.zh}”里有几列都像“{title.column(column).zh}”：{listed}；请改名，只留一列。",
            f'In the table {key} several columns look like "{title.column(column).en}": '
            f"{listed}; rename all but one.",
        )
    )


def columns_of(key: str, table: ListObject) -> Mapping[str, int]:
    """Our column keys → sheet column of a table."""
    places = _places(key, table.columns)
    return {column: table.area.left + place for column, place in places.items()}


@lru_cache(maxsize=512)
def _places(key: str, names: tuple[str, ...]) -> Mapping[str, int]:
    """`column_places` of a table's headers, which a write asks for four times."""
    return column_places(key, names)
