"""Whether an archive's zip still holds what was put into it (C-2.11, E-4.2)."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.documents.attaching import digest_of

SUMS = "SHA256SUMS"
_LINE = 66
"""How many characters stand before the name in a line of the sums: digest and two blanks."""
_MOST_SUMS = 16 << 20


@dataclass(frozen=True, slots=True)
class Verified:
    """An archive that was looked at: its own digest, how many files agree, and what does not."""

    path: Path
    digest: str
    files: int
    wrong: tuple[Text, ...]


def verify_archive(path: Path) -> Verified:
    """Compare every file of an archive's zip with the digest that was written with it.

    Raises FileError for a file that cannot be read, is no zip, or has no list of digests.
    """
    path = Path(path)
    if not path.is_file():
        raise FileError(Text(f"没有文件“{path}”。", f'there is no file "{path}".'))
    try:
        digest = digest_of(path)
        with zipfile.ZipFile(path) as file:
            sums = _sums(path, file)
            wrong = tuple(_differences(file, sums))
    except (zipfile.BadZipFile, NotImplementedError) as failure:
        raise FileError(
            Text(f"“{path.name}”不是完好的 zip。", f'"{path.name}" is no sound zip.')
        ) from failure
    except OSError as failure:
        why = failure.strerror or type(failure).__name__
        raise FileError(
            Text(f"“{path.name}”读不出：{why}。", f'"{path.name}" cannot be read: {why}.')
        ) from None
    return Verified(path, digest, len(sums), wrong)


def _sums(path: Path, file: zipfile.ZipFile) -> dict[str, str]:
    """Name → digest, as the archive's own list says."""
    if SUMS not in file.namelist() or file.getinfo(SUMS).file_size > _MOST_SUMS:
        raise FileError(
            Text(
                f"“{path.name}”里没有 {SUMS}，不是归档的 zip。",
                f'"{path.name}" has no {SUMS}: it is no archive of an order.',
            )
        )
    try:
        lines = file.read(SUMS).decode().splitlines()
    except (zlib.error, ValueError, RuntimeError):
        raise zipfile.BadZipFile(SUMS) from None
    return {line[_LINE:]: line[: _LINE - 2] for line in lines if len(line) > _LINE}


def _differences(file: zipfile.ZipFile, sums: dict[str, str]) -> Iterator[Text]:
    counted = Counter(file.namelist())
    for name, count in counted.items():
        if count > 1:
            yield Text(f"“{name}”有 {count} 份", f'"{name}" is there {count} times')
        if name != SUMS and name not in sums:
            yield Text(f"“{name}”不在摘要表里", f'"{name}" is not in the list of digests')
    for name, digest in sums.items():
        if name not in counted:
            yield Text(f"缺“{name}”", f'"{name}" is missing')
        elif _digest_in(file, name) != digest:
            yield Text(f"“{name}”已被改动", f'"{name}" was changed')


def _digest_in(file: zipfile.ZipFile, name: str) -> str | None:
    """The SHA-256 of a file in a zip; None where it cannot be unpacked."""
    try:
        with file.open(name) as data:
            return file_digest(data, "sha256").hexdigest()
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return None
