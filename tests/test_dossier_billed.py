"""What papers say as workbooks: each its own approval, what was packed; old drafts go (C-2).

The PDFs are stood in for: what they say is what the workbooks say.
"""

import dossierkit as kit
import openpyxl
import pytest

from xlpy.core.dossier.differing import differences
from xlpy.documents.papers import Made, Skipped, papers
from xlpy.messages.orders import papers_text


def as_pdf(title):
    """A file with the title and author of a PDF that LibreOffice makes of our workbook."""
    words = {"Title": title, "Author": "TradeDept"}
    found = (f"/{key}<FEFF{text.encode('utf-16-be').hex().upper()}>" for key, text in words.items())
    return ("%PDF-1.7\n" + "\n".join(found)).encode()


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch):
    def to_pdf(books, out, told):
        found = [book.with_suffix(".pdf") for book in books]
        for path, book in zip(found, books, strict=True):
            path.write_bytes(as_pdf(openpyxl.load_workbook(book).properties.title))
        return found

    monkeypatch.setattr("xlpy.documents.papers.to_pdf", to_pdf)


def make(rows, name, out, language="en"):
    """One paper of the order."""
    [made] = papers(kit.tables(rows), [kit.NO], [name], out, language=language)
    return made


def said(made):
    """The texts of each sheet of a paper."""
    book = openpyxl.load_workbook(made.paths[0])
    return [
        "\n".join(str(cell.value) for row in sheet for cell in row if cell.value is not None)
        for sheet in book
    ]


def two_purchase_orders():
    rows = kit.order()
    rows["purchase_orders"].append(rows["purchase_orders"][0] | {"purchase_no": "CG-0002"})
    screws = {"part": "螺丝", "quantity": kit.D(10), "unit": "个", "price": kit.D(1)}
    rows["purchase_lines"].append({"purchase_no": "CG-0002", "line": 1, **screws})
    seen = kit.whole("CG-0002 10.00 CNY 2012-04-05 = 螺丝 10 个 × 1.00 | …")
    rows["approvals"].append(rows["approvals"][4] | {"approved_on": kit.day("03-22"), "seen": seen})
    return rows


def test_each_purchase_order_bears_its_own_approval(tmp_path):
    first, second = said(make(two_purchase_orders(), "purchase", tmp_path))
    assert ("刘洋 2012-03-21" in first, "刘洋 2012-03-22" in first) == (True, False)
    assert ("刘洋 2012-03-21" in second, "刘洋 2012-03-22" in second) == (False, True)


def test_a_void_approval_is_on_no_paper(tmp_path):
    rows = two_purchase_orders()
    rows["purchase_lines"][2]["price"] = kit.D(2)
    made = make(rows, "purchase", tmp_path)
    first, second = said(made)
    assert ("刘洋 2012-03-21" in first, "刘洋" in second.split("螺丝")[-1]) == (True, False)
    assert '"CG-0002 10.00 CNY 2012-04-05, 螺丝 10 个 × 1.00"' in made.gaps[0][1]
    [cover] = said(make(rows, "cover", tmp_path))
    records = cover.split("Approvals and waivers")[1]
    assert ("CG-0001" in records, "CG-0002" in records) == (True, False)


def test_an_approval_of_somebody_who_may_not_is_on_no_paper(tmp_path):
    rows = kit.order()
    rows["approvals"][3]["by"] = "陈明"
    assert "陈明 2012-03-20" not in said(make(rows, "production", tmp_path))[0]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("A 1 × 2, B 3 × 4 | oiled", "A 1 × 2, B 5 × 4 | oiled", ("B 3 × 4", "B 5 × 4")),
        ("A 1 × 2 | oiled", "A 1 × 2 | plain", ("oiled", "plain")),
        ("PI-1 = A 1 × 2", "PI-1 = A 1 × 2 | oiled", ("–", "oiled")),
        ("4.99 % = 9 CNY − purchase 8", "4 % = 9 CNY − purchase 8", ("4.99 %", "4 %")),
        (
            "PI-1 12500.00 USD 1200 CIF Hamburg T/T in advance 2012-05-05 = A 1 × 2",
            "PI-1 12500.00 USD 1200 CIF Hamburg T/T in advance 2012-05-06 = A 1 × 2",
            ("2012-05-05", "2012-05-06"),
        ),
    ],
)
def test_a_void_approval_is_quoted_with_what_differs_alone(was, now, told):
    assert differences(was, now) == told


def test_the_drafts_go_when_the_final_paper_is_made(tmp_path):
    rows = kit.order()
    draft = make(rows | {"receipts": []}, "production", tmp_path)
    (tmp_path / "SO-0001-invoice-DRAFT.pdf").write_bytes(as_pdf(kit.NO))
    (tmp_path / "SO-0001-production-DRAFT-2.pdf").write_text("notes")
    final = make(rows, "production", tmp_path)
    assert ([path.exists() for path in draft.paths], final.left) == ([False, False], ())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "SO-0001-invoice-DRAFT.pdf",
        "SO-0001-production-DRAFT-2.pdf",
        "SO-0001-production.pdf",
        "SO-0001-production.xlsx",
    ]


