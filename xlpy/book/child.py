"""The reading process: opens a workbook with python-calamine under limits and streams table
columns to its parent.

Run by itself (`process.py`), not imported: a hostile sheet can abort the process, and this is the
one to lose.
It takes where modules are and then a request from standard input, and answers on standard output,
all with marshal. It is started for most workbooks that are read, so it imports no more than it
needs: contextlib alone took as long as all else after Python's own start.
"""

from __future__ import annotations

import gc
import marshal
import sys
from datetime import timedelta
from io import BytesIO
from itertools import islice
from time import process_time

TYPE_CHECKING = False
if TYPE_CHECKING:  # as `typing` has it, which would take longer to load than a small workbook
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

ROWS = 1_000
"""So many go at once: what twenty times as many hold no longer fits near the processor, and took
half as long again."""
HALF, LAST_DAY = 500_000, (9999, 12, 31)
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384


def limit(megabytes: int, seconds: int) -> None:
    """Bound this process's memory and the processor time of its next answer, where the system
    knows how.
    """
    try:
        import resource
    except ImportError:
        return
    spent = int(process_time())
    for kind, value in (
        ("RLIMIT_AS", megabytes << 20),
        ("RLIMIT_CPU", spent + seconds),
        ("RLIMIT_CORE", 0),
    ):
        try:
            number = getattr(resource, kind)
            # The next request may have other bounds.
            resource.setrlimit(number, (value, resource.getrlimit(number)[1]))
        except (AttributeError, OSError, ValueError):
            continue


class Moments(dict):
    """Date cells → tuples, each made once, so that marshal sends it once and the parent holds it
    once.
    """

    def __missing__(self, value):
        self[value] = found = plain(value)
        return found


def plain(value: Any) -> object:
    """A cell's value in the form that RawTable describes."""
    kind = type(value).__name__
    if kind == "date":
        return (value.year, value.month, value.day)
    if kind == "datetime":
        # To the nearest second, as programs show it: 9:59:59.9999 is ten, and 23:59:59.9999 the
        # next day.
        if value.microsecond >= HALF and (value.year, value.month, value.day) < LAST_DAY:
            value += timedelta(seconds=1)
        return (value.year, value.month, value.day, value.hour, value.minute, value.second)
    if kind == "time":
        return (
            value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        ) / 86400
    if kind == "timedelta":
        return value.total_seconds() / 86400
    return None if value == "" else value


def plain_column(
    values: Sequence[Any], texts: dict[str, str | None], moments: Moments
) -> list[object]:
    """A column's values in plain form; equal texts become one object."""
    kinds = {kind.__name__ for kind in set(map(type, values))}
    if kinds == {"str"}:
        return list(map(texts.setdefault, values, values))
    if kinds == {"float"}:
        return list(values)
    if kinds <= {"date", "datetime"}:
        return list(map(moments.__getitem__, values))
    if kinds <= {"str", "float"}:
        return [texts.setdefault(value, value) if type(value) is str else value for value in values]
    return list(map(marked, values))


def marked(value: Any) -> object:
    """A cell's value in plain form; a span of time as a tuple of one, since it may be a number of
    another kind.
    """
    found = plain(value)
    return (found,) if type(value).__name__ in ("time", "timedelta") else found


def table_columns(
    sheet: Any, sheet_rows: Iterator[list[object]], first: int, last: int, columns: list[int]
) -> Iterator[tuple[int, list[list[object]]]]:
    """Chunks of a table: number of rows, then the values of each asked sheet column; rows and
    columns from 1.

    `sheet_rows` goes through all rows of the sheet and stands behind the table afterwards.
    """
    start = sheet.start
    if start is None:
        return
    left, width = start[1] + 1, sheet.width
    # A blank text is an empty cell.
    texts, moments, row = {"": None}, Moments(), first
    rows = islice(sheet_rows, first - 1, last)
    while True:
        chunk = []
        try:
            chunk.extend(islice(rows, ROWS))
        except OverflowError:
            raise OverflowError(row + len(chunk)) from None
        if not chunk:
            return
        row += len(chunk)
        turned = list(zip(*chunk, strict=True))
        yield (
            len(chunk),
            [
                plain_column(turned[c - left], texts, moments)
                if 0 <= c - left < width
                else [None] * len(chunk)
                for c in columns
            ],
        )


