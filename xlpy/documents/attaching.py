"""Scans and files of orders beside the workbook: take them in, and see whether they are still what
they were (C-2.11).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path

from xlpy.book.inputfile import read_input
from xlpy.book.load import load
from xlpy.book.tables import Tables
from xlpy.core.issues import DataError, FileError, Issue, UsageError, error, warning
from xlpy.core.roster import stranger
from xlpy.core.tables.attachments import Attachment
from xlpy.core.text import Text
from xlpy.documents.files import distinct_names, folded_name, make_folder, plain_name, whole
from xlpy.jobs.dossier import open_files
from xlpy.jobs.orders import append, known_choice


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was taken in: its name in the folder, and its digest (SHA-256)."""

    order_no: str
    file: str
    path: Path
    digest: str


def folder_of(book: Path) -> Path:
    """The folder with a workbook's attachments: `Trade.files` beside `Trade.xlsm`."""
    return book.with_name(f"{book.stem}.files")


def attach(
    tables: Tables,
    folder: Path,
    order_no: str,
    form: str,
    source: Path,
    kind: str,
    by: str,
    day: date,
    note: str | None = None,
) -> Attached:
    """Copy a file into the order's folder and enter it in the attachments.

    Raises UsageError for an unknown order, form, kind or person, or a file that is attached
    already; FileError for one that cannot be read or written. Then nothing is changed.
    """
    files = open_files(tables)
    files.of(order_no)
    form = known_choice("attachments", "form", form, Text("单据", "form"))
    kind = known_choice("attachments", "kind", kind, Text("类别", "kind"))
    if by not in files.office.roster.people:
        raise stranger(by, files.office.roster.people)
    data = read_input(source)
    digest = sha256(data).hexdigest()
    listed = _listed(tables)
    for row in listed:
        if (row.order_no, row.digest) == (order_no, digest):
            raise UsageError(
                Text(
                    f"“{source.name}”已经是附件 {row.file}",
                    f'"{source.name}" is attached already: {row.file}',
                )
            )
    own = distinct_names(dossier.order.order_no for dossier in files.dossiers)[order_no]
    path = _free(folder / own, plain_name(source.name), {row.file for row in listed})
    name = f"{own}/{path.name}"
    _refuse_link(path.parent)
    make_folder(path.parent)
    with whole(path) as temporary:
        Path(temporary).write_bytes(data)
    row = {"order_no": order_no, "form": form, "file": name, "kind": kind, "date": day}
    row |= {"digest": digest, "by": by, "note": note}
    try:
        tables.commit([append("attachments", [row])])
    except BaseException:
        if name not in {each.file for each in _listed(tables)}:
            path.unlink(missing_ok=True)
        raise
    return Attached(order_no, name, path, digest)


def _listed(tables: Tables) -> list[Attachment]:
    rows: list[Attachment] = load(tables.read(["attachments"])["attachments"])[0]
    return rows


def _free(folder: Path, name: str, listed: set[str]) -> Path:
    """A name in a folder that no other file has, also where systems see big and small letters as
    one.
    """
    taken = {folded_name(each.rpartition("/")[2]) for each in listed}
    if folder.is_dir():
        taken |= {folded_name(each.name) for each in folder.iterdir()}
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    at, found = 1, name
    while folded_name(found) in taken:
        at += 1
        found = f"{stem}-{at}{dot}{ending}"
    return folder / found


