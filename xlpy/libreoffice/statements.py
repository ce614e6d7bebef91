"""The statements of a closed workbook as PDF: by LibreOffice without a window, or by Excel where
there is none.

LibreOffice's own Python shows and prints them, `python -m xlpy.libreoffice.statements`: a JSON
document in, a line out for each that is done.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Timer

from xlpy.book.paths import as_text
from xlpy.core.issues import FileError, XlpyError
from xlpy.core.progress import Progress
from xlpy.core.text import Text
from xlpy.documents.files import all_or_none
from xlpy.documents.pdf import excel, no_program, not_printed
from xlpy.documents.statements import (
    CHOOSERS,
    Statement,
    no_cell,
    print_statements,
    there_already,
)
from xlpy.files.opened import open_package
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.archive import write_copy
from xlpy.ooxml.formulas import references
from xlpy.ooxml.package import Package, rels_of
from xlpy.ooxml.unreferred import without_unreferred
from xlpy.ooxml.xmlparts import Element, removal, spliced
from xlpy.programs.libreoffice import (
    forget_profile,
    keep_profile,
    lent_profile,
    own_python,
    ready,
    soffice,
    unseen_environment,
)

_DRAWING = re.compile(rb"<(?:\w+:)?drawing\s[^<>]*/>")
_MACROS = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*/vbaProject[\"'][^<>]*/>")
_TITLES = "_xlnm.Print_Titles"
"""The name of the rows that a sheet repeats on each page."""
_SECONDS_EACH, _SECONDS_START = 20, 180


def print_closed(
    path: Path,
    wanted: Sequence[Statement],
    folder: Path,
    replace: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Print statements of a workbook's file into a folder; the PDF files.

    The workbook is not touched: a copy of it is opened. Raises FileError when no program can print
    them, a file is there already (not with `replace`), or one cannot be written.
    """
    if not replace and (old := there_already(wanted, folder)):
        more = len(old) - 1
        zh, en = (f" 等 {more + 1} 个文件", f" and {more} more") if more else ("", "")
        raise FileError(
            Text(
                f"“{folder}”里已有“{old[0]}”{zh}；请换个文件夹，或加 --replace 替换。",
                f'"{folder}" already has "{old[0]}"{en}; choose another folder, or replace them '
                "with --replace.",
            )
        )
    with tempfile.TemporaryDirectory(prefix="tradedept-") as temporary:
        program = _program()
        copy = Path(temporary, as_text(path.name))
        _bare_copy(path, copy, wanted, blank=isinstance(program, Path))
        with all_or_none(folder) as staged:
            # Printed beside the copy: the folder's path may be no text, and LibreOffice knows no
            # such path.
            printed = copy.with_name("printed")
            printed.mkdir()
            _print(program, copy, wanted, printed, progress)
            for each in wanted:
                shutil.move(printed / each.file, staged / each.file)
    return [folder / statement.file for statement in wanted]


def _bare_copy(path: Path, copy: Path, wanted: Sequence[Statement], blank: bool) -> None:
    """Make a copy without macros, and without the charts and repeated rows of sheets that are not
    printed: a program takes most of its time to open the workbook for them.

    `blank`: also without the cells of sheets to which nothing refers. LibreOffice shows a sheet
    whose part is not named as blank; Excel would repair the file.

    Raises FileError where no name leads to a cell that a statement needs, without opening it.
    """
    with open_package(path) as package, copy.open("wb") as file:
        _refuse_without_cells(package, wanted)
        printed = _printed_sheets(package)
        parts = {
            sheet.part: _DRAWING.sub(b"", package.data(sheet.part))
            for sheet in package.sheets
            if sheet.name.casefold() not in printed
        }
        links = rels_of(package.workbook)
        parts[links] = _MACROS.sub(b"", package.data(links))
        if blank:
            parts[links] = without_unreferred(package, parts[links], printed)
        parts[package.workbook] = _without_titles(package, printed)
        write_copy(package.archive, file, parts, frozenset())


def _refuse_without_cells(package: Package, wanted: Sequence[Statement]) -> None:
    there = {each.attributes.get("name") for each in package.defined_names()}
    for kind in dict.fromkeys(each.kind for each in wanted):
        for name in CHOOSERS[kind]:
            if name not in there:
                raise no_cell(name)


