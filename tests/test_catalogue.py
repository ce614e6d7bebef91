"""Price list and pictures (C-5.8, C-5.10): a grade's price, catalogue, pictures of all kinds."""

import json
import shutil
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from commands import command
from crm_data import FOLDER
from openpyxl.utils import get_column_letter

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.catalogue import offered, price_on
from xlpy.core.issues import FileError, UsageError
from xlpy.core.tables.parties import Price, Product
from xlpy.documents.catalogue import save_catalogue
from xlpy.documents.pictures import make_pictures, picture_issues
from xlpy.jobs.catalogue import catalogue
from xlpy.jobs.todo import todo_list

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed (extra pictures)")
PRICES = FOLDER / "prices"
needs_prices = pytest.mark.skipif(not PRICES.is_dir(), reason="../shared/data/prices is not there")
DAY = date(2012, 7, 9)
SIZE = 100


# --- Pictures -------------------------------------------------------------------------------------


def picture(folder, name, mode="RGB", size=(120, 90), colour="red", form=None, **more):
    path = folder / name
    Image.new(mode, size, colour).save(path, form, **more)
    return name


def made(folder, *names, largest=100):
    products = [Product(f"P-{at}", picture=name) for at, name in enumerate(names)]
    return make_pictures(products, folder, folder / "out", SIZE, largest)


def corner(path, at=(0, 0)):
    with Image.open(path) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (SIZE, SIZE))
        return image.getpixel(at)


def near(pixel, wanted):
    return all(abs(a - b) < 12 for a, b in zip(pixel, wanted, strict=True))


WHITE, RED = (255, 255, 255), (255, 0, 0)


