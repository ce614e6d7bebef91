"""One press of a button in the add-in that may write: its changes are collected, and written by the
pane once the button has done its part.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.book.excel import OpenWorkbook
from xlpy.book.journal import DEPTH, Journal
from xlpy.book.spoken import in_language
from xlpy.book.tables import Change, RawTable, changed
from xlpy.core.text import Text
from xlpy.desk.desk import Copying
from xlpy.web.book import Book

_COPY = Text(
    "加载项不能备份：请现在用 Excel 的“文件 - 保存副本”存一份，再继续。",
    "An add-in makes no backup: save a copy now in Excel (File, Save a Copy), then go on.",
)


class Collecting(OpenWorkbook):
    """The workbook as the pane read it, each table taken from it once; what is committed is read
    from then on, and waits to be written.
    """

    def __init__(self, book: Book, raws: dict[str, RawTable]):
        super().__init__(book)
        self.commits: list[Sequence[Change]] = []
        """What is to be written, in the order in which it was committed."""
        self._raws = raws
        self._after: dict[str, RawTable] = {}

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys; and those of `maybe`, which may be missing. Raises FileError as
        the open workbook does.
        """
        keys, also = list(keys), list(maybe)
        self._tables(keys)
        for key in keys:
            if key not in self._raws:
                self._raws |= super().read([key])
        for key in also:
            if key not in self._raws:
                self._raws |= super().read((), [key])
        return {key: self._after.get(key, self._raws[key]) for key in (*keys, *also)}

    def commit(self, changes: Sequence[Change]) -> None:
        """Collect all changes."""
        for change in in_language(changes, self.language):
            raw = self.read([change.table])[change.table]
            self._after[change.table] = changed(raw, change)
        if changes:
            self.commits.append(changes)
            self.changed = True


class Noted(Journal):
    """The writes into a workbook that can be taken back, as the browser keeps them."""

    def __init__(self, entries: Sequence[dict[str, Any]]):
        self.kept = list(entries)
        self.added = False
        """Whether a write was noted."""

    def entries(self) -> list[dict[str, Any]]:
        """The writes, oldest first."""
        return self.kept

    def keep(self, entries: Sequence[Any]) -> None:
        """Replace all noted writes by these."""
        self.added = len(entries) > len(self.kept)
        self.kept = list(entries)[-DEPTH:]


class WebWork(Work):
    """A press on the workbook that the pane read; `noted` are its writes that can be taken back,
    `raws` its tables that an earlier run took from the same reading.
    """

    noted: Sequence[dict[str, Any]] = ()
    raws: dict[str, RawTable]
    _copy_asked = False

    @cached_property
    def reading(self) -> Collecting:
        """The workbook as the pane read it."""
        return Collecting(self.book, self.raws)

    @cached_property
    def journal(self) -> Noted:
        """What buttons wrote into this workbook."""
        return Noted(self.noted)

    def agree(self, said: Text, more: str = "", writes: bool = True) -> None:
        """Ask whether to go on, and for a copy of the workbook that will be written. Raises
        Cancelled, FileError.
        """
        if writes:
            self._copy_asked = True
            said = Text(f"{said.zh}\n{_COPY.zh}", f"{said.en}\n{_COPY.en}")
        super().agree(said, more, writes)

    def copied(self, quietly: bool = False, begun: Copying | None = None) -> Path | None:
        """No copy: the person is asked to save one, unless that was asked before. Raises
        Cancelled.
        """
        if not self._copy_asked:
            self._copy_asked = True
            if not self.desk.confirm("copy", self.title, self.words(_COPY)):
                raise Cancelled
        return None
