"""LibreOffice as xlwings' engine: the program, its open documents, their sheets."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import unohelper

from xlpy.libreoffice.engine.area import Range, coordinates
from xlpy.libreoffice.engine.followers import Followers
from xlpy.libreoffice.engine.named import Names, PageSetup, Resized
from xlpy.libreoffice.engine.recording import is_recorded, record
from xlpy.libreoffice.engine.tables import Tables
from xlpy.libreoffice.engine.values import ErrorValue
from xlpy.libreoffice.unotypes import Uno


class Engine:
    """What xlwings asks of an engine."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self, context):
        self.context = context
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: object, date_format: object = None) -> object:
        """A value as it is written."""
        return value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[object]],
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,
    ) -> list[list]:
        """Values as a reader asked for them."""
        clean = _Cleaner(datetime_builder, empty_as, number_builder, err_to_str)
        # Most cells hold numbers and texts, which are what they are.
        plain = {str, bool} if number_builder else {str, bool, float}
        plain |= {type(None)} if empty_as is None else set()
        return [[v if type(v) in plain else clean(v) for v in row] for row in data]


class _Cleaner:
    def __init__(self, datetime_builder, empty_as, number_builder, err_to_str):
        self.moment = datetime_builder
        self.empty = empty_as
        self.number = number_builder
        self.errors = err_to_str

    def __call__(self, value):
        if value is None:
            return self.empty
        if isinstance(value, float):
            return value if self.number is None else self.number(value)
        if isinstance(value, ErrorValue):
            return str(value) if self.errors else self.empty
        if isinstance(value, (str, bool)):
            return value
        return self.moment(
            year=value.year,
            month=value.month,
            day=value.day,
            hour=value.hour,
            minute=value.minute,
            second=value.second,
            microsecond=value.microsecond,
            tzinfo=None,
        )


class Apps:
    """The one running program."""

    def __init__(self, engine):
        self._app = App(engine)

    def keys(self) -> list[int]:
        """The programs' process numbers."""
        return [self._app.pid]

    def __iter__(self) -> Iterator["App"]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key) -> "App":
        return self._app


class App:
    """The program."""

    display_alerts = True
    interactive = True

    def __init__(self, engine):
        self.engine = engine
        self.context = engine.context
        self.desktop = engine.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", engine.context
        )
        self.books = Books(self)
        self.formulas: set[str] = set()
        self._resized = Resized()

    @property
    def api(self) -> Uno:
        """UNO's desktop."""
        return self.desktop

    @property
    def pid(self) -> int:
        """The number of the process that holds these objects."""
        return os.getpid()

    @property
    def _document(self):
        return self.books.active.document

    @property
    def screen_updating(self) -> bool:
        """Whether the windows show what changes."""
        return not self._document.hasControllersLocked()

    @screen_updating.setter
    def screen_updating(self, shown: bool) -> None:
        document = self._document
        if shown:
            self._resized.look_up()
            while document.hasControllersLocked():
                document.unlockControllers()
        elif not document.hasControllersLocked():
            document.lockControllers()

    def look_up_names(self, document: Uno, table: str) -> None:
        """Let names that refer to a table see its new size; while windows show nothing of it this
        waits, and is done once for all tables.
        """
        self._resized.add(document, table)
        if self.screen_updating:
            self._resized.look_up()

    @property
    def enable_events(self) -> bool:
        """Whether LibreOffice notices what is done, and records it so that it can be undone."""
        return is_recorded(self._document)

    @enable_events.setter
    def enable_events(self, noticed: bool) -> None:
        document = self._document
        if noticed == is_recorded(document):
            return
        record(document, noticed)

    @property
    def calculation(self) -> str:
        """`automatic` or `manual`."""
        return "automatic" if self._document.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, mode: str) -> None:
        self._document.enableAutomaticCalculation(mode == "automatic")

    def calculate(self) -> None:
        """Compute what has changed."""
        self._document.calculate()

    @property
    def selection(self) -> Range | None:
        """The selected cells; None when something else is selected, or several ranges are."""
        controller = self._document.CurrentController
        found = controller.getSelection() if controller else None
        if found is None or not hasattr(found, "RangeAddress"):
            return None
        book = self.books.active
        return Range(book.sheets(found.RangeAddress.Sheet + 1), found)

    @property
    def visible(self) -> bool:
        """Whether the active document has a window that is shown."""
        return bool(self._document.CurrentController.Frame.ContainerWindow.isVisible())


class Books:
    """The open spreadsheets. `active` is the one that was spoken of last, else the one in front."""

    def __init__(self, app):
        self.app = app
        self.api = app.desktop.Components
        self._active = None

    def of(self, document: Uno) -> "Book":
        """The book of a document, which becomes the active one."""
        self._active = Book(self.app, document)
        return self._active

    @property
    def active(self) -> "Book":
        """The active book."""
        return self._active or self.of(self.app.desktop.CurrentComponent)

    def _documents(self) -> list:
        return [d for d in self.api if d.supportsService("com.sun.star.sheet.SpreadsheetDocument")]

    def __iter__(self) -> Iterator["Book"]:
        return (Book(self.app, document) for document in self._documents())

    def __len__(self) -> int:
        return len(self._documents())

    def __call__(self, key: str | int) -> "Book":
        """A book by its file's name, or by its place from 1."""
        found = list(self)
        book = (
            found[key - 1]
            if isinstance(key, int)
            else next((b for b in found if b.name == key), None)
        )
        if book is None:
            raise KeyError(key)
        return self.of(book.document)


