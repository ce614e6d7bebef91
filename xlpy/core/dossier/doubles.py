"""Rows of which only the latest by date counts, where two have one date (C-2)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import DATE_OF, folded
from xlpy.core.dossier.inspecting import once_a_day
from xlpy.core.issues import Issue, error
from xlpy.core.tables.needs import Term
from xlpy.core.text import Text


def one_a_day(table: str, kind: str = "") -> Callable[[Dossier], Iterator[Fault]]:
    """The check that no two rows of a table (of a kind) have one date: which counts would be
    open.
    """
    column = DATE_OF[table]

    def check(dossier: Dossier) -> Iterator[Fault]:
        rows = dossier.of(table)
        known: set[date] = set()
        for row in rows if len(rows) > 1 else ():
            day = getattr(row, column)
            if day is None or (kind and row.paper != kind):
                continue
            if day in known:
                yield _double(dossier, table, row.row, day, kind)
            known.add(day)

    return check


def _double(dossier: Dossier, table: str, row: int, day: date, kind: str) -> Fault:
    zh, en = (
        dossier.office.label("export_papers", "paper", kind)
        if kind
        else dossier.office.label(table)
    )
    return Fault(
        table,
        row,
        DATE_OF[table],
        Text(
            f"“{zh}”有两行日期是 {day}，看不出以哪行为准",
            f'"{en}" has two rows of {day}: which one counts does not show',
        ),
        Text(
            "请改正日期，或删掉作废的一行",
            "correct a date, or take out the row that counts no more",
        ),
    )


DOUBLES: dict[tuple[str, str], Callable[[Dossier], Iterator[Fault]]] = {
    ("quotation", "terms"): one_a_day("quotations"),
    ("proforma", "dates"): one_a_day("proformas"),
    ("inspection", "dates"): once_a_day,
    ("export", "dates"): one_a_day("export_papers", "invoice"),
}
"""Form and item that it is reported under → the check."""


def double_terms(terms: Iterable[Term]) -> list[Issue]:
    """An error for each payment term that another row has in other blanks or case: which deposit
    it asks for would be open (C-2.8).
    """
    known: dict[str, Term] = {}
    found = []
    for row in terms:
        first = known.setdefault(folded(row.payment_terms), row)
        if first.payment_terms != row.payment_terms:
            said = Text(
                f"“{row.payment_terms}”与第 {first.row} 行“{first.payment_terms}”是同一条件；"
                "只留一行",
                f'"{row.payment_terms}" is the same term as "{first.payment_terms}" in row '
                f"{first.row}; keep one of them",
            )
            place = ("terms", row.row, "payment_terms", "C-2.8")
            found.append(error(*place, said, "dossier.double"))
    return found
