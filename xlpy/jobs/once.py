"""A workbook's tables, read in one go however often a job asks for them."""

from collections.abc import Iterable, Sequence

from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.tables import TABLES


class ReadOnce:
    """The tables of a workbook, all read by the first question; of those in `maybe` each may be
    missing. Without keys a table is read when it is first asked for.

    Raises what reading them raises. It writes nothing: `commit` raises TypeError.
    """

    def __init__(self, tables: Tables, keys: Iterable[str] = TABLES, maybe: Iterable[str] = ()):
        self._tables = tables
        self._keys, self._maybe = tuple(keys), tuple(maybe)
        self._raws: dict[str, RawTable] = {}
        self.language = tables.language
        """The language that the workbook is in, as reading found it."""

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys, and those of `maybe`."""
        if not self._raws and (self._keys or self._maybe):
            self._raws = self._tables.read(self._keys, self._maybe)
            self.language = self._tables.language
        keys, maybe = tuple(keys), tuple(maybe)
        # One that is missing and must be there is asked for again: the workbook says why.
        missing = {key for key in keys if key in self._raws and not self._raws[key].columns}
        more = [key for key in (*keys, *maybe) if key not in self._raws or key in missing]
        if more:
            self._raws |= self._tables.read(
                [key for key in keys if key in more], [key for key in maybe if key in more]
            )
            self.language = self._tables.language
        return {key: self._raws[key] for key in (*keys, *maybe)}

    def commit(self, changes: Sequence[Change]) -> None:
        """Nothing is written through it. Raises TypeError."""
        raise TypeError("tables that are read once are not written")
