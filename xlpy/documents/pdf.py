"""Workbooks as PDF: by LibreOffice without a window, or by Excel where there is no LibreOffice."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xlpy.book.paths import as_text, is_text
from xlpy.core.issues import FileError
from xlpy.core.progress import Progress
from xlpy.core.text import Text
from xlpy.documents.files import whole
from xlpy.programs.libreoffice import (
    complaint,
    forget_profile,
    keep_profile,
    lent_profile,
    soffice,
    unseen_environment,
)

_AT_ONCE = 40
"""Workbooks per run of LibreOffice: starting it takes longer than printing a few."""
_SECONDS_EACH, _SECONDS_START = 20, 120


def to_pdf(books: Sequence[Path], out: Path, progress: Progress | None = None) -> list[Path]:
    """The PDFs of some workbooks, in their order, in a folder. Raises FileError when no program
    can make them.
    """
    if not books:
        return []
    program = soffice()
    if program is None:
        return _by_excel(books, out, progress)
    made: list[Path] = []
    for at in range(0, len(books), _AT_ONCE):
        made += _by_libreoffice(program, books[at : at + _AT_ONCE], out)
        if progress:
            progress(len(made), len(books))
    return made


def save_printed(path: Path, write: Callable[[Path], None]) -> None:
    """Save as PDF what `write` writes as a workbook to the path that it is given.

    Raises FileError when no program can print it, or the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        book = Path(folder, "printed.xlsx")
        write(book)
        [made] = to_pdf([book], Path(folder))
        with whole(path) as fresh:
            shutil.copyfile(made, fresh)


def _by_libreoffice(program: Path, books: Sequence[Path], out: Path) -> list[Path]:
    """Printed in a profile of its own: a LibreOffice that the user has open does not take the work
    over.
    """
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        readable = [book if is_text(book) else _copied(book, Path(folder, "in")) for book in books]
        printed, said = _printed(program, readable, Path(folder))
        pairs = [(printed / f"{book.stem}.pdf", out / f"{book.stem}.pdf") for book in books]
        for new, place in pairs:
            if not new.exists():
                raise not_printed(place, said)
            _put_in_place(new, place)
    return [place for _, place in pairs]


def _printed(program: Path, books: Sequence[Path], folder: Path) -> tuple[Path, str]:
    """The folder with what LibreOffice printed, and what it said; in a new profile where it failed
    in the one that an earlier run left.
    """
    profile, printed = folder / "profile", folder / "out"
    lent = lent_profile(profile)
    said = _run(program, profile, books, printed)
    if lent and not _all_made(books, printed):
        # It may be the profile's fault.
        forget_profile()
        shutil.rmtree(profile)
        lent, said = False, _run(program, profile, books, printed)
    if not lent and _all_made(books, printed):
        keep_profile(profile)
    return printed, said


def _all_made(books: Sequence[Path], printed: Path) -> bool:
    return all((printed / f"{book.stem}.pdf").exists() for book in books)


def _run(program: Path, profile: Path, books: Sequence[Path], printed: Path) -> str:
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf:calc_pdf_Export",
        "--outdir",
        printed,
        *books,
    ]
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_SECONDS_START + _SECONDS_EACH * len(books),
            env=unseen_environment(),
        ).stderr
    except (OSError, subprocess.TimeoutExpired) as failure:
        return str(failure)


def _copied(book: Path, folder: Path) -> Path:
    """A copy under a path that is text: LibreOffice opens no other, and the papers' folder may be
    none.
    """
    folder.mkdir(exist_ok=True)
    return Path(shutil.copyfile(book, folder / as_text(book.name)))


def _put_in_place(new: Path, place: Path) -> None:
    try:
        beside = place.with_name(f".{place.name}.new")
        shutil.copyfile(new, beside)
        os.replace(beside, place)
    except OSError as failure:
        raise not_printed(place, failure.strerror or "") from None


def not_printed(place: Path, said: str) -> FileError:
    """That a PDF was not made, and why, by the last line of what the program said that is about
    it.
    """
    reason = complaint(said)
    return FileError(
        Text(
            f"没有生成“{place.name}”：{reason or '程序没有说明原因'}。同名文件若正打开着，"
            "请先关闭。",
            f'"{place.name}" was not made: {reason or "the program gave no reason"}. If a file '
            "of that name is open, close "
            "it first.",
        )
    )


def _by_excel(books: Sequence[Path], out: Path, progress: Progress | None) -> list[Path]:
    """Printed by an Excel of its own. Raises FileError where there is none."""
    made = []
    with excel(no_program()) as app:
        for book in books:
            made.append(out / f"{book.stem}.pdf")
            try:
                opened = app.books.open(book, read_only=True)
                opened.to_pdf(str(made[-1]))
                opened.close()
            except Exception as failure:
                # Excel's own errors come as whatever the bridge to it makes of them.
                raise not_printed(made[-1], str(failure)) from None
            if progress:
                progress(len(made), len(books))
    return made


@contextmanager
def excel(otherwise: FileError) -> Iterator:
    """An Excel of its own (xlwings' App), without a window. Raises `otherwise` where there is
    none.
    """
    try:
        from xlwings import App
    except ImportError:
        raise otherwise from None
    try:
        app = App(visible=False, add_book=False)
    except Exception:
        # xlwings fails in its own ways where there is no Excel; none of them is ours to tell apart.
        raise otherwise from None
    try:
        yield app
    finally:
        app.quit()


def no_program() -> FileError:
    """That neither program that prints is there."""
    return FileError(
        Text(
            "没有生成 PDF：没有找到 LibreOffice 或 Excel；请安装其一，或在别处打印工作簿。",
            "No PDF was made: neither LibreOffice nor Excel was found; install one, or print the "
            "workbooks elsewhere.",
        )
    )
