"""Which workbooks make up a group: those of a folder, or those that a list names."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlpy.book.csvtext import QuotesUnpaired, decoded, records
from xlpy.book.inputfile import read_input
from xlpy.core.issues import FileError, UsageError
from xlpy.core.text import Text

ENDINGS = (".xlsm", ".xlsx")
_BACKUPS = ".backups"
_HEADS = {"path", "workbook", "file", "工作簿", "文件", "路径"}


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook of a group, and what its department is called."""

    path: Path
    department: str


@dataclass(frozen=True)
class Sources:
    """The workbooks of a group, and what was left out and why."""

    books: tuple[Source, ...]
    notes: tuple[Text, ...] = ()


def sources_of(where: Path) -> Sources:
    """The workbooks of a folder and the folders in it, or of a list (CSV: path, and the
    department's name beside it); a path in a list starts from the list's folder.

    A file that several names lead to counts once. Raises UsageError when there is none, or two
    departments bear one name; FileError when the list cannot be read.
    """
    if where.is_dir():
        named = [(path, "") for path in _in_folder(where)]
        home = where
    else:
        named = list(_listed(where))
        home = where.parent
    books, notes = _each_once(named)
    if not books:
        raise UsageError(
            Text(
                f"“{where}”里没有工作簿（.xlsm、.xlsx）",
                f'"{where}" has no workbook (.xlsm, .xlsx)',
            )
        )
    return Sources(tuple(_distinct(books, home)), tuple(notes))


def _in_folder(folder: Path) -> Iterator[Path]:
    """Every workbook below a folder, in the order of names; a link that leads back is not
    followed again.
    """
    seen: set[tuple[int, int]] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        state = os.stat(place)
        if (state.st_dev, state.st_ino) in seen:
            folders.clear()
            continue
        seen.add((state.st_dev, state.st_ino))
        folders[:] = sorted(name for name in folders if not _is_kept_away(name))
        for name in sorted(files):
            if name.lower().endswith(ENDINGS) and not name.startswith(("~$", ".")):
                yield Path(place, name)


def _is_kept_away(name: str) -> bool:
    """Whether a folder holds no workbooks that people use: hidden ones, and our backups."""
    return name.startswith(".") or name.endswith(_BACKUPS)


def _listed(where: Path) -> Iterator[tuple[Path, str]]:
    for at, (_, cells) in enumerate(lines_of(where)):
        if at or cells[0].casefold() not in _HEADS:
            yield where.parent / cells[0], cells[1] if len(cells) > 1 else ""


def lines_of(path: Path) -> list[tuple[int, list[str]]]:
    """The lines of a text file of columns with their numbers, blank ones left out. Raises FileError
    when it is no text.
    """
    text = decoded(read_input(path))
    if text is None:
        raise FileError(
            Text(
                f"“{path.name}”不是文字文件（UTF-8、UTF-16、GB18030）",
                f'"{path.name}" is no text file (UTF-8, UTF-16, GB18030)',
            )
        )
    try:
        lines = records(text, max(",;\t", key=text.split("\n", 1)[0].count))
    except QuotesUnpaired as bad:
        raise FileError(
            Text(
                f"“{path.name}”第 {bad.line} 行的引号不成对",
                f'"{path.name}", line {bad.line}: a quotation mark has no partner',
            )
        ) from None
    return [(number, cells) for number, cells in lines if any(cells)]


def _each_once(
    named: list[tuple[Path, str]],
) -> tuple[list[tuple[Path, str]], list[Text]]:
    """The workbooks without those that are the same file as one before."""
    found: list[tuple[Path, str]] = []
    notes: list[Text] = []
    seen: dict[object, Path] = {}
    for path, department in named:
        try:
            state = path.stat()
            identity: object = (state.st_dev, state.st_ino) if state.st_ino else path.resolve()
        except OSError:
            identity = path  # what is not there, its task says
        if identity in seen:
            first = seen[identity]
            notes.append(
                Text(
                    f"“{path}”与“{first}”是同一个文件，只算一次",
                    f'"{path}" is the same file as "{first}" and counts once',
                )
            )
            continue
        seen[identity] = path
        found.append((path, department))
    return found, notes


def _distinct(books: list[tuple[Path, str]], home: Path) -> Iterator[Source]:
    """Each with its department's name: the list's, else the file's, with its folder where several
    files bear one.
    """
    stems = [path.stem for path, given in books if not given]
    made = []
    for path, given in books:
        name = given or path.stem
        if not given and stems.count(path.stem) > 1:
            name = str(_below(path, home).with_suffix(""))
        made.append(Source(path, name))
    names = [source.department for source in made]
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        said = "、".join(doubles)
        raise UsageError(
            Text(
                f"部门名称重复：{said}；请在清单里给每个工作簿不同的名称",
                f"two workbooks are called {', '.join(doubles)}: name each in the list",
            )
        )
    return iter(made)


def _below(path: Path, home: Path) -> Path:
    try:
        return path.relative_to(home)
    except ValueError:
        return path
