"""LibreOffice as a second opinion: what it computes for every formula of a workbook, from nothing.

One LibreOffice, without the extension, for all tests of a run: started by the first that asks,
ended with the run.
"""

import atexit
import re
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from barebook import without_what_computes_nothing, without_what_only_looks
from lo import Driver
from office import absent
from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter, rows_from_range
from openpyxl.utils.datetime import from_excel
from readings import partly_loaded, stored

from xlpy.programs.libreoffice import own_python, soffice

CELLS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")
_CSV = "Text - txt - csv (StarCalc)"
_ALL_SHEETS = "44,34,76,1,,0,false,true,false,false,false,-1"
Results = dict[tuple[str, str], object]
"""Sheet and cell → what its formula gives: a number (a day is one, too), a text, `#N/A`, None for
an empty text.
"""


class _Calculator(Driver):
    def __init__(self, program: Path):
        self.folder = Path(mkdtemp(prefix="tradedept-calculating-"))
        super().__init__(program, self.folder / "home")
        atexit.register(self.end)
        self.start_plain(program=str(program), profile=str(self.folder / "profile"))

    def end(self):
        super().end()
        shutil.rmtree(self.folder, ignore_errors=True)


_RUNNING: list[_Calculator] = []
"""The last of them is asked."""
_LAST: list = []
"""What was asked last, and its results."""


def _calculator() -> _Calculator:
    if not _RUNNING:
        _RUNNING.append(_started())
    return _RUNNING[-1]


def _started() -> _Calculator:
    program = soffice()
    if program is None or own_python(program) is None:
        absent(
            "LibreOffice with its Python is not installed; what LibreOffice computes was NOT tested"
        )
    return _Calculator(program)


@contextmanager
def started_anew() -> Iterator[None]:
    """For a while another LibreOffice is asked, that is started in the surroundings of now, such
    as a language.
    """
    office = _started()
    _RUNNING.append(office)
    try:
        yield
    finally:
        _RUNNING[:] = [one for one in _RUNNING if one is not office]
        office.end()


@contextmanager
def _open(book: Path, always: bool) -> Iterator[_Calculator]:
    """A workbook in LibreOffice, every formula computed anew, or as LibreOffice opens any."""
    office = _calculator()
    try:
        office.computing(always=always)
        name = office.open_book(path=str(book))
        yield office
        office.close_book(book=name)
    except AssertionError:
        # It may be gone, or keep the workbook: the next who asks gets another.
        _RUNNING.remove(office)
        raise


def recalculated(book: Path, folder: Path) -> Path:
    """A copy of a workbook, saved by LibreOffice after it computed every formula anew."""
    return _saved(book, folder / "recalculated", always=True)


def opened(book: Path, folder: Path) -> Path:
    """A copy of a workbook, saved by LibreOffice after it opened it as it opens any."""
    return _saved(book, folder / "opened", always=False)


def as_csv(book: Path, folder: Path) -> None:
    """Every sheet of a workbook, as LibreOffice shows it when it opens it as it opens any:
    `book-sheet.csv`.
    """
    path = folder / f"{book.stem}.csv"
    with _open(book, always=False) as office:
        office.save_as(book=str(book), path=str(path), name=_CSV, options=_ALL_SHEETS)


def everything(book: Path) -> dict[str, dict[str, object]]:
    """What every cell that shows something shows in LibreOffice, every formula computed anew:
    sheet → reference → value, a day where LibreOffice shows one.

    It tells in a second what it would take ten to save.
    """
    with TemporaryDirectory(prefix="tradedept-") as folder:
        bare = without_what_only_looks(book, Path(folder))
        with _open(bare, always=True) as office:
            sheets = office.everything(book=str(bare))
    found = {}
    for sheet, (rows, days) in sheets.items():
        shows = _by_reference(1, 1, rows)
        cells = found[sheet] = {ref: value for ref, value in shows.items() if value is not None}
        for area in days:
            for ref in chain(*rows_from_range(_area(*area))):
                if isinstance(cells.get(ref), (int, float)):
                    cells[ref] = from_excel(cells[ref])
    return found


