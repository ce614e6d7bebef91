"""Whether the dates of an order's forms stand in order (C-2, E-3.4)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from xlpy.core.dossier.approvals import APPROVAL, WAIVER, approvals_by_form, standing
from xlpy.core.dossier.datepairs import PLACES, Pair, Place
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import DATE_OF, FORMS, TRANSPORT
from xlpy.core.dossier.kinds import KINDS
from xlpy.core.dossier.tolerance import is_short
from xlpy.core.tables.model import Row
from xlpy.core.text import Text

_DAYS = {
    table: attrgetter(*[place.column for place in places], "row")
    for table, places in PLACES.items()
    if table not in ("approval", "deposit")
}
"""Table → what gives the days of its places in a row, and behind them its number, so that one day,
too, comes as a tuple.
"""
_LAST = {form.table for form in FORMS.values() if form.last}


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


Days = Sequence[date | None]
"""A day for each place of a source, in the order of `PLACES`; None where none is known."""


class Spans(dict[str, tuple[Days, Days]]):
    """The first and the last days that can stand at an order's places, by their source; many pairs
    ask for them.
    """

    def __init__(self, dossier: Dossier):
        super().__init__()
        self._dossier = dossier

    def __missing__(self, source: str) -> tuple[Days, Days]:
        found = self[source] = _first_and_last(self._dossier, source)
        return found


def _first_and_last(dossier: Dossier, source: str) -> tuple[Days, Days]:
    rows = [] if source in _SPECIAL else dossier.of(source)
    if len(rows) == 1 and source not in KINDS:
        days = _DAYS[source](rows[0])
        return days, days
    known = _known(dossier, source) if source in _SPECIAL else _of_many(dossier, source, rows)
    spans = [_span(days, place.which) for days, place in zip(known, PLACES[source], strict=True)]
    return [first for first, _ in spans], [last for _, last in spans]


def _of_many(dossier: Dossier, table: str, rows: list[Row]) -> Iterator[list[date]]:
    """The days at each place of a table with several rows, or with rows of several kinds."""
    by_kind = _by_kind(table, rows) if table in KINDS else {}
    for place in PLACES[table]:
        own = by_kind.get(place.kind, ()) if place.kind else rows
        if len(rows) > 1 and table in _LAST and not place.which:
            own = [dossier.last(table)]
        yield [day for row in own if (day := getattr(row, place.column)) is not None]


def _by_kind(table: str, rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Some rows of a table by their kind, and the transport documents among them."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        kind = getattr(row, KINDS[table])
        found.setdefault(kind, []).append(row)
        if kind in TRANSPORT:
            found.setdefault("transport", []).append(row)
    return found


def _span(days: Sequence[date], which: str) -> tuple[date | None, date | None]:
    """The first and the last of some days, of a place of the first or last alone that one."""
    if len(days) < 2:
        return (days[0], days[0]) if days else (None, None)
    first, last = min(days), max(days)
    return (last if which == "last" else first), (first if which == "first" else last)


def in_order(pairs: Iterable[Pair]) -> Callable[[Dossier], Iterable[Fault]]:
    """The check of some pairs of dates. Most days of most orders are in order, which their spans
    show.
    """
    asked = [
        (
            pair,
            pair.earlier.source,
            PLACES[pair.earlier.source].index(pair.earlier),
            pair.later.source,
            PLACES[pair.later.source].index(pair.later),
        )
        for pair in pairs
    ]

    def check(dossier: Dossier) -> Iterable[Fault]:
        spans = dossier.once(Spans)
        found: list[Fault] = []
        for pair, earlier, at, later, at_later in asked:
            before, after = spans[earlier][1][at], spans[later][0][at_later]
            if before is not None and after is not None and after < before:
                found += _out_of_order(dossier, pair)
        return found

    return check


def _out_of_order(dossier: Dossier, pair: Pair) -> Iterator[Fault]:
    """A fault for each two days of a pair that stand the wrong way round.

    Two dates of one table, or a row and its approval, are compared row by row; dates of two tables
    each with each.
    """
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


def _known(dossier: Dossier, source: str) -> list[list[date]]:
    """The days at the places that are not of one table; of approvals those that may stand, too."""
    places = PLACES[source]
    if source == "approval":
        given = dossier.once(approvals_by_form)
        forms = [given.get((place.column, APPROVAL), ()) for place in places]
        return [[row.approved_on for row in rows] for rows in forms]
    return [[each.day for each in _deposit(dossier, place)] for place in places]


def _found(dossier: Dossier, place: Place) -> list[Dated]:
    """The days at a place, each with where it stands."""
    special = _SPECIAL.get(place.source)
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
    return [row for row in rows if getattr(row, KINDS[table]) in wanted]


def _dated(place: Place, row: Row) -> Dated:
    table, column = place.source, place.column
    kinds = KINDS.get(table)
    kind = getattr(row, kinds) if kinds and column == DATE_OF[table] else ""
    return Dated(table, row.row, column, getattr(row, column), (table, row.row), kind)


def _name(dossier: Dossier, dated: Dated) -> Text:
    """What a day is called: `提单日期`, `signed on (proforma invoice)`."""
    if dated.name is not None:
        return dated.name
    table, label = dated.table, dossier.office.label
    if dated.kind:
        # What it is says more than that it has a date: `提单日期`.
        of_zh, of_en = label(table, KINDS[table], dated.kind)
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


_SPECIAL = {"approval": _approvals, "deposit": _deposit}
"""Places that are not of one table → what finds their days."""
