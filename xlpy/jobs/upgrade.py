"""Brings a copy of an older workbook up to the layout of this program; the old file stays as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlpy.book.cells import BadCell, parse
from xlpy.book.defaults import default_rows
from xlpy.book.file.editor import apply_changes
from xlpy.book.file.extend import Lacking, extend, lacking, tables_there
from xlpy.book.file.listobjects import columns_of, missing_tables
from xlpy.book.file.locks import refuse_if_open
from xlpy.book.file.newcopy import refuse_existing, write_new
from xlpy.book.file.package import Package, open_package
from xlpy.book.file.reader import Wanted, read_tables
from xlpy.book.schema import LAYOUT, TABLES, Column
from xlpy.book.tables import Change, RawTable
from xlpy.book.version import check_layout, layout_in
from xlpy.core.issues import UsageError


@dataclass(frozen=True)
class Upgraded:
    """The workbook to go on with, the layout that the old one had, and what was added: tables, columns, rows.

    With nothing added, the old workbook is up to date and is itself the one to go on with.
    """

    book: Path
    layout: int
    tables: list[str] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def written(self) -> bool:
        """Whether there is a new file."""
        return bool(self.tables or self.columns or self.layout < LAYOUT)


def upgrade(path: str | Path, out: str | Path | None = None) -> Upgraded:
    """Write a copy of a workbook with all that its layout lacks; by default `X.upgraded.xlsm` beside `X.xlsm`.

    Raises FileError when the workbook cannot be used, is newer than this program, has something in the place of what
    is to be added, or when the copy's name is taken; UsageError for a name that ends otherwise than the workbook's.
    """
    path = Path(path)
    target = Path(out) if out is not None else path.with_name(f"{path.stem}.upgraded{path.suffix}")
    _check_name(path, target)
    refuse_if_open(path)
    with open_package(path) as package:
        raws = _read(package)
        layout = layout_in(raws.get("about"), path.name)
        what = lacking(package)
        if layout == LAYOUT and not what.tables and not what.columns:
            return Upgraded(path, layout)
        refuse_existing(target)
        extend(package, what)
        changes = [*_default_rows(raws), _stamp(raws.get("about"))]
        apply_changes(package, changes)
        write_new(package, target, changes)
    return _told(target, layout, what, changes)


def _check_name(path: Path, target: Path) -> None:
    """A workbook under the ending of the other kind would not open."""
    if target.suffix.casefold() != path.suffix.casefold():
        raise UsageError(
            f"副本的名字要以 {path.suffix} 结尾，和原工作簿一样",
            f"the copy's name must end in {path.suffix}, as the workbook's does",
        )


def _read(package: Package) -> dict[str, RawTable]:
    """The rule tables and the layout version, where the workbook has them.

    Raises FileError for a workbook that is none of ours, or newer.
    """
    there = tables_there(package)
    if not {"about", "policy"} & there.keys():
        raise missing_tables(package.path, ["policy"])
    wanted = [key for key in (*default_rows(), "about") if key in there]
    raws = read_tables(package, [Wanted(key, there[key], columns_of(key, there[key])) for key in wanted])
    check_layout(raws.get("about"), package.path.name, older=True)
    return raws


def _default_rows(raws: Mapping[str, RawTable]) -> Iterator[Change]:
    """The default rows that the rule tables lack.

    Of a table that is there these are the rows whose first key (a parameter, a scheme) it has nowhere: what the user
    changed, or took out of a scheme, stays as it is.
    """
    for key, rows in default_rows().items():
        column = TABLES[key].column(TABLES[key].keys[0])
        there = _values(column, raws[key].columns[column.key]) if key in raws else set()
        new = [row for row in rows if not _values(column, [row.get(column.key)]) <= there]
        if new:
            yield Change(key, append=new)


def _values(column: Column, cells) -> set:
    """The values of a column's cells; those that cannot be read are left out."""
    found = set()
    for cell in cells:
        try:
            found.add(parse(column, cell))
        except BadCell:
            continue
    return found - {None}


def _stamp(about: RawTable | None) -> Change:
    """The change that notes the layout version."""
    for index, key in enumerate(about.columns["key"] if about else ()):
        if isinstance(key, str) and key.strip().casefold() == "layout":
            return Change("about", update={index: {"value": LAYOUT}})
    return Change("about", append=[{"key": "layout", "value": LAYOUT}])


def _told(target: Path, layout: int, what: Lacking, changes: list[Change]) -> Upgraded:
    return Upgraded(
        target,
        layout,
        [table.key for table in what.tables],
        {key: [column.key for column in columns] for key, columns in what.columns.items()},
        {change.table: len(change.append) for change in changes if change.append and change.table != "about"},
    )
