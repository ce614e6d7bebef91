"""Forms that count only with the scan of what was signed, or of the bank's paper, where the policy
asks for it (C-2.11).
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS, folded
from xlpy.core.parameters import tokens
from xlpy.core.text import Text

ASKED_FOR = "scan.forms"
"""The row of the policy that lists the forms."""
_ROWS = 64
"""How many rows of the policy are kept as they were read."""
PROVES = {
    "proforma": ("signed_on", ("signed",)),
    "purchase": ("countersigned_on", ("signed",)),
    "letter": ("received_on", ("bank",)),
    "export": ("issued_on", ("paper", "bank")),
}
"""Form → the column whose day says that there is something to scan, and the kinds of attachments
that show it.
"""


@lru_cache(_ROWS)
def _asked_for(forms: str | None) -> frozenset[str]:
    """The forms that a row of the policy lists: every order asks the same few rows."""
    return frozenset(tokens(forms))


def scanned(form: str) -> Callable[[Dossier], Iterator[Fault]]:
    """The check that a form which is signed, or came from a bank, has its scan: of the revision
    that stands, so not from before it.
    """
    column, kinds = PROVES[form]
    table = FORMS[form].table

    def check(dossier: Dossier) -> Iterator[Fault]:
        if form not in _asked_for(dossier.rules.values.get(ASKED_FOR)):
            return
        there = [row for row in dossier.of("attachments") if row.form == form]
        days = [row.date for row in there if row.kind in kinds]
        since = max(
            (row.replaced_on for row in dossier.of("revisions") if row.form == form),
            default=date.min,
        )
        rows = [row for row in dossier.of(table) if getattr(row, column) is not None]
        if rows and (not days or max(days) < since):
            names = [dossier.office.label("attachments", "kind", kind) for kind in kinds]
            zh, en = "、".join(each.zh for each in names), ", ".join(each.en for each in names)
            yield Fault(
                table,
                rows[-1].row,
                column,
                Text(
                    f"{FORMS[form].zh}没有扫描件（{zh}）",
                    f"the {FORMS[form].en} has no scan ({en})",
                ),
                Text("请用“存附件”登记扫描件", "attach the scan"),
            )

    return check


def shows(dossier: Dossier, said: str) -> bool:
    """Whether an attachment of the order says that it is a paper: its note or its name has the
    paper's words, or they have the note.
    """
    wanted = folded(said)
    for row in dossier.of("attachments"):
        note, name = folded(row.note), folded(row.file.rpartition("/")[2].rpartition(".")[0])
        if wanted in note or wanted in name or (note and note in wanted):
            return True
    return False
