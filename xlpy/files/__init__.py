"""Tables over a closed workbook file: read through a gate and a reading process, edited in place,
saved whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from xlpy.core.progress import Counting, silent
from xlpy.core.text import BOTH

if TYPE_CHECKING:
    from xlpy.book.ourtables import Wanted
    from xlpy.book.process import Process
    from xlpy.book.tables import Change, RawTable
    from xlpy.core.issues import Issue
    from xlpy.files.loosecells import LooseCell
    from xlpy.ooxml.listobjects import ListObject
    from xlpy.ooxml.package import Package

__all__ = ["WorkbookFile"]


class WorkbookFile:
    """A closed .xlsm or .xlsx file as Tables.

    `read` remembers which state of the file it saw; a later `commit` refuses when the file is
    another by then.
    `keep` is the number of backups that stay in the folder beside the workbook; left out, it is
    what its policy says, or the package's own. With `older` a workbook of an earlier layout can be
    read, too; with `anyway` one with damaged parts is written to. `what` names in the workbook's
    history what asks for its writes.
    """

    def __init__(
        self,
        path: str | Path,
        keep: int | None = None,
        older: bool = False,
        what: str = "",
        anyway: bool = False,
    ):
        self.path = Path(path)
        self.keep = keep
        self.older = older
        self.language = BOTH
        """The language that the workbook is in, as the last reading found it."""
        self.told: list[Issue] = []
        """Warnings of what was written: references from elsewhere to rows that are gone."""
        self.what = what
        self.anyway = anyway
        self.counting: Counting = silent
        """What shows how far a long write is."""
        self._seen: bytes | None = None
        self._policy: RawTable | None = None
        self._begun: Begun | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the file as it was last read or written, in hexadecimal; empty before."""
        return self._seen.hex() if self._seen else ""

    def begin(self) -> None:
        """Begin to read what a close reads; `read` waits for it and gives it back.

        Returns when the reading processes are at work: what the caller does then costs no time.
        """
        self._begun = Begun(self)

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> "dict[str, RawTable]":
        """The tables of those keys; and those of `maybe`, which may be missing.

        Raises FileError when one of `keys` is missing, or the workbook has another layout than this
        program's or cannot be used.
        """
        keys, maybe = tuple(keys), tuple(maybe)
        begun, self._begun = self._begun, None
        found = begun.result() if begun else {}
        return (
            {key: found[key] for key in (*keys, *maybe)}
            if found.keys() >= {*keys, *maybe}
            else self._read_tables(keys, maybe=maybe)
        )

    def _read_tables(
        self,
        keys: Iterable[str],
        asked: "Callable[[Package], None]" = lambda _: None,
        maybe: Iterable[str] = (),
        looking: bool = False,
    ) -> "dict[str, RawTable]":
        from xlpy.book.process import ahead

        try:
            with ahead() as process:
                return self._read_by(process, keys, asked, list(maybe), looking)
        except OSError as failure:
            from xlpy.ooxml.gate import unreadable

            raise unreadable(self.path, failure) from None

    def _read_by(
        self,
        process: "Process",
        keys: Iterable[str],
        asked: "Callable[[Package], None]",
        maybe: list[str],
        looking: bool,
    ) -> "dict[str, RawTable]":
        from xlpy.files.opened import open_package

        with open_package(self.path) as package:
            if looking:
                from xlpy.files.asking import get_ready

                get_ready(package, process)
            # Not before: the process is at work while these are loaded.
            from xlpy.book.ourtables import Wanted, columns_of
            from xlpy.book.tables import no_table_there
            from xlpy.book.version import language_in
            from xlpy.files.reader import read_tables
            from xlpy.ooxml.listobjects import tables_named

            keys = list(dict.fromkeys(keys))
            named = tables_named(package)
            self._notice(package.archive.digest)
            # Layout version and policy come along, so that they cost no reading process of their
            # own.
            there = {
                key: named[key] for key in dict.fromkeys((*keys, "about", "policy")) if key in named
            }
            wanted = [Wanted(key, table, columns_of(key, table)) for key, table in there.items()]
            wanted += _sound(named, [key for key in maybe if key not in there])
            raws = read_tables(package, wanted, process, True, asked, looking)
        self._check_tables(named, keys, raws.get("about"))
        self._policy = raws.get("policy", self._policy)
        self.language = language_in(raws.get("about"))
        return {
            key: raws[key] if key in raws else no_table_there(key)
            for key in dict.fromkeys((*keys, *maybe))
        }

    def _check_tables(
        self, named: "dict[str, ListObject]", keys: list[str], about: "RawTable | None"
    ) -> None:
        from xlpy.book.version import SIGNS, check_layout, missing_tables

        missing = [key for key in keys if key not in named]
        if any(key in named for key in SIGNS):
            check_layout(about, self.path.name, older=self.older and not missing)
        if missing:
            raise missing_tables(self.path.name, missing, named)

    def _notice(self, digest: bytes) -> None:
        from xlpy.files.save import changed_meanwhile

        if self._seen not in (None, digest):
            raise changed_meanwhile(self.path)
        self._seen = digest

    def refuse_damaged(self) -> None:
        """Raise FileError when a part of the file is damaged or missing, naming each."""
        from xlpy.files.opened import open_package
        from xlpy.ooxml.soundness import refuse_damaged

        with open_package(self.path) as package:
            refuse_damaged(package, wrote=False)

    def commit(self, changes: "Sequence[Change]", cells: "Sequence[LooseCell]" = ()) -> list[int]:
        """Write all changes or none. Raises FileError when the workbook cannot be written.

        `cells`: those outside of the tables that the workbook invites to change. Which of them, by
        index, it does not and which were not written, comes back.
        """
        from xlpy.files.keep import backups_kept
        from xlpy.files.loosecells import Loose
        from xlpy.files.save import Terms, commit

        keep = self.keep
        if keep is None:
            keep = backups_kept(self._policy) if self._seen else self.backups_kept()
        loose = Loose(cells)
        terms = Terms(keep, self.what, self.anyway, self.counting)
        from xlpy.book.spoken import in_language

        changes = in_language(changes, self._spoken())
        self._seen = commit(self.path, changes, self._seen, terms, self.told, loose)
        return loose.refused

    def _spoken(self) -> str:
        """The language that the workbook is in; read now where nothing was read yet."""
        from xlpy.core.issues import FileError

        if self._seen is not None:
            return self.language
        other = WorkbookFile(self.path, older=True)
        try:
            other.read(("about",))
        except FileError:
            # What is wrong with the file, writing it will say.
            return BOTH
        return other.language

    def backups_kept(self) -> int:
        """The number of backups by the file's policy; the package's own where it has none that can
        be read.
        """
        from xlpy.core.issues import FileError
        from xlpy.files.keep import backups_kept, kept_by
        from xlpy.files.opened import open_package
        from xlpy.ooxml.listobjects import tables_named

        try:
            with open_package(self.path) as package:
                if "policy" not in tables_named(package):
                    return backups_kept()
        except FileError:
            return backups_kept()
        return kept_by(WorkbookFile(self.path, older=True))


