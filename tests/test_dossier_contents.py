"""What a bank, a customs office and a carrier look for on the papers (C-2.1 to C-2.10)."""

import re

import dossierkit as kit
import pytest
from test_dossier_billed import _stand_in, said  # noqa: F401
from test_dossier_papers import lengthy
from test_rules import lines

from xlpy.core.dossier.billing import billed_amount
from xlpy.core.dossier.fob import fob_values
from xlpy.core.dossier.status import status
from xlpy.documents.papers import Made, Skipped, papers


def part(kind, amount):
    return {"order_no": kit.NO, "kind": kind, "amount": kit.D(amount)}


def filled(rows):
    """The order with all that its papers can say."""
    more = {"customer_po": "PO-88123", "valid_until": kit.day("03-31"), "partial": "allowed"}
    rows["proformas"][0] |= more
    parts = [part("freight", "980.00"), part("insurance", "75.00")]
    rows["price_parts"] = [*rows.get("price_parts", ()), *parts]
    rows.setdefault("products", kit.shared()["products"])
    for row in rows["products"]:
        row["criterion"] = "CTH"
    for row in rows["packages"]:
        row |= {"kind": "carton", "dimensions": "60×40×45 cm"}
    for row in rows.get("letters", ()):
        row |= {"issued_on": kit.day("03-17"), "certifies": "ONE SET OF COPIES WAS SENT BY MAIL."}
    for row in rows.get("shipments", ()):
        row |= {"tare": kit.D(2200), "dunnage": kit.D(35), "forwarder": "Ocean Line"}
        row["containers"] = "1×20GP"
    return rows


def text_of(rows, name, out, language="en"):
    """The text of the one paper, or of that of the first shipment; cells in one line each."""
    made = papers(kit.tables(filled(rows)), [kit.NO], [name], out, language=language)[0]
    assert made.gaps == ()
    return re.sub(r"\s+", " ", said(made)[0])


