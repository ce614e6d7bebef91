"""Every check of whether an order's forms agree, by form and the item that the requirements name
it by.
"""

from collections.abc import Callable, Iterator

from xlpy.core.dossier import agree_goods as goods
from xlpy.core.dossier import agree_offer as offer
from xlpy.core.dossier.dates import DATES
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier

AGREEMENTS: dict[tuple[str, str], Callable[[Dossier], Iterator[Fault]]] = {
    ("order", "lines_amount"): offer.lines_amount,
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
    ("inspection", "final"): goods.final_passed,
    ("packing", "totals"): goods.totals,
    ("packing", "quantity"): goods.packing_quantity,
    ("packing", "inspected"): goods.inspected,
    ("packing", "mark"): goods.marks("packing_lists"),
    ("export", "amount"): goods.export_amount,
    ("export", "ports"): goods.export_ports,
    ("export", "mark"): goods.marks("export_papers"),
    ("letter", "amount"): goods.letter_amount,
    **{(form, "dates"): check for form, check in DATES.items()},
}
"""Form and item → the check of what agrees."""
