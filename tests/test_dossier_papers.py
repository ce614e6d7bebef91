"""Every paper printed: its text is the order's data, its pages break where a reader breaks them
(C-2).
"""

import os
import re
import struct
import subprocess
import zipfile
import zlib
from decimal import Decimal
from hashlib import sha256
from json import loads
from pathlib import Path

import dossierkit as kit
import fonts
import openpyxl
import pytest
from office import needed
from test_cli import run

from xlpy import cli
from xlpy.build.workbook import new_book
from xlpy.core.issues import DataError, FileError, UsageError
from xlpy.documents import pdf
from xlpy.documents.archive import archive
from xlpy.documents.blocks import heading, small_table, table
from xlpy.documents.boxes import Column
from xlpy.documents.labels import WORDS
from xlpy.documents.measure import height_of, pieces, wrapped
from xlpy.documents.page import Row, Sheet, cell
from xlpy.documents.papers import PAPERS, Made, Skipped, papers
from xlpy.files import WorkbookFile
from xlpy.jobs.export import export_rows

TODAY = kit.day("06-01")


def pages(pdf: Path) -> list[str]:
    """The text of each page, as it lies on the page."""
    program = needed("pdftotext", "the text of the papers")
    text = subprocess.run(
        [program, "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    return text.split("\f")[:-1]


def paper(tables, order_no, name, out, folder=None, language=None):
    """One paper, made with its PDF."""
    [made] = papers(tables, [order_no], [name], out, folder, language)
    assert made.unprinted is None and [path.suffix for path in made.paths] == [".xlsx", ".pdf"]
    return made


def workbooks(*asked, **more):
    """Papers as workbooks alone, as where no program prints, for tests that look at nothing else:
    a start of LibreOffice takes six times as long as making a paper.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "soffice", lambda: None)
        found = papers(*asked, **more)
    assert [len(each.paths) for each in found] == [1] * len(found)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def png(width, height, colour=(31, 58, 95)):
    """A picture of one colour."""
    rows = b"".join(b"\0" + bytes(colour) * width for _ in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pictured(rows, folder):
    """The order with a logo and product pictures; the shared tables that name them."""
    (folder / "pictures").mkdir()
    for name, size in (
        ("logo.png", (400, 160)),
        ("knife.png", (800, 600)),
        ("board.png", (300, 900)),
    ):
        (folder / "pictures" / name).write_bytes(png(*size))
    shared = kit.shared()
    shared["companies"][0]["logo"] = "pictures/logo.png"
    for product, name in zip(shared["products"], ("knife.png", "board.png"), strict=True):
        product["picture"] = f"pictures/{name}"
    return {**shared, **rows}


OWN = [name for name in PAPERS if name not in ("beneficiary", "vgm")]
"""The papers that the order has; it has no letter of credit and no shipment of its own."""
EACH_FONT = (fonts.INSTALLED, *fonts.STAND_INS)


@pytest.fixture(scope="module", params=EACH_FONT)
def printed(request, tmp_path_factory):
    """Every paper of the whole order, printed where a font is there or stands in: (paper,
    language) → its pages.
    """
    folder = tmp_path_factory.mktemp("papers")
    tables = kit.tables(pictured(kit.order(), folder))
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        fonts.only(request.param, folder, patch)
        for language in ("zh", "en"):
            for made in papers(tables, [kit.NO], OWN, folder / language, folder, language):
                assert made.gaps == ()
                found[made.paper, language] = pages(made.paths[1])
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo workbook; its tests write nothing into it."""
    path = tmp_path_factory.mktemp("demo") / "Book.xlsm"
    new_book(path, demo=True)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", OWN)
def test_a_paper_bears_letterhead_title_and_number_on_one_page(printed, name, language):
    [page] = printed[name, language]
    text = squeezed(page)
    for part in (
        *PAPERS[name].title,
        "深圳市海桥进出口有限公司",
        "Shenzhen Haiqiao Import & Export Co., Ltd.",
    ):
        assert part in text
    assert re.search(r"\b1 ?/ ?1\b", text)
    # What customs or a chamber fills in at last is called a draft by its own title.
    titled = squeezed(PAPERS[name].title.en)
    assert text.replace(titled, "").count("DRAFT") == 0 < text.count(titled)


STATED = {
    "quotation": (
        "QT-0001",
        "2012-03-05",
        "2012-04-05",
        "KB-01",
        "7323930000",
        "400",
        "12.500",
        "5,000.00",
        "12,500.00",
    ),
    "proforma": (
        "PI-0001",
        "2012-03-14",
        "9.375",
        "7,500.00",
        "12,500.00",
        "CIF Hamburg",
        "Yantian",
        "C/NO. 1-60",
        "H. Brandt",
    ),
    "invoice": (
        "SO-0001",
        "2012-05-03",
        "7,500.00",
        "12,500.00",
        "CIF Hamburg",
        "000011112222",
        "EXAMCNBS",
    ),
    "packing": ("PL-0001", "1–20", "21–60", "1,200", "900", "1,020", "5.4", "TGHU0000000 / S00001"),
    "account": ("3,750.00", "8,750.00", "R-1", "R-2", "0.00", kit.TT),
    "sample": (
        "YB-0001",
        "Logo engraved 40 × 15 mm, oiled, no varnish",
        "SO-0001 CB-02 2012-03-12",
        "刘洋 2012-03-06",
    ),
    "production": (
        "MO-0001",
        "AQL 2.5",
        "不得上漆",
        "竹板",
        "800",
        "2012-03-19",
        "刘洋 2012-03-20",
    ),
    "purchase": (
        "CG-0001",
        "12,950.00",
        "26,000.00",
        "38,950.00",
        "何先生 2012-03-22",
        "304 不锈钢",
    ),
    "inspection": ("2012-04-06", "2012-04-16", "2012-04-27", "1,200", "赵磊", "无问题"),
    "cost": ("79,000.00", "58,500.00", "4,500.00", "18,070.00", "22.87%", "23.56%", "23.18%"),
    "sample_invoice": ("YB-0001", "CB-02", "4.50", "9.00"),
    "declaration": (
        "91440300MA0000000X",
        "4403160001",
        "7323930000",
        "境外贴牌|竹制|厨房用",
        "深圳特区 44031",
        "一般贸易 0110",
        "一般征税 101",
        "360 kg",
        "540 kg",
        "1,020",
        "12,500.00",
    ),
    "booking": ("BK-1", "TGHU0000000 / S00001", "Yantian", "1,020", "5.4", "C/NO. 1-60"),
    "origin": ("7323930000", "SO-0001 2012-04-29", "1,200", "C/NO. 1-60"),
    "cover": ("12500.00 USD", "CG-0001 38950.00 CNY 2012-04-05", "刘洋"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", OWN)
def test_a_papers_text_is_the_orders_data(printed, name, language):
    text = squeezed(" ".join(printed[name, language]))
    assert [part for part in STATED[name] if part not in text] == []


def test_totals_stand_in_words(printed):
    assert "SAY US DOLLARS TWELVE THOUSAND FIVE HUNDRED ONLY" in squeezed(
        printed["proforma", "en"][0]
    )
    assert "美元壹万贰仟伍佰元整" in printed["proforma", "zh"][0]
    assert "人民币叁万捌仟玖佰伍拾元整" in printed["purchase", "zh"][0]
    assert "SAY SIXTY (60) PACKAGES ONLY" in printed["packing", "en"][0]


def test_pictures_and_logo_are_on_the_quotation(tmp_path):
    tables = kit.tables(pictured(kit.order(), tmp_path))
    made = paper(tables, kit.NO, "quotation", tmp_path / "out", tmp_path)
    with zipfile.ZipFile(made.paths[0]) as book:
        assert len([name for name in book.namelist() if name.startswith("xl/media/")]) == 3
    program = needed("pdfimages", "the pictures of the papers")
    listed = subprocess.run(
        [program, "-list", made.paths[1]], capture_output=True, text=True, check=True
    ).stdout
    assert len(listed.splitlines()) - 2 == 3


def test_a_picture_that_is_not_there_makes_the_paper_a_draft(tmp_path):
    tables = kit.tables(pictured(kit.order(), tmp_path))
    (tmp_path / "pictures" / "knife.png").unlink()
    (tmp_path / "pictures" / "board.png").write_text("no picture")
    made = paper(tables, kit.NO, "quotation", tmp_path / "out", tmp_path)
    assert [("knife.png" in en, "board.png" in en) for _, en in made.gaps] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_paper_that_lacks_something_is_a_draft_and_says_what(tmp_path, language):
    rows = kit.order()
    rows["proformas"][0]["delivery_on"] = None
    rows["orders"][0]["stage"] = "quoted"
    made = paper(kit.tables({**rows, "banks": []}), kit.NO, "proforma", tmp_path, language=language)
    assert [path.name for path in made.paths] == [
        "SO-0001-proforma-DRAFT.xlsx",
        "SO-0001-proforma-DRAFT.pdf",
    ]
    text = squeezed(pages(made.paths[1])[0])
    assert text.count("草稿 DRAFT") == 2
    said = [pair[["zh", "en"].index(language)] for pair in made.gaps]
    # A long one goes on in the next line, in Chinese between any two characters.
    assert [each for each in said if "".join(each.split()) not in "".join(text.split())] == []
    assert len(made.gaps) == 3


def test_a_production_order_without_the_deposit_is_a_draft(tmp_path):
    rows = kit.order()
    rows["receipts"] = []
    made = paper(kit.tables(rows), kit.NO, "production", tmp_path)
    assert ["deposit" in en for _, en in made.gaps] == [True]


def test_a_proforma_invoice_that_the_customer_has_yet_to_sign_is_no_draft(tmp_path):
    rows = kit.order()
    rows["proformas"][0] |= {"signed_by": None, "signed_on": None, "copy_accounts_on": None}
    assert paper(kit.tables(rows), kit.NO, "proforma", tmp_path).gaps == ()


def many(count):
    """The order with so many lines: foreign texts, every ninth long, one very long."""
    rows = kit.order()
    texts = (
        "Übergröße, rostfrei äöü ß",
        "Ситечко из стали 18/10",
        "أداة مطبخ",
        "台所用品 ステンレス",
        "주방용품",
        "Ấm đun nước",
    )
    long = "stainless steel, brushed, with a handle that does not turn; "
    rows["order_lines"] = [
        {
            "order_no": kit.NO,
            "line": at,
            "product": ("KB-01", "CB-02")[at % 2],
            "specification": f"M{at:03d} {texts[at % 6]} "
            + long * (100 if at == 4 else 5 if at % 9 == 0 else 0),
            "quantity": Decimal(1000 + at),
            "price": Decimal("8.75"),
        }
        for at in range(1, count + 1)
    ]
    return rows


@pytest.mark.parametrize("font", EACH_FONT)
def test_two_hundred_lines_break_well_and_all_of_them_are_there(tmp_path, monkeypatch, font):
    fonts.only(font, tmp_path, monkeypatch)
    made = paper(kit.tables(many(200)), kit.NO, "quotation", tmp_path, language="en")
    found = pages(made.paths[1])
    for page in found:
        # The header stands on every page, whole: no column went to a page of its own.
        head = squeezed(page)
        assert all(WORDS[key][1] in head for key in ("description", "quantity", "unit", "amount"))
    text = " ".join(found)
    assert [at for at in range(1, 201) if f"M{at:03d}" not in text] == []
    amounts = [f"{Decimal('8.75') * (1000 + at):,.2f}" for at in range(1, 201)]
    assert [amount for amount in amounts if amount not in text] == []
    total = sum(Decimal("8.75") * (1000 + at) for at in range(1, 201))
    assert f"{total:,.2f}" in found[-1]
    assert "M200" in found[-1] and "For and on behalf of" in found[-1]
    quoted = sum(gap.count("brushed,") for _, gap in made.gaps)  # what was approved before
    assert text.count("brushed,") == 100 + 5 * (200 // 9) + quoted


def test_a_second_table_has_its_header_on_every_page_that_it_reaches(tmp_path):
    rows = kit.order()
    part = rows["production_parts"][0]
    rows["production_parts"] = [part | {"part": f"部件 {at:03d}"} for at in range(1, 101)]
    made = paper(kit.tables(rows), kit.NO, "production", tmp_path, language="en")
    found = [page for page in pages(made.paths[1]) if "部件" in page]
    assert len(found) > 2 and all("From stock" in page for page in found)
    assert [at for at in range(1, 101) if f"部件 {at:03d}" not in squeezed(" ".join(found))] == []


@pytest.mark.parametrize("begin", ["table", "second table", "long text"])
def test_no_page_ends_between_a_heading_and_what_it_heads(begin):
    for lines in range(60):
        sheet = Sheet([400, 260], ("", ""))
        for at in range(lines):
            sheet.add(Row([cell(0, 1, f"line {at}")], 15))
        place = len(sheet.blocks)
        heading(sheet, "Stages")
        columns, rows = [Column("Stage", 400), Column("Date", 260)], [["shipped", "2012-10-08"]] * 5
        if begin == "table":
            table(sheet, columns, rows)
        elif begin == "second table":
            small_table(sheet, columns, rows, [(0, 0), (1, 1)])
        else:
            for row in sheet.long_text(0, 1, "As agreed by mail.\n" * 5):
                sheet.add(row)
        written = next(at for at in range(place + 1, len(sheet.blocks)) if has_text(sheet, at))
        assert not {*range(place + 1, written + 1)} & {*sheet.pages()}, lines


def has_text(sheet, block):
    return any(row.cells for row in sheet.blocks[block].rows)


def test_a_long_list_of_what_is_missing_begins_below_the_title(tmp_path):
    rows = kit.order()
    sample = rows["samples"][0]
    rows["samples"] = [sample | {"sample_no": f"YB-{at:04d}"} for at in range(2, 42)]
    made = paper(kit.tables(rows), kit.NO, "sample_invoice", tmp_path, language="en")
    assert "YB-0002" in pages(made.paths[1])[0] and len(made.gaps) == 40


def lengthy(count):
    """The order with so many lines, packed, bought and declared line by line: each of another
    quantity.
    """
    rows = kit.order()
    first, bought = rows["order_lines"][0], rows["purchase_lines"][0]
    numbers = range(1, count + 1)
    quantities = {at: Decimal(1000 + 3 * at) for at in numbers}
    rows["order_lines"] = [
        first | {"line": at, "specification": f"M{at:03d}", "quantity": quantities[at]}
        for at in numbers
    ]
    rows["purchase_lines"] = [
        bought | {"line": at, "specification": f"M{at:03d}", "quantity": quantities[at]}
        for at in numbers
    ]
    rows["packages"] = [
        kit._package(at, at, "KB-01", int(quantities[at]), f"{at}.5", f"{at + 1}.25", "0.12")
        for at in numbers
    ]
    whole = sum(quantities.values())
    rows["orders"][0]["amount"] = rows["proformas"][0]["amount"] = whole * Decimal("12.5")
    rows["proformas"][0]["quantity"] = whole
    packed = {"packages": count, "quantity": whole, "volume": count * Decimal("0.12")}
    packed["net"] = sum(row["net"] for row in rows["packages"])
    packed["gross"] = sum(row["gross"] for row in rows["packages"])
    rows["packing_lists"][0] |= packed
    return rows, quantities


def test_the_text_of_200_lines_is_the_data_in_every_paper_that_has_lines(tmp_path):
    rows, quantities = lengthy(200)
    names = ["invoice", "packing", "purchase", "declaration"]
    texts = {
        made.paper: " ".join(pages(made.paths[1]))
        for made in papers(kit.tables(rows), [kit.NO], names, tmp_path, language="en")
    }
    lines = {name: [line.split() for line in text.split("\n")] for name, text in texts.items()}
    packed = [_as_typed(words) for words in lines["packing"]]
    prices = {
        "invoice": Decimal("12.5"),
        "purchase": Decimal("18.5"),
        "declaration": Decimal("12.5"),
    }
    for at, quantity in quantities.items():
        for name, price in prices.items():
            amount = f"{quantity * price:,.2f}"
            [line] = [words for words in lines[name] if amount in words]
            assert f"{quantity:,}" in line, (name, at)
        row = {f"{at}", f"{quantity:,}", f"{at}.5", f"{at + 1}.25"}
        assert [words for words in packed if row <= words], ("packing", at)
    whole = sum(quantities.values())
    assert f"{whole:,}" in texts["invoice"] and f"{whole:,}" in texts["packing"]
    for name, price in prices.items():
        assert f"{whole * price:,.2f}" in texts[name], name
    assert [name for name, text in texts.items() if "##" in text] == []


def _as_typed(words):
    """The words of a line, and numbers without zeros at their end."""
    return {*words, *(w.rstrip("0").rstrip(".") for w in words if "." in w)}


def alike(count):
    """The order with so many lines of four lines of text each."""
    rows = many(count)
    for line in rows["order_lines"]:
        line["specification"] = (
            f"M{line['line']:03d} " + "steel, brushed, polished on both sides; " * 4
        )
    return rows


def numbered(rows, number):
    """An order's rows under another number."""
    return {
        key: [{**row, "order_no": number} if "order_no" in row else row for row in own]
        for key, own in rows.items()
    }


@pytest.mark.parametrize("font", EACH_FONT)
def test_a_total_never_stands_on_a_page_without_the_last_line(tmp_path, monkeypatch, font):
    """Wherever the page ends: the lines before it are a line more or less, the long one a word
    more or less.
    """
    fonts.only(font, tmp_path, monkeypatch)
    orders = {f"SO-{count}": numbered(alike(count), f"SO-{count}") for count in range(14, 24)}
    rows = {key: [row for own in orders.values() for row in own[key]] for key in kit.order()}
    for made in papers(kit.tables(rows), list(orders), ["proforma"], tmp_path, None, "en"):
        count = made.order_no.removeprefix("SO-")
        found = pages(made.paths[1])
        assert [
            at for at in range(1, int(count) + 1) if f"M{at:03d}" not in " ".join(found)
        ] == [], count
        [page] = [page for page in found if "Total" in page]
        assert (f"M0{count}" in page, WORDS["description"][1] in page) == (True, True), count


@pytest.mark.parametrize("font", EACH_FONT)
def test_a_tables_header_does_not_stand_over_long_terms_on_a_page_of_their_own(
    tmp_path, monkeypatch, font
):
    fonts.only(font, tmp_path, monkeypatch)
    rows = alike(30)
    rows["proformas"][0]["requirements"] = (
        "each piece in a polybag with a warning in eleven languages; " * 150
    )
    made = paper(kit.tables(rows), kit.NO, "proforma", tmp_path, language="en")
    found = pages(made.paths[1])
    tabled = [bool(re.search(r"M\d\d\d", page)) for page in found]
    assert len(found) > 3 and not tabled[-1]
    assert [WORDS["description"][1] in squeezed(page) for page in found] == tabled
    quoted = sum(gap.count("eleven") for _, gap in made.gaps)  # what would be approved now
    assert " ".join(found).count("eleven") == 150 + quoted


def test_a_picture_that_is_missing_makes_no_draft_of_a_paper_that_shows_none_or_another(tmp_path):
    tables = kit.tables(pictured(kit.order(), tmp_path))
    (tmp_path / "pictures" / "knife.png").unlink()
    # The sample is of the board; the invoice shows no picture.
    for name, missing in (("invoice", 0), ("sample", 0), ("proforma", 1)):
        assert len(paper(tables, kit.NO, name, tmp_path / "out", tmp_path).gaps) == missing, name


def test_no_row_of_a_paper_is_higher_than_a_page(tmp_path):
    made = paper(kit.tables(many(12)), kit.NO, "quotation", tmp_path)
    sheet = openpyxl.load_workbook(made.paths[0]).active
    assert max(each.height for each in sheet.row_dimensions.values() if each.height) < 409


def test_a_text_in_several_rows_is_one_item_without_a_line_alone(tmp_path):
    """Of 13 lines the thirteenth was a row of its own, boxed like another item."""
    rows = kit.order()
    rows["order_lines"][0]["specification"] = "\n".join(f"L{at:02d}" for at in range(1, 13))
    made = paper(kit.tables(rows), kit.NO, "quotation", tmp_path, language="en")
    sheet = openpyxl.load_workbook(made.paths[0]).active
    found = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value or "").startswith(("Stainless steel knife block", "L0", "L1"))
    ]
    counts = [len(cell.value.split("\n")) for cell in found]
    assert len(counts) == 2 and abs(counts[0] - counts[1]) <= 1
    upper, lower = found
    assert (upper.border.top.style, upper.border.bottom.style) == ("thin", None)
    assert (lower.border.top.style, lower.border.bottom.style) == (None, "thin")


def test_a_cover_lists_the_goods_of_a_long_shipment_whole(tmp_path):
    """Excel shows no row higher than 409 points: some 40 lines of text."""
    rows, quantities = lengthy(600)
    rows["shipments"] = [{"shipment_no": "SH-1", "vessel": "EXAMPLE", "date": kit.day("05-03")}]
    rows["shipment_lines"] = [
        {"shipment_no": "SH-1", "order_no": kit.NO, "line_no": at, "quantity": quantity}
        for at, quantity in quantities.items()
    ]
    made = paper(kit.tables(rows), kit.NO, "cover", tmp_path, language="en")
    sheet = openpyxl.load_workbook(made.paths[0]).active
    assert max(each.height for each in sheet.row_dimensions.values() if each.height) < 409
    text = squeezed(" ".join(pages(made.paths[1]))).replace(",", "")
    assert [q for q in quantities.values() if not re.search(rf"\b{q}\b", text)] == []


def test_one_line_fits_on_one_page(tmp_path):
    rows = kit.order()
    rows["order_lines"] = rows["order_lines"][:1]
    made = paper(kit.tables(rows), kit.NO, "proforma", tmp_path)
    assert len(pages(made.paths[1])) == 1


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    rows = kit.order()
    rows["order_lines"][1]["specification"] = '=HYPERLINK("http://example.com","click")'
    made = paper(kit.tables(rows), kit.NO, "quotation", tmp_path)
    cells = [
        cell for row in openpyxl.load_workbook(made.paths[0]).active.iter_rows() for cell in row
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert "=HYPERLINK" in pages(made.paths[1])[0]


def test_many_orders_at_once_with_progress_and_what_was_skipped(tmp_path):
    rows = kit.order()
    rows["orders"].append(rows["orders"][0] | {"order_no": "SO/0002", "stage": "enquiry"})
    rows["quotations"].append(
        rows["quotations"][0] | {"order_no": "SO/0002", "quotation_no": "QT-2"}
    )
    told = []
    made = papers(
        kit.tables(rows),
        [kit.NO, "SO/0002"],
        ["quotation", "proforma"],
        tmp_path,
        progress=lambda *at: told.append(at),
    )
    assert [(type(each), each.order_no, each.paper) for each in made] == [
        (Made, kit.NO, "quotation"),
        (Made, kit.NO, "proforma"),
        (Made, "SO/0002", "quotation"),
        (Skipped, "SO/0002", "proforma"),
    ]
    assert told[-1] == (8, 8) and told == sorted(told)
    # A number that cannot be a file's name as it stands bears a mark of the whole, so that SO:0002
    # is another.
    mark = sha256(b"SO/0002").hexdigest()[:8]
    assert made[2].paths[1].name == f"SO_0002~{mark}-quotation-DRAFT.pdf"


def test_what_cannot_be_made_is_refused_in_words(tmp_path):
    tables = kit.tables({key: rows for key, rows in kit.order().items() if key != "quotations"})
    [skipped] = papers(tables, [kit.NO], ["quotation"], tmp_path)
    assert isinstance(skipped, Skipped) and "没有报价单" in skipped.why.zh
    for order, name, language in (
        ("SO-9", "cover", None),
        (kit.NO, "poem", None),
        (kit.NO, "cover", "fr"),
    ):
        with pytest.raises(UsageError):
            paper(tables, order, name, tmp_path, language=language)
    assert list(tmp_path.iterdir()) == []


def test_without_a_program_that_prints_the_workbooks_are_made_and_say_why_there_is_no_pdf(
    demo, tmp_path, monkeypatch
):
    monkeypatch.setattr(pdf, "soffice", lambda: None)
    words = ["paper", str(demo), "SO-0182", "cover,account", "--out", str(tmp_path / "out")]
    assert cli.main(words) == 3
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".xlsx"}
    with pytest.raises(FileError, match="neither LibreOffice nor Excel"):
        archive(WorkbookFile(demo), "SO-0182", tmp_path, "刘洋", TODAY)
    assert list(tmp_path.glob("*.zip")) == []


def test_papers_are_printed_whatever_screen_the_users_desktop_is_told_to_use(
    demo, tmp_path, monkeypatch
):
    needed("soffice", "printing without a screen")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "gen")
    assert cli.main(["paper", str(demo), "SO-0182", "cover", "--out", str(tmp_path / "out")]) == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".xlsx", ".pdf"}


def test_a_printing_program_that_fails_is_told_and_the_workbooks_stay(demo, tmp_path):
    """A `soffice` that ends at once, found as any is: by the path."""
    (tmp_path / "soffice").write_text("#!/bin/sh\necho no display >&2\nexit 1\n")
    (tmp_path / "soffice").chmod(0o755)
    words = ("paper", demo, "SO-0182", "cover", "--out", tmp_path / "out")
    code, out, err = run(*words, PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert (code, err, "SO-0182-cover.pdf" in out, "no display" in out) == (3, "", True, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["SO-0182-cover.xlsx"]


def test_an_order_is_archived_with_its_papers_rows_and_digests(tmp_path):
    rows = kit.order()
    rows["orders"][0]["stage"] = "paid"
    tables = kit.tables(rows)
    done = archive(tables, kit.NO, tmp_path / "archive", "王芳", TODAY)
    assert done.digest == sha256(done.path.read_bytes()).hexdigest()
    with zipfile.ZipFile(done.path) as whole:
        names = set(whole.namelist())
        assert names == {f"SO-0001-{name}.{kind}" for name in OWN for kind in ("xlsx", "pdf")} | {
            "rows.json",
            "SHA256SUMS",
        }
        for line in whole.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert digest == sha256(whole.read(name)).hexdigest()
        assert loads(whole.read("rows.json"))["orders"][0]["amount"] == "12500.00"
    [row] = export_rows(tables, "archives")
    assert (row["file"], row["digest"]) == ("SO-0001-2012-06-01.zip", done.digest)
    assert [r["stage"] for r in export_rows(tables, "stage_changes")] == ["archived"]
    assert export_rows(tables, "orders")[0]["stage"] == "archived"


@pytest.mark.parametrize("lands", [True, False])
def test_an_interrupted_write_leaves_the_archive_where_the_workbook_names_it(tmp_path, lands):
    rows = kit.order()
    rows["orders"][0]["stage"] = "paid"
    tables = kit.tables(rows)
    commit = tables.commit

    def interrupted(changes):
        if lands:
            commit(changes)
        raise KeyboardInterrupt

    tables.commit = interrupted
    with pytest.raises(KeyboardInterrupt):
        archive(tables, kit.NO, tmp_path / "archive", "王芳", TODAY)
    [row] = export_rows(tables, "archives")
    assert [path.name for path in (tmp_path / "archive").iterdir()] == (
        [row["file"]] if lands else []
    )


def test_an_order_that_lacks_something_or_has_drafts_is_not_archived(tmp_path):
    for spoil in ({"archives": []}, {"companies": []}):
        rows = kit.order()
        rows["orders"][0]["stage"] = "paid"
        tables = kit.tables({**rows, **spoil})
        with pytest.raises(DataError):
            archive(tables, kit.NO, tmp_path / "archive", "王芳", TODAY)
        assert export_rows(tables, "orders")[0]["stage"] == "paid"
    assert not (tmp_path / "archive").exists()


def test_texts_are_measured_as_they_are_broken():
    assert wrapped("one two three", 1000, 9) == ["one two three"]
    assert wrapped("one\ntwo", 1000, 9) == ["one", "two"]
    assert wrapped("中文" * 10, 95, 9) == ["中文" * 5, "中文" * 5]
    assert "".join(wrapped("x" * 400, 100, 9)) == "x" * 400
    assert height_of(["a"], 9) < height_of(["中"], 9) < height_of(["a", "b"], 9) + 1
    text = "word " * 400
    assert "".join(pieces(text, 200, 9, 12)) == text
    assert max(len(wrapped(piece, 200, 9)) for piece in pieces(text, 200, 9, 12)) == 12
