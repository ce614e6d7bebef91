"""Revise a paper of an order: what it says is kept, and what stands is the next revision, not yet
approved or signed (C-2.3, C-2.6).
"""

from dataclasses import dataclass
from datetime import date

from xlpy.book.dossier import Files
from xlpy.book.tables import Change, Tables
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS
from xlpy.core.dossier.halts import refuse_halted
from xlpy.core.dossier.revisions import (
    REVISED,
    in_pages,
    no_paper,
    revision_of,
    rows_revised,
    said_by,
)
from xlpy.core.issues import UsageError
from xlpy.core.roster import stranger
from xlpy.core.tables.model import Row
from xlpy.core.text import Text
from xlpy.jobs.dossier import open_files, texts_of
from xlpy.jobs.orders import append, chosen_form


@dataclass(frozen=True, slots=True)
class Revising:
    """A paper that is to be revised: the revision that it will be, what the earlier one said, and
    which cells are emptied.
    """

    order_no: str
    form: str
    number: str
    revision: int
    by: str
    day: date
    reason: str
    said: tuple[str, ...]
    emptied: tuple[str, ...]


def revising(tables: Tables, order_no: str, what: str, by: str, day: date, reason: str) -> Revising:
    """What revising a paper would do; nothing is written. `what`: its form, or its number where
    the order has several of the form.

    Raises UsageError for what is no paper of the order, an order that stands still, an unknown
    person, or no reason.
    """
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    files.refuse_spoiled(order_no)
    refuse_halted(dossier)
    if by not in files.office.roster.people:
        raise stranger(by, files.office.roster.people)
    if not reason.strip():
        raise UsageError(Text("改版要写明原因", "a revision needs a reason"))
    form, row = _paper(dossier, what)
    how = REVISED[form]
    number = getattr(row, how.number)
    emptied = tuple(key for key in how.cleared if getattr(row, key) is not None)
    said = tuple(said_by(dossier, form, row))
    revision = revision_of(dossier, form, number) + 1
    return Revising(order_no, form, number, revision, by, day, reason.strip(), said, emptied)


def _paper(dossier: Dossier, what: str) -> tuple[str, Row]:
    """The form and row that a word names: a form, or a paper's number."""
    for form, how in REVISED.items():
        for row in rows_revised(dossier, form) if form != "order" else ():
            if getattr(row, how.number) == what:
                return form, row
    form = chosen_form(what, REVISED)
    rows = rows_revised(dossier, form)
    if not rows:
        raise UsageError(no_paper(form, dossier.order.order_no))
    if len(rows) > 1:
        numbers = ", ".join(getattr(row, REVISED[form].number) for row in rows)
        raise UsageError(
            Text(f"有几份，请写号码：{numbers}", f"there are several, say which: {numbers}")
        )
    return form, rows[0]


def revise(tables: Tables, revising: Revising) -> None:
    """Keep what the paper says as the revision that is replaced, and empty what belonged to it:
    days and signatures.
    """
    table, how = FORMS[revising.form].table, REVISED[revising.form]
    row = {
        "order_no": revising.order_no,
        "form": revising.form,
        "number": revising.number,
        "revision": revising.revision - 1,
        "replaced_on": revising.day,
        "by": revising.by,
        "reason": revising.reason,
    }
    pages = enumerate(in_pages(revising.said), 1)
    kept = append("revisions", [row | {"page": at, "content": text} for at, text in pages])
    changes = [kept]
    if revising.emptied:
        index = texts_of(tables.read([table])[table], how.number).index(revising.number)
        changes.append(Change(table, update={index: dict.fromkeys(revising.emptied)}))
    tables.commit(changes)


def papers_to_revise(tables: Tables, order_no: str) -> dict[str, Text]:
    """What of an order can be revised: each paper's number (of the order: its form) with its
    name.
    """
    files: Files = open_files(tables, order_no)
    dossier, found = files.of(order_no), {}
    for form, how in REVISED.items():
        zh, en = FORMS[form].zh, FORMS[form].en
        for row in rows_revised(dossier, form):
            number = getattr(row, how.number)
            key = form if form == "order" else number
            found[key] = Text(f"{zh} {number}", f"{en} {number}")
    return found
