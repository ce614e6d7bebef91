"""New files: their names, and writing them whole or not at all."""

import os
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import unescape
from zipfile import BadZipFile, ZipFile

from xlpy.book.rights import made_alike
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.documents.asexcel import put_right
from xlpy.documents.measure import FONT

_NORMAL = {"font_name": FONT, "font_size": 10}
"""The font that column widths are counted in: the papers' own, so that what stands in for it is in
both.
"""
_UNSAFE = frozenset('<>:"/\\|?*')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE
)
"""What Windows keeps for itself, whatever follows behind a dot."""
_DRAFT = "-DRAFT"
"""What the name of a draft ends in."""
_PDF_WORDS = re.compile(rb"/(Title|Author)\s*<FEFF((?:[0-9A-F]{4})*)>")
"""Title and author of a PDF, as LibreOffice writes them."""
_MARK = re.compile(r"~[0-9a-f]{8}")
_LONGEST = 100
"""How many bytes a name takes at most: paper, draft, date and what a staged file adds still fit
into 255.
"""


def safe_name(text: str) -> str:
    """A text as part of a file's name on every system; two texts never give one name.

    What had to be altered bears a mark made of the whole text. Names that differ in case alone
    stay so: see
    `distinct_names`.
    """
    plain = plain_name(text)
    return plain if plain == text and not _MARK.search(text) else _marked(plain, text)


def distinct_names(texts: Iterable[str]) -> dict[str, str]:
    """A file's name for each text, also where systems see big and small or wide and narrow letters
    as one.
    """
    names = {text: safe_name(text) for text in texts}
    alike = Counter(map(folded_name, names.values()))
    return {
        text: name if alike[folded_name(name)] == 1 else _marked(plain_name(text), text)
        for text, name in names.items()
    }


def plain_name(text: str) -> str:
    """The text without what some system does not take: signs, blank ends, names of its own, too
    many letters.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join("_" if sign in _UNSAFE or _unseen(sign) else sign for sign in text).strip(" .")
    if _DEVICES.fullmatch(text):
        text = f"_{text}"
    return text.encode()[:_LONGEST].decode(errors="ignore").strip(" .") or "_"


def _unseen(sign: str) -> bool:
    """Whether a sign is a control or a format sign, half of one, or a blank other than the plain
    one.
    """
    kind = unicodedata.category(sign)
    return kind[0] == "C" or (kind[0] == "Z" and sign != " ")


def _marked(plain: str, text: str) -> str:
    return f"{plain}~{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def folded_name(name: str) -> str:
    """What names have in common that some systems, or people, take for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def paper_path(out: Path, name: str, paper: str, draft: bool) -> Path:
    """Where a paper's workbook goes, by the order's name for files; a draft says so."""
    return out / f"{name}-{paper}{_DRAFT if draft else ''}.xlsx"


def refuse_anothers(path: Path, order_no: str) -> None:
    """Raise FileError when a paper's place is taken by another order's, or by a file that is no
    paper of ours.
    """
    if not path.exists() or _title(path) == order_no:
        return
    raise FileError(
        Text(
            f"“{path.name}”已经存在，而且不是订单 {order_no} 的单据，未覆盖；请先移走它，或换个文"
            "件夹。",
            f'"{path.name}" exists and is no paper of order {order_no}; it was not overwritten. '
            "Move it away first, or "
            f"choose another folder.",
        )
    )


def _title(path: Path) -> str | None:
    """The title of a workbook that we saved, which is the order's number; None of other files."""
    try:
        with ZipFile(path) as file:
            properties = file.read("docProps/core.xml").decode()
    except (OSError, BadZipFile, KeyError, ValueError, NotImplementedError):
        return None
    found = re.search(
        r"<dc:title>(.*?)</dc:title>.*?<dc:creator>TradeDept</dc:creator>", properties, re.DOTALL
    )
    return unescape(found[1]) if found else None


def remove_drafts(path: Path, order_no: str) -> tuple[Path, ...]:
    """Remove the drafts of an order's paper, by the path of the final workbook; those that could
    not be removed come back. Files that are not of this order stay.
    """
    book, pdf = (path.with_name(f"{path.stem}{_DRAFT}{end}") for end in (".xlsx", ".pdf"))
    left = []
    ours = _title(book) == order_no
    # Excel writes a PDF's title otherwise than LibreOffice; beside our draft it is the draft's.
    for draft, is_ours in ((pdf, ours or _pdf_title(pdf) == order_no), (book, ours)):
        try:
            if is_ours and draft.is_file():
                draft.unlink()
        except OSError:
            left.append(draft)
    return tuple(left)


def _pdf_title(path: Path) -> str | None:
    """The title of a PDF that was made of a workbook of ours; None of other files."""
    try:
        found = dict(_PDF_WORDS.findall(path.read_bytes()))
    except OSError:
        return None
    words = {key: bytes.fromhex(text.decode()).decode("utf-16-be") for key, text in found.items()}
    return words.get(b"Title") if words.get(b"Author") == "TradeDept" else None


@contextmanager
def saving(path: Path, title: str) -> Iterator:
    """A new XlsxWriter workbook that takes its place when all of it was written. Raises FileError
    when it cannot.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    make_folder(path.parent)
    with whole(path) as temporary:
        workbook = Workbook(temporary, {"default_format_properties": _NORMAL})
        workbook.set_properties(
            {"title": title, "author": "TradeDept", "created": datetime(2012, 1, 1)}
        )
        yield workbook
        try:
            workbook.close()
            put_right(temporary)
        except XlsxFileError as failure:
            raise _unwritable(path, str(failure)) from None


@contextmanager
def whole(path: Path) -> Iterator[str]:
    """The name of a file to write beside a path: it takes its place when all went well, and goes
    when not.

    It may be read by those who may read any new file of the user's, or could read what it
    replaces. Raises FileError when it cannot be written.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name}.", suffix=".tradedept-tmp", dir=path.parent
        )
        os.close(handle)
        yield temporary
        if path.exists():
            made_alike(Path(temporary), path)
        else:
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
    """A folder to make files in, which take their places in `folder` when all went well, and go
    when not.

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
            _put_in_place(sorted(new.iterdir()), old, folder)
    except OSError as failure:
        raise _unwritable(folder, failure.strerror or type(failure).__name__) from None
    finally:
        for place in made:
            with suppress(OSError):
                place.rmdir()


def _put_in_place(files: Iterable[Path], old: Path, folder: Path) -> None:
    """Files to their places in a folder, what was there to `old`. Raises FileError; then all is as
    it was.
    """
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
            Text(
                f"文件夹“{folder}”不能建立：{reason}；请换一个。",
                f'the folder "{folder}" cannot be made: {reason}; choose another.',
            )
        ) from None


def _unwritable(path: Path, reason: str) -> FileError:
    return FileError(
        Text(f"无法写入“{path.name}”：{reason}。", f'"{path.name}" cannot be written: {reason}.')
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
