"""Reads tables of a closed file: asks the reading process for columns, and looks over the sheets meanwhile."""

import marshal
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from xlpy.book.file.gate import unreadable
from xlpy.book.file.listobjects import Area, ListObject
from xlpy.book.file.package import Package
from xlpy.book.file.scan import ShownError, check_positions, look_over, shown_errors
from xlpy.book.file.usual import is_usual, usual_copy
from xlpy.book.tables import CellError, RawTable
from xlpy.core.issues import FileError

_CHILD = str(Path(__file__).with_name("child.py"))
# Ample for the cells of a sheet (four times its XML) and for a stray cell at the foot of a narrow one.
_MEGABYTES, _TIMES_XML = 700, 5
_SECONDS, _SECONDS_PER_MB = 8, 0.25
# Sheets pack to a sixth; what claims to be packed far closer gets the limits of a likely one.
_LIKELY_RATIO = 8
_WORTH_A_PROCESS = 8 << 20
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
    parts = {want.table.sheet.part for want in wanted}
    usual = is_usual(package, parts)
    with _processes(package, wanted, b"" if usual else usual_copy(package, parts)) as processes:
        errors = _looked_over(package, wanted)
        try:
            columns = _columns(processes)
        except _ReaderFailed as failure:
            _check_there(package)
            if _UNKNOWN_ERROR not in failure.text:
                for part in sorted(parts):
                    check_positions(package.archive, part)
                raise _told(package.path, failure) from None
            columns = _read_copy(package, wanted)
    _check_there(package)
    return {w.key: _raw(w, columns[w.key], errors[w.table.sheet.part]) for w in wanted}


def _read_copy(package: Package, wanted: list[Wanted]) -> dict[str, dict[str, list]]:
    """Read from a copy in which errors that the reader does not know stand as ones that it does."""
    copy = usual_copy(package, {want.table.sheet.part for want in wanted})
    with _processes(package, wanted, copy) as processes:
        try:
            return _columns(processes)
        except _ReaderFailed as failure:
            raise _told(package.path, failure) from None


@contextmanager
def _processes(package: Package, wanted: list[Wanted], data: bytes) -> "Iterator[list[_Process]]":
    """The reading processes: one, or two where a big sheet can be read beside the others; ended in any case."""
    started: list[_Process] = []
    try:
        shares = _shared_out(package, wanted)
        for some in shares:
            started.append(_Process(package, some, data, _MEGABYTES // len(shares)))
        yield started
    finally:
        for process in started:
            process.stop()


def _shared_out(package: Package, wanted: list[Wanted]) -> list[list[Wanted]]:
    sizes = {want.table.sheet.part: package.archive.by_name[want.table.sheet.part].size for want in wanted}
    biggest = max(sizes, key=lambda part: sizes[part], default="")
    if len(sizes) < 2 or sizes[biggest] < _WORTH_A_PROCESS:
        return [wanted]
    alone = [want for want in wanted if want.table.sheet.part == biggest]
    return [alone, [want for want in wanted if want.table.sheet.part != biggest]]


def _columns(processes: "list[_Process]") -> dict[str, dict[str, list]]:
    """Each wanted table's columns, by its key. Raises _ReaderFailed."""
    return {
        want.key: columns
        for process in processes
        for want, columns in zip(process.wanted, process.columns(), strict=True)
    }


def _looked_over(package: Package, wanted: list[Wanted]) -> dict[str, list[ShownError]]:
    """The error cells of each wanted sheet. Raises FileError for a part that is not to be read."""
    bodies: dict[str, list[Area]] = {}
    for want in wanted:
        bodies.setdefault(want.table.sheet.part, []).append(want.table.body)
    for part in _common_parts(package):
        look_over(package.archive, part)
    return {part: shown_errors(package.archive, part, within) for part, within in bodies.items()}


def _common_parts(package: Package) -> set[str]:
    """The parts besides the sheets that the reading process takes in."""
    found = {r.part for r in package.relationships(package.workbook) if r.kind in ("sharedStrings", "styles")}
    return {part for part in found if package.has(part)}


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

    def __init__(self, package: Package, wanted: list[Wanted], data: bytes, megabytes: int):
        self.wanted = wanted
        size = _megabytes(package, wanted)
        self.seconds = _SECONDS + _SECONDS_PER_MB * size
        self.timed_out = False
        self.child = _started(package.path)
        self.timer = threading.Timer(self.seconds, self._time_out)
        self.timer.daemon = True
        self.timer.start()
        # Taken in at once, so that the child never waits for us while we look over the sheets.
        self.answers: SimpleQueue[bytes] = SimpleQueue()
        self.drain = threading.Thread(target=self._drain, daemon=True)
        self.drain.start()
        self._ask(
            {
                "path": os.fspath(package.path),
                "data": data,
                "search": [entry for entry in sys.path if entry],
                "megabytes": int(megabytes + _TIMES_XML * size),
                "seconds": int(self.seconds) + 1,
                "sheets": _by_sheet(wanted),
            }
        )

    def _drain(self) -> None:
        """Queue the child's answers as they come; an empty one when there are no more."""
        out = self.child.stdout
        with suppress(OSError, ValueError):
            while size := int.from_bytes(out.read(8), "little"):
                self.answers.put(out.read(size))
        self.answers.put(b"")

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
        try:
            return marshal.loads(self.answers.get())
        except (EOFError, ValueError, TypeError, OSError):
            raise _ReaderFailed("time" if self.timed_out else "memory", "") from None

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.timer.cancel()
        self.child.kill()
        self.drain.join()
        self.child.stdout.close()
        self.child.wait()


def _started(path: Path) -> subprocess.Popen:
    try:
        # -I and -S: nothing of the user's runs in it, and it starts in half the time.
        return subprocess.Popen(
            [sys.executable, "-I", "-S", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as failure:
        raise unreadable(path, failure) from None


def _megabytes(package: Package, wanted: list[Wanted]) -> float:
    """How much XML the reading process has to go through."""
    parts = _common_parts(package) | {want.table.sheet.part for want in wanted}
    members = [package.archive.by_name[part] for part in parts]
    return sum(min(member.size, _LIKELY_RATIO * member.packed) for member in members) / (1 << 20)


def _by_sheet(wanted: list[Wanted]) -> list[tuple[str, list[tuple]]]:
    """What the child is asked: per sheet its tables, each with its number, first and last row, and columns."""
    sheets: dict[str, list[tuple]] = {}
    for number, want in enumerate(wanted):
        body = want.table.body
        asked = (number, body.top, body.bottom, list(want.columns.values()))
        sheets.setdefault(want.table.sheet.name, []).append(asked)
    return list(sheets.items())


def _check_there(package: Package) -> None:
    """The reading processes open the file by its name: it must be the one that was looked at. Raises FileError."""
    path = package.path
    if package.archive.still_there():
        return
    if not path.exists():
        raise unreadable(path, FileNotFoundError())
    raise FileError(
        f"“{path.name}”在读取时被改动，请重新运行。", f'"{path.name}" was changed while it was read; run again.'
    )


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