@pytest.mark.parametrize(
    ("name", "look", "word"),
    [
        ("wide.jpg", {}, "padded"),
        ("ink.jpg", {"mode": "CMYK", "colour": (0, 255, 255, 0)}, "CMYK → RGB"),
        ("grey.png", {"mode": "L", "colour": 0}, "L → RGB"),
        ("web.webp", {}, "WEBP → JPEG"),
        ("bits.bmp", {}, "BMP → JPEG"),
        ("palette.gif", {}, "GIF → JPEG"),
        ("small.png", {"size": (20, 10)}, "not enlarged"),
        ("really.jpg", {"form": "PNG"}, "its content is PNG"),
    ],
)
def test_every_kind_becomes_one_size_and_format_on_white(tmp_path, name, look, word):
    [found] = made(tmp_path, picture(tmp_path, name, **look))
    assert word in "; ".join(text.en for text in found.changed)
    assert near(corner(found.path), WHITE)
    assert not near(corner(found.path, (SIZE // 2, SIZE // 2)), WHITE)


def test_what_is_alike_already_is_taken_as_it_is(tmp_path):
    name = picture(tmp_path, "good.jpg", size=(SIZE, SIZE))
    [found] = made(tmp_path, name)
    assert found.changed == ()
    assert found.path.read_bytes() == (tmp_path / name).read_bytes()


def test_what_is_transparent_becomes_white(tmp_path):
    name = picture(tmp_path, "alpha.png", "RGBA", (SIZE, SIZE), (255, 0, 0, 0))
    [found] = made(tmp_path, name)
    assert near(corner(found.path, (SIZE // 2, SIZE // 2)), WHITE)


def test_a_picture_that_lies_on_its_side_is_turned_upright(tmp_path):
    image = Image.new("RGB", (SIZE, SIZE), "white")
    image.paste("red", (0, 0, SIZE // 2, SIZE))
    tags = Image.Exif()
    tags[0x0112] = 6
    image.save(tmp_path / "turned.jpg", exif=tags, quality=95)
    [found] = made(tmp_path, "turned.jpg")
    # Orientation 6: the left side is the top.
    assert near(corner(found.path, (SIZE // 2, 5)), RED)
    assert near(corner(found.path, (5, SIZE - 5)), WHITE)


def test_broken_ones_are_named_and_the_others_are_made(tmp_path):
    good = picture(tmp_path, "good.jpg")
    cut = (tmp_path / picture(tmp_path, "cut.jpg", size=(300, 300))).read_bytes()
    (tmp_path / "cut.jpg").write_bytes(cut[: len(cut) // 3])
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("=1+1")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    found = made(tmp_path, good, "cut.jpg", "empty.png", "text.png", "nowhere.png")
    assert [each.path is not None for each in found] == [True, False, False, False, False]
    said = {issue.en for issue in picture_issues(found)}
    assert len(said) == 4
    for name, word in (("empty.png", "0 bytes"), ("nowhere.png", "no such file")):
        assert any(name in text and word in text for text in said)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


def test_sixty_million_pixels_are_made_small_and_more_than_the_rule_allows_are_named(tmp_path):
    name = picture(tmp_path, "large.png", "L", (10_000, 6_000), 90)
    [found] = made(tmp_path, name)
    assert near(corner(found.path, (SIZE // 2, SIZE // 2)), (90, 90, 90))
    [refused] = made(tmp_path, name, largest=59)
    assert refused.path is None and "60 million pixels, more than 59" in refused.wrong.en


def test_two_products_never_share_a_file(tmp_path):
    name = picture(tmp_path, "one.jpg")
    products = [
        Product("a/b", picture=name),
        Product("a:b", picture=name),
        Product("A/B", picture=name),
    ]
    found = make_pictures(products, tmp_path, tmp_path / "out", SIZE, 100)
    assert len({each.path.name.casefold() for each in found}) == 3
    assert {each.path.parent for each in found} == {tmp_path / "out"}


def test_without_pillow_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(FileError, match=r"pip install tradedept\[pictures\]"):
        made(tmp_path, "a.jpg")


# --- Prices ---------------------------------------------------------------------------------------

LIST = Price("P-1", "USD", Decimal("10.00"), Decimal("9.25"), Decimal(12), date(2012, 1, 1))


@pytest.mark.parametrize(
    ("off", "lowest", "price"),
    [
        (0, "9.25", "10.00"),
        (5, "9.25", "9.50"),
        (10, "9.25", "9.25"),
        (10, None, "10.00"),
        (Fraction(1, 3), "9.25", "9.97"),
    ],
)
def test_a_grade_pays_less_and_never_below_the_band(off, lowest, price):
    listed = Price("P-1", "USD", LIST.price, lowest and Decimal(lowest), None, LIST.from_)
    assert offered(listed, Fraction(off) / 100) == Decimal(price)


def test_a_price_counts_from_its_day_on():
    later = Price("P-1", "USD", Decimal(11), None, None, date(2012, 7, 1))
    assert price_on([later, LIST], date(2012, 6, 30))["P-1", "USD"] is LIST
    assert price_on([later, LIST], date(2012, 7, 1))["P-1", "USD"] is later
    assert price_on([LIST], date(2011, 12, 31)) == {}


PRODUCTS = [
    {"product": "P-1", "zh_name": "台灯", "en_name": "=HYPERLINK(1)", "picture": "a.jpg"},
    {"product": "P-2", "zh_name": "壁灯"},
    {"product": "P-3", "en_name": "Bulb"},
]


def small(**more):
    prices = [
        {
            "product": product,
            "currency": currency,
            "price": Decimal(price),
            "lowest": Decimal(lowest),
            "from": date(2012, 1, 1),
        }
        for product, currency, price, lowest in (
            ("P-1", "USD", "10.00", "9.25"),
            ("P-2", "USD", "20.00", "15"),
            ("P-2", "EUR", "16.00", "12"),
        )
    ]
    rows = default_rows()
    policy = [
        {**row, "value": "10"} if row["key"] == "catalogue.off.A" else row for row in rows["policy"]
    ]
    tables = {
        "products": PRODUCTS,
        "prices": prices,
        "policy": policy,
        "customers": [{"customer": "Acme", "grade": "A"}, {"customer": "Oak", "grade": "C"}],
    }
    return MemoryTables({**rows, **tables, **more})


@pytest.mark.parametrize(
    ("of", "prices"),
    [
        (None, {"P-1": "10.00", "P-2": "20.00"}),
        ("Acme", {"P-1": "9.25", "P-2": "18"}),
        ("a", {"P-1": "9.25", "P-2": "18"}),
        ("Oak", {"P-1": "10.00", "P-2": "20.00"}),
    ],
)
def test_a_catalogue_has_the_prices_of_its_grade_and_names_what_has_none(of, prices):
    found = catalogue(small(), DAY, of=of)
    assert found.currency == "USD"
    assert {each.product.product: each.price for each in found.offers} == {
        product: Decimal(price) for product, price in prices.items()
    }
    assert ["P-3" in issue.en for issue in found.issues] == [True]


@pytest.mark.parametrize("ask", [{"of": "nobody"}, {"currency": "JPY"}, {"currency": "gold"}])
def test_a_customer_or_currency_that_there_is_not_is_refused(ask):
    with pytest.raises(UsageError):
        catalogue(small(), DAY, **ask)


@pytest.mark.parametrize(("language", "name"), [("zh", "台灯"), ("both", "台灯\n=HYPERLINK(1)")])
def test_the_file_has_a_card_each_and_no_formula(tmp_path, language, name):
    found = catalogue(small(), DAY)
    file = tmp_path / "a.jpg"
    Image.new("RGB", (SIZE, SIZE)).save(file)
    path = tmp_path / "list.xlsx"
    save_catalogue(path, found.offers, {"P-1": file}, DAY, "USD", "We & Co", None, language)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {name, "USD 10.00", "USD 20.00", "We & Co"} <= {cell.value for cell in cells}
    assert len(sheet._images) == 1
    wide = sum(sheet.column_dimensions[get_column_letter(at)].width for at in (1, 2, 3))
    assert (sheet.page_setup.paperSize, wide < 100) == (9, True)


def test_products_without_picture_or_price_are_on_the_list_of_the_day():
    tasks = [task for task in todo_list(small(), DAY).tasks if task.what == "product"]
    assert [(task.rule, task.why.en) for task in tasks] == [
        ("C-5.8", "2 products without a picture: P-2, P-3"),
        ("C-5.10", "1 product without a list price: P-3"),
    ]
    assert todo_list(small(products=[]), DAY).tasks == []


# --- A list as a department has it ----------------------------------------------------------------


@needs_prices
def test_forty_products_with_pictures_of_every_kind(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book, "--language", "en").code == 0
    shutil.copytree(PRICES / "pictures", tmp_path / "pictures")
    rows = (PRICES / "prices.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "prices.csv").write_text("\n".join(r.rsplit(",", 1)[0] for r in rows), "utf-8")
    assert command("import", book, "products", PRICES / "products.csv").code == 0
    assert command("import", book, "prices", tmp_path / "prices.csv").code == 0
    done = json.loads(command("pictures", book, "--json").out)
    files = {row["product"]: row for row in done["pictures"]}
    assert files["FL-111"]["file"] is None and "damaged" in files["FL-111"]["wrong"]["en"]
    assert files["PN-100"]["changed"] == [] and files["PN-100"]["file"]
    assert sum(row["file"] is None and row["wrong"] is None for row in done["pictures"]) == 28
    out = tmp_path / "list.xlsx"
    shown = json.loads(
        command("catalogue", book, "--out", out, "--day", "2012-07-09", "--json").out
    )
    assert len(shown["products"]) == 40 and shown["currency"] == "USD"
    assert sum(row["picture"] for row in shown["products"]) == 11
    assert len(openpyxl.load_workbook(out).worksheets[0]._images) == 11
    assert command("catalogue", book, "--out", tmp_path / "list.txt").code == 2
