"""Numbers of every size on the papers: whole, with all their decimals, added up where they can be
(C-2).
"""

import subprocess
from decimal import Decimal

import dossierkit as kit
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import needed

from xlpy.documents.amounts import in_words, per_unit, prices_format, shown
from xlpy.documents.boxes import Column, Value
from xlpy.documents.data import Job, open_source
from xlpy.documents.labels import Labels
from xlpy.documents.measure import text_width
from xlpy.documents.page import HEIGHT, SIZE
from xlpy.documents.papers import PAPERS, papers
from xlpy.documents.widths import fitted

D = Decimal


def large():
    """An order with the largest and the smallest numbers that departments had."""
    rows = kit.order()
    knives, boards = rows["order_lines"]
    rows["order_lines"] = [
        knives | {"quantity": D(12500000), "price": D("0.0125"), "unit": "pcs"},
        boards | {"quantity": D("264062.5"), "price": D("3786.123456"), "unit": "m²"},
        boards | {"line": 3, "specification": "竹砧板 刻字", "quantity": D("0.125"), "unit": "kg"},
    ]
    each = {"gross": D("22.5"), "volume": D("0.045")}
    first, second = rows["packages"]
    rows["packages"] = [
        first | {"last": 12500, "quantity": D(1000), "net": D("21.125"), **each},
        second | {"first": 12501, "last": 12700, "quantity": D("1320.313"), "net": D(21), **each},
    ]
    rows["accounts"][1]["due"] = D(1000000000)
    rows["purchase_lines"][0] |= {"quantity": D(12500000), "price": D("79.123456")}
    for cost in rows["costs"]:
        cost |= {"price": D(1000000000), "purchase": 10**11}
    return rows


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The text of the papers with numbers, printed at once."""
    out, program = tmp_path_factory.mktemp("papers"), needed("pdftotext", "the text of the papers")
    names = ("quotation", "packing", "account", "production", "purchase", "cost")
    found = {}
    for made in papers(kit.tables(large()), [kit.NO], names, out, language="en"):
        command = [program, "-layout", made.paths[1], "-"]
        found[made.paper] = subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout
    return found


@pytest.mark.parametrize(
    ("paper", "numbers"),
    [
        ("quotation", ("12,500,000", "264,062.5", "0.012500", "3,786.123456", "999,773,225.10")),
        ("packing", ("12,500,000", "264,062.6", "268,262.5", "285,750", "571.5", "264,062.5")),
        ("account", ("1,000,000,000.00",)),
        ("production", ("12,500,000", "264,062.5", "0.125")),
        ("purchase", ("12,500,000", "79.123456", "989,043,200.00", "989,069,200.00")),
        ("cost", ("1,000,000,000.00 USD", "6,320,000,000.00", "76,923,076.92")),
    ],
)
def test_every_number_is_printed_whole(printed, paper, numbers):
    text = printed[paper]
    assert [number for number in numbers if number not in text] == [] and "##" not in text


@pytest.mark.parametrize("own", ["不锈钢刀架", " 不锈钢 刀架 ", "Stainless steel knife block"])
def test_goods_have_their_english_name_once_and_no_chinese_one_on_an_english_paper(own):
    rows = kit.order()
    rows["order_lines"][0]["specification"] = own
    [goods] = [text for text in texts(sheet(rows, "proforma")) if "knife block" in text]
    assert goods.splitlines()[:2] == ["Stainless steel knife block", "HS code 7323930000"]


def test_a_customer_with_a_chinese_name_has_its_english_one_on_an_english_paper():
    shared = kit.shared()
    shared["customers"][0]["customer"] = "汉堡布兰特公司"
    shared["addresses"][0] |= {"customer": "汉堡布兰特公司", "addressee": "Brandt GmbH"}
    rows = {**shared, **kit.order()}
    rows["orders"][0]["customer"] = "汉堡布兰特公司"
    english, chinese = (" ".join(texts(sheet(rows, "proforma", each))) for each in ("en", "zh"))
    assert ("汉堡" in english, "Buyer Brandt GmbH" in english) == (False, True)
    assert "买方 汉堡布兰特公司" in chinese


@pytest.mark.parametrize(
    ("prices", "currency", "form"),
    [
        (("1875", "1406.5"), "JPY", "#,##0.0"),
        (("12.5", "9.375"), "USD", "#,##0.000"),
        (("12.5",), "USD", "#,##0.00"),
        (("318500",), "VND", "#,##0"),
        ((), "USD", "#,##0.00"),
    ],
)
def test_a_column_of_prices_has_the_decimals_of_each(prices, currency, form):
    assert prices_format(map(D, prices), currency) == form


PRICES = st.lists(st.decimals(0, 10**9, places=6, allow_nan=False), min_size=1, max_size=5)


@given(PRICES, st.sampled_from(("USD", "JPY", "KWD", "CNY")))
def test_what_a_price_shows_is_the_price(prices, currency):
    form = prices_format(prices, currency)
    assert [D(shown(each, form).replace(",", "")) for each in prices] == prices


@given(PRICES)
def test_a_column_is_as_wide_as_its_numbers_and_the_page_stays_as_wide(prices):
    columns = [Column("Goods", 400), Column("Price", 40, "right")]
    form = prices_format(prices, "USD")
    rows = [["x", Value(each, form)] for each in prices]
    widths = fitted(columns, rows, {1: Value(sum(prices), form)})
    longest = max(text_width(shown(each, form), SIZE, bold=True) for each in [*prices, sum(prices)])
    assert sum(widths) == 440 and widths[1] * 0.75 > longest


@pytest.mark.parametrize(
    ("goods", "sums"),
    [
        ([("400", "pcs"), ("800", "PCS ")], {"pcs": D(1200)}),
        ([("400", "sets"), ("800", "m²"), ("10", "sets")], {"sets": D(410), "m²": D(800)}),
        ([("400", None), (None, None)], {"": D(400)}),
    ],
)
def test_quantities_add_up_over_one_unit_alone(goods, sums):
    assert per_unit((D(q) if q else None, unit) for q, unit in goods) == sums


def sheet(rows, name, language="en"):
    """A paper as it is laid out, before it is written."""
    source = open_source(kit.tables(rows))
    dossier = source.files.of(kit.NO)
    kind = PAPERS[name]
    row = dossier.last({"proforma": "proformas", "packing": "packing_lists"}[kind.form])
    return kind.make(Job(source, dossier, name, kind, Labels(language)), row)


def texts(made):
    return [str(each.value) for block in made.blocks for row in block.rows for each in row.cells]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_total_of_several_units_is_a_line_for_each(language):
    found = texts(sheet(large(), "proforma", language))
    assert "12,500,000\n264,062.5\n0.125" in found and "pcs\nm²\nkg" in found


@pytest.mark.parametrize(
    ("language", "words"), [("en", "SAY US DOLLARS ZERO ONLY"), ("zh", "美元零元整")]
)
def test_a_total_of_nothing_says_so_in_words(language, words):
    rows = kit.order()
    for line in rows["order_lines"]:
        line["price"] = D(0)
    assert words in texts(sheet(rows, "proforma", language))
    assert in_words(D(0), "USD", language) == words


def many(count):
    """The order with so many lines and so many packages."""
    rows = kit.order()
    line, package = rows["order_lines"][0], rows["packages"][0]
    rows["order_lines"] = [line | {"line": at} for at in range(1, count + 1)]
    rows["packages"] = [package | {"first": at, "last": at} for at in range(1, count + 1)]
    return rows


@pytest.mark.parametrize("name", ["proforma", "invoice", "packing"])
def test_a_place_to_sign_never_stands_on_a_page_of_its_own(name):
    for count in range(1, 50):
        made = sheet(many(count), name)
        last = max(made.pages(), default=0)
        assert last <= len(made.blocks) - 2, count
        height = sum(made.height(row) for block in made.blocks[last:] for row in block.rows)
        assert height <= HEIGHT
