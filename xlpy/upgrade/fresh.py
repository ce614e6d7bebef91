"""A workbook of this program that holds the old one's rows: the model that new parts are taken
from.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlpy.book.defaults import default_rows
from xlpy.book.spoken import in_both
from xlpy.book.tables import Change, RawTable
from xlpy.book.version import about_rows
from xlpy.build.workbook import build
from xlpy.core.issues import FileError
from xlpy.core.text import BOTH, Text
from xlpy.files.opened import open_package
from xlpy.ooxml.gate import reason_of
from xlpy.ooxml.package import Package
from xlpy.ooxml.values import CellError, Value

Rows = dict[str, list[dict[str, Value]]]


def rows_of(raws: Mapping[str, RawTable], changes: Iterable[Change], language: str = BOTH) -> Rows:
    """The rows of the tables as cell values, as changes update them, with those that changes
    append.

    Choices come in both languages, as the builder takes them.
    """
    changes = list(changes)
    updates = {change.table: change.update for change in changes}
    rows = {key: list(_updated(raw, updates.get(key, {}))) for key, raw in raws.items()}
    for change in changes:
        rows.setdefault(change.table, []).extend(dict(row) for row in change.append)
    rows["about"] = about_rows(language)
    return {key: [in_both(key, row, language) for row in table] for key, table in rows.items()}


def _updated(
    raw: RawTable, update: Mapping[int, Mapping[str, Value]]
) -> Iterator[dict[str, Value]]:
    for at in range(raw.length):
        if not raw.is_empty(at):
            stored = {key: _value(value) for key, value in raw.row_values(at).items()}
            yield {**stored, **update.get(at, {})}


def _value(found) -> Value:
    """A cell as a reader gives it, as the value that was written; an error that a cell shows is
    nothing.
    """
    if isinstance(found, CellError):
        return None
    if isinstance(found, tuple):
        return date(*found) if len(found) == 3 else datetime(*found)
    if isinstance(found, float):
        return Decimal(repr(found))
    return found


@contextmanager
def model(
    rows: Rows, lists: Mapping[str, Sequence[str]], file: str, language: str = BOTH
) -> Iterator[tuple[Package, bool]]:
    """A new workbook of that name with these rows and words, open; and whether its figures are
    those of the rows.
    """
    try:
        data, right = build(rows, lists=lists, file=file, language=language), True
    except (
        ValueError,
        TypeError,
        KeyError,
        LookupError,
        ArithmeticError,
        AttributeError,
        FileError,
    ):
        # Rows that nobody can read are for `check` to report; the sheets get their figures when
        # they are opened.
        few = {**default_rows(), "staff": _named_people(rows), "about": rows["about"]}
        data, right = build(few, lists=lists, file=file, language=language), False
    with temporary_folder() as folder:
        path = folder / f"model{Path(file).suffix}"
        try:
            path.write_bytes(data)
        except OSError as failure:
            raise no_room(failure) from None
        with open_package(path) as package:
            with suppress(OSError):
                # A kill leaves no rows of anybody's behind, where the system lets go of an open
                # file's name.
                path.unlink()
            yield package, right


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that goes away again. Raises FileError when the system gives none."""
    try:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    except OSError as failure:
        raise no_room(failure) from None
    with folder as name:
        yield Path(name)


def no_room(failure: OSError) -> FileError:
    """The error for a temporary file that cannot be written."""
    zh, en = reason_of(failure)
    return FileError(
        Text(
            f"无法写临时文件：{zh}；什么也没写。请在临时文件夹（{tempfile.gettempdir()}）腾出空间"
            "再试。",
            f"No temporary file can be written: {en}; nothing was written. Make room in the "
            "folder for temporary files "
            f"({tempfile.gettempdir()}) and try again.",
        )
    )


def _named_people(rows: Rows) -> list[dict[str, Value]]:
    """The people, as far as the sheets' length depends on them."""
    return [
        {"name": str(row["name"]), "role": str(row.get("role") or "")}
        for row in rows.get("staff", ())
        if row.get("name")
    ]