EXPECTED = {
    "proforma": (
        *("Buyer's P.O. No.: PO-88123", "Valid until: 2012-03-31", "Country of origin: China"),
        *("Deposit: 3,750.00 USD (30 %)", "Balance due: 8,750.00 USD, before shipment"),
        *("Partial shipments: allowed", "FOB value: 11,445.00 USD", "Freight included: 980.00 USD"),
        *("Insurance included: 75.00 USD", "are for the buyer's account"),
    ),
    "invoice": (
        *("Contract (P/I) No.: PI-0001 (2012-03-14)", "Buyer's P.O. No.: PO-88123"),
        # 5000.00 + 1875.00 = 6875.00; of 3750.00, 980.00 and 75.00 the share 6875 / 12500
        *("Less deposit received -2062.5", "Balance due 4812.5", "Freight included: 539.00 USD"),
        *("Insurance included: 41.25 USD", "FOB value: 6,294.75 USD", "Country of origin: China"),
        *("Transport: by sea", "Vessel / Voyage: EVER GREAT 012W", "B/L or AWB No.: BL-1"),
        *("Shipped on: 2012-04-25", "Packages: 30 cartons", "N.W. 495 kg", "G.W. 555 kg"),
        *("Meas. 3.15 m³", "TGHU0000000 / S00001", "are for the buyer's account"),
        "Delivery terms: CIF Hamburg, Incoterms 2020",
    ),
    "packing": (
        *("carton, 60×40×45 cm", "SAY THIRTY (30) CARTONS ONLY", "Port of loading: Yantian"),
        *("Port of discharge: Hamburg", "PO-88123", "BL-1", "Contract (P/I) No.: PI-0001"),
    ),
    "declaration": (
        *("7323930000", "境内自主品牌|不锈钢制|厨房用", "400 pcs 360 kg", "200 pcs 135 kg"),
        *("深圳特区 44031", "4403160001", "539.00 USD", "EVER GREAT 012W", "Germany"),
        *("Producer or seller: Shenzhen Haiqiao", "Port of exit: Yantian", "Country of trade"),
        "Papers attached: Invoice No. SH-1 Packing list No. PL-0001 Contract (P/I) No. PI-0001",
    ),
    "booking": (
        *("Forwarder: Ocean Line", "Freight: prepaid", "BK-1", "EVER GREAT 012W", "555"),
        *("Containers: 1×20GP", "Partial shipments: allowed", "CIF Hamburg, Incoterms 2020"),
    ),
    # 6875.00 - 539.00 - 41.25, by 5000.00 and 1875.00
    "origin": (
        *("China", "Country of destination: Germany", "SH-1 2012-04-21", "7323930000"),
        *("FOB value USD", "China CTH 4578", "China CTH 1716.75", "6294.75", "Place and date:"),
    ),
    # 555 + 35 + 2200
    "vgm": ("2790", "TGHU0000000 / S00001", "2: cargo, dunnage and tare added up", "BK-1"),
    "sample_invoice": ("YB-0001", "Samples of no commercial value", "4.5", "9"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_paper_says_what_is_looked_for(tmp_path, name):
    text = text_of(kit.split(), name, tmp_path)
    assert [part for part in EXPECTED[name] if part not in text] == []


@pytest.mark.parametrize("name", ["invoice", "packing", "beneficiary"])
def test_a_paper_under_a_letter_of_credit_names_it_with_date_and_bank(tmp_path, name):
    text = text_of(kit.letter(), name, tmp_path)
    assert "L/C No.: LC-1 (2012-03-17, Example Bank, Hamburg)" in text
    assert ("ONE SET OF COPIES WAS SENT BY MAIL." in text) == (name == "beneficiary")


def test_a_product_names_its_own_country_of_origin(tmp_path):
    rows = {**kit.shared(), **kit.order()}
    rows["products"][1]["origin"] = "越南"
    assert "Country of origin: China, Vietnam" in text_of(rows, "invoice", tmp_path)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("each", "each party pays those of its own country"),
        ("seller", "all are for the seller's account"),
    ],
)
def test_the_clause_on_bank_charges_is_a_row_of_the_policy(tmp_path, value, words):
    rows = kit.order()
    more = {"key": "bank.charges", "value": value, "unit": "choice", "source": "C-2.3"}
    tables = kit.tables(filled(rows))
    kit.type_below(tables, "policy", more | {"from": kit.day("01-01")})
    [made] = papers(tables, [kit.NO], ["proforma"], tmp_path, language="en")
    assert words in said(made)[0]


def test_what_customs_asks_for_and_nobody_filled_in_makes_a_draft(tmp_path):
    rows = {**kit.shared(), **filled(kit.order())}
    rows["products"][1]["elements"] = None
    [made] = papers(kit.tables(rows), [kit.NO], ["declaration"], tmp_path, language="en")
    assert [gap.en for gap in made.gaps] == [
        '"Declared details" of "Products" CB-02 is empty; fill it in'
    ]


def test_papers_that_an_order_needs_not_are_not_made(tmp_path):
    tables = kit.tables(filled(kit.order()))
    beneficiary, vgm = papers(tables, [kit.NO], ["beneficiary", "vgm"], tmp_path)
    assert isinstance(beneficiary, Skipped) and isinstance(vgm, Skipped)
    assert "L/C" in beneficiary.why.en
    assert "shipment" in vgm.why.en


@pytest.mark.parametrize("case", lines("fob"))
def test_what_each_line_is_worth_on_board(case):
    rows = kit.order()
    rows["orders"][0]["incoterm"] = case["incoterm"]
    kinds = ("freight", "insurance", "discount")
    rows["price_parts"] = [part(kind, case[kind]) for kind in kinds if case[kind]]
    expected = [kit.D(each) for each in case["values"].split()] or [None, None]
    assert fob_values(kit.files(rows).of(kit.NO)) == expected


