"""Quoted prices against the bands of a price list, to the cent and the day (C-5.10)."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import dossierkit
import pytest

from xlpy.book.load import load
from xlpy.book.tables import MemoryTables
from xlpy.core.dossier.figures import outside_band
from xlpy.jobs.import_ import import_rows

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "prices"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/prices is not there")


def quotes():
    """The quotes with what the price list's maker says of each; none where it is absent."""
    if not FOLDER.is_dir():
        return []
    with open(FOLDER / "band_expected.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def listed():
    """The price list's rows, without the reader's note, as its import reads them."""
    lines = (FOLDER / "prices.csv").read_text(encoding="utf-8").splitlines()
    tables = MemoryTables()
    plain = "\n".join(line.rsplit(",", 1)[0] for line in lines)
    import_rows(tables, "products", (FOLDER / "products.csv").read_bytes())
    import_rows(tables, "prices", plain.encode())
    return load(tables.read(["prices"])["prices"])[0]


@needed
def test_the_list_of_quotes_is_there():
    assert len(quotes()) == 15


@needed
@pytest.mark.parametrize("quote", quotes(), ids=lambda quote: quote["why"])
def test_a_price_outside_its_band_needs_an_approval(quote, listed):
    rows = dossierkit.order()
    product, currency = quote["product"], quote["currency"]
    rows["quotations"][0] |= {"sent_on": date.fromisoformat(quote["quoted_on"])}
    rows["quotations"] = rows["quotations"][:1]
    rows["orders"][0]["currency"] = currency
    rows["order_lines"] = [
        rows["order_lines"][0] | {"product": product, "price": Decimal(quote["quoted"])}
    ]
    records = dossierkit.records(rows) | {"prices": listed}
    [dossier] = dossierkit.files_of(records).dossiers
    why = outside_band(dossier, dossier.of("order_lines")[0])
    if quote["expected"] == "within":
        assert why is None
    elif quote["expected"] in ("below", "above"):
        limits = dict.fromkeys((quote["lowest"], quote["highest"]))
        assert why is not None and all(limit in why.en for limit in limits), why
    else:
        assert why is not None and why.en == "not on the price list"
