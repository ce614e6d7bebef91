"""Reads tables of a closed file: asks the reading process for columns, and looks over the sheets
meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from xlpy.book.ourtables import Wanted
from xlpy.book.process import Process, ReaderFailed
from xlpy.book.shownas import as_they_stand
from xlpy.book.tables import RawTable
from xlpy.core.issues import BusyError, FileError
from xlpy.core.text import Text
from xlpy.files.asking import WORTH_A_PROCESS, ask, common_parts
from xlpy.ooxml.facts import LARGE
from xlpy.ooxml.gate import unreadable
from xlpy.ooxml.listobjects import Area, list_objects
from xlpy.ooxml.look import passing
from xlpy.ooxml.package import Package
from xlpy.ooxml.scan import ShownError, check_positions, look_over, shown_errors
from xlpy.ooxml.usual import is_usual, usual_copy
from xlpy.ooxml.values import CellError

_COPY_HELPS = ("Unsupported cell error value", "Expecting 'v, f, or is' node")
"""What the reader says of errors of newer Excel versions, and of a cell with an extension."""


class _Coming:
    """A wanted table as its rows come: its columns as they stand and, where asked for, gone
    through at once.
    """

    def __init__(self, want: Wanted, typed: bool):
        self.want = want
        self.columns: dict[str, list] = {key: [] for key in want.columns}
        self.goes_on = 0
        self.typed: dict[str, tuple[list, set[int]]] = {}
        if typed:
            # Not at the head: the reading process is asked before these are there.
            from xlpy.book.cells.columns import typed_column
            from xlpy.core.tables import TABLES

            self.typed = {key: ([], set()) for key in want.columns}
            self.read = {
                key: partial(typed_column, TABLES[want.key].column(key)) for key in want.columns
            }

    def take(self, chunks: Iterable[list]) -> None:
        """The next rows, column by column."""
        for (key, values), chunk in zip(self.columns.items(), chunks, strict=True):
            if self.typed:
                known, odd = self.typed[key]
                found, strange = self.read[key](chunk)
                odd |= {len(known) + index for index in strange}
                known += found
            values += chunk


class _Share:
    """Some tables of a file and the reading process that is asked for them."""

    def __init__(
        self, package: Package, wanted: list[Wanted], data: bytes, processes: int, process: Process
    ):
        self.wanted = wanted
        self.process = process
        parts = {want.table.sheet.part for want in wanted}
        ask(package, process, parts, processes, _by_sheet(wanted), data)

    def tables(self, typed: bool) -> list[_Coming]:
        """Each wanted table, read to its end. Raises ReaderFailed."""
        found = [_Coming(want, typed) for want in self.wanted]
        while True:
            message = self.process.answer()
            if message[0] == "done":
                return found
            if message[0] == "fail":
                raise ReaderFailed(message[1], message[2])
            kind, number, count, chunks = message
            if kind == "below":
                found[number].goes_on = found[number].want.table.body.bottom + count
            else:
                found[number].take(chunks)


def read_tables(
    package: Package,
    wanted: Iterable[Wanted],
    process: Process | None = None,
    typed: bool = False,
    asked: Callable[[Package], None] = lambda _: None,
    looking: bool = False,
) -> dict[str, RawTable]:
    """The wanted tables' values, with `typed` gone through for `load` while they come.

    `process`: one that was started ahead; `asked` is called once all are at work: what it does
    costs no time while they read. `looking`: the parts are looked at meanwhile, as a write will
    want to know them. Raises FileError when the file cannot be read within the limits.
    """
    wanted = list(wanted)
    parts = {want.table.sheet.part for want in wanted}
    usual = is_usual(package, parts)
    with _shares(package, wanted, b"" if usual else usual_copy(package, parts), process) as shares:
        asked(package)
        errors = _looked_over(package, wanted, looking)
        try:
            coming = _coming(shares, typed)
        except ReaderFailed as failure:
            _check_there(package)
            if not any(words in failure.text for words in _COPY_HELPS):
                for part in sorted(parts):
                    check_positions(package.archive, part)
                raise _failure_in_words(package.path, failure) from None
            coming = _read_copy(package, wanted, typed)
    tables = {
        w.key: _table_that_comes(w, coming[w.key], errors[w.table.sheet.part]) for w in wanted
    }
    # Not at the head: the reading process is asked before this is there.
    as_they_stand(package, wanted, tables)
    if any(table.goes_on for table in tables.values()):
        tables = _without_other_tables(package, wanted, tables)
    _check_there(package)
    return tables


def _without_other_tables(
    package: Package, wanted: list[Wanted], tables: dict[str, RawTable]
) -> dict[str, RawTable]:
    """The tables, none of them said to go on where another table stands below."""
    found = list_objects(package)

    def is_another(want: Wanted, row: int) -> bool:
        body = want.table.body
        return any(
            other.sheet.part == want.table.sheet.part
            and other.area.top <= row <= other.area.bottom
            and other.area.left <= body.right
            and body.left <= other.area.right
            for other in found
        )

    return {
        want.key: replace(tables[want.key], goes_on=0)
        if tables[want.key].goes_on and is_another(want, tables[want.key].goes_on)
        else tables[want.key]
        for want in wanted
    }


def _read_copy(package: Package, wanted: list[Wanted], typed: bool) -> dict[str, _Coming]:
    """Read from a copy without what the reader does not know: errors stand as ones that it does,
    extensions go.
    """
    copy = usual_copy(package, {want.table.sheet.part for want in wanted})
    with _shares(package, wanted, copy) as shares:
        try:
            return _coming(shares, typed)
        except ReaderFailed as failure:
            raise _failure_in_words(package.path, failure) from None


@contextmanager
def _shares(
    package: Package, wanted: list[Wanted], data: bytes, first: Process | None = None
) -> Iterator[list[_Share]]:
    """The tables shared out to reading processes: one, or two where a big sheet can be read beside
    the others.

    `first`: one that is started already. All are ended in any case.
    """
    processes = [first] if first else []
    try:
        shares = _shared_out(package, wanted)
        ready = first.ready if first else ""
        if ready and ready not in {want.table.sheet.name for want in shares[0]}:
            # It took in a sheet that is not wanted, and may be at it for long.
            processes.pop().stop()
        while len(processes) < len(shares):
            processes.append(_process(package.path))
        yield [
            _Share(package, some, data, len(shares), own)
            for some, own in zip(shares, processes, strict=True)
        ]
    finally:
        for process in processes:
            process.stop()


def _process(path: Path) -> Process:
    try:
        return Process()
    except OSError as failure:
        raise unreadable(path, failure) from None


def _shared_out(package: Package, wanted: list[Wanted]) -> list[list[Wanted]]:
    sizes = {
        want.table.sheet.part: package.archive.by_name[want.table.sheet.part].size
        for want in wanted
    }
    biggest = max(sizes, key=lambda part: sizes[part], default="")
    if len(sizes) < 2 or sizes[biggest] < WORTH_A_PROCESS:
        return [wanted]
    alone = [want for want in wanted if want.table.sheet.part == biggest]
    return [alone, [want for want in wanted if want.table.sheet.part != biggest]]


def _coming(shares: list[_Share], typed: bool) -> dict[str, _Coming]:
    """Each wanted table, read to its end, by its key. Raises ReaderFailed."""
    # The big sheet is the first process's: the others' tables are gone through while it is still
    # at it.
    return {
        want.key: table
        for share in reversed(shares)
        for want, table in zip(share.wanted, share.tables(typed), strict=True)
    }


def _looked_over(
    package: Package, wanted: list[Wanted], looking: bool
) -> dict[str, list[ShownError]]:
    """The error cells of each wanted sheet. Raises FileError for a part that is not to be read."""
    big = _big_parts(package) if looking else ()

    def pieces(part: str) -> Iterator[bytes]:
        return passing(package, part) if part in big else package.archive.pieces(part)

    bodies: dict[str, list[Area]] = {}
    for want in wanted:
        bodies.setdefault(want.table.sheet.part, []).append(want.table.body)
    for part in common_parts(package):
        look_over(pieces(part), part)
    errors = {part: shown_errors(pieces(part), part, within) for part, within in bodies.items()}
    if looking:
        # Not at the head: the reading process is asked before these are there.
        from xlpy.files.foreseen import foresee

        foresee(package)
    return errors


def _big_parts(package: Package) -> list[str]:
    return [
        member.name
        for member in package.archive.members
        if member.size > LARGE and member.name.endswith(".xml")
    ]


def _table_that_comes(want: Wanted, coming: _Coming, errors: list[ShownError]) -> RawTable:
    body = want.table.body
    length = body.bottom - body.top + 1
    keys = {column: key for key, column in want.columns.items()}
    columns, typed = coming.columns, coming.typed
    for key, values in columns.items():
        if len(values) < length:
            # Rows of the table below the last cell that holds anything.
            values.extend([None] * (length - len(values)))
            typed.pop(key, None)
    for error in errors:
        if error.column in keys and body.top <= error.row <= body.bottom:
            columns[keys[error.column]][error.row - body.top] = CellError(error.text)
            typed.pop(keys[error.column], None)
    return RawTable(want.key, columns, length, body.top, typed, goes_on=coming.goes_on)


def _by_sheet(wanted: list[Wanted]) -> list[tuple[str, list[tuple]]]:
    """What the child is asked: per sheet its tables, each with its number, first and last row,
    columns, totals row.
    """
    sheets: dict[str, list[tuple]] = {}
    for number, want in enumerate(wanted):
        body = want.table.body
        asked = (
            number,
            body.top,
            body.bottom,
            list(want.columns.values()),
            bool(want.table.totals_rows),
        )
        sheets.setdefault(want.table.sheet.name, []).append(asked)
    return list(sheets.items())


def _check_there(package: Package) -> None:
    """The reading processes open the file by its name: it must be the one that was looked at.
    Raises FileError.
    """
    path = package.path
    if package.archive.still_there():
        return
    if not path.exists():
        raise unreadable(path, FileNotFoundError())
    raise BusyError(
        Text(
            f"“{path.name}”在读取时被改动，请重新运行。",
            f'"{path.name}" was changed while it was read; run again.',
        )
    )


def _failure_in_words(path: Path, failure: ReaderFailed) -> FileError:
    """The failure in the user's words."""
    name = path.name
    if failure.kind == "time":
        return FileError(
            Text(
                f"读取“{name}”用时过长，已中止。",
                f'Reading "{name}" took too long and was stopped.',
            )
        )
    if failure.kind == "memory":
        return FileError(
            Text(
                f"读取“{name}”超出内存限制，已中止：工作表过大、表格外很远处有单元格，或文件已损坏。",
                f'Reading "{name}" went beyond the memory limit and was stopped: a sheet is too '
                "big, has cells far "
                f"outside its tables, or the file is damaged.",
            )
        )
    if failure.kind == "overflow":
        sheet, _, row = failure.text.partition("\n")
        return FileError(
            Text(
                f"工作表“{sheet}”第 {row} 行有无法读取的时长，请改正这个单元格。",
                f'Row {row} of the sheet "{sheet}" holds a time span that cannot be read; '
                "correct the cell.",
            )
        )
    detail = " ".join(failure.text.split())[:200]
    return FileError(
        Text(
            f"“{name}”已损坏，无法读取（{detail}）。",
            f'"{name}" is damaged and cannot be read ({detail}).',
        )
    )