def first_below(sheet: Any, sheet_rows: Iterator[list[object]], columns: list[int]) -> int:
    """How many rows further down the first one stands that looks like the table's; 0 for none.

    Right below, one value in an asked sheet column (from 1) is enough; further down it takes two,
    as notes have one.
    """
    if sheet.start is None:
        return 0
    left = sheet.start[1] + 1
    for down, row in enumerate(sheet_rows, 1):
        filled = sum(row[c - left] not in ("", None) for c in columns if 0 <= c - left < len(row))
        if filled > (down > 1):
            return down
    return 0


def send_sheets(request: dict[str, Any], send: Callable[[object], None]) -> None:
    """Send every sheet's rows with the number of the first, cell by cell, then that all is done."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(BytesIO(request["data"])) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            left = (None,) * sheet.start[1]
            rows = islice(sheet.iter_rows(), sheet.start[0], None)
            first = sheet.start[0] + 1
            while chunk := list(islice(rows, ROWS)):
                send(("rows", name, first, [left + tuple(map(plain, row)) for row in chunk]))
                first += len(chunk)
    send(("done",))


def by_hand(path: str) -> bytes:
    """A file's bytes where its name is no text and cannot be handed to the reader; else nothing."""
    try:
        path.encode()
    except UnicodeEncodeError:
        with open(path, "rb") as file:
            return file.read()
    return b""


class Opened:
    """A workbook, and the sheet of it that was taken in ahead."""

    def __init__(self, request: dict[str, Any]):
        from python_calamine import CalamineWorkbook

        self.path = request["path"]
        data = request["data"] or by_hand(self.path)
        self.book = (
            CalamineWorkbook.from_filelike(BytesIO(data))
            if data
            else CalamineWorkbook.from_path(self.path)
        )
        self.ready = request.get("ready", "")
        self.sheet = self.book.get_sheet_by_name(self.ready) if self.ready else None

    def take(self, name: str) -> Any:
        """A sheet of the workbook; it is not kept."""
        if name != self.ready or self.sheet is None:
            return self.book.get_sheet_by_name(name)
        sheet, self.sheet = self.sheet, None
        return sheet


def answer(
    request: dict[str, Any], send: Callable[[object], None], opened: Opened | None = None
) -> None:
    """Send the chunks of every asked table, then that all is done; or what failed. `opened`: the
    workbook, if it was opened ahead.
    """
    if request.get("grid"):
        send_sheets(request, send)
        return
    if opened is None or request["data"] or opened.path != request["path"]:
        opened = Opened(request)
    with opened.book:
        for name, tables in request["sheets"]:
            sheet = opened.take(name)
            if sheet.end is not None and (sheet.end[0] >= MAX_ROWS or sheet.end[1] >= MAX_COLUMNS):
                send(("fail", "beyond", name))
                return
            for number, first, last, columns, totals in tables:
                sheet_rows = iter(sheet.iter_rows())
                try:
                    for count, values in table_columns(sheet, sheet_rows, first, last, columns):
                        send(("rows", number, count, values))
                    if not totals and (down := first_below(sheet, sheet_rows, columns)):
                        send(("below", number, down, ()))
                except OverflowError as failure:
                    send(("fail", "overflow", f"{name}\n{failure}"))
                    return
            del sheet
    send(("done",))


def main() -> None:
    """Get ready; read each request, set the limits, answer."""
    sys.path[:] = marshal.load(sys.stdin.buffer)
    # The request is still to come: what takes long is done by then. Its failure is the answer.
    try:  # noqa: SIM105 - see above
        import python_calamine  # noqa: F401
    except ImportError:
        pass
    # Nothing here is cyclic, and the many rows would be walked again and again.
    gc.disable()
    out = sys.stdout.buffer

    def send(message) -> None:
        # A length first: marshal.load from a pipe would read it a few bytes at a time.
        data = marshal.dumps(message)
        out.write(len(data).to_bytes(8, "little"))
        out.write(data)

    opened = None
    while True:
        try:
            request = marshal.load(sys.stdin.buffer)
        except EOFError:
            return  # Nobody asks any more.
        limit(request["megabytes"], request["seconds"])
        if "ready" in request:
            # What fails now fails again when it is asked for, and is said then.
            try:
                opened = Opened(request)
            except Exception:
                opened = None
            continue
        try:
            answer(request, send, opened)
        except MemoryError:
            send(("fail", "memory", ""))
        except Exception as failure:
            send(("fail", type(failure).__name__, str(failure)))
        out.flush()
        del request
        opened = None
