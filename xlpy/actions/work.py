"""What all buttons share: the open workbook, the person, the words, the clock, and the steps that
all take.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from xlpy.actions.questions import Cancelled, Questions
from xlpy.book.excel import OpenWorkbook
from xlpy.book.hosts import Host
from xlpy.book.journal import Journal, Journaled
from xlpy.book.rights import guarded
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.closings import Closings, closings
from xlpy.core.issues import FileError, Issue
from xlpy.core.periods import Month
from xlpy.core.progress import Progress
from xlpy.core.text import BOTH, Text
from xlpy.desk import settings
from xlpy.desk.buttons import Button
from xlpy.desk.desk import Copying, Desk
from xlpy.files.backups import make_folder, new_copy, prune
from xlpy.files.keep import kept_by
from xlpy.jobs.department import load_all
from xlpy.jobs.nextmonth import next_month
from xlpy.messages.words import SHORT, Words

LONG = 900
"""A text with more letters than this does not go into a message box."""


class BackedUp:
    """The open workbook as Tables; a copy of it is made before it is written, and not when nothing
    is.
    """

    def __init__(self, work: "Work"):
        self.work = work
        self.language = work.reading.language
        self.copying = work.begin_copy()

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys; and those of `maybe`, which may be missing."""
        keys, maybe = list(keys), list(maybe)
        # Until it is written the workbook is as it was when the copy was begun.
        held = self.copying.raws if self.copying and self.work.reading.is_checked else {}
        if held.keys() >= {*keys, *maybe}:
            return {key: held[key] for key in (*keys, *maybe)}
        return self.work.reading.read(keys, maybe)

    def commit(self, changes: Sequence[Change]) -> None:
        """Finish the backup, then write all changes or none; without a change the backup goes
        again.
        """
        work, copying = self.work, self.copying
        self.copying = None
        copy = work.copied(quietly=True, begun=copying)
        try:
            work.reading.commit(changes)
        except Exception:
            if copy and not work.reading.changed:
                _taken_away(copy)
            raise
        if copy:
            work.thin_out(copy)


def _taken_away(copy: Path) -> None:
    """Without a backup that nobody needs, nor the folder when it was the only one."""
    with suppress(OSError):
        copy.unlink()
        copy.parent.rmdir()


