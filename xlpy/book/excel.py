"""Tables over an open workbook, through xlwings: in Excel, or in LibreOffice by its own engine.

Cells are read and written in blocks. What the user sees stays as it is: selection, active sheet,
calculation mode.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from xlpy.book.hosts import Host
from xlpy.book.livecells import Undo
from xlpy.book.liverows import LiveTable
from xlpy.book.spoken import in_language
from xlpy.book.tables import Change, RawTable, no_table_there
from xlpy.book.version import SIGNS, check_layout, language_in, missing_tables
from xlpy.core.issues import FileError, XlpyError
from xlpy.core.progress import Counting, silent
from xlpy.core.text import BOTH, Text, halves

_WRITTEN, _VERIFIED = Text("写入", "written, rows"), Text("核对写入的", "verified, rows")


class OpenWorkbook:
    """An open workbook as Tables; `book` is xlwings' Book. With `older` one of an earlier layout
    can be used, too.
    """

    def __init__(self, book, older: bool = False):
        self.book = book
        self.older = older
        self.changed = False
        """Whether a commit landed, or could not be taken back."""
        self.language = BOTH
        """The language that the workbook is in, as it was first read."""
        self.counting: Counting = silent
        """What shows how far a long write is."""
        self._checked = False
        self._known: dict[str, tuple[Host, Host]] = {}

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys; and those of `maybe`, which may be missing.

        Raises FileError when one of `keys` is missing, or the workbook has another layout than this
        program's.
        """
        found = {key: table.read() for key, table in self._tables(keys).items()}
        return found | {key: self._read_maybe(key) for key in maybe if key not in found}

    def _read_maybe(self, key: str) -> RawTable:
        try:
            return self._tables([key])[key].read()
        except FileError:
            return no_table_there(key)

    @property
    def is_checked(self) -> bool:
        """Whether it was found to be of a layout that can be used."""
        return self._checked

    def show(self, key: str) -> None:
        """Bring the sheet of a table to the front, also one that is hidden.

        Raises FileError when the table is missing.
        """
        _to_the_front(self._tables([key])[key].sheet)

    def show_view(self, name: str, instead: str) -> None:
        """Bring a sheet of formulas to the front, of its name in both languages; where the workbook
        has none of that name, the sheet of the table `instead`.

        Raises FileError when that is missing, too.
        """
        names = {name, *halves(name)}
        found = [sheet for sheet in self.book.sheets if sheet.name in names]
        if found:
            _to_the_front(found[0])
        else:
            self.show(instead)

    def choose(self, name: str, text: str) -> None:
        """Choose a text in the cell of that name; nothing where there is no such cell.

        It is entered although it may stand there already: LibreOffice then computes what depends
        on it, which it does not when the tables below have grown.
        """
        if name in self.book.names:
            self.book.names[name].refers_to_range.value = text

    def go_to(self, key: str, row: int, column: str | None) -> None:
        """Select a cell of a table by its sheet row, its sheet in front. Raises FileError when the
        table is missing.
        """
        _, row, at = self.place_of(key, row, column)
        self.show(key)
        self._tables([key])[key].sheet.range((row, at)).select()

    def place_of(self, key: str, row: int, column: str | None) -> tuple[str, int, int]:
        """The sheet, row and column of a cell of a table by its sheet row. Raises FileError when
        the table is missing.
        """
        table = self._tables([key])[key]
        return table.sheet.name, row, table.first[1] + table.places.get(column or "", 0)

    def uncover(self, name: str) -> None:
        """Bring a sheet of ours that is no table into view, if the workbook has it; by its name in
        both languages.
        """
        for sheet in self.book.sheets:
            if sheet.name in (name, *halves(name)) and not sheet.visible:
                sheet.visible = True

    def commit(self, changes: Sequence[Change]) -> None:
        """Write all changes or none. Raises FileError when one cannot be written; then all is as
        it was.
        """
        keys = [change.table for change in changes]
        tables = self._tables(keys)
        plans = [
            tables[change.table].planned(change) for change in in_language(changes, self.language)
        ]
        before = {key: table.read() for key, table in tables.items()}
        undo: Undo = []
        with undisturbed(self.book.app):
            try:
                for plan in plans:
                    sheet = plan.table.sheet.name
                    plan.write(undo, self.counting(_WRITTEN))
                for plan in plans:
                    plan.confirm(self.counting(_VERIFIED))
            except Exception as failure:
                for step in reversed(undo):
                    # The step that failed may not be taken back either; what counts is what stands
                    # there then.
                    with suppress(Exception):
                        step()
                raise self._failure(failure, sheet, self.read(keys) == before) from failure
        self.changed = True

    def _failure(self, failure: Exception, sheet: str, restored: bool) -> XlpyError:
        """What to say of a write that failed at a sheet, the steps before it taken back."""
        if not restored:
            self.changed = True
            return broken_off(str(failure))
        if isinstance(failure, XlpyError):
            return failure
        return refused(_said_by_program(failure), sheet)

    def _tables(self, keys: Iterable[str]) -> dict[str, LiveTable]:
        """The tables that bear our keys as names, whatever the case. Raises FileError naming what
        is missing.
        """
        keys = list(dict.fromkeys(keys))
        found = self._known
        missing = [key for key in keys if key not in found]
        if missing:
            found = self._known = {
                table.name.casefold(): (sheet, table)
                for sheet in self.book.sheets
                for table in sheet.tables
            }
            missing = [key for key in keys if key not in found]
        if not self._checked and found.keys() & set(SIGNS):
            about = LiveTable("about", *found["about"]).read() if "about" in found else None
            self.language = language_in(about)
            check_layout(about, self.book.name, older=self.older and not missing)
            # A button asks often; the layout does not change meanwhile.
            self._checked = not missing
        if missing:
            raise missing_tables(self.book.name, missing, found)
        return {key: LiveTable(key, *found[key]) for key in keys}


