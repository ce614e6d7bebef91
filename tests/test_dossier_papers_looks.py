"""How the papers look where much is on them: room, columns, decimals, numbers of pages (C-2)."""

import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import dossierkit as kit
import fonts
import openpyxl
import pytest
from test_dossier_papers import lengthy, pages, workbooks

from xlpy.build.workbook import new_book
from xlpy.documents.boxes import Value, in_line
from xlpy.documents.measure import text_width, wrapped
from xlpy.documents.page import HEIGHT, WIDTH, Row, Sheet, cell
from xlpy.documents.papers import papers
from xlpy.documents.widths import fitted
from xlpy.files import WorkbookFile


def made(rows, name, out, language="en"):
    """The one paper of an order, or that of its first shipment, as a workbook alone."""
    return workbooks(kit.tables(rows), [kit.NO], [name], out, language=language)[0]


def cells_of(paper):
    """The cells of a paper's first sheet that say something."""
    sheet = openpyxl.load_workbook(paper.paths[0]).worksheets[0]
    return [each for row in sheet.iter_rows() for each in row if each.value is not None]


def column_of(paper, header):
    """The cells below a header, down to the table's end."""
    cells = cells_of(paper)
    head = next(each for each in cells if each.value == header)
    below = [each for each in cells if each.column == head.column and each.row > head.row]
    return [each for at, each in enumerate(below) if each.row == head.row + 1 + at]


def lines(count):
    """A sheet of so many lines: 15.8 points each (9 × 1.2 + 5), with a little room 15."""
    sheet = Sheet([WIDTH], ("", ""))
    for at in range(count):
        sheet.add(Row([cell(0, 0, f"line {at}")]))
    return sheet


@pytest.mark.parametrize(("count", "least"), [(45, 15.8), (46, 15), (48, 15), (49, 15.8)])
def test_a_paper_that_a_little_less_room_puts_on_one_page_is_set_so(count, least):
    sheet = lines(count)
    assert (sheet.pages() == []) == (count * 15 <= HEIGHT)
    assert {sheet.height(row) for block in sheet.blocks for row in block.rows} == {least}


@pytest.mark.parametrize(
    ("font", "count", "number"),
    [
        # Rows of 9 × 1.448 + 2.5 = 15.53 points; a page of 725 may be 1.448 / 1.2 as high.
        (fonts.STAND_INS[1], 46, 1),
        (fonts.STAND_INS[1], 56, 1),
        (fonts.STAND_INS[1], 57, 2),
        (fonts.STAND_INS[0], 48, 1),
        (fonts.STAND_INS[0], 49, 2),
    ],
)
def test_what_only_the_higher_lines_of_a_font_put_on_two_pages_is_printed_on_one(
    tmp_path, monkeypatch, font, count, number
):
    fonts.only(font, tmp_path, monkeypatch)
    assert len(lines(count).pages()) + 1 == number


def test_an_invoice_of_one_line_is_one_page_in_a_font_of_high_lines(tmp_path, monkeypatch):
    """With consignee, notify party, deposit, discount and a shipment it took a second one."""
    fonts.only(fonts.STAND_INS[1], tmp_path, monkeypatch)
    rows = {**kit.shared(), **kit.split()}
    [buyer] = rows["addresses"]
    rows["addresses"] = [buyer | {"kind": kind} for kind in ("buyer", "consignee", "notify")]
    amounts = {"freight": "980.00", "insurance": "75.00", "discount": "500.00"}
    rows["price_parts"] = [
        {"order_no": kit.NO, "kind": kind, "amount": Decimal(amount)}
        for kind, amount in amounts.items()
    ]
    names = ["invoice", "declaration"]
    for each in papers(kit.tables(rows), [kit.NO], names, tmp_path, language="en"):
        found = pages(each.paths[1])
        assert len(found) == 1 and re.search(r"\b1 ?/ ?1\b", found[0])
        assert "For and on behalf of" in found[0]


