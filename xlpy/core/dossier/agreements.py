"""Every check of whether an order's forms agree, by form and the item that the requirements name
it by.
"""

from collections.abc import Callable, Iterator

from xlpy.core.dossier import agree_goods as goods
from xlpy.core.dossier import agree_offer as offer
from xlpy.core.dossier import billing, buying, credits, inspecting, revisions, scans, shipping
from xlpy.core.dossier.datepairs import PAIRS
from xlpy.core.dossier.dates import in_order
from xlpy.core.dossier.doubles import DOUBLES
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier

_AT_GATE = ("letter", "presentation")
"""The item of a gate, which asks for its dates itself."""
Check = Callable[[Dossier], Iterator[Fault]]

_FORMS_AGREE: dict[tuple[str, str], Check] = {
    ("order", "lines_amount"): offer.lines_amount,
    ("order", "revisions"): revisions.counted,
    ("proforma", "dates"): revisions.signed_itself("proforma"),
    ("purchase", "dates"): revisions.signed_itself("purchase"),
    ("quotation", "terms"): offer.quoted_terms,
    ("quotation", "same_day"): offer.same_day,
    ("sample", "kept"): offer.kept,
    ("proforma", "amount"): offer.proforma_amount,
    ("proforma", "quantity"): offer.proforma_quantity,
    ("proforma", "terms"): offer.proforma_terms,
    ("cost", "price"): offer.cost_price,
    ("account", "due"): offer.account_due,
    ("account", "receipts"): offer.account_receipts,
    ("production", "quantity"): goods.production_quantity,
    ("production", "mark"): goods.marks("production_orders"),
    ("purchase", "covers"): goods.covers,
    ("purchase", "bought"): buying.goods_bought,
    ("purchase", "received"): buying.goods_received,
    ("inspection", "final"): inspecting.final_passed,
    ("shipment", "lines"): shipping.shipped_lines,
    ("shipment", "all"): shipping.all_shipped,
    ("shipment", "partial"): shipping.partial_allowed,
    ("shipment", "transhipment"): shipping.transhipment_allowed,
    ("shipment", "document"): shipping.as_its_document,
    ("packing", "totals"): goods.totals,
    ("packing", "quantity"): billing.packing_quantity,
    ("packing", "inspected"): inspecting.inspected,
    ("packing", "mark"): goods.marks("packing_lists"),
    ("export", "amount"): goods.export_amount,
    ("export", "ports"): goods.export_ports,
    ("export", "mark"): goods.marks("export_papers"),
    ("letter", "amount"): credits.covers_order,
    ("letter", "dates"): credits.amendments_in_order,
    ("letter", "quantity"): credits.quantity,
    ("letter", "drawn"): credits.drawn,
    ("letter", "documents"): credits.documents,
    **{(form, "scan"): scans.scanned(form) for form in scans.PROVES},
}
"""Form and item → the check of what agrees, besides dates."""


def _one_after_another(*checks: Check) -> Check:
    """Some checks as one."""
    if len(checks) == 1:
        return checks[0]
    return lambda dossier: (fault for check in checks for fault in check(dossier))


def _all_agreements() -> dict[tuple[str, str], Check]:
    """The checks with the pairs of dates that are reported under the same item, and with the rows
    of which only the latest counts.
    """
    found: dict[tuple[str, str], list[Check]] = {}
    for key, check in (*_FORMS_AGREE.items(), *DOUBLES.items()):
        found.setdefault(key, []).append(check)
    for form, item in PAIRS:
        if (form, item) != _AT_GATE:
            found.setdefault((form, item), []).append(in_order(form, item))
    return {key: _one_after_another(*checks) for key, checks in found.items()}


AGREEMENTS = _all_agreements()
"""Form and item → the check of what agrees."""
