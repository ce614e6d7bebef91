"""What a person answers about the columns of a file that are not understood, for the command and
the button.
"""

from dataclasses import replace

from xlpy.book.filetable import FileColumn, Told
from xlpy.book.words import columns_named
from xlpy.core.tables import TABLES
from xlpy.jobs.import_ import Import

LEAVE = "-"
"""The answer that leaves a column of the file out."""


class Answers:
    """The answers so far; `free`: the keys of our columns that no column of the file is taken for
    yet.
    """

    def __init__(self, found: Import, told: Told):
        self._table, self._before = found.table, told
        self._columns, self._ignore = dict(told.columns), list(told.ignore)
        taken = {column.key for column in found.columns}
        self.free = [key for key in TABLES[found.table].column_keys if key not in taken]

    def take(self, column: FileColumn, word: str) -> bool:
        """Whether a word says what a column is: `-`, the number of a free column from 1, or its
        name.
        """
        if word == LEAVE:
            self._ignore.append(column.name)
            return True
        numbered = word.isdecimal() and 0 < int(word) <= len(self.free)
        key = self.free[int(word) - 1] if numbered else columns_named(self._table).meant(word).key
        if key not in self.free:
            return False
        self._columns[column.name] = key
        self.free.remove(key)
        return True

    @property
    def told(self) -> Told:
        """What the file is read by: what was said before, and the answers."""
        return replace(self._before, columns=self._columns, ignore=tuple(self._ignore))