@dataclass
class Work(Questions):
    """One press of a button. `book` is xlwings' Book, `tables` the same workbook as Tables."""

    button: Button
    book: Host
    desk: Desk
    now: Callable[[], datetime] = datetime.now
    _begun: list[Copying] = field(default_factory=list, init=False)

    @cached_property
    def words(self) -> Words:
        """What puts messages into words: in the language that the user chose, else in the
        workbook's.
        """
        return Words(settings.chosen_language() or self._spoken())

    def _spoken(self) -> str:
        """The language of the workbook; both where it cannot be read, which its job will say."""
        with suppress(Exception):
            self.reading.read(("about",))
            return self.reading.language
        return BOTH

    @property
    def title(self) -> str:
        """What the button is called: the title of its messages."""
        return self.words(self.button.text, " ")

    @cached_property
    def reading(self) -> OpenWorkbook:
        """The open workbook, to be read."""
        found = OpenWorkbook(self.book)
        found.counting = self.counting
        return found

    @property
    def changed(self) -> bool:
        """Whether this press changed the open workbook's tables."""
        return "reading" in vars(self) and self.reading.changed

    def writing(self) -> Tables:
        """The open workbook, to be written: behind a backup, and so that the write can be taken
        back.

        Raises FileError for a workbook that could not be saved afterwards.
        """
        self.refuse_read_only()
        return Journaled(BackedUp(self), self.journal, self.title)

    def refuse_read_only(self) -> None:
        """Raise FileError for a workbook that was opened to be read only."""
        if self.desk.read_only:
            raise FileError(
                Text(
                    "工作簿是以只读方式打开的，写入后无法保存；请关闭后以可编辑方式打开（或先另存"
                    "为），再试。",
                    "The workbook was opened read-only, so nothing that is written could be "
                    "saved; open it for editing "
                    "(or save it under another name) and try again.",
                )
            )

    @property
    def journal(self) -> Journal:
        """What buttons wrote into this workbook."""
        return Journal(settings.folder(), str(self.path or self.book.name))

    @property
    def path(self) -> Path | None:
        """Where the workbook lies on this machine; None when it was never saved, or lies in a
        cloud alone.
        """
        with suppress(Exception):
            path = Path(self.book.fullname)
            return path if path.is_absolute() and path.parent.is_dir() else None
        return None

    def saved_path(self) -> Path:
        """Where the workbook lies on this machine. Raises FileError when it was never saved
        here.
        """
        if self.path is None:
            raise FileError(
                Text("请先把工作簿存到本机。", "Save the workbook on this machine first.")
            )
        return self.path

    def back_up(self) -> Path | None:
        """A dated copy in the folder beside the workbook, of which older ones go; None when there
        is no such place.

        Raises FileError when the copy cannot be written.
        """
        copy = self.copied()
        if copy:
            self.thin_out(copy)
        return copy

    def begin_copy(self) -> Copying | None:
        """Begin with a copy of the workbook as it stands, which is finished beside what follows;
        None when there is no place for one, or it cannot be made.
        """
        if self.path is not None:
            with suppress(Exception):
                self._begun.append(self.desk.begin_copy())
                return self._begun[-1]
        return None

    def end(self) -> None:
        """Let go of what was begun and is not needed."""
        while self._begun:
            self._begun.pop().drop()

    def copied(self, quietly: bool = False, begun: Copying | None = None) -> Path | None:
        """A dated copy in the folder beside the workbook, `begun` or not; None when there is no
        such place.

        Raises FileError when the copy cannot be written, unless `quietly`: then the write goes on
        without.
        """
        if self.path is None:
            return None
        copy = new_copy(self.path)
        try:
            make_folder(self.path)
            (begun.save if begun else self.desk.save_copy)(copy)
            guarded(copy, self.path)
        except Exception:
            if not quietly:
                raise
            return None
        return copy

    def thin_out(self, newest: Path) -> None:
        """Take the oldest copies away, as the policy says; the one just made stays."""
        if self.path is not None:
            prune(self.path, newest, kept_by(self.reading))

    def closings(self) -> Closings:
        """The closed periods."""
        return closings(load_all(self.reading, ("closes",)).records["closes"])

    def tell(self, said: Text, more: str = "") -> None:
        """Say what was done."""
        self._say(self.words(said), more)

    def _say(self, text: str, more: str) -> None:
        whole = f"{text}\n\n{more}" if more else text
        if len(whole) <= LONG:
            self.desk.tell(self.title, whole)
        else:
            self.desk.show(self.title, whole)

    def show(self, text: str) -> None:
        """Show a text, long or short."""
        self._say(text, "")

    def agree(self, said: Text, more: str = "", writes: bool = True) -> None:
        """Ask whether to go on; what keeps the answer from being written is said before, where the
        workbook is written. Raises Cancelled, FileError.
        """
        if writes:
            self.refuse_read_only()
        text = self.words(said)
        whole = f"{text}\n\n{more}" if more else text
        if len(whole) > LONG:
            # The box would not hold it: the whole is shown beside it.
            self.desk.show(self.title, more)
            whole = text
        if not self.desk.confirm("agree", self.title, whole):
            raise Cancelled

    def next_month(self) -> Month:
        """The month to close next: behind the last that was closed, or the first with receipts, or
        this one.
        """
        return next_month(self.reading, self.now().date())

    def progress(self, said: Text) -> None:
        """Say what is going on."""
        self.desk.progress(f"TradeDept: {self.words(said, ' ')}")

    def counting(self, said: Text) -> Progress:
        """What says how many of how many are done."""
        return lambda done, of: self.progress(
            Text(f"{said.zh} {done}/{of}", f"{said.en} {done} of {of}")
        )

    def short_issues(self, issues: Sequence[Issue]) -> str:
        """The first issues, as a message box shows them."""
        return self.words.issues(issues, SHORT)