def _saved(book: Path, folder: Path, always: bool) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    found = folder / f"{book.stem}.xlsx"
    with _open(book, always) as office:
        office.save_as(book=str(book), path=str(found))
    return found


def results(book: Path, always: bool = True) -> Results:
    """What LibreOffice computes for every formula of a workbook; the same LibreOffice computes a
    file that is asked for twice in a row once. (Formulas can show its name.)
    """
    asked = _calculator(), book.name, sha256(book.read_bytes()).digest(), always
    if _LAST[:1] != [asked]:
        _LAST[:] = [asked, _results(book, always)]
    return _LAST[1]


def _results(book: Path, always: bool) -> Results:
    with TemporaryDirectory(prefix="tradedept-") as folder:
        bare = without_what_computes_nothing(book, Path(folder))
        with _open(bare, always) as office:
            areas = office.results(book=str(bare))
    return {
        (sheet, ref): value
        for sheet, found in areas.items()
        for area in found
        for ref, value in _by_reference(*area).items()
    }


def _area(left: int, top: int, right: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _by_reference(left: int, top: int, rows: list[list]) -> dict[str, object]:
    """Reference → value, of rows of values from the cell `left`, `top` on."""
    return {
        f"{get_column_letter(left + x)}{top + y}": value["error"]
        if isinstance(value, dict)
        else value
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
    }


def shown(book: Path, *sheets: str, always: bool = True) -> Workbook:
    """A workbook as LibreOffice shows it: what it computes where there is a formula, else what the
    file holds. Where sheets are named, the others have no cells.
    """
    seen = partly_loaded(book, *sheets) if sheets else loaded(book, values=True)
    for (sheet, place), value in results(book, always).items():
        if sheets and sheet not in sheets:
            continue
        cell = seen[sheet][place]
        is_day = isinstance(value, (int, float)) and is_date_format(cell.number_format)
        cell.value = from_excel(value) if is_day else value
    return seen


def loaded(path: Path, values: bool) -> Workbook:
    """A workbook by openpyxl: the values that the file holds, or its formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl tells of extensions that it drops; nothing is saved here
        return load_workbook(path, data_only=values)


def formulas_that_differ(book: Path) -> tuple[int, list[str]]:
    """How many formulas a workbook has, and those whose cached value LibreOffice does not compute.

    Not those with functions of ours, which this LibreOffice lacks: `test_libreoffice_functions.py`
    asks one that has.
    """
    file, theirs = stored(book), results(book)
    ours = {(sheet, place): value for sheet, place, _, value in file.values}
    python = with_functions_of_ours(file.formulas)
    # An array formula over several cells stands in the file's first one alone.
    asked = sorted(theirs.keys() - python)
    assert asked and {(sheet, place) for sheet, place, _ in file.formulas} <= {*asked, *python}
    found = [
        f"{sheet} {place}: {ours.get((sheet, place))!r}, LibreOffice {theirs[sheet, place]!r}"
        for sheet, place in asked
        if not same(ours.get((sheet, place)), theirs[sheet, place])
    ]
    return len(asked), found


def with_functions_of_ours(formulas: set[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """The cells (sheet and place) whose formulas call TD_ functions or refer, directly or not, to
    cells that do.

    `formulas`: sheet, place, text. What a formula refers to is looked for on its own sheet.
    """
    plain = {(sheet, place): re.sub(r'"[^"]*"', "", text) for sheet, place, text in formulas}
    found = {at for at, text in plain.items() if "TD_" in text}
    sheets = {sheet for sheet, _ in found}
    named = {
        at: {(at[0], place) for place in referred_to(text)}
        for at, text in plain.items()
        if at[0] in sheets
    }
    grown = bool(found)
    while grown:
        more = {at for at, places in named.items() if found & places}
        grown = not more <= found
        found |= more
    return found


def referred_to(formula: str) -> Iterator[str]:
    for left, top, right, bottom in CELLS.findall(formula):
        for line in rows_from_range(f"{left}{top}:{right or left}{bottom or top}"):
            yield from line


def same(one: object, other: object) -> bool:
    """Whether two results are one; an empty text is none."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return (one or "") == (other or "") if not isinstance(one, (int, float)) else one == other
