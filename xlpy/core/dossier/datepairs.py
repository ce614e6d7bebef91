"""Which date of an order comes before which: one line for each pair (C-2, E-3.4)."""

from typing import NamedTuple

_PAIRS = """
quotation terms | approval quotation:band | quotations.sent_on | next time
quotation terms | approval cost:rough | quotations.sent_on | next time
sample kept | approval sample | samples.copy_production_on | next time
proforma dates | quotations.sent_on | proformas.issued_on
proforma dates | proformas.issued_on | approval proforma
proforma dates | approval proforma | proformas.signed_on
proforma dates | proformas.issued_on | proformas.signed_on
proforma dates | proformas.issued_on | proformas.delivery_on
proforma dates | first proformas.signed_on | quotations.valid_until
production dates | proformas.signed_on | production_orders.issued_on
production dates | approval cost:confirmed | production_orders.issued_on | next time
production dates | deposit | production_orders.issued_on | next time
production dates | production_orders.issued_on | production_orders.delivery_on
production dates | production_orders.delivery_on | proformas.delivery_on
production dates | production_orders.briefing_on | approval production
production dates | production_orders.price_reviewed_on | approval production
production dates | production_orders.delivery_reviewed_on | approval production
production dates | production_orders.payment_reviewed_on | approval production
letter dates | letters.received_on | first production_orders.issued_on | next time
letter dates | letters.received_on | letters.latest_shipment
letter dates | letters.latest_shipment | letters.expiry
letter dates | proformas.delivery_on | letters.latest_shipment
purchase dates | purchase_orders.ordered_on | purchase_orders.countersigned_on
purchase dates | approval purchase | purchase_orders.countersigned_on
purchase dates | purchase_orders.ordered_on | purchase_orders.delivery_on
purchase dates | purchase_orders.delivery_on | last production_orders.delivery_on
purchase bought | proformas.signed_on | purchase_orders.ordered_on
purchase bought | approval cost:confirmed | purchase_orders.ordered_on | next time
purchase bought | deposit | purchase_orders.ordered_on | next time
purchase bought | letters.received_on | first purchase_orders.ordered_on | next time
purchase bought | purchase_orders.delivery_on | proformas.delivery_on
purchase bought | first purchase_orders.countersigned_on | last inspections.inspected_on:final
purchase received | purchase_lines.received_on | last export_papers.issued_on:transport
inspection dates | first production_orders.issued_on | first inspections.inspected_on:parts
inspection dates | first production_orders.issued_on | first inspections.inspected_on:production
inspection dates | first production_orders.issued_on | last inspections.inspected_on:final
inspection dates | approval production | first inspections.inspected_on:production | next time
inspection dates | first inspections.inspected_on:parts | first inspections.inspected_on:production
inspection dates | first inspections.inspected_on:parts | last inspections.inspected_on:final
inspection dates | first inspections.inspected_on:production | last inspections.inspected_on:final
packing dates | last inspections.inspected_on:final | packing_lists.packed_on
packing dates | packing_lists.packed_on | packing_lists.sent_on
export dates | export_papers.issued_on | export_papers.copy_kept_on
export dates | export_papers.issued_on:booking | last export_papers.issued_on:transport
export dates | export_papers.issued_on:customs | last export_papers.issued_on:transport
export dates | export_papers.issued_on:insurance | last export_papers.issued_on:transport
export dates | packing_lists.packed_on | last export_papers.issued_on:transport
export dates | orders.order_date | first export_papers.issued_on:transport
export dates | last export_papers.issued_on:transport | proformas.delivery_on | late
letter presentation | first export_papers.issued_on:transport | letters.presented_on
"""
"""Form and item that a pair is reported under | the earlier date | the later one | nothing, or how
it is reported where nothing can be done any more (`next time`, `late`): it then blocks nothing. A
date is a table's column, of the rows of a kind where one stands behind it, of the first
or last of them where that stands before it; or since when an approval stands; or the day on which
the deposit was complete.
"""


class Place(NamedTuple):
    """Where dates stand: what kind of thing (a table, `approval`, `deposit`), column or item, the
    rows' kind, and which of them (`first`, `last`, empty: each).
    """

    source: str
    column: str = ""
    kind: str = ""
    which: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """The table whose rows it wants; none where it is not of one alone."""
        return {"approval": ("approvals",), "deposit": ()}.get(self.source, (self.source,))


class Pair(NamedTuple):
    """Two places whose dates stand in order; `told`: how a pair is reported that only reminds."""

    earlier: Place
    later: Place
    told: str = ""

    @property
    def tables(self) -> frozenset[str]:
        """The tables without whose rows there is nothing to compare."""
        return frozenset((*self.earlier.tables, *self.later.tables))


def _place(text: str) -> Place:
    words = text.split()
    which = words.pop(0) if words[0] in ("first", "last") else ""
    if words[0] == "approval":
        form, _, item = words[1].partition(":")
        return Place("approval", form, item, which)
    where, _, kind = words[0].partition(":")
    table, _, column = where.partition(".")
    return Place(table, column, kind, which)


def _pairs() -> dict[tuple[str, str], list[Pair]]:
    found: dict[tuple[str, str], list[Pair]] = {}
    places: dict[Place, Place] = {}
    for line in _PAIRS.strip().splitlines():
        told, earlier, later, *more = (part.strip() for part in line.split("|"))
        form, item = told.split()
        # The same place is the same object: it is looked up for every order.
        first, second = _place(earlier), _place(later)
        first, second = places.setdefault(first, first), places.setdefault(second, second)
        pair = Pair(first, second, *more)
        found.setdefault((form, item), []).append(pair)
    return found


PAIRS = _pairs()
"""Form and item → the pairs that are reported under it."""


def _places() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    asked = (place for pairs in PAIRS.values() for pair in pairs for place in pair[:2])
    for place in dict.fromkeys(asked):
        found.setdefault(place.source, []).append(place)
    return found


PLACES = _places()
"""Table → the places of it whose days are asked for."""
