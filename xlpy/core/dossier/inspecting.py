"""What passed the final inspection, by product and quantity: the latest by date counts (C-2.7,
C-2.9).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xlpy.core.dossier.billing import row_of
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.office import FOREVER
from xlpy.core.dossier.written import plain
from xlpy.core.tables.making import Inspection
from xlpy.core.text import Text

_NEVER = date.min
_ALL = ""
"""An inspection without a product is of all of them."""


def _finals(dossier: Dossier) -> list[Inspection]:
    return [row for row in dossier.by_date("inspections") if row.kind == "final"]


def _day(row: Inspection) -> date:
    return row.inspected_on or FOREVER


def _products(dossier: Dossier, finals: list[Inspection]) -> list[str]:
    """The products that need a final inspection: those of the order, and those that were
    inspected by name.
    """
    named = [line.product for line in dossier.of("order_lines")] + [row.product for row in finals]
    return list(dict.fromkeys(filter(None, named))) or [_ALL]


def final_passed(dossier: Dossier) -> Iterator[Fault]:
    """Of every product the latest final inspection passed (C-2.7)."""
    finals = [row for row in _finals(dossier) if row.result]
    if not finals:
        return
    told = set()
    for product in _products(dossier, finals):
        mine = [row for row in finals if (row.product or _ALL) in (product, _ALL)]
        if not mine:
            yield _not_inspected(product)
        elif (latest := _latest(mine)).result != "passed" and latest.row not in told:
            told.add(latest.row)
            yield _failed(latest)


def _latest(rows: list[Inspection]) -> Inspection:
    """The latest; of one day the one that did not pass."""
    return max(rows, key=lambda row: (_day(row), row.result != "passed"))


def _not_inspected(product: str) -> Fault:
    return Fault(
        "inspections",
        None,
        "product",
        Text(f"“{product}”没有出货验货", f'"{product}" had no final inspection'),
        Text("请先验货，加一行", "inspect it, as a new row"),
    )


def _failed(row: Inspection) -> Fault:
    zh, en = (f"“{row.product}”", f' of "{row.product}"') if row.product else ("", "")
    return Fault(
        "inspections",
        row.row,
        "result",
        Text(
            f"最近一次{zh}出货验货（{row.inspected_on or '无日期'}）不合格",
            f"the latest final inspection{en} ({row.inspected_on or 'no date'}) did not pass",
        ),
        Text("请返工后再验，加一行", "rework and inspect again, as a new row"),
    )


def once_a_day(dossier: Dossier) -> Iterator[Fault]:
    """No two inspections of a kind and product have one date: which is the latest would be open
    (C-2.7).
    """
    known: dict[tuple[str, str, date], Inspection] = {}
    for row in dossier.of("inspections"):
        if row.inspected_on is None:
            continue
        first = known.setdefault((row.kind, row.product or _ALL, row.inspected_on), row)
        if first is not row:
            kind = dossier.office.label("inspections", "kind", row.kind)
            zh, en = (f"“{row.product}”", f' of "{row.product}"') if row.product else ("", "")
            yield Fault(
                "inspections",
                row.row,
                "inspected_on",
                Text(
                    f"{row.inspected_on} 有两行{zh}{kind[0]}验货，看不出哪次在后",
                    f"{row.inspected_on} has two {kind[1]} inspections{en}: which is later "
                    "does not show",
                ),
                Text("请合成一行，或改正日期", "make one row of them, or correct a date"),
            )


def inspected(dossier: Dossier) -> Iterator[Fault]:
    """No more is packed of a product than passed its final inspection and did not fail since
    (C-2.9).
    """
    if dossier.shipment and any(row.shipment_no is None for row in _finals(dossier)):
        # They are of all shipments: what each packs of it adds up.
        yield from _inspected(dossier.whole)
    else:
        yield from _inspected(dossier)


def _inspected(dossier: Dossier) -> Iterator[Fault]:
    """The same of one shipment alone, or of all that is packed."""
    finals = _finals(dossier)
    if not finals or any(row.result is None for row in finals):
        return
    packed = dossier.packed
    failed = {product: _failed_on(finals, product) for product in packed}
    named = {product: _passed(finals, product, failed[product]) for product in packed}
    short = {product: max(packed[product] - named[product], Decimal(0)) for product in packed}
    if all(row.product for row in finals):
        for product in (each for each in packed if short[each]):
            yield _too_many(dossier, product, packed[product], named[product])
        return
    # What passed without a product's name can be any product's that did not fail since: of those
    # that failed on a day or later, no more may need it than passed after that day.
    for since in sorted(set(failed.values()), reverse=True):
        mine = [product for product in packed if failed[product] >= since]
        common = _passed(finals, _ALL, since)
        if sum((short[product] for product in mine), Decimal(0)) > common:
            only = mine[0] if len(mine) == 1 and len(packed) > 1 else _ALL
            total = sum((packed[product] for product in mine), Decimal(0))
            have = sum((min(named[each], packed[each]) for each in mine), common)
            yield _too_many(dossier, only, total, have)
            return


def _failed_on(finals: list[Inspection], product: str) -> date:
    """The last day on which a product, or all of them, did not pass."""
    days = (
        _day(row)
        for row in finals
        if row.result == "failed" and (row.product or _ALL) in (product, _ALL)
    )
    return max(days, default=_NEVER)


def _passed(finals: list[Inspection], product: str, since: date) -> Decimal:
    """How much passed under a product's own name after a day: a failure takes back what passed
    until then.
    """
    rows = (row for row in finals if row.result == "passed" and (row.product or _ALL) == product)
    found = (row.quantity for row in rows if _day(row) > since and row.quantity is not None)
    return sum(found, Decimal(0))


def _too_many(dossier: Dossier, product: str, packed: Decimal, passed: Decimal) -> Fault:
    zh, en = (f"“{product}”", f"{product} ") if product else ("", "")
    return Fault(
        "packages",
        row_of(dossier, product),
        "quantity",
        Text(
            f"装箱{zh} {plain(packed)}，多于出货验货合格的 {plain(passed)}",
            f"packed {en}{plain(packed)}, more than the {plain(passed)} that passed",
        ),
        Text("请先验货，填合格数量", "inspect first, and fill in the quantity that passed"),
    )