def _sound(named: "dict[str, ListObject]", keys: Iterable[str]) -> "list[Wanted]":
    """Of those tables what is there with headers that are understood."""
    from xlpy.book.ourtables import Wanted, columns_of
    from xlpy.core.issues import FileError

    found = []
    for key in keys:
        with suppress(FileError):
            if key in named:
                found.append(Wanted(key, named[key], columns_of(key, named[key])))
    return found


def _closing() -> Iterator[str]:
    """The tables that a close reads, looked up when the first is asked for."""
    from xlpy.core.tables import CLOSING

    yield from CLOSING


class Begun:
    """A reading that goes on in a thread: its processes work while this one imports what it will
    need.
    """

    def __init__(self, book: WorkbookFile):
        self._book = book
        self._found: dict[str, RawTable] = {}
        self._failure: BaseException | None = None
        self._asked = Event()
        self._thread = Thread(target=self._read_in_thread, daemon=True)
        self._thread.start()
        self._asked.wait()

    def _read_in_thread(self) -> None:
        try:
            self._found = self._book._read_tables(
                _closing(), lambda _: self._asked.set(), ("about",), looking=True
            )
        except BaseException as failure:
            self._failure = failure
        finally:
            self._asked.set()

    def result(self) -> "dict[str, RawTable]":
        """The tables, once they are there. Raises what reading them raised."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._found