def test_a_draft_that_excel_printed_goes_with_its_workbook(tmp_path):
    draft = make(kit.order() | {"receipts": []}, "production", tmp_path)
    draft.paths[1].write_bytes(b"%PDF-1.7 /Title (as Excel writes it)")
    make(kit.order(), "production", tmp_path)
    assert [path.exists() for path in draft.paths] == [False, False]


def test_a_file_of_that_name_that_is_no_draft_of_ours_stays(tmp_path):
    others = [tmp_path / f"SO-0001-production-DRAFT{end}" for end in (".xlsx", ".pdf")]
    for path in others:
        path.write_bytes(b"%PDF of somebody else")
    made = make(kit.order(), "production", tmp_path)
    assert ([path.exists() for path in others], made.left) == ([True, True], ())


def test_a_draft_that_cannot_be_removed_is_named(tmp_path, monkeypatch):
    draft = make(kit.order() | {"receipts": []}, "production", tmp_path)

    def held(path):
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr("pathlib.Path.unlink", held)
    made = make(kit.order(), "production", tmp_path)
    assert sorted(made.left) == sorted(draft.paths)
    assert f"an old draft cannot be removed; close and delete it: {draft.paths[1]}" in papers_text(
        [made]
    )


def packed(quantity, tolerance):
    """The order with so many boards in each of its 40 cartons, and a more or less clause."""
    rows = kit.order()
    rows["packages"][1]["quantity"] = kit.D(quantity)
    rows["packing_lists"][0]["quantity"] = 400 + 40 * kit.D(quantity)
    row = {"key": "quantity.tolerance", "value": tolerance, "unit": "percent"}
    defaults = [
        {"key": each.key, "value": each.value, "unit": each.unit, "from": each.from_}
        for each in kit.defaults()["policy"]
    ]
    return rows | {"policy": [*defaults, row | {"from": kit.day("01-01")}]}


@pytest.mark.parametrize(("language", "word"), [("en", "Ordered"), ("zh", "订购数量")])
def test_the_invoice_bills_what_was_packed_and_shows_the_difference(tmp_path, language, word):
    made = make(packed("19.4", "5"), "invoice", tmp_path, language)
    [text] = said(made)
    # 400 × 12.50 + 776 × 9.375 = 5000.00 + 7275.00
    assert [
        part for part in ("776", "7275", "12275", f"{word} 800 (−3 %)") if part not in text
    ] == []
    assert (f"{word} 400" in text, "7500" in text, made.gaps) == (False, False, ())
    [proforma] = said(make(packed("19.4", "5"), "proforma", tmp_path, language))
    assert ("7500" in proforma, word in proforma) == (True, False)


def test_an_invoice_beyond_the_tolerance_is_refused(tmp_path):
    made = make(packed("19.4", "2"), "invoice", tmp_path)
    assert isinstance(made, Skipped)
    assert "CB-02 776 is not the ordered 800" in made.why.en and list(tmp_path.iterdir()) == []


def test_an_invoice_of_what_is_not_packed_yet_is_a_draft(tmp_path):
    rows = kit.order() | {"packing_lists": [], "packages": []}
    made = make(rows, "invoice", tmp_path)
    assert isinstance(made, Made) and ["packing list" in en for _, en in made.gaps] == [True]


def without(table, **cells):
    """What is shared, with some cells of a table's first row otherwise; None: no row at all."""
    shared = kit.shared()
    shared[table] = [shared[table][0] | cells] if cells else []
    return {**shared, **kit.order()}


@pytest.mark.parametrize(
    ("rows", "language", "missing"),
    [
        (without("addresses"), "en", "buyer's address"),
        (without("addresses", address="汉堡市仓库街 12 号"), "en", "is not in English"),
        (without("companies", en_address=None), "en", "our English address"),
        (without("companies", en_address="深圳市福田区"), "en", "our English address"),
        (without("companies", zh_address=None), "zh", "our Chinese address"),
        (without("companies", logo="gone.png"), "en", 'picture "gone.png"'),
        (without("banks", swift=None), "en", "no SWIFT code"),
        (without("banks", bank="中国银行深圳分行"), "en", "not in English"),
    ],
)
def test_a_paper_without_what_a_bank_looks_for_is_a_draft_that_names_it(
    rows, language, missing, tmp_path
):
    made = make(rows, "invoice", tmp_path, language)
    assert [missing in en for _, en in made.gaps] == [True]
    assert made.gaps[0][language == "en"] in said(made)[0]


@pytest.mark.parametrize("column", ["port_loading", "port_discharge", "shipping_mark"])
def test_an_invoice_without_a_port_or_the_mark_is_a_draft(column, tmp_path):
    rows = kit.order()
    rows["proformas"][0][column] = None
    assert make(rows, "invoice", tmp_path).gaps != ()


def test_what_only_the_other_language_lacks_makes_no_draft(tmp_path):
    assert make(without("companies", zh_address=None), "invoice", tmp_path).gaps == ()
    assert make(without("addresses"), "quotation", tmp_path).gaps == ()