@pytest.mark.parametrize("before", range(40, 100))
def test_account_and_place_to_sign_do_not_stand_alone_on_a_last_page(before):
    """Behind a table 24 rows of terms, an account of 60 points, a place to sign of 40: with 65 to
    68 rows of 15.8 the last page held 100 to 147 points. Now it is a third full or fuller, and
    the page before half full.
    """
    sheet = lines(0)
    header, *rows = [Row([cell(0, 0, f"row {at}")]) for at in range(before)]
    sheet.table(header, [[row] for row in rows])
    sheet.add(Row([], 6))
    for at in range(24):
        sheet.add(Row([cell(0, 0, f"term {at}")]))
    sheet.add(Row([cell(0, 0, "account")], 60))
    sheet.add_joined(Row([cell(0, 0, "sign")], 40))
    ends = [0, *sheet.pages(), len(sheet.blocks)]
    *_, full, last = (
        sum(sheet.height(block.rows[0]) for block in sheet.blocks[one:next_])
        for one, next_ in pairwise(ends)
    )
    assert last > HEIGHT / 3 and full >= HEIGHT / 2 - 15.8


def test_the_last_page_begins_where_a_part_behind_the_table_does():
    """43 rows of 25 points: 28 below the header on the first page, 15 on the second, with the total
    406.6 points. The terms fill it up; with the account they go to the last page, as a whole.
    """
    sheet = lines(0)
    header, *rows = [Row([cell(0, 0, f"row {at}")], 25) for at in range(44)]
    sheet.table(header, [[row] for row in rows])
    sheet.add(Row([cell(0, 0, "total")]))
    room = len(sheet.blocks)
    sheet.add(Row([], 6))
    for at in range(19):
        sheet.add(Row([cell(0, 0, f"term {at}")]))
    sheet.add(Row([cell(0, 0, "account")], 60))
    sheet.add_joined(Row([cell(0, 0, "sign")], 40))
    assert sheet.pages() == [29, room]


