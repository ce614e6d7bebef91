"""Brings a copy of an older workbook up to what this program makes; the old file stays as it is.

The user's file is the ground: all parts of it stay, and what a new workbook has beyond them is
taken from one that this program makes of the same rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlpy
from xlpy.book.cells.values import BadCell, parse
from xlpy.book.defaults import default_rows, earlier_records, in_one
from xlpy.book.load import cells_of, load
from xlpy.book.ourtables import Wanted, columns_of
from xlpy.book.spoken import in_language
from xlpy.book.tables import Change, RawTable
from xlpy.book.version import (
    about_rows,
    check_layout,
    language_in,
    layout_in,
    missing_tables,
    program_in,
)
from xlpy.build.speech import speaking
from xlpy.core.closings import closings
from xlpy.core.issues import UsageError
from xlpy.core.tables import LAYOUT, TABLES, Column, choice_label
from xlpy.core.tables.lists import OFFERS
from xlpy.core.text import Text
from xlpy.files.editor import apply_changes
from xlpy.files.extend import Absent, add_missing_columns, missing_of, tables_there
from xlpy.files.locks import refuse_if_open
from xlpy.files.newcopy import refuse_existing, write_new
from xlpy.files.opened import open_package
from xlpy.files.partsheets import stage_parts
from xlpy.files.reader import read_tables
from xlpy.ooxml.package import Package
from xlpy.upgrade import earlier
from xlpy.upgrade.caches import renew_caches
from xlpy.upgrade.fresh import model, rows_of
from xlpy.upgrade.graft import Grafted, graft
from xlpy.upgrade.macros import lacks_macros
from xlpy.upgrade.shipped import shipments_of

KEYS = ("list_kinds", "list_words")
"""Lists that formulas look words up in; they are no drop-downs, and nobody goes on with them."""

PAST = ("list_terms",)
"""Lists that this version has no more; they stay for whoever uses them."""


@dataclass(frozen=True)
class Upgraded:
    """The workbook to go on with, the layout that the old one had, and what was added: tables,
    columns, rows.

    `sheets`: the sheets of the program that are new or were renewed; `macros`: modules of the
    user's that stayed beside ours. With nothing added, the old workbook is up to date and is
    itself the one to go on with.
    """

    book: Path
    layout: int
    written: bool = False
    tables: list[str] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    macros: list[str] = field(default_factory=list)


def upgrade(path: str | Path, out: str | Path | None = None) -> Upgraded:
    """Write a copy of a workbook with all that a new one has; by default `X.upgraded.xlsm` beside
    `X.xlsm`.

    Raises FileError when the workbook cannot be used, is newer than this program, holds something
    that the copy would lose, or when the copy's name is taken; UsageError for a name that ends
    otherwise than the workbook's.
    """
    path = Path(path)
    target = Path(out) if out is not None else path.with_name(f"{path.stem}.upgraded{path.suffix}")
    if out is not None:
        _check_name(path, target)
    refuse_if_open(path)
    with open_package(path) as package:
        raws = _tables_in(package)
        about = raws.get("about")
        layout = layout_in(about, path.name)
        what = missing_of(package)
        whole = (
            layout == LAYOUT and not what.tables and not what.columns and not lacks_macros(package)
        )
        if whole and program_in(about) == xlpy.__version__:
            return Upgraded(path, layout)
        refuse_existing(target)
        language = language_in(about)
        changes = in_language(
            [
                *_merged(raws, language),
                *_in_words(raws),
                *shipments_of(raws),
                _stamp(about, language),
            ],
            language,
        )
        here = [change for change in changes if change.table in raws]
        add_missing_columns(package, what, language)
        apply_changes(package, here)
        with (
            speaking(language),
            model(rows_of(raws, changes, language), _words(package), target.name, language) as (
                fresh,
                right,
            ),
        ):
            grafted = graft(package, fresh, layout, right)
            # Home lists what is in view here; the model's sheets may be others.
            stage_parts(package, {})
            renew_caches(package, fresh)
        write_new(package, target, here)
    return _report(target, layout, what, changes, grafted)


def _check_name(path: Path, target: Path) -> None:
    """A workbook under the ending of the other kind would not open."""
    if target.suffix.casefold() != path.suffix.casefold():
        raise UsageError(
            Text(
                f"副本的名字要以 {path.suffix} 结尾，和原工作簿一样",
                f"the copy's name must end in {path.suffix}, as the workbook's does",
            )
        )


def _tables_in(package: Package) -> dict[str, RawTable]:
    """The tables that the workbook has. Raises FileError for a workbook that is none of ours, or
    newer.
    """
    there = tables_there(package)
    if not {"about", "policy"} & there.keys():
        raise missing_tables(package.path.name, ["policy"], ())
    raws = read_tables(
        package, [Wanted(key, table, columns_of(key, table)) for key, table in there.items()]
    )
    check_layout(raws.get("about"), package.path.name, older=True)
    return raws


def _words(package: Package) -> dict[str, list[str]]:
    """The words of the lists as people go on with them: theirs, then those that this version
    brings.

    Others stay where people put words into them, and where this version has no such list.
    """
    offered = {f"list_{key}": offer.words for key, offer in OFFERS.items()}
    lists = {}
    for name, words in earlier.list_words(package, earlier.defined_names(package)).items():
        own = [word for word in words if word not in earlier.words(name)]
        if name in offered:
            lists[name] = [
                *words,
                *(w for w in offered[name] if w not in {*words, *earlier.words(name)}),
            ]
        elif name in PAST or (own and name not in KEYS):
            lists[name] = words
    return lists


def _default_rows(raws: Mapping[str, RawTable], language: str) -> Iterator[Change]:
    """The default rows that are missing in the rule tables.

    Of a table that is there these are the rows whose first key (a parameter, a scheme) it has
    nowhere: what the user changed, or took out of a scheme, stays as it is. A requirement is known
    by form, kind and item: who no longer asks for it sets it to off.
    """
    for key, rows in in_one(default_rows(), language).items():
        keys = TABLES[key].keys[: 3 if key == "requirements" else 1]
        columns = [TABLES[key].column(each) for each in keys]
        there: set[tuple] = set()
        if key in raws:
            read = (_read_all(column, raws[key].columns[column.key]) for column in columns)
            there = set(zip(*read, strict=True))
        new = [
            row
            for row in rows
            if tuple(_read_all(c, [row.get(c.key)])[0] for c in columns) not in there
        ]
        if new:
            yield Change(key, append=new)


def _merged(raws: Mapping[str, RawTable], language: str) -> Iterator[Change]:
    """The default rows missing in the rule tables, the policy's with those that keep closed months
    as they were.
    """
    for change in _default_rows(raws, language):
        if change.table == "policy" and (begins := _first_open(raws)):
            yield Change("policy", append=list(_dated(change.append, begins)))
        else:
            yield change


def _in_words(raws: Mapping[str, RawTable]) -> Iterator[Change]:
    """The cells of results that hold a key as earlier programs wrote it, in both languages."""
    for key, raw in raws.items():
        kinds = [
            c for c in TABLES[key].columns if c.type in ("kind", "holder") and c.key in raw.columns
        ]
        update: dict[int, dict] = {}
        for column in kinds:
            for row, cell in enumerate(raw.columns[column.key]):
                words = choice_label(column, cell) if isinstance(cell, str) else cell
                if words != cell:
                    update.setdefault(row, {})[column.key] = words
        if update:
            yield Change(key, update=update)


def _dated(rows: Iterable[Mapping], begins: date) -> Iterator[dict]:
    """New rows of the policy: where earlier programs went by another value, that one until the day
    `begins`.
    """
    before = {row.key: cells_of(TABLES["policy"], row) for row in earlier_records()}
    for row in rows:
        if row["key"] in before:
            yield before[row["key"]]
            yield {**row, "from": begins}
        else:
            yield dict(row)


def _first_open(raws: Mapping[str, RawTable]) -> date | None:
    """The first day of the first month that is open; None where the workbook has closed none."""
    months = closings(load(raws["closes"])[0]).months if "closes" in raws else []
    return (months[-1] + 1).first if months else None


def _read_all(column: Column, cells: Iterable) -> list:
    """The values of a column's cells; None for those that cannot be read."""
    found = []
    for cell in cells:
        try:
            found.append(parse(column, cell))
        except BadCell:
            found.append(None)
    return found


def _stamp(about: RawTable | None, language: str) -> Change:
    """The change that notes the layout and the program's version."""
    places = {
        key.strip().casefold(): index
        for index, key in reversed(list(enumerate(about.columns["key"] if about else ())))
        if isinstance(key, str)
    }
    update, new = {}, []
    for row in about_rows(language):
        place = places.get(str(row["key"]))
        if place is not None:
            update[place] = {"value": row["value"]}
        else:
            new.append(row)
    return Change("about", update=update, append=new)


def _report(
    target: Path, layout: int, what: Absent, changes: list[Change], grafted: Grafted
) -> Upgraded:
    return Upgraded(
        target,
        layout,
        True,
        [table.key for table in what.tables],
        {key: [column.key for column in columns] for key, columns in what.columns.items()},
        {
            change.table: len(change.append)
            for change in changes
            if change.append and change.table != "about"
        },
        grafted.sheets,
        grafted.macros,
    )
