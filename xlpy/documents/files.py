"""New files: their names, and that they come whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.documents.asexcel import put_right

_NORMAL = {"font_name": "Arial", "font_size": 10}
"""The font that column widths are counted in: found, or stood in for in the same widths, on every system."""
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def safe_name(text: str) -> str:
    """A text as part of a file's name on every system."""
    return _UNSAFE.sub("_", text).strip(" .") or "_"


def paper_path(out: Path, order_no: str, paper: str, draft: bool) -> Path:
    """Where a paper's workbook goes; a draft says so in its name."""
    return out / f"{safe_name(order_no)}-{paper}{'-DRAFT' if draft else ''}.xlsx"


@contextmanager
def saving(path: Path, title: str) -> Iterator:
    """A new XlsxWriter workbook that takes its place when all of it was written. Raises FileError when it cannot."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    make_folder(path.parent)
    with whole(path) as temporary:
        workbook = Workbook(temporary, {"default_format_properties": _NORMAL})
        workbook.set_properties({"title": title, "author": "TradeDept", "created": datetime(2012, 1, 1)})
        yield workbook
        try:
            workbook.close()
            put_right(temporary)
        except XlsxFileError as failure:
            raise _unwritable(path, str(failure)) from None


@contextmanager
def whole(path: Path) -> Iterator[str]:
    """The name of a file to write beside a path: it takes its place when all went well, and goes when not.

    It may be read by those who may read any new file of the user's. Raises FileError when it cannot be written.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tradedept-tmp", dir=path.parent)
        os.close(handle)
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
        temporary = None
    except OSError as failure:
        raise _unwritable(path, failure.strerror or type(failure).__name__) from None
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


@contextmanager
def all_or_none(folder: Path) -> Iterator[Path]:
    """A folder to make files in, which take their places in `folder` when all went well, and go when not.

    Raises FileError when the folder cannot be made or a file cannot be put there.
    """
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    make_folder(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".tradedept-", dir=folder) as staged:
            new, old = Path(staged, "new"), Path(staged, "old")
            new.mkdir()
            old.mkdir()
            yield new
            _put(sorted(new.iterdir()), old, folder)
    except OSError as failure:
        raise _unwritable(folder, failure.strerror or type(failure).__name__) from None
    finally:
        for place in made:
            with suppress(OSError):
                place.rmdir()


def _put(files: Iterable[Path], old: Path, folder: Path) -> None:
    """Files to their places in a folder, what was there to `old`. Raises FileError; then all is as it was."""
    back: list[tuple[Path, Path]] = []
    for file in files:
        place, kept = folder / file.name, old / file.name
        try:
            if place.is_file():
                os.replace(place, kept)
                back.append((kept, place))
            os.replace(file, place)
            back.append((place, file))
        except OSError as failure:
            for moved, home in reversed(back):
                os.replace(moved, home)
            raise _unwritable(place, failure.strerror or type(failure).__name__) from None


def make_folder(folder: Path) -> None:
    """Make a folder, unless it is there. Raises FileError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise FileError(
            f"文件夹“{folder}”不能建立：{reason}；请换一个。",
            f'the folder "{folder}" cannot be made: {reason}; choose another.',
        ) from None


def _unwritable(path: Path, reason: str) -> FileError:
    return FileError(f"无法写入“{path.name}”：{reason}。", f'"{path.name}" cannot be written: {reason}.')


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