def test_the_values_on_board_of_two_shipments_are_the_orders():
    rows = filled(kit.split())
    parts = kit.files(rows).of(kit.NO).consignments
    values = [each for part in parts for each in fob_values(part)]
    assert sum(values) == kit.D("12500.00") - kit.D("980.00") - kit.D("75.00")


def test_a_container_that_was_weighed_needs_no_tare(tmp_path):
    rows = kit.split()
    rows["shipments"][0]["weighed"] = kit.D("2810.5")
    tables = kit.tables(rows)
    first, second = papers(tables, [kit.NO], ["vgm"], tmp_path, language="en")
    text = re.sub(r"\s+", " ", said(first)[0])
    wanted = ("1: the packed container was weighed", "Packed on: 2012-04-21")
    assert [part for part in (*wanted, "Name, place and date:") if part not in text] == []
    assert text.count("2810.5") == 2 and "Gross weight of the cargo" not in text
    assert first.gaps == ()
    assert [gap.en for gap in second.gaps] == [
        '"Container tare kg" of "Shipments" SH-2 is empty; fill it in'
    ]


def test_a_gross_mass_without_the_tare_is_not_added_up(tmp_path):
    """The draft said 590 kg of a container of which the door says 2,200 alone."""
    rows = filled(kit.split())
    rows["shipments"][0]["tare"] = None
    first, _ = papers(kit.tables(rows), [kit.NO], ["vgm"], tmp_path, language="en")
    text = re.sub(r"\s+", " ", said(first)[0])
    assert "Gross weight of the cargo 555 Dunnage 35 Container tare Verified" in text
    assert "590" not in text and "2790" not in text


def test_a_booking_of_two_orders_is_named_once(tmp_path):
    rows = kit.split()
    rows["export_papers"].append(kit._paper("booking", "BK-1", "04-20", shipment_no="SH-1"))
    text = text_of(rows, "booking", tmp_path)
    assert text.count("BK-1") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", '"HS code" of the order\'s line 1 is empty; fill it in (and 59 more like it)'),
        ("zh", "订单第 1 行的“HS 编码”没有填写；请填写（同样的还有 59 处）"),
    ],
)
def test_a_draft_says_once_what_is_alike_in_many_lines(tmp_path, language, words):
    """Sixty lines without an HS code filled a page in red before the paper began."""
    rows, _ = lengthy(60)
    rows["products"] = [row | {"hs_code": None} for row in kit.shared()["products"]]
    [made] = papers(kit.tables(rows), [kit.NO], ["packing"], tmp_path, language=language)
    assert not any("HS" in gap.en for gap in made.gaps)
    [made] = papers(kit.tables(rows), [kit.NO], ["invoice"], tmp_path, language=language)
    text = re.sub(r"\s+", " ", said(made)[0])
    assert words in text
    assert len([gap for gap in made.gaps if "HS code" in gap.en]) == 60


@pytest.mark.parametrize("name", ["origin", "declaration"])
def test_goods_for_another_country_than_the_buyers_name_it(tmp_path, name):
    rows = kit.split()
    rows["shipments"][0] |= {"to_country": "AT", "via": "Rotterdam"}
    text = text_of(rows, name, tmp_path)
    assert "Country of destination: Austria" in text and "Transhipped at: Rotterdam" in text
    assert ("Country of trade: Germany Country of arrival: Austria" in text) == (
        name == "declaration"
    )


@pytest.mark.parametrize(
    ("incoterm", "place"),
    [
        ("FCA Foshan", "Place of receipt: FOSHAN"),
        ("DAP San Antonio (Incoterms 2020)", "Place of delivery: SAN ANTONIO"),
        ("CIF Hamburg", None),
    ],
)
def test_a_booking_names_the_place_of_terms_that_have_one(tmp_path, incoterm, place):
    rows = kit.order()
    rows["orders"][0]["incoterm"] = incoterm
    [made] = papers(kit.tables(rows), [kit.NO], ["booking"], tmp_path, language="en")
    text = re.sub(r"\s+", " ", said(made)[0])
    assert place in text if place else "Place of" not in text


