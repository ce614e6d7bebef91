"""Revisions of an order's papers: which one stands, what an earlier one said, and whether it was
signed itself (C-2.3, C-2.6).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS
from xlpy.core.dossier.written import plain
from xlpy.core.tables.model import Row
from xlpy.core.text import Text


class Revised(NamedTuple):
    """How a form is revised: the column of its number, that of its signature's day, the cells that
    a new revision begins without, and the table of its lines.
    """

    number: str
    signed_on: str
    cleared: tuple[str, ...]
    lines: str


REVISED = {
    "order": Revised("order_no", "", (), "order_lines"),
    "quotation": Revised("quotation_no", "", ("sent_on", "answered_on"), "order_lines"),
    "proforma": Revised(
        "proforma_no",
        "signed_on",
        ("issued_on", "signed_by", "signed_on", "copy_accounts_on"),
        "order_lines",
    ),
    "purchase": Revised(
        "purchase_no",
        "countersigned_on",
        ("countersigned_by", "countersigned_on"),
        "purchase_lines",
    ),
}
"""Form → how it is revised."""
PAGE = 30_000
"""How many characters of a revision one cell holds; Excel's own limit is 32,767."""


def revision_of(dossier: Dossier, form: str, number: str) -> int:
    """Which revision of a paper stands, from 1."""
    rows = dossier.of("revisions")
    if not rows:
        return 1
    earlier = [row.revision for row in rows if (row.form, row.number) == (form, number)]
    return max(earlier) + 1 if earlier else 1


def revision_mark(dossier: Dossier, form: str, number: str) -> str | None:
    """What a paper bears behind its number from the second revision on: `Rev. 2`."""
    revision = revision_of(dossier, form, number)
    return f"Rev. {revision}" if revision > 1 else None


def rows_revised(dossier: Dossier, form: str) -> list[Any]:
    """The rows of a form that can be revised: of quotations and proforma invoices the latest."""
    table = FORMS[form].table
    if FORMS[form].last:
        last = dossier.last(table)
        return [last] if last is not None else []
    return dossier.of(table)


def said_by(dossier: Dossier, form: str, row: Row) -> list[str]:
    """All that a paper says now, a text per line: its own cells, then its lines."""
    how, table = REVISED[form], FORMS[form].table
    found = _cells(dossier, table, row, ": ")
    for line in dossier.of(how.lines):
        if how.lines == "order_lines" or getattr(line, how.number) == getattr(row, how.number):
            found.append("; ".join(_cells(dossier, how.lines, line, " ")))
    return found


def _cells(dossier: Dossier, table: str, row: Row, between: str) -> list[str]:
    found = []
    for place, label in dossier.office.labels.items():
        own, _, column = place.partition(".")
        value = getattr(row, column, None) if own == table and "." not in column else None
        if column and value is not None:
            text = plain(value) if isinstance(value, Decimal) else str(value)
            found.append(f"{label.zh} {label.en}{between}{' / '.join(text.splitlines())}")
    return found


def in_pages(lines: Iterable[str]) -> list[str]:
    """Some lines as texts that each fit into a cell; a line that does not is cut."""
    pages: list[str] = []
    for line in lines:
        line = line[:PAGE]
        if pages and len(pages[-1]) + 1 + len(line) <= PAGE:
            pages[-1] += f"\n{line}"
        else:
            pages.append(line)
    return pages


def counted(dossier: Dossier) -> Iterator[Fault]:
    """The revisions of a paper are of one that the order has, and count from 1 without a gap."""
    found: dict[tuple[str, str], dict[int, Row]] = {}
    for row in dossier.of("revisions"):
        found.setdefault((row.form, row.number), {}).setdefault(row.revision, row)
    for (form, number), rows in found.items():
        last = rows[max(rows)]
        place = ("revisions", last.row)
        known = form in REVISED and number in {
            getattr(row, REVISED[form].number) for row in dossier.of(FORMS[form].table)
        }
        if not known:
            zh = f"改版的“{number}”不是此单的{FORMS[form].zh}"
            en = f'revised is "{number}", which is no {FORMS[form].en} of the order'
            yield Fault(
                *place, "number", Text(zh, en), Text("请核对单据和号码", "check form and number")
            )
        elif sorted(rows) != list(range(1, max(rows) + 1)):
            versions = ", ".join(map(str, sorted(rows)))
            zh = f"{FORMS[form].zh} {number} 的旧版是 {versions}，中间缺"
            en = (
                f"the earlier revisions of {FORMS[form].en} {number} are {versions}: one is missing"
            )
            yield Fault(*place, "revision", Text(zh, en), Text("请改正版次", "correct the numbers"))


def signed_itself(form: str) -> Callable[[Dossier], Iterator[Fault]]:
    """The check that the revision that stands was signed itself, not only an earlier one."""
    how, table = REVISED[form], FORMS[form].table

    def check(dossier: Dossier) -> Iterator[Fault]:
        if not dossier.of("revisions"):
            return
        replaced: dict[str, date] = {}
        for row in dossier.by_date("revisions"):
            if row.form == form:
                replaced[row.number] = row.replaced_on
        for row in rows_revised(dossier, form) if replaced else ():
            number = getattr(row, how.number)
            signed, since = getattr(row, how.signed_on), replaced.get(number)
            if signed is not None and since is not None and signed < since:
                mark, said = revision_mark(dossier, form, number), dossier.office.label
                (zh, en), form_ = said(table, how.signed_on), FORMS[form]
                yield Fault(
                    table,
                    row.row,
                    how.signed_on,
                    Text(
                        f"{form_.zh} {number} {mark} 没有签：“{zh}”{signed} 早于改版日期 {since}",
                        f"{form_.en} {number} {mark} is not signed: {en} {signed} is before its "
                        f"revision of {since}",
                    ),
                    Text(
                        "请把新版给对方签字，填上日期",
                        "have the new revision signed and fill in the day",
                    ),
                )

    return check


def numbered(dossier: Dossier, form: str, number: str) -> str:
    """A paper's number with its revision, as papers bear it: `PI-0001 Rev. 2`."""
    mark = revision_mark(dossier, form, number)
    return f"{number} {mark}" if mark else number


def no_paper(form: str, number: str) -> Text:
    """Why a form cannot be revised: the order has none."""
    return Text(
        f"订单 {number} 没有{FORMS[form].zh}，无从改版",
        f"order {number} has no {FORMS[form].en} to revise",
    )
