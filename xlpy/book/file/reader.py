"""Reads tables of a closed file: asks the reading process for columns, and looks over the sheets meanwhile."""

import marshal
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xlpy.book.file.archive import write_copy
from xlpy.book.file.listobjects import ListObject
from xlpy.book.file.package import Package
from xlpy.book.file.scan import ShownError, shown_errors, with_known_errors
from xlpy.book.tables import CellError, RawTable
from xlpy.core.issues import FileError

_CHILD = str(Path(__file__).with_name("child.py"))
# Ample for the cells of a sheet (four times its XML) and for a stray cell at the foot of a narrow one.
_MEGABYTES, _TIMES_XML = 700, 5
_SECONDS, _SECONDS_PER_MB = 8, 0.3
_UNKNOWN_ERROR = "Unsupported cell error value"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table to read: its key, where it lies, and the sheet column of each of our column keys."""

    key: str
    table: ListObject
    columns: Mapping[str, int]


class _ReaderFailed(Exception):
    """The reading process could not read; its kind of failure and words."""

    def __init__(self, kind: str, text: str):
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


def read_tables(package: Package, wanted: Iterable[Wanted]) -> dict[str, RawTable]:
    """The wanted tables' values. Raises FileError when the file cannot be read within the limits."""
    wanted = list(wanted)
    parts = dict.fromkeys(want.table.sheet.part for want in wanted)
    process = _Process(package, package.path, wanted)
    try:
        errors = {part: shown_errors(package.archive, part) for part in parts}
        columns = process.columns()
    except _ReaderFailed as failure:
        if _UNKNOWN_ERROR not in failure.text:
            raise _told(package.path, failure) from None
        errors = {part: shown_errors(package.archive, part) for part in parts}
        columns = _read_copy(package, wanted)
    finally:
        process.stop()
    return {w.key: _raw(w, columns[i], errors[w.table.sheet.part]) for i, w in enumerate(wanted)}


def _read_copy(package: Package, wanted: list[Wanted]) -> list[dict[str, list]]:
    """Read from a copy in which errors that the reader does not know stand as ones that it does."""
    parts = {want.table.sheet.part for want in wanted}
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        copy = Path(folder) / "copy.xlsx"
        with open(copy, "wb") as file:
            known = {part: with_known_errors(package.archive.data(part)) for part in parts}
            write_copy(package.archive, file, known, frozenset())
        process = _Process(package, copy, wanted)
        try:
            return process.columns()
        except _ReaderFailed as failure:
            raise _told(package.path, failure) from None
        finally:
            process.stop()


def _raw(want: Wanted, columns: dict[str, list], errors: list[ShownError]) -> RawTable:
    body = want.table.body
    length = body.bottom - body.top + 1
    keys = {column: key for key, column in want.columns.items()}
    for values in columns.values():
        # Rows of the table below the last cell that holds anything.
        values.extend([None] * (length - len(values)))
    for error in errors:
        if error.column in keys and body.top <= error.row <= body.bottom:
            columns[keys[error.column]][error.row - body.top] = CellError(error.text)
    return RawTable(want.key, columns, length, body.top)


class _Process:
    """The reading process for some tables of one file."""

    def __init__(self, package: Package, path: Path, wanted: list[Wanted]):
        self.wanted = wanted
        size = _inflated_megabytes(package, wanted)
        self.seconds = _SECONDS + _SECONDS_PER_MB * size
        self.timed_out = False
        # -I and -S: nothing of the user's runs in it, and it starts in half the time.
        self.child = subprocess.Popen(
            [sys.executable, "-I", "-S", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.timer = threading.Timer(self.seconds, self._time_out)
        self.timer.daemon = True
        self.timer.start()
        self._ask(
            {
                "path": os.fspath(path),
                "search": [entry for entry in sys.path if entry],
                "megabytes": int(_MEGABYTES + _TIMES_XML * size),
                "seconds": int(self.seconds) + 1,
                "sheets": _by_sheet(wanted),
            }
        )

    def _ask(self, request: dict) -> None:
        with suppress(OSError):  # A child that died at once is told of when its answer is missing.
            self.child.stdin.write(marshal.dumps(request))
            self.child.stdin.close()

    def _time_out(self) -> None:
        self.timed_out = True
        self.child.kill()

    def columns(self) -> list[dict[str, list]]:
        """Each wanted table's columns. Raises _ReaderFailed."""
        found = [{key: [] for key in want.columns} for want in self.wanted]
        while True:
            message = self._message()
            if message[0] == "done":
                return found
            if message[0] == "fail":
                raise _ReaderFailed(message[1], message[2])
            _, number, _, chunks = message
            for values, chunk in zip(found[number].values(), chunks, strict=True):
                values.extend(chunk)

    def _message(self) -> tuple:
        out = self.child.stdout
        try:
            return marshal.loads(out.read(int.from_bytes(out.read(8), "little")))
        except (EOFError, ValueError, TypeError, OSError):
            raise _ReaderFailed("time" if self.timed_out else "memory", "") from None

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.timer.cancel()
        self.child.kill()
        self.child.stdout.close()
        self.child.wait()


def _inflated_megabytes(package: Package, wanted: list[Wanted]) -> float:
    parts = {want.table.sheet.part for want in wanted}
    parts |= {r.part for r in package.relationships(package.workbook) if r.kind in ("sharedStrings", "styles")}
    return sum(package.archive.by_name[part].size for part in parts if package.has(part)) / (1 << 20)


def _by_sheet(wanted: list[Wanted]) -> list[tuple[str, list[tuple]]]:
    """What the child is asked: per sheet its tables, each with its number, first and last row, and columns."""
    sheets: dict[str, list[tuple]] = {}
    for number, want in enumerate(wanted):
        body = want.table.body
        asked = (number, body.top, body.bottom, list(want.columns.values()))
        sheets.setdefault(want.table.sheet.name, []).append(asked)
    return list(sheets.items())


def _told(path: Path, failure: _ReaderFailed) -> FileError:
    """The failure in the user's words."""
    name = path.name
    if failure.kind == "time":
        return FileError(f"读取“{name}”用时过长，已中止。", f'Reading "{name}" took too long and was stopped.')
    if failure.kind == "memory":
        return FileError(
            f"读取“{name}”超出内存限制，已中止：工作表过大、表格外很远处有单元格，或文件已损坏。",
            f'Reading "{name}" went beyond the memory limit and was stopped: a sheet is too big, has cells far '
            f"outside its tables, or the file is damaged.",
        )
    if failure.kind == "overflow":
        sheet, _, row = failure.text.partition("\n")
        return FileError(
            f"工作表“{sheet}”第 {row} 行有无法读取的时长，请改正这个单元格。",
            f'Row {row} of the sheet "{sheet}" holds a time span that cannot be read; correct the cell.',
        )
    detail = " ".join(failure.text.split())[:200]
    return FileError(f"“{name}”已损坏，无法读取（{detail}）。", f'"{name}" is damaged and cannot be read ({detail}).')
