"""After a refusal: the next thing to type, with the workbook's real name."""

import os
import shlex
import subprocess
from argparse import Namespace
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.issues import DataError, FileError, UsageError, XlpyError
from xlpy.core.text import Text

if TYPE_CHECKING:
    from xlpy.messages.words import Words

BOOK = "BOOK"
"""Stands for the workbook in a failure's `then`."""
_READ = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls")
"""The endings of files with tables."""
_NEXT = Text("下一步", "Next")
_MENDED = Text("改好后", "When that is corrected")


def next_words(options: Namespace, failure: XlpyError) -> list[str]:
    """The command to type after a refusal; empty where there is none."""
    book = getattr(options, "book", None)
    if failure.then:
        return ["tradedept", *(book if word == BOOK and book else word for word in failure.then)]
    if isinstance(failure, FileError):
        return _of_other(options) or _of_file(options, book)
    if sheets := getattr(failure, "names", None):
        return ["tradedept", *map(str, options.words), "--sheet", sheets[0]]
    if isinstance(failure, UsageError):
        return ["tradedept", options.word, "--help"]
    if isinstance(failure, DataError) and book:
        # A file that is imported is corrected itself; then the same command again.
        same = options.word in ("import", "bank")
        return ["tradedept", *map(str, options.words)] if same else _check_command(options, book)
    return []


def typed_step(words: list[str], failure: XlpyError, said: "Words") -> str:
    """The same as a line for people."""
    mends = isinstance(failure, DataError) and not failure.then
    return f"{said(_MENDED if mends else _NEXT)}: {typed(words)}"


def typed(words: list[str]) -> str:
    """A command as this system's shell takes it."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _check_command(options: Namespace, book: str) -> list[str]:
    period = getattr(options, "period", None) or getattr(options, "month", None)
    order = getattr(options, "order_no", None)
    told = (
        [period]
        if period
        else ["--order", order]
        if order and "," not in order and order != "all"
        else []
    )
    return ["tradedept", "check", book, *told]


def _of_file(options: Namespace, book: str | None) -> list[str]:
    """A workbook that is not there has a likely name, or is to be made; for another file the
    doctor says more.
    """
    if not book:
        return []
    path = Path(book)
    if path.exists():
        return [] if options.word in ("new", "doctor") else ["tradedept", "doctor", book]
    if likely := _beside(path):
        return ["tradedept", *(str(likely) if word == book else word for word in options.words)]
    return ["tradedept", "new", book] if options.word != "new" else []


def _of_other(options: Namespace) -> list[str]:
    """Where the file to read is not there: the same command with the name that is most like it,
    or what makes such a file.
    """
    from xlpy.book.clipboard import WORDS

    name, book = getattr(options, "file", None), getattr(options, "book", None)
    if not name or name == "-" or name.casefold() in WORDS or Path(name).exists():
        return []
    if not book or not Path(book).exists():
        return []
    if likely := _beside(Path(name), _READ):
        return ["tradedept", *(str(likely if word == name else word) for word in options.words)]
    return ["tradedept", "template", options.book, options.table] if "table" in options else []


def _beside(path: Path, kinds: Collection[str] = (".xlsm", ".xlsx")) -> Path | None:
    """The file whose name is most like one that is not there: of the same folder."""
    try:
        names = [each.name for each in path.parent.iterdir() if each.suffix.lower() in kinds]
    except OSError:
        return None
    stems = {Path(name).stem: name for name in names if not name.startswith("~$")}
    found = get_close_matches(path.stem, stems, 1, 0.6)
    return path.with_name(stems[found[0]]) if found else None
