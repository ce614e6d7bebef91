"""A month's pay statements as PDF: a page a person, one for the team, one for the pools.

The workbook's own sheets show one person, month or year at a time; here an open workbook shows
each in turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlpy.book.excel import undisturbed
from xlpy.book.hosts import Host
from xlpy.book.livecells import as_written
from xlpy.book.tables import Tables
from xlpy.core.issues import DataError, FileError, UsageError, has_errors
from xlpy.core.periods import Month
from xlpy.core.progress import Progress
from xlpy.core.text import Text
from xlpy.documents.files import all_or_none, folded_name, plain_name
from xlpy.documents.pdf import not_printed
from xlpy.jobs.department import load_all

CHOOSERS = {
    "person": ("td_pay_month", "td_pay_name"),
    "team": ("td_team_month",),
    "pools": ("td_pool_year",),
}
"""The names of the cells that choose what each statement's sheet shows."""
TEAM, POOLS = "团队 Team", "奖池 Pools"
_LIBREOFFICE = "libreoffice"
"""The name of its engine."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its kind, what its sheet shows (the month, the name, the year), and its file's
    name.
    """

    kind: str
    values: tuple
    file: str


def statements_of(tables: Tables, month: Month, person: str | None = None) -> list[Statement]:
    """A month's statements in the order of the payroll, then the team's and the pools'; or one
    person's alone.

    Raises UsageError for a month that is not closed, or a person without pay in it; DataError when
    pay cannot be read.
    """
    loaded = load_all(tables, ("payroll",))
    if has_errors(loaded.issues):
        raise DataError(
            loaded.issues,
            Text("工资表有读不出的行，没有存工资单", "pay cannot be read, so nothing was printed"),
        )
    names = [row.name for row in loaded.records["payroll"] if row.month == month]
    if not names:
        raise UsageError(
            Text(f"{month} 没有结账，没有工资单", f"{month} is not closed, so it has no statements")
        )
    if person is not None and person not in names:
        raise UsageError(
            Text(
                f"{month} 没有“{person}”的工资，有：{'、'.join(names)}",
                f'{month} has no pay of "{person}"; there is that of {", ".join(names)}',
            )
        )
    wanted = [("person", (month.first, name), name) for name in names]
    wanted += [("team", (month.first,), TEAM), ("pools", (month.year,), POOLS)]
    # One person's has the name that it has among all.
    files = _file_names(f"{month} {name}" for *_, name in wanted)
    found = [
        Statement(kind, values, file) for (kind, values, _), file in zip(wanted, files, strict=True)
    ]
    return found if person is None else [found[names.index(person)]]


def _file_names(texts: Iterable[str]) -> list[str]:
    """The files' names, each another, also where big and small or wide and narrow letters are
    one.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, number = plain_name(text), 1
        while folded_name(file := f"{name}{'' if number == 1 else f' {number}'}.pdf") in found:
            number += 1
        found[folded_name(file)] = file
    return list(found.values())


def statements_folder(workbook: Path, month: Month) -> Path:
    """The folder beside a workbook for a month's statements."""
    return workbook.with_name(f"{workbook.stem} 工资单 statements") / str(month)


def there_already(wanted: Iterable[Statement], folder: Path) -> list[str]:
    """The files of statements that a folder has already."""
    return [statement.file for statement in wanted if (folder / statement.file).exists()]


def print_statements(
    book: Host,
    wanted: Sequence[Statement],
    folder: Path,
    progress: Progress | None = None,
) -> list[Path]:
    """Print statements of an open workbook (xlwings' Book) into a folder; the PDF files.

    All come or none; afterwards the workbook's sheets show what they showed before. `progress` is
    called with how many of how many are done. Raises FileError when a sheet was deleted or
    changed, or a file or the folder cannot be made.
    """
    _look_at(book, wanted)
    with undisturbed(book.app), _computed_after(book, wanted), all_or_none(folder) as staged:
        for place, statement in enumerate(wanted, 1):
            with showing(book, statement.kind, statement.values) as sheet:
                _save(sheet, staged / statement.file)
            if progress:
                progress(place, len(wanted))
    return [folder / statement.file for statement in wanted]


def _look_at(book: Host, wanted: Iterable[Statement]) -> None:
    """Have all cells of the statements' sheets computed: LibreOffice computes a cell whose value a
    write left out when it is first looked at, and shows 0 while nothing is to be computed.
    """
    for kind in {statement.kind for statement in wanted}:
        _ = _named_cell(book, CHOOSERS[kind][0]).sheet.used_range.value


@contextmanager
def _computed_after(book: Host, wanted: Iterable[Statement]) -> Iterator[None]:
    """What the sheets show is computed once more when all is printed."""
    try:
        yield
    finally:
        _compute(book.app)
        _look_at(book, wanted)


def _compute(app: Host) -> None:
    """Have computed what depends on cells that were written.

    LibreOffice would also compute all that depends on today's day, as most figures behind the
    charts do, each time: while it computes of its own accord it computes what it prints, no more.
    """
    if app.engine.name == _LIBREOFFICE:
        app.calculation = "automatic"
    else:
        app.calculate()


@contextmanager
def showing(book: Host, kind: str, values: tuple) -> Iterator:
    """A statement's sheet while it shows the month, person or year that is wanted; then its cells
    are as the user had them, to be computed with what is shown next, which takes most of the time.
    """
    cells = [_named_cell(book, name) for name in CHOOSERS[kind]]
    before = [cell.formula for cell in cells]
    try:
        for cell, value in zip(cells, values, strict=True):
            day = datetime(value.year, value.month, value.day) if isinstance(value, date) else None
            _set(cell, "value", day or as_written(cell, value))
        _compute(book.app)
        yield cells[0].sheet
    finally:
        for cell, formula in zip(cells, before, strict=True):
            _set(cell, "formula", formula)


def _set(cell, what: str, value) -> None:
    """Write into a cell and keep its number format, which a day would change."""
    wanted = cell.number_format
    setattr(cell, what, value)
    if cell.number_format != wanted:
        cell.number_format = wanted


def _named_cell(book, name: str):
    try:
        return book.names[name].refers_to_range
    except Exception:
        raise no_cell(name) from None


def no_cell(name: str) -> FileError:
    """That a cell which chooses what a statement shows is not there."""
    return FileError(
        Text(
            f"工作簿里没有名为 {name} 的单元格；工资单的工作表被删除或改动了。",
            f"The workbook has no cell named {name}; the statement's sheet was deleted or changed.",
        )
    )


def _save(sheet, path: Path) -> None:
    area = sheet.page_setup.print_area
    cells = sheet.range(area) if area else sheet.used_range
    try:
        cells.to_pdf(str(path))
    except Exception as failure:
        # Each program's own errors come as whatever the bridge to it makes of them.
        raise not_printed(path, str(failure)) from None
