"""What a workbook of an earlier layout does not have yet; new columns come at the right of their
tables.

All that is there stays: a name or a place that is taken is refused with a reason, and nothing
existing is moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from xlpy.book.ourtables import columns_of
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES, Column, Table
from xlpy.core.text import BOTH, Text
from xlpy.files.looks import Looks
from xlpy.files.newcolumns import add_columns
from xlpy.ooxml.listobjects import ListObject, list_objects
from xlpy.ooxml.package import Package


@dataclass(frozen=True)
class Absent:
    """What is missing in a workbook: tables, and columns of the tables that it has."""

    tables: list[Table] = field(default_factory=list)
    columns: dict[str, list[Column]] = field(default_factory=dict)


def tables_there(package: Package) -> dict[str, ListObject]:
    """The workbook's tables that bear our keys as names."""
    return {t.name.casefold(): t for t in list_objects(package) if t.name.casefold() in TABLES}


def missing_of(package: Package) -> Absent:
    """The tables and columns of the schema that are missing in the workbook.

    Raises FileError when a name that a new table needs is taken by something else.
    """
    there = tables_there(package)
    missing = [table for key, table in TABLES.items() if key not in there]
    _check_names(package, missing)
    columns = {
        key: _missing_columns(package, TABLES[key], there[key]) for key in TABLES if key in there
    }
    return Absent(missing, {key: some for key, some in columns.items() if some})


def _check_names(package: Package, tables: Iterable[Table]) -> None:
    names = {each.attributes.get("name", "").casefold() for each in package.defined_names()}
    for table in tables:
        if table.key in names:
            raise name_taken(package, table.key)


def name_taken(package: Package, name: str) -> FileError:
    """The error for a defined name of the user's that something of ours needs."""
    return FileError(
        Text(
            f"“{package.path.name}”里已有名称 {name}，新表格要用它；请在 Excel "
            "的名称管理器里改名。",
            f'"{package.path.name}" has a defined name {name}, which a new table needs; rename '
            "it in Excel's name "
            f"manager.",
        )
    )


def _missing_columns(package: Package, table: Table, place: ListObject) -> list[Column]:
    found = columns_of(table.key, place)
    identifying = {key for key in table.keys if table.column(key).required}
    if not found or not found.keys() >= identifying:
        raise FileError(
            Text(
                f"“{package.path.name}”里名为 {table.key} 的表格没有“{table.zh}”的关键列，可能是"
                "您自己的表格；"
                f"请改名，或补上这些列。",
                f'The table {table.key} of "{package.path.name}" has not the columns that '
                "identify a row of "
                f'"{table.en}"; it may be one of your own: rename it, or add those columns.',
            )
        )
    return [column for column in table.columns if column.key not in found]


def add_missing_columns(package: Package, what: Absent, language: str = BOTH) -> None:
    """Stage the missing columns of tables, their headers in the workbook's language.

    Raises FileError when something of the user's is in the way.
    """
    there = tables_there(package)
    looks = Looks(package, there)
    for key, columns in what.columns.items():
        add_columns(package, looks, there[key], TABLES[key], columns, language)
