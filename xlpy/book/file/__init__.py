"""Tables over a closed workbook file: read through a gate and a reading process, edited in place, saved whole."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlpy.book.tables import Change, RawTable

__all__ = ["WorkbookFile"]


class WorkbookFile:
    """A closed .xlsm or .xlsx file as Tables.

    `read` remembers which state of the file it saw; a later `commit` refuses when the file is another by then.
    `keep` is the number of backups that stay in the folder beside the workbook.
    """

    def __init__(self, path: str | Path, keep: int = 20):
        self.path = Path(path)
        self.keep = keep
        self._seen: bytes | None = None

    def read(self, keys: Iterable[str]) -> "dict[str, RawTable]":
        """The tables of those keys. Raises FileError when the workbook lacks one or cannot be used."""
        from xlpy.book.file.listobjects import columns_of, find_tables
        from xlpy.book.file.package import open_package
        from xlpy.book.file.reader import Wanted, read_tables

        with open_package(self.path) as package:
            found = find_tables(package, keys)
            self._notice(package.archive.digest)
            return read_tables(package, [Wanted(k, table, columns_of(k, table)) for k, table in found.items()])

    def _notice(self, digest: bytes) -> None:
        from xlpy.book.file.save import changed_meanwhile

        if self._seen not in (None, digest):
            raise changed_meanwhile(self.path)
        self._seen = digest

    def commit(self, changes: "Sequence[Change]") -> None:
        """Write all changes or none. Raises FileError when the workbook cannot be written."""
        from xlpy.book.file.save import commit

        self._seen = commit(self.path, changes, self._seen, self.keep)
