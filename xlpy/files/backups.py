"""Dated copies of a workbook in a folder beside it; each workbook its own, also where two share
the folder.
"""

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xlpy.book.rights import guarded, narrowed, private_copy

PARTIAL = ".partial"
DAMAGED = "-damaged"
"""What the name of a copy bears that was not whole when it was made."""


def backup_folder(path: Path) -> Path:
    """The folder of a workbook's backups, beside it; beside the file that a link leads to."""
    real = on_disk(path)
    return real.with_name(f"{real.stem}.backups")


def on_disk(path: Path) -> Path:
    """The file that a path leads to, through links, under the name that its folder has for it.

    Where big and small letters are one, so are their files: whatever was typed, it is this name.
    """
    real = Path(os.path.realpath(path))
    # Most folders tell names apart: then a folder of thousands of workbooks is not gone through.
    if not _has_other_spelling(real) or real.name in _names(real.parent):
        return real
    for name in _names(real.parent):
        with suppress(OSError):
            if _folded(name) == _folded(real.name) and os.path.samefile(real.with_name(name), real):
                return real.with_name(name)
    return real


def _has_other_spelling(path: Path) -> bool:
    """Whether a file's name, spelled otherwise, leads to the same file."""
    name = path.name
    forms = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    for other in {name.swapcase(), *forms} - {name}:
        with suppress(OSError):
            if os.path.samefile(path.with_name(other), path):
                return True
    return False


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def make_folder(path: Path) -> Path:
    """The folder of a workbook's backups, there for those who may use the workbook. Raises
    OSError.
    """
    folder = backup_folder(path)
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
        narrowed(folder, path)
    else:
        guarded(folder, path)
    return folder


def back_up(path: Path, keep: int, whole: bool = True) -> Path:
    """A dated copy in the folder beside the workbook, of which the newest `keep` stay.

    One of a workbook that is not `whole` says so in its name, and takes no sound one's place.
    """
    copy = new_copy(path, whole)
    copied(path, copy, path, lasting=True)
    prune(path, copy, keep)
    return copy


def new_copy(path: Path, whole: bool = True) -> Path:
    """Where a workbook's next dated copy goes."""
    folder, real = backup_folder(path), on_disk(path)
    stamp, mark, number = time.strftime("%Y%m%d-%H%M%S"), "" if whole else DAMAGED, 1
    copy = folder / f"{real.stem}-{stamp}{mark}{real.suffix}"
    while copy.exists():
        number += 1
        copy = folder / f"{real.stem}-{stamp}-{number}{mark}{real.suffix}"
    return copy


def prune(path: Path, newest: Path, keep: int) -> None:
    """Take the oldest copies away, so that `keep` stay; the one that was just made always does.

    Sound copies and damaged ones are counted apart.
    """
    alike = [
        other for other in backups(path) if is_whole(other) == is_whole(newest) and other != newest
    ]
    for old in alike[: max(len(alike) + 1 - max(keep, 1), 0)]:
        with suppress(OSError):
            old.unlink()


def is_whole(copy: Path) -> bool:
    """Whether a copy was made of a workbook without damage, by its name."""
    return not copy.stem.endswith(DAMAGED)


def copied(path: Path, copy: Path, like: Path, lasting: bool) -> None:
    """A copy that is there whole or not at all, for those who may use the file `like`.

    A lasting one is on disk for certain.
    """
    partial = copy.with_name(PARTIAL)
    try:
        private_copy(path, partial)
        guarded(partial, like)
        if lasting:
            with open(partial, "rb+") as file:
                os.fsync(file.fileno())
        os.replace(partial, copy)
    finally:
        with suppress(OSError):
            partial.unlink()


def backups(path: Path) -> list[Path]:
    """The backups of a workbook, oldest first. Files that bear other names than ours in the folder
    are the user's.
    """
    folder, of_ours = backup_folder(path), _Dated(path)
    found = [(of_ours.match(name), folder / name) for name in _names(folder)]
    ours = [
        (copy.stat().st_mtime_ns, match[1], int(match[2] or 1), copy)
        for match, copy in found
        if match
    ]
    return [copy for *_, copy in sorted(ours)]


def own(path: Path, names: Iterator[str]) -> set[str]:
    """Those of some names in the folder that are a workbook's own backups', and not of another in
    that folder.
    """
    of_ours = _Dated(path)
    return {name for name in names if of_ours.match(name)}


class _Dated:
    """Tells the names of a workbook's dated copies from those of another whose name differs in
    case or ending.
    """

    def __init__(self, path: Path):
        self._real = on_disk(path)
        stem, suffix = (
            unicodedata.normalize("NFC", text) for text in (self._real.stem, self._real.suffix)
        )
        self._cut = len(stem), len(suffix)
        stamp = rf"-(\d{{8}}-\d{{6}})(?:-(\d+))?(?:{DAMAGED})?"
        self._pattern = re.compile(re.escape(stem) + stamp + re.escape(suffix), re.IGNORECASE)

    def match(self, name: str) -> re.Match | None:
        plain = unicodedata.normalize("NFC", name)
        found = self._pattern.fullmatch(plain)
        if found is None:
            return None
        stem, suffix = self._cut
        book = self._real.with_name(plain[:stem] + plain[len(plain) - suffix :])
        return None if self._is_another(book) else found

    def _is_another(self, book: Path) -> bool:
        """Whether a name that differs in case is another workbook's beside this one."""
        if book.name == unicodedata.normalize("NFC", self._real.name):
            return False
        try:
            return not os.path.samefile(book, self._real)
        except OSError:
            return False


def written_copy(path: Path) -> Path:
    """Where a copy of the workbook as we last wrote it lies; undo compares with it."""
    return backup_folder(path) / f"last-written{on_disk(path).suffix}"