def _without_titles(package: Package, printed: set[str]) -> bytes:
    """The workbook's part without the names of the rows that sheets which are not printed repeat on
    each page: for each such name LibreOffice works out the page breaks of all sheets anew.
    """
    data = package.data(package.workbook)
    named = [each for each in package.defined_names() if each.attributes.get("name") == _TITLES]
    return spliced(data, [removal(data, each) for each in named if not _sheets_of(each) & printed])


def _printed_sheets(package: Package) -> set[str]:
    """The sheets of the statements, in small letters: those with the cells that choose what is
    shown.
    """
    choosers = {name for names in CHOOSERS.values() for name in names}
    return {
        sheet
        for element in package.defined_names()
        if element.attributes.get("name") in choosers
        for sheet in _sheets_of(element)
    }


def _sheets_of(named: Element) -> set[str]:
    """The sheets that a name refers to, in small letters."""
    return {found.sheet.casefold() for found in references(named.text) if found.sheet}


def _program() -> Path | FileError:
    """The LibreOffice that prints; or why none does, where Excel must."""
    try:
        return ready()
    except FileError as failed:
        return failed if soffice() else no_program()


def _print(
    program: Path | FileError,
    copy: Path,
    wanted: Sequence[Statement],
    out: Path,
    progress: Progress | None,
) -> None:
    if isinstance(program, Path):
        _by_libreoffice(program, copy, wanted, out, progress)
        return
    with excel(program) as app:
        print_statements(app.books.open(copy), wanted, out, progress)


def _by_libreoffice(
    program: Path, copy: Path, wanted: Sequence[Statement], out: Path, progress: Progress | None
) -> None:
    profile = copy.with_name("profile")
    asked = {
        "program": str(program),
        "profile": str(profile),
        "book": str(copy),
        "out": str(out),
        "statements": [
            (each.kind, [_plain(value) for value in each.values], each.file) for each in wanted
        ],
    }
    lent = lent_profile(profile)
    said = _said(program, asked, copy.parent, progress)
    if said is not None and lent:
        # It may be the profile's fault.
        forget_profile()
        shutil.rmtree(profile)
        lent, said = False, _said(program, asked, copy.parent, progress)
    if said is not None:
        raise not_printed(out / wanted[0].file, said)
    if not lent:
        keep_profile(profile)


def _said(program: Path, asked: dict, folder: Path, progress: Progress | None) -> str | None:
    """Print what is asked for; None, or what the programs said when they broke down. Raises
    FileError with why a statement cannot be printed.
    """
    surroundings = unseen_environment() | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONUTF8": "1",
    }
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            [own_python(program), "-m", "xlpy.libreoffice.statements"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
            env=surroundings,
            cwd=folder,
        )
        with process:
            process.stdin.write(json.dumps(asked))
            process.stdin.close()
            failure = _followed(process.stdout, len(asked["statements"]), progress)
        if failure:
            raise FileError(Text(*failure))
        complaints.seek(0)
        return complaints.read() if process.returncode else None


def _followed(lines, count: int, progress: Progress | None) -> list | None:
    """Tell what is done as it is; why not all was, where the program says so."""
    for line in lines:
        done = json.loads(line)
        if isinstance(done, list):
            return done
        if progress:
            progress(done, count)
    return None


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def _statement(kind: str, values: list, file: str) -> Statement:
    first = values[0]
    return Statement(
        kind, (date.fromisoformat(first) if isinstance(first, str) else first, *values[1:]), file
    )


def main() -> None:
    """Print what one JSON document asks for."""
    from xlpy.libreoffice.engine import open_book
    from xlpy.libreoffice.session import Office

    asked = json.load(sys.stdin)
    wanted = [_statement(*each) for each in asked["statements"]]

    def told(done: int, _: Uno) -> None:
        _answer(done)

    with Office(Path(asked["program"]), Path(asked["profile"])) as office:
        # A LibreOffice that hangs is ended; what was asked of it then fails.
        watch = Timer(_SECONDS_START + _SECONDS_EACH * len(wanted), office.process.kill)
        watch.daemon = True
        watch.start()
        try:
            book = open_book(office.open(Path(asked["book"]), UpdateDocMode=0), office.context)
            print_statements(book, wanted, Path(asked["out"]), told)
        except XlpyError as failure:
            _answer([failure.zh, failure.en])
        finally:
            watch.cancel()


def _answer(what) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