def test_papers_of_others_that_go_with_a_declaration_are_named(tmp_path):
    rows = kit.order()
    rows["export_papers"].append(kit._paper("C/O", "C12-0001", "04-30"))
    text = text_of(rows, "declaration", tmp_path, "zh")
    assert (
        "随附单证及编号：发票号 SO-0001 装箱单号 PL-0001 合同（形式发票）号 PI-0001 (2012-03-14) "
        "产地证 C12-0001" in text
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("allowed", "not allowed", "not allowed"),
        (None, "allowed", "allowed"),
        (None, None, None),
    ],
)
def test_a_booking_says_what_the_letter_of_credit_allows(tmp_path, ours, theirs, expected):
    rows = kit.letter()
    rows["proformas"][0]["partial"] = ours
    rows["letters"][0] |= {"partial": theirs, "transhipment": theirs}
    [made] = papers(kit.tables(rows), [kit.NO], ["booking"], tmp_path, language="en")
    text = re.sub(r"\s+", " ", said(made)[0])
    assert "Latest shipment: 2012-05-10" in text
    if expected is None:
        assert "Partial" not in text and "Transhipment" not in text
    else:
        assert f"Partial shipments: {expected} Transhipment: {expected}" in text


NAMED = ("quotation", "proforma", "invoice", "sample", "production", "inspection", "cost", "cover")


@pytest.mark.parametrize("name", NAMED)
def test_a_chinese_name_stands_on_an_english_paper_only_where_there_is_no_other(tmp_path, name):
    rows = {**kit.shared(), **kit.order()}
    rows["staff"][0]["en_name"] = "Fang Wang"
    tables = kit.tables(rows)
    texts = {}
    for language in ("en", "zh"):
        [made] = papers(tables, [kit.NO], [name], tmp_path / language, language=language)
        texts[language] = said(made)[0]
    own = {"inspection": "赵磊"}.get(name, "王芳")
    assert ("Fang Wang" in texts["en"], "王芳" in texts["en"]) == (own == "王芳", False)
    assert own in texts["zh"] and "Fang Wang" not in texts["zh"]
    assert name != "inspection" or "赵磊" in texts["en"]


# --- Discount ---------------------------------------------------------------------------------


def less(rows):
    """The split order with a discount of 4 %: 12500.00 less 500.00."""
    rows["price_parts"] = [part("discount", "500.00")]
    rows["proformas"][0]["amount"] = kit.D("12000.00")
    rows["orders"][0]["amount"] = kit.D("12000.00")
    return rows


def test_a_discount_is_taken_off_the_lines_and_shared_by_the_shipments(tmp_path):
    dossier = kit.files(less(kit.split())).of(kit.NO)
    # 500.00 by 6875.00 and 5625.00
    assert [part.discount for part in dossier.consignments] == [kit.D("275.00"), kit.D("225.00")]
    assert [billed_amount(part) for part in dossier.consignments] == [
        kit.D("6600.00"),
        kit.D("5400.00"),
    ]
    assert billed_amount(dossier) == kit.D("12000.00")
    made = papers(kit.tables(filled(less(kit.split()))), [kit.NO], ["invoice"], tmp_path)[0]
    assert isinstance(made, Made)
    text = re.sub(r"\s+", " ", said(made)[0])
    assert "Less discount -275 Total after discount 6600" in text
    assert "SIX THOUSAND SIX HUNDRED" in text


@pytest.mark.parametrize(
    ("kind", "value"), [("discount", "-1"), ("freight", "-0.01"), ("insurance", "13000")]
)
def test_a_part_of_the_amount_that_cannot_be_one_is_told(kind, value):
    rows = kit.order()
    rows["price_parts"] = [part(kind, value)]
    files = kit.files(rows)
    gaps = status(files.of(kit.NO), files.requirements).gaps
    assert ("price_parts", "amount") in {(gap.table, gap.column) for gap in gaps}