def _to_the_front(sheet: Host) -> None:
    if not sheet.visible:
        sheet.visible = True
    sheet.activate()


@contextmanager
def undisturbed(app: Host) -> Iterator[None]:
    """Nothing flickers, computes or reacts while we write; afterwards all is set as the user had
    it.
    """
    wanted = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
    before = {name: getattr(app, name) for name in wanted}
    selection = selected_cells(app)
    try:
        for name, value in wanted.items():
            setattr(app, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(app, name, value)
        if selection is not None and selected_cells(app) != selection:
            with suppress(Exception):
                selection.select()


def selected_cells(app: Host) -> Host:
    """The selected cells; None when something else is selected, such as a chart."""
    try:
        found = app.selection
        # What is no range has no address.
        return found if found is not None and found.address else None
    except Exception:
        return None


def broken_off(said: str) -> FileError:
    """A write that broke off, and was not taken back; `said`: why."""
    return FileError(
        Text(
            f"写入中断，而且没能恢复原样：{said}。请不要保存，关闭后从备份打开。",
            f"The write broke off and could not be taken back: {said}. Do not save; "
            "close the workbook and open "
            "the backup.",
        )
    )


def refused(said: str, sheet: str) -> FileError:
    """The spreadsheet program said no: a protected sheet, a cell being edited, an open dialog."""
    return FileError(
        Text(
            f"没有写入，工作簿已恢复原样：工作表“{sheet}”不让写（受保护？请撤销保护；正在编辑单元"
            f"格？请先按回车）。{said}",
            f'Nothing was written and the workbook is as it was: the sheet "{sheet}" cannot be '
            "written (protected? Lift "
            f"the protection; a cell being edited? Press Enter first). {said}",
        )
    )


def _said_by_program(failure: Exception) -> str:
    """The program's own words; of what comes from Excel on Windows the sentence alone."""
    told = getattr(failure, "excepinfo", None)
    return str(told[2] if told and told[2] else failure).strip()
