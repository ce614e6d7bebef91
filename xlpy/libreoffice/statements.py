"""The statements of a closed workbook as PDF: by LibreOffice without a window, or by Excel where
there is none.

LibreOffice's own Python shows and prints them, `python -m xlpy.libreoffice.statements`: a JSON
document in, a line out for each that is done.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Timer

from xlpy.book.paths import as_text
from xlpy.core.issues import FileError, XlpyError
from xlpy.core.text import Text
from xlpy.documents.files import all_or_none
from xlpy.documents.pdf import excel, no_program, not_printed
from xlpy.documents.statements import Statement, print_statements, there_already
from xlpy.libreoffice.unotypes import Uno
from xlpy.programs.libreoffice import own_python, ready, soffice, unseen_environment

_SECONDS_EACH, _SECONDS_START = 20, 180
Progress = Callable[[int, int], None] | None


def print_closed(
    path: Path,
    wanted: Sequence[Statement],
    folder: Path,
    replace: bool = False,
    progress: Progress = None,
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
        copy = Path(shutil.copyfile(path, Path(temporary, as_text(path.name))))
        with all_or_none(folder) as staged:
            # Printed beside the copy: the folder's path may be no text, and LibreOffice knows no
            # such path.
            printed = copy.with_name("printed")
            printed.mkdir()
            _print(copy, wanted, printed, progress)
            for each in wanted:
                shutil.move(printed / each.file, staged / each.file)
    return [folder / statement.file for statement in wanted]


def _print(copy: Path, wanted: Sequence[Statement], out: Path, progress: Progress) -> None:
    try:
        program = ready()
    except FileError as failed:
        with excel(failed if soffice() else no_program()) as app:
            print_statements(app.books.open(copy), wanted, out, progress)
        return
    _by_libreoffice(program, copy, wanted, out, progress)


def _by_libreoffice(
    program: Path, copy: Path, wanted: Sequence[Statement], out: Path, progress: Progress
) -> None:
    asked = {
        "program": str(program),
        "profile": str(copy.with_name("profile")),
        "book": str(copy),
        "out": str(out),
        "statements": [
            (each.kind, [_plain(value) for value in each.values], each.file) for each in wanted
        ],
    }
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
            cwd=copy.parent,
        )
        with process:
            process.stdin.write(json.dumps(asked))
            process.stdin.close()
            failure = _followed(process.stdout, len(wanted), progress)
        if failure:
            raise FileError(Text(*failure))
        if process.returncode:
            complaints.seek(0)
            raise not_printed(out / wanted[0].file, complaints.read())


def _followed(lines, count: int, progress: Progress) -> list | None:
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