def halves(count):
    """The order with so many lines, half of each in either of two shipments."""
    rows, quantities = lengthy(count)
    first = {at: quantity // 2 for at, quantity in quantities.items()}
    parts = {"SH-1": first, "SH-2": {at: quantities[at] - first[at] for at in quantities}}
    rows["proformas"][0]["partial"] = "allowed"
    rows["shipments"] = kit.split()["shipments"]
    rows["export_papers"] = kit.split()["export_papers"]
    rows["shipment_lines"], rows["packages"], [head] = [], [], rows["packing_lists"]
    rows["packing_lists"] = []
    for number, own in parts.items():
        packing = f"PL-{number[-1]}"
        rows["packing_lists"].append(head | {"packing_no": packing, "shipment_no": number})
        rows["shipment_lines"] += [
            {"shipment_no": number, "order_no": kit.NO, "line_no": at, "quantity": each}
            for at, each in own.items()
        ]
        rows["packages"] += [
            kit._package(at, at, "KB-01", int(each), "7.5", "8.25", "0.12")
            | {"packing_no": packing}
            for at, each in own.items()
        ]
    return rows, parts


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("font", (fonts.INSTALLED, *fonts.STAND_INS))
def test_the_text_of_drafts_of_two_shipments_is_what_goes_in_each(
    tmp_path, monkeypatch, font, language
):
    """Sixty lines in two shipments: each line's quantity, their sums, the numbers of the pages, and
    that each page of a draft says so.
    """
    fonts.only(font, tmp_path, monkeypatch)
    rows, parts = halves(60)
    names = ["invoice", "packing", "declaration", "booking", "origin"]
    made_ = papers(kit.tables(rows), [kit.NO], names, tmp_path, language=language)
    assert len(made_) == 2 * len(names)
    for each in made_:
        found, own = pages(each.paths[1]), parts[each.shipment]
        words = " ".join(found).replace(",", "").split()
        missing = Counter(map(str, own.values())) - Counter(words)
        assert missing == Counter(), (each.paper, each.shipment)
        if each.paper != "declaration":
            assert str(sum(own.values())) in words
        numbers = [re.findall(r"(\d+) ?/ ?(\d+)", page)[-1] for page in found]
        assert numbers == [(str(at), str(len(found))) for at in range(1, len(found) + 1)]
        assert "##" not in " ".join(found)
        assert bool(each.gaps) == all("草稿 DRAFT" in page for page in found)
        assert each.gaps, each.paper


def test_the_bank_stays_with_the_demos_chinese_invoice(tmp_path):
    """Its rows were 2.5 points higher than a page: a second one held bank and signature alone."""
    book = tmp_path / "Book.xlsm"
    new_book(book, demo=True)
    [done] = papers(WorkbookFile(book), ["SO-0182"], ["invoice"], tmp_path, language="zh")
    assert len(pages(done.paths[1])) == 1


def test_the_rows_of_an_item_stay_on_one_page_and_have_no_gap_between():
    """Twenty lines of text in two rows of 125 points, wherever the page ends before them."""
    from xlpy.documents.blocks import table
    from xlpy.documents.boxes import Column

    columns = [Column("No.", 60, "center"), Column("Description", 600)]
    for count in range(20, 60):
        sheet = Sheet([60, 600], ("", ""))
        items = [[str(at), "text"] for at in range(count)]
        table(sheet, columns, [*items, ["long", "\n".join("x" * 20)], *items[:2]])
        long = [
            at
            for at, block in enumerate(sheet.blocks)
            for each in block.rows[0].cells
            if "x\nx" in str(each.value)
        ]
        assert len(long) == 2 and long[1] not in sheet.pages()
        first, second = (dict(sheet.blocks[at].rows[0].cells[1].look) for at in long)
        assert (first["valign"], second["valign"]) == ("bottom", "top")


def test_lines_of_a_long_text_are_as_wide_as_their_indented_cell():
    """They were reckoned without the indent, then broken again within it: rows were a third too
    high, and a text of three rows had a gap of lines. A line is 10.8 points, with 5 of room.
    """
    from xlpy.documents.blocks import table
    from xlpy.documents.boxes import Column

    columns = [Column("No.", 60, "center"), Column("Description", 600)]
    sheet = Sheet([60, 600], ("", ""))
    words = " ".join("word" * (1 + at % 3) for at in range(400))
    table(sheet, columns, [["1", words]])
    rows = [block.rows[0] for block in sheet.blocks[2:]]
    texts = [str(row.cells[1].value) for row in rows]
    assert len(rows) > 2 and " ".join(texts).split() == words.split()
    for row, text in zip(rows, texts, strict=True):
        assert sheet.height(row) == round(len(text.split("\n")) * 10.8 + 5, 2)


def test_what_is_spare_between_three_rows_of_a_text_is_on_both_sides_of_the_middle():
    """All of it stood below: a certificate of 30 lines had a blank line in a sentence."""
    from xlpy.documents.boxes import Column, table_row

    sheet, text = Sheet([60, 330], ("", "")), "one long word after another " * 52
    boxed = table_row(sheet, [Column("Description", 330)], [text], [(1, 1)])
    for rows in (boxed, sheet.long_text(1, 1, text, valign="top")):
        found = [dict(row.cells[0].look)["valign"] for row in rows]
        assert found == ["bottom", "vcenter", "top"]


def test_a_costs_source_of_its_rate_stands_below_the_date_off_the_line(tmp_path):
    """In one line the text ran up to the line on its right."""
    cells = cells_of(made(kit.order(), "cost", tmp_path))
    [label] = [each for each in cells if each.value == "Date and source of rate"]
    texts = [str(each.value) for each in cells if each.row == label.row and each != label]
    assert texts[0] == "2012-03-05\N{NO-BREAK SPACE}\n中国银行现汇买入价\N{NO-BREAK SPACE}"


def test_no_line_begins_with_a_comma_after_a_word_of_letters():
    """An order dossier's text went on with "，现在是" on a new line."""
    width = text_width("是“20 per carton”", 9)
    assert wrapped("是“20 per carton”，现在", width, 9) == ["是“20 per ", "carton”，现在"]


def test_long_numbers_leave_the_description_of_a_packing_list_readable(tmp_path):
    """Weights in tons and quantities in two units took the description's place down to 90 pixels,
    in lines of two words.
    """
    rows, _ = lengthy(60)
    rows["packages"][-1]["product"], rows["order_lines"][-1]["product"] = "CB-02", "CB-02"
    rows["order_lines"][-1]["unit"] = "sets"
    for row in rows["packages"]:
        row |= {"net": row["net"] * 40, "gross": row["gross"] * 40, "volume": Decimal("9.1275")}
    found = made(rows, "packing", tmp_path)
    [head] = [each for each in cells_of(found) if each.value == "Description of goods"]
    columns = openpyxl.load_workbook(found.paths[0]).active.column_dimensions.values()
    [width] = [each.width for each in columns if each.min <= head.column <= each.max]
    assert width * 7 >= 150


def test_columns_give_what_they_do_not_need_before_a_description_is_narrow():
    from xlpy.documents.boxes import Column

    columns = [Column("Item", 200), Column("Each", 90, "right"), Column("Amount", 60, "right")]
    rows = [["word " * 20, Value(Decimal(1), "#,##0"), Value(Decimal(10) ** 13, "#,##0.00")]]
    item, each, amount = fitted(columns, rows, {})
    # 14 digits, 4 commas, a point and the room beside: 14 × 5.0 + 5 × 2.5 + 3 + 6 points and more
    assert amount >= 122 and item == 150 and each < 90 and item + each + amount == 350


def test_numbers_of_a_column_have_their_decimals_in_line():
    values = [Value(Decimal(1), form) for form in ("#,##0", "#,##0.000", '#,##0.00" / 100 pcs"')]
    rows = in_line([["a", value, Value(Decimal(2), "#,##0")] for value in values], 1)
    assert [row[1].format for row in rows] == ["#,##0.000", "#,##0.000", '#,##0.000" / 100 pcs"']
    assert {row[2].format for row in rows} == {"#,##0"}


@pytest.mark.parametrize(
    ("name", "header", "form"),
    [
        ("purchase", "Price incl. VAT\nCNY", "#,##0.000_)"),
        ("declaration", "Unit price\nUSD", "#,##0.000_)"),
        ("booking", "N.W. kg", "#,##0.0_)"),
        ("vgm", "kg", "#,##0.0_)"),
    ],
)
def test_prices_and_weights_of_a_paper_stand_in_line(tmp_path, name, header, form):
    rows = kit.split()
    rows["purchase_lines"][0]["price"] = Decimal("18.505")
    rows["packages"][0]["net"] = Decimal("18.025")  # 20 packages: 360.5
    rows["packages"][0]["gross"] = Decimal("20.025")
    for row in rows["shipments"]:
        row |= {"tare": Decimal(2200), "dunnage": Decimal(35)}
    found = {each.number_format for each in column_of(made(rows, name, tmp_path), header)}
    assert found == {form}


def test_papers_in_one_workbook_have_each_its_own_numbers_of_pages(tmp_path):
    rows = kit.order()
    [bought] = rows["purchase_orders"]
    rows["purchase_orders"].append(bought | {"purchase_no": "CG-0002"})
    line = rows["purchase_lines"][0]
    rows["purchase_lines"] += [
        line | {"purchase_no": "CG-0002", "line": at, "part": f"P{at}"} for at in range(1, 60)
    ]
    [done] = papers(kit.tables(rows), [kit.NO], ["purchase"], tmp_path, language="en")
    found = pages(done.paths[1])
    numbers = [re.findall(r"(\d+) ?/ ?(\d+) +CG", page)[-1] for page in found]
    assert len(found) > 2
    assert numbers == [("1", "1")] + [(str(at), str(len(found) - 1)) for at in range(1, len(found))]


def test_a_beneficiarys_certificate_names_the_invoice_of_its_shipment(tmp_path):
    rows = kit.split()
    for row in (rows["orders"][0], rows["proformas"][0]):
        row["payment_terms"] = "L/C at sight"
    rows["letters"] = [kit.letter()["letters"][0] | {"certifies": "GOODS ARE NEW."}]
    names = ["invoice", "beneficiary"]
    made_ = workbooks(kit.tables(rows), [kit.NO], names, tmp_path, language="en")
    texts = {
        (each.paper, each.shipment): " ".join(str(cell.value) for cell in cells_of(each))
        for each in made_
    }
    for number in ("SH-1", "SH-2"):
        assert f"Invoice No.: {number}" in texts["invoice", number]
        assert number in texts["beneficiary", number] and "GOODS" in texts["beneficiary", number]
        assert f"BL-{number[-1]}" in texts["beneficiary", number]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_amount_without_words_has_no_label_for_them(tmp_path, language):
    rows = kit.order()
    rows["receipts"].append(kit._receipt("R-3", "05-03", "100.00"))
    found = made(rows, "account", tmp_path, language)
    texts = [str(each.value) for each in cells_of(found)]
    assert [each for each in texts if each.startswith(("大写", "In words", "SAY"))] == []
    [words] = [
        str(each.value)
        for each in cells_of(made(kit.order(), "purchase", tmp_path, language))
        if str(each.value).startswith(("大写", "In words", "SAY"))
    ]
    assert words.startswith({"zh": "大写：人民币", "en": "SAY CHINESE YUAN"}[language])


def test_texts_on_the_right_keep_off_the_line_and_units_stand_below_units(tmp_path):
    rows = kit.order()
    rows["order_lines"][1]["unit"] = "sets"
    cells = cells_of(made(rows, "declaration", tmp_path))
    [quantity] = [each for each in cells if str(each.value).startswith("400 pcs")]
    assert quantity.value == "400 pcs\N{NO-BREAK SPACE}\n360 kg\N{NO-BREAK SPACE}"
    cells = cells_of(made(rows, "booking", tmp_path))
    numbers, units = [each for each in cells if "\n" in str(each.value) and each.font.b][-2:]
    assert numbers.value == "400\N{NO-BREAK SPACE}\n800\N{NO-BREAK SPACE}"
    assert (units.value, units.alignment.horizontal) == ("pcs\nsets", "center")


def test_a_mark_does_not_touch_the_table_of_a_declaration(tmp_path):
    cells = cells_of(made(kit.order(), "declaration", tmp_path))
    [mark] = [each for each in cells if str(each.value).startswith("Shipping mark")]
    [total] = [each for each in cells if each.value == "Total"]
    assert mark.row == total.row + 2


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("origin", 1, "Packages: 1 carton"),
        ("packing", 1200, "SAY ONE THOUSAND TWO HUNDRED (1,200) CARTONS ONLY"),
        ("origin", 1200, "Packages: 1,200 cartons"),
    ],
)
def test_packages_are_counted_in_english(tmp_path, name, number, said):
    rows = kit.order()
    first = rows["packages"][0] | {"first": 1, "last": number, "kind": "carton"}
    rows["packages"] = [first | {"quantity": Decimal(1200) / number}]
    found = made(rows, name, tmp_path)
    assert said in [str(each.value) for each in cells_of(found)]