def _refuse_link(folder: Path) -> None:
    for place in (folder, folder.parent):
        if place.is_symlink():
            raise FileError(
                Text(
                    f"“{place}”是链接，不往里写；请换成文件夹。",
                    f'"{place}" is a link, nothing is written there; put a folder in its place.',
                )
            )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes. Raises OSError."""
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def attachment_issues(tables: Tables, folder: Path, order_no: str | None = None) -> list[Issue]:
    """An error for each attachment that is missing, changed, or no file of the folder, and a
    warning for each file that is not listed; of one order or all.

    Of all, the bytes are not compared, only whether the files are there.
    """
    rows = _listed(tables)
    found: list[Issue] = []
    known: dict[str, str] = {}
    for row in rows:
        if order_no in (None, row.order_no):
            said = _fault(folder, row, order_no is not None)
            alike = known.get(folded_name(row.file))
            if said is None and alike is not None:
                said = Text(
                    f"“{row.file}”与“{alike}”只有大小写不同；有的系统分不开，请改名",
                    f'"{row.file}" and "{alike}" differ in case alone: some systems see one file; '
                    "rename one",
                )
            if said is not None:
                found.append(
                    error("attachments", row.row, "file", "C-2.11", said, "attachment.file")
                )
        known.setdefault(folded_name(row.file), row.file)
    own = {row.file.partition("/")[0] for row in rows if order_no in (None, row.order_no)}
    for name in _unlisted(folder, own, {row.file for row in rows}):
        said = Text(
            f"“{name}”不在附件表里；请用“存附件”登记，或移走",
            f'"{name}" is not listed; attach it, or move it away',
        )
        found.append(warning("attachments", None, "file", "C-2.11", said, "attachment.unlisted"))
    return found


def _fault(folder: Path, row: Attachment, exactly: bool) -> Text | None:
    """What is wrong with an attachment; None where nothing is."""
    parts = row.file.split("/")
    if len(parts) != 2 or any(
        part in ("", ".", "..") or plain_name(part) != part for part in parts
    ):
        return Text(
            f"“{row.file}”不是“订单文件夹/文件名”；请改正",
            f'"{row.file}" is no order\'s folder and file name; correct it',
        )
    path = folder / parts[0] / parts[1]
    if path.is_symlink() or path.parent.is_symlink() or folder.is_symlink():
        return Text(
            f"“{row.file}”是链接，不是文件；请放文件本身",
            f'"{row.file}" is a link, not a file; put the file itself there',
        )
    if path.is_dir():
        return Text(
            f"“{row.file}”是文件夹；请放文件", f'"{row.file}" is a folder; put the file there'
        )
    if not path.is_file():
        return Text(
            f"附件“{row.file}”不在 {folder}；请放回去，或删掉这一行",
            f'attachment "{row.file}" is not in {folder}; put it back, or take the row out',
        )
    try:
        if not exactly or digest_of(path) == row.digest.strip().casefold():
            return None
    except OSError as failure:
        why = failure.strerror or type(failure).__name__
        return Text(f"附件“{row.file}”读不出：{why}", f'attachment "{row.file}": {why}')
    return Text(
        f"附件“{row.file}”已被改动：摘要与登记的不同；请放回原件，或重新登记",
        f'attachment "{row.file}" was changed: its digest is not the one that is entered; put the '
        "original back, or attach it anew",
    )


def _unlisted(folder: Path, own: set[str], listed: set[str]) -> Iterator[str]:
    for name in sorted(own):
        place = folder / name
        if name in ("", ".", "..") or "\\" in name or place.is_symlink() or not place.is_dir():
            continue
        for entry in sorted(os.listdir(place)):
            if f"{name}/{entry}" not in listed and not entry.startswith("."):
                yield f"{name}/{entry}"


def attached_files(tables: Tables, folder: Path, order_no: str) -> dict[str, bytes]:
    """The bytes of an order's attachments by name. Raises DataError while one is missing, changed,
    or no file.
    """
    wrong = [row for row in attachment_issues(tables, folder, order_no) if row.severity == "error"]
    if wrong:
        said = Text(
            f"订单 {order_no} 的附件不齐，不能归档",
            f"attachments of order {order_no} are not in order; it cannot be archived",
        )
        raise DataError(wrong, said)
    mine = (row.file for row in _listed(tables) if row.order_no == order_no)
    return {name: read_input(folder / name) for name in mine}
