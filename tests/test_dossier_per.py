"""Prices for several pieces: the papers' amounts come to the order's, to the cent, whatever is
packed and shipped how (C-2.3); costs in other currencies on their paper (C-2.4).
"""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import dossierkit as kit
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_dossier_billed import _stand_in, said  # noqa: F401

from xlpy.core.dossier.billing import as_packed, billed_amount
from xlpy.core.pricing import PRICE_BASES, price_each, split_worth
from xlpy.documents.papers import papers

BASES = st.sampled_from([None, *(key for key, _ in PRICE_BASES)])
PRICES = st.decimals("0.01", "9999.999", places=3)
CENT = Decimal("0.01")


@given(st.tuples(PRICES, PRICES), st.tuples(BASES, BASES), st.integers(1, 399))
def test_invoices_of_all_shipments_come_to_the_orders_amount(prices, bases, first):
    """Knife blocks go whole in SH-1, boards in two parts."""
    rows = kit.split()
    for line, price, per in zip(rows["order_lines"], prices, bases, strict=True):
        line |= {"price": price, "per": per}
    for line, goes in zip(rows["shipment_lines"][1:], (first, 800 - first), strict=True):
        line["quantity"] = Decimal(goes)
    rows["packing_lists"], rows["packages"] = [], []
    whole = kit.files(rows).dossiers[0]
    whole.order = replace(whole.order, amount=whole.net_amount)
    expected = [
        (Decimal(quantity) * price / int(per or 1)).quantize(CENT, ROUND_HALF_UP)
        for quantity, price, per in zip((400, 800), prices, bases, strict=True)
    ]
    assert [whole.line_amount(line) for line in whole.of("order_lines")] == expected
    amounts = [line.amount for part in whole.consignments for line in as_packed(part)]
    assert sum(amounts) == sum(expected) == billed_amount(whole)
    assert all(amount >= 0 for amount in amounts)


@given(st.lists(st.integers(0, 500).map(Decimal), min_size=1, max_size=6), PRICES, BASES)
def test_parts_of_a_line_come_to_its_amount(quantities, price, per):
    def to_cents(amount):
        return Decimal(int(Fraction(amount) * 100 + Fraction(1, 2))) / 100

    parts = split_worth(quantities, price, per, to_cents)
    assert sum(parts) == to_cents(Fraction(sum(quantities)) * price_each(price, per))


@pytest.fixture(scope="module")
def printed(tmp_path_factory, request):
    """The papers of 400 knife blocks at 150.00 a dozen and 800 boards at 937.50 per 100."""
    rows = kit.order()
    for line, price, per in zip(rows["order_lines"], ("150", "937.5"), ("12", "100"), strict=True):
        line |= {"price": Decimal(price), "per": per}
    rows["purchase_lines"][0] |= {"price": Decimal(1850), "per": "100"}
    item = {"order_no": kit.NO, "kind": "actual", "item": "freight", "currency": "EUR"}
    rate = {"rate": Decimal("8.2"), "rate_on": kit.day("05-01"), "rate_source": "Bank"}
    rows["cost_items"] = [item | {"amount": Decimal("1234.56")} | rate]
    folder = tmp_path_factory.mktemp("per")
    names = ["quotation", "proforma", "invoice", "purchase", "declaration", "cost"]
    made = papers(kit.tables(rows), [kit.NO], names, folder, language="en")
    return {each.paper: "\n".join([*said(each), *formats(each)]) for each in made}


def formats(made):
    """The formats of a paper's numbers, without their quotes: `#,##0.00 / 100 pcs`."""
    cells = (c for sheet in openpyxl.load_workbook(made.paths[0]) for row in sheet for c in row)
    return {cell.number_format.replace('"', "") for cell in cells if cell.value is not None}


@pytest.mark.parametrize("name", ["quotation", "proforma", "invoice", "declaration"])
def test_papers_say_what_a_price_is_for(printed, name):
    for text in ("/ 12 pcs", "/ 100 pcs"):
        assert text in printed[name]


def test_the_purchase_order_says_it_too(printed):
    assert "/ 100 块" in printed["purchase"]


def test_the_cost_analysis_says_how_a_foreign_cost_was_converted(printed):
    # 1234.56 × 8.2 = 10 123.392
    assert "1,234.56 EUR × 8.2 (2012-05-01, Bank)" in printed["cost"]
    assert "10123.39" in printed["cost"].replace(",", "")