@pytest.mark.parametrize(
    ("name", "who"), [("booking", "托运人"), ("origin", "出口商"), ("declaration", "境内发货人")]
)
def test_a_chinese_paper_for_carrier_or_customs_is_signed_by_what_we_are_there(tmp_path, name, who):
    texts = [str(each.value) for each in cells_of(made(kit.order(), name, tmp_path, "zh"))]
    assert f"{who} 深圳市海桥进出口有限公司" in texts
    labelled = "境内发货人：" if name == "declaration" else "发货人："
    assert any(text.startswith(labelled) for text in texts)


@pytest.mark.parametrize("tail", range(5, 46))
def test_a_page_is_not_left_half_empty_before_the_end_of_a_table(tail):
    """Rows of 15.8 points, as many more lines behind the table: whatever their number, every page
    but the last is half full, and a table that goes on bears its header.
    """
    for count in range(40, 60):
        sheet = lines(1)
        header, *rows = [Row([cell(0, 0, f"row {at}")]) for at in range(count + 1)]
        sheet.table(header, [[row] for row in rows])
        for at in range(tail):
            sheet.add(Row([cell(0, 0, f"term {at}")]))
        ends = [0, *sheet.pages(), len(sheet.blocks)]
        full = [
            sum(sheet.height(row) for block in sheet.blocks[one:next_] for row in block.rows)
            for one, next_ in pairwise(ends)
        ]
        assert min(full[:-1], default=HEIGHT) >= HEIGHT / 2 - 15.8, count
        inside = [at for at in ends[1:-1] if 2 < at < 2 + count]
        assert sheet.repeats or list(sheet.continued) == inside


@pytest.mark.parametrize("text", ["word " * 300, "竹砧板，三层；" * 160])
def test_a_long_text_has_no_gap_between_its_rows(text):
    """Where lines took less room than reckoned, the row before ended in blank lines."""
    sheet = Sheet([330, 330], ("", ""))
    first, *rest = sheet.long_text(0, 1, text, valign="top")
    assert rest and dict(first.cells[0].look)["valign"] == "bottom"
    reckoned = wrapped(text, sheet.points(first.cells[0]), 9)
    told = [line for row in (first, *rest) for line in row.cells[0].value.split("\n")]
    assert [line.rstrip() for line in reckoned] == told
    assert [line for line in told if line.startswith(("，", "；"))] == []
