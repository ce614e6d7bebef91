"""Whether the dates of an order's forms stand in order (C-2, E-3.4)."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xlpy.core.dossier.approvals import APPROVAL, WAIVER, approvals_for, standing
from xlpy.core.dossier.datepairs import PAIRS, Pair, Place
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import DATE_OF, FORMS, TRANSPORT
from xlpy.core.dossier.tolerance import is_short
from xlpy.core.tables.model import Row
from xlpy.core.text import Text

_LAST = {form.table for form in FORMS.values() if form.last}
_KINDS = {form.table: form.kinds for form in FORMS.values() if form.kinds}


_TO_DO = {
    "": Text("请核对两个日期", "check both dates"),
    "next time": Text(
        "请核对两个日期；属实的，下次先办",
        "check both dates; if they are right, do it first next time",
    ),
    "late": Text("晚了，请告诉客户", "it is late: tell the customer"),
}
"""What to do about a pair; what cannot be undone keeps no order from its stage permanently."""


class Dated(NamedTuple):
    """A day of a form: where it stands, whose row it is of, of which kind that is, and what it is
    called where its column does not say it.
    """

    table: str
    row: int | None
    column: str
    day: date
    of: tuple[str, int | None]
    kind: str = ""
    name: Text | None = None


def in_order(form: str, item: str) -> Callable[[Dossier], Iterator[Fault]]:
    """The check of the pairs of dates that are reported under a form's item."""

    def check(dossier: Dossier) -> Iterator[Fault]:
        for pair in PAIRS[form, item]:
            yield from _out_of_order(dossier, pair)

    return check


def _out_of_order(dossier: Dossier, pair: Pair) -> Iterator[Fault]:
    """A fault for each two days of a pair that stand the wrong way round.

    Two dates of one table, or a row and its approval, are compared row by row; dates of two tables
    each with each. Most days of most orders are in order, which their spans show.
    """
    early = _span(dossier, pair.earlier)
    if early is None:
        return
    late = _span(dossier, pair.later)
    if late is None or early[1] <= late[0]:
        return
    befores, afters = _found(dossier, pair.earlier), _found(dossier, pair.later)
    alone = pair.earlier.which or pair.later.which
    for before in befores:
        for after in afters:
            same = before.of[0] != after.of[0] or before.of == after.of
            if (same or alone) and after.day < before.day:
                yield _wrong_way(dossier, before, after, pair.told)


def _wrong_way(dossier: Dossier, before: Dated, after: Dated, told: str) -> Fault:
    first, second = _name(dossier, before), _name(dossier, after)
    zh = f"{second.zh} {after.day} 早于{first.zh} {before.day}"
    en = f"{second.en} {after.day} is before {first.en} {before.day}"
    return Fault(after.table, after.row, after.column, Text(zh, en), _TO_DO[told], blocks=not told)


def _span(dossier: Dossier, place: Place) -> tuple[date, date] | None:
    """The first and the last day that can stand at a place; many pairs ask for them. None where no
    day is known.
    """
    if place not in dossier.days:
        days, which = _known(dossier, place), place.which
        if len(days) > 1 and which:
            days = [min(days) if which == "first" else max(days)]
        dossier.days[place] = (min(days), max(days)) if days else None
    span: tuple[date, date] | None = dossier.days[place]
    return span


def _known(dossier: Dossier, place: Place) -> list[date]:
    """The days at a place; of approvals those that may stand, too."""
    if place.source == "approval":
        return [row.approved_on for row in approvals_for(dossier, place.column, APPROVAL)]
    if place.source == "deposit":
        return [each.day for each in _deposit(dossier, place)]
    rows, column = _rows(dossier, place), place.column
    return [day for row in rows if (day := getattr(row, column)) is not None]


def _found(dossier: Dossier, place: Place) -> list[Dated]:
    """The days at a place, each with where it stands."""
    special = {"approval": _approvals, "deposit": _deposit}.get(place.source)
    found = special(dossier, place) if special else _of_rows(dossier, place)
    if not found or not place.which:
        return found
    pick = min if place.which == "first" else max
    return [pick(found, key=lambda each: each.day)]


def _of_rows(dossier: Dossier, place: Place) -> list[Dated]:
    rows = _rows(dossier, place)
    return [_dated(place, row) for row in rows if getattr(row, place.column) is not None]


def _rows(dossier: Dossier, place: Place) -> list[Row]:
    """The rows whose days stand at a place."""
    table, rows = place.source, dossier.of(place.source)
    if not rows or not (place.kind or table in _LAST):
        return rows
    if table in _LAST and not place.which:
        return [dossier.last(table)]
    if not place.kind:
        return rows
    wanted = TRANSPORT if place.kind == "transport" else (place.kind,)
    return [row for row in rows if getattr(row, _KINDS[table]) in wanted]


def _dated(place: Place, row: Row) -> Dated:
    table, column = place.source, place.column
    kinds = _KINDS.get(table)
    kind = getattr(row, kinds) if kinds and column == DATE_OF[table] else ""
    return Dated(table, row.row, column, getattr(row, column), (table, row.row), kind)


def _name(dossier: Dossier, dated: Dated) -> Text:
    """What a day is called: `提单日期`, `signed on (proforma invoice)`."""
    if dated.name is not None:
        return dated.name
    table, label = dated.table, dossier.office.label
    if dated.kind:
        # What it is says more than that it has a date: `提单日期`.
        of_zh, of_en = label(table, _KINDS[table], dated.kind)
        if table == "inspections":
            return Text(f"{of_zh}验货", f"{of_en} inspection")
        return Text(f"{of_zh}日期", f"date of the {of_en}")
    (zh, en), (form_zh, form_en) = label(table, dated.column), label(table)
    return Text(f"{form_zh}的{zh}", f"{en} ({form_en})")


def _approvals(dossier: Dossier, place: Place) -> list[Dated]:
    """Since when each paper of a form stands approved."""
    form = FORMS[place.column]
    zh, en = dossier.office.label(form.table)
    words = Text(f"{zh}的批准", f"approval ({en})")
    return [
        Dated(
            "approvals",
            row.row,
            "approved_on",
            row.approved_on,
            (figure.table, figure.row),
            name=words,
        )
        for figure, row in standing(dossier, form.key, place.kind)
    ]


def _deposit(dossier: Dossier, _: Place) -> list[Dated]:
    """The day on which the deposit was complete, or let off, if it ever was."""
    due = dossier.deposit
    if not due:
        return []
    found = [
        Dated(
            "approvals",
            row.row,
            "approved_on",
            row.approved_on,
            ("approvals", row.row),
            name=Text("定金的放行", "waiver of the deposit"),
        )
        for row in dossier.of("approvals")
        if row.kind == WAIVER and row.seen.split()[:1] == ["deposit"]
    ]
    tolerance = dossier.rules.ratio("receipts.tolerance")
    came = Decimal(0)
    for row in sorted(dossier.receipts, key=lambda row: row.date):
        came += row.amount if row.currency == dossier.currency else 0
        if not is_short(came, due, tolerance):
            words = Text("定金到齐日", "the day of the whole deposit")
            found.append(
                Dated("receipts", row.row, "date", row.date, ("receipts", row.row), name=words)
            )
            break
    return [min(found, key=lambda each: each.day)] if found else []