class Book:
    """A document."""

    def __init__(self, app, document):
        self.app = app
        self.document = document
        self.sheets = Sheets(self)
        self._tables: tuple = ((), {})

    @property
    def api(self) -> Uno:
        """UNO's document."""
        return self.document

    @property
    def fullname(self) -> str:
        """The file's path; the title of a document that has none yet."""
        url = self.document.URL
        return unohelper.fileUrlToSystemPath(url) if url else self.document.Title

    @property
    def name(self) -> str:
        """The file's name."""
        return os.path.basename(self.fullname)

    @property
    def tables(self) -> dict[int, list[str]]:
        """The tables' names by their sheet's place, from 0; looked up once while the tables stay
        the same.
        """
        known = self.document.DatabaseRanges
        state = known.ElementNames, self.document.Sheets.ElementNames
        if state != self._tables[0]:
            found: dict[int, list[str]] = {}
            for name in state[0]:
                found.setdefault(known.getByName(name).DataArea.Sheet, []).append(name)
            self._tables = state, found
        return self._tables[1]

    @cached_property
    def followers(self) -> Followers:
        """What refers to cells, as it is when it is first asked."""
        return Followers(self.document)

    @property
    def names(self) -> "Names":
        """The workbook's defined names."""
        return Names(self)

    def activate(self) -> None:
        """Bring the window to the front."""
        self.document.CurrentController.Frame.activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save the document where it is; its tables go into the file through our editor."""
        if path is not None:
            raise NotImplementedError("saving under another name")
        self.document.store()

    def close(self) -> None:
        """Close the document, saved or not."""
        self.document.close(True)


class Sheets:
    """The sheets of a book."""

    def __init__(self, book):
        self.book = book
        self.api = book.document.Sheets

    @property
    def active(self) -> "Sheet":
        """The sheet in front."""
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)

    def __call__(self, key: str | int) -> "Sheet":
        """A sheet by its name, or by its place from 1."""
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        if not self.api.hasByName(key):
            raise KeyError(key)
        return Sheet(self.book, self.api.getByName(key))

    def __len__(self) -> int:
        return self.api.Count

    def __iter__(self) -> Iterator["Sheet"]:
        # Whoever goes through all sheets looks at their tables: those are looked up once for all.
        tables = self.book.tables
        for at in range(self.api.Count):
            sheet = Sheet(self.book, self.api.getByIndex(at))
            sheet.named = tables.get(at, [])
            yield sheet
            # Who keeps it looks them up: later they may be others.
            sheet.named = None


class Sheet:
    """A sheet; `sheet` is UNO's. `named`: the names of its tables, while they are known."""

    def __init__(self, book, sheet):
        self.book = book
        self.api = self.sheet = sheet
        self.named: list[str] | None = None

    @property
    def name(self) -> str:
        """The name on the tab."""
        return self.sheet.Name

    @name.setter
    def name(self, name: str) -> None:
        self.sheet.Name = name

    @property
    def index(self) -> int:
        """The place among the sheets, from 1."""
        return self.sheet.RangeAddress.Sheet + 1

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""
        return self.sheet.IsVisible

    @visible.setter
    def visible(self, shown: bool) -> None:
        self.sheet.IsVisible = shown

    @property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self)

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, self.cells_of(self.sheet.RangeAddress))

    @property
    def used_range(self) -> Range:
        """All cells up to the last that holds something."""
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        at = cursor.RangeAddress
        return Range(self, self.cells_at(0, 0, at.EndRow, at.EndColumn))

    @property
    def page_setup(self) -> PageSetup:
        """How the sheet is printed."""
        return PageSetup(self)

    def cells_at(self, top: int, left: int, bottom: int, right: int) -> Uno:
        """UNO's range by its corners, from 0."""
        return self.sheet.getCellRangeByPosition(left, top, right, bottom)

    def cells_of(self, area: Uno) -> Uno:
        """UNO's range of an address."""
        return self.cells_at(area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)

    def range(self, arg1: object, arg2: object = None) -> Range:
        """The range between two cells (row and column from 1, or ranges), of an address, or of a
        name.
        """
        if isinstance(arg1, str) and arg2 is None:
            return self._by_text(arg1)
        (top, left), _ = self._corners(arg1)
        _, (bottom, right) = self._corners(arg1 if arg2 is None else arg2)
        return Range(self, self.cells_at(top - 1, left - 1, bottom - 1, right - 1))

    def _corners(self, given) -> tuple:
        if isinstance(given, str):
            given = self._by_text(given)
        if isinstance(given, Range):
            rows, columns = given.shape
            return (given.row, given.column), (given.row + rows - 1, given.column + columns - 1)
        # xlwings says first row and column, and at times how many of each.
        row, column, rows, columns = (*given, 1, 1)[:4]
        return (row, column), (row + rows - 1, column + columns - 1)

    def _by_text(self, text: str) -> Range:
        if corners := coordinates(text):
            top, left, bottom, right = corners
            return Range(self, self.cells_at(top - 1, left - 1, bottom - 1, right - 1))
        return self.book.names(text).refers_to_range

    def activate(self) -> None:
        """Bring the sheet to the front."""
        self.book.document.CurrentController.setActiveSheet(self.sheet)

    select = activate

    def clear_contents(self) -> None:
        """Empty all cells; formats stay."""
        self.cells.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        """Fit heights and widths to what the cells hold."""
        self.used_range.autofit(axis)
