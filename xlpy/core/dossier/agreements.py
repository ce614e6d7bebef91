"""Every check of whether an order's forms agree, by form and the item that the requirements name
it by.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xlpy.core.dossier import agree_goods as goods
from xlpy.core.dossier import agree_offer as offer
from xlpy.core.dossier import billing, buying, credits, inspecting, revisions, scans, shipping
from xlpy.core.dossier.datepairs import PAIRS, Pair
from xlpy.core.dossier.dates import in_order
from xlpy.core.dossier.doubles import DOUBLES
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS

_AT_GATE = ("letter", "presentation")
"""The item of a gate, which asks for its dates itself."""
Check = Callable[[Dossier], Iterable[Fault]]


class Agreement(NamedTuple):
    """What is to agree: checks, each with the tables that it compares with each other, then pairs
    of dates.
    """

    checks: tuple[tuple[Check, frozenset[str]], ...]
    pairs: tuple[Pair, ...] = ()

    def among(self, tables: frozenset[str]) -> "Agreement":
        """What of it may differ in an order that has rows in these tables alone: where one of the
        compared tables has none, there is nothing to compare.
        """
        return Agreement(
            tuple([each for each in self.checks if each[1] <= tables]),
            tuple([pair for pair in self.pairs if pair.tables <= tables]),
        )

    @property
    def check(self) -> Check:
        """All of it as one check."""
        checks = [check for check, _ in self.checks]
        if self.pairs:
            checks.append(in_order(self.pairs))
        if len(checks) == 1:
            return checks[0]
        return lambda order: [fault for check in checks for fault in check(order)]


def _of(check: Check, *tables: str) -> Agreement:
    """A check that finds nothing where one of the tables has no rows of the order."""
    return Agreement(((check, frozenset(tables)),))


_FORMS_AGREE: dict[tuple[str, str], Agreement] = {
    ("order", "lines_amount"): _of(offer.lines_amount, "order_lines"),
    ("order", "revisions"): _of(revisions.counted, "revisions"),
    ("proforma", "dates"): _of(revisions.signed_itself("proforma"), "proformas", "revisions"),
    ("purchase", "dates"): _of(revisions.signed_itself("purchase"), "purchase_orders", "revisions"),
    ("quotation", "terms"): _of(offer.quoted_terms, "quotations"),
    ("quotation", "same_day"): _of(offer.same_day, "quotations"),
    ("sample", "kept"): _of(offer.kept),
    ("proforma", "amount"): _of(offer.proforma_amount),
    ("proforma", "quantity"): _of(offer.proforma_quantity, "proformas", "order_lines"),
    ("proforma", "terms"): _of(offer.proforma_terms, "proformas"),
    ("cost", "price"): _of(offer.cost_price, "costs"),
    ("account", "due"): _of(offer.account_due),
    ("account", "receipts"): _of(offer.account_receipts),
    ("production", "quantity"): _of(goods.production_quantity, "production_orders", "order_lines"),
    ("production", "mark"): _of(goods.marks("production_orders"), "production_orders", "proformas"),
    ("purchase", "covers"): _of(goods.covers, "purchase_lines", "production_parts"),
    ("purchase", "bought"): _of(buying.goods_bought),
    ("purchase", "received"): _of(buying.goods_received),
    ("inspection", "final"): _of(inspecting.final_passed, "inspections"),
    ("shipment", "lines"): _of(shipping.shipped_lines),
    ("shipment", "all"): _of(shipping.all_shipped, "shipments"),
    ("shipment", "partial"): _of(shipping.partial_allowed, "shipments"),
    ("shipment", "transhipment"): _of(shipping.transhipment_allowed, "shipments", "letters"),
    ("shipment", "document"): _of(shipping.as_its_document, "shipments", "export_papers"),
    ("packing", "totals"): _of(goods.totals, "packing_lists"),
    ("packing", "quantity"): _of(billing.packing_quantity, "packages"),
    ("packing", "inspected"): _of(inspecting.inspected, "packages", "inspections"),
    ("packing", "mark"): _of(goods.marks("packing_lists"), "packing_lists", "proformas"),
    ("export", "amount"): _of(goods.export_amount),
    ("export", "ports"): _of(goods.export_ports),
    ("export", "mark"): _of(goods.marks("export_papers"), "export_papers", "proformas"),
    ("letter", "amount"): _of(credits.covers_order, "letters"),
    ("letter", "dates"): _of(credits.amendments_in_order, "letter_amendments"),
    ("letter", "quantity"): _of(credits.quantity, "letters", "packages"),
    ("letter", "drawn"): _of(credits.drawn, "letters"),
    ("letter", "documents"): _of(credits.documents, "letters"),
    **{(form, "scan"): _of(scans.scanned(form), FORMS[form].table) for form in scans.PROVES},
}
"""Form and item → what agrees, besides dates."""


def _all_agreements() -> dict[tuple[str, str], Agreement]:
    """The checks with the pairs of dates that are reported under the same item, and with the rows
    of which only the latest counts.
    """
    found, nothing = dict(_FORMS_AGREE), Agreement(())
    for key, check in DOUBLES.items():
        before, double = found.get(key, nothing), _of(check, FORMS[key[0]].table)
        found[key] = Agreement(before.checks + double.checks)
    for key, pairs in PAIRS.items():
        if key != _AT_GATE:
            found[key] = Agreement(found.get(key, nothing).checks, tuple(pairs))
    return found


AGREEMENTS = _all_agreements()
"""Form and item → what agrees."""
