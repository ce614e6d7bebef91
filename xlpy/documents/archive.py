"""Closing an order: its set of papers in one file beside the workbook, with check-list and digest
(C-2.11, E-4.2).
"""

import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import count
from json import dumps
from pathlib import Path

from xlpy.book.cells.values import to_cell, to_export
from xlpy.book.tables import Change, Tables
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.halts import halt_gaps
from xlpy.core.issues import DataError, FileError, XlpyError, error
from xlpy.core.progress import Progress
from xlpy.core.roster import refuse_stranger
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.documents.attaching import attached_files
from xlpy.documents.files import make_folder, safe_name, whole
from xlpy.documents.papers import PAPERS, Made, papers, why_unprinted
from xlpy.documents.verifying import SUMS
from xlpy.jobs.dossier import open_files, texts_of
from xlpy.jobs.orders import append, stage_changes

STAGE = "archived"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Archived:
    """An archived order: the file, its digest (SHA-256 of its bytes), and the papers in it."""

    order_no: str
    path: Path
    digest: str
    papers: tuple[str, ...]


def archive(
    tables: Tables,
    order_no: str,
    out: Path,
    by: str,
    day: date,
    folder: Path | None = None,
    progress: Progress | None = None,
    attached: Path | None = None,
    templates: Path | None = None,
) -> Archived:
    """Put an order's papers into one file, note file and digest in its archive row, and bring it
    to `archived`.

    The file holds every paper as PDF and workbook, all rows of the order, the attachments that lie
    in the folder `attached`, and the digest of each of these. `templates`: the folder with forms of
    the user's own. Raises DataError with all that is
    missing (a draft is no paper to archive; an attachment that was changed is none), FileError
    when the file cannot be written; then nothing is changed. An order that is cancelled or lost
    stays so: what there is of it is archived, its papers as the drafts that they are.
    """
    out = Path(out)
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    ended = dossier.order.has_ended
    if ended:
        _refuse_unexplained(dossier)
        refuse_stranger(by, files.office.roster.staff)
        files.refuse_spoiled(order_no)
    changes = [] if ended else stage_changes(tables, order_no, STAGE, by, day)
    with tempfile.TemporaryDirectory(prefix="tradedept-") as place:
        made = papers(
            tables, [order_no], PAPERS, Path(place), folder, progress=progress, templates=templates
        )
        kept = [each for each in made if isinstance(each, Made) and not _is_spare(each)]
        if not ended:
            _refuse_drafts(order_no, kept)
        _refuse_unprinted(kept)
        parts = {path.name: path.read_bytes() for each in kept for path in each.paths}
    if attached is not None:
        own = attached_files(tables, attached, order_no)
        parts |= {f"attachments/{name}": data for name, data in own.items()}
    parts["rows.json"] = dumps(_rows_by_table(dossier), ensure_ascii=False, indent=1).encode()
    path = _free(out, f"{safe_name(order_no)}-{day}")
    digest = _write_archive(path, parts)
    try:
        noted = _noted(tables, order_no, path.name, digest, by, day)
        tables.commit([*changes, noted])
    except BaseException:
        if not _is_noted(tables, order_no, path.name):
            path.unlink(missing_ok=True)
        raise
    return Archived(order_no, path, digest, tuple(each.paper for each in kept))


def _is_spare(made: Made) -> bool:
    """Whether it is a draft of a paper that an order can do without."""
    return bool(made.gaps) and PAPERS[made.paper].optional


def _free(out: Path, name: str) -> Path:
    """A file that is not there yet: an earlier archive stays, because its digest in the workbook
    refers to it.
    """
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(path for path in (out / f"{each}.zip" for each in names) if not path.exists())


def _refuse_drafts(order_no: str, made: Iterable[Made]) -> None:
    """Raise DataError when a paper is still a draft."""
    found = [
        error(
            "orders",
            None,
            None,
            "E-4.2",
            Text(f"{each.paper}：{zh}", f"{each.paper}: {en}"),
            "paper.draft",
        )
        for each in made
        for zh, en in each.gaps
    ]
    if found:
        said = Text(
            f"订单 {order_no} 还有草稿，不能归档",
            f"order {order_no} has drafts and cannot be archived",
        )
        raise DataError(found, said)


def _refuse_unexplained(dossier: Dossier) -> None:
    """Raise DataError when nobody said since when and why an order has ended."""
    found = [
        error(gap.table, gap.row, gap.column, gap.rule, gap.whole, "dossier.gap")
        for gap in halt_gaps(dossier)
        if gap.must
    ]
    if found:
        raise DataError(found)


def _refuse_unprinted(made: Iterable[Made]) -> None:
    """Raise FileError when a paper has no PDF."""
    if why := why_unprinted(made):
        raise FileError(why)


def _rows_by_table(dossier: Dossier) -> dict[str, list[dict]]:
    """All rows of an order as JSON carries them, by table."""
    found: Mapping[str, list] = {**dossier.rows, "receipts": list(dossier.receipts)}
    return {
        table: [_row(table, record) for record in rows] for table, rows in found.items() if rows
    }


def _row(table: str, record) -> dict:
    columns = TABLES[table].columns
    return {column.key: to_export(column, getattr(record, column.field)) for column in columns}


def _write_archive(path: Path, parts: Mapping[str, bytes]) -> str:
    """Write the archive whole, with a list of its parts' digests; its own digest comes back.
    Raises FileError.
    """
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(parts.items()))
    make_folder(path.parent)
    with whole(path) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in [*sorted(parts.items()), (SUMS, sums.encode())]:
                file.writestr(zipfile.ZipInfo(name, _FIXED_TIME), data, zipfile.ZIP_DEFLATED)
        return sha256(Path(temporary).read_bytes()).hexdigest()


def _noted(tables: Tables, order_no: str, name: str, digest: str, by: str, day: date) -> Change:
    """File and digest in the order's archive row; a new row where it has none."""
    schema, row = TABLES["archives"], {"file": name, "digest": digest}
    numbers = texts_of(tables.read(["archives"])["archives"], "order_no")
    if order_no not in numbers:
        return append("archives", [{"order_no": order_no, "archived_on": day, "kept_by": by} | row])
    cells = {key: to_cell(schema.column(key), value) for key, value in row.items()}
    return Change("archives", update={numbers.index(order_no): cells})


def _is_noted(tables: Tables, order_no: str, name: str) -> bool:
    """Whether the workbook names a file as the order's archive: a write can land and still be
    interrupted.
    """
    try:
        raw = tables.read(["archives"])["archives"]
    except XlpyError:
        return True  # nobody can tell: a file too many does less harm than one that is gone
    return (order_no, name) in zip(texts_of(raw, "order_no"), texts_of(raw, "file"), strict=True)
