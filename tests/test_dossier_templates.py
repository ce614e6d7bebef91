"""Papers in a form of the user's own: an .xlsx with {fields}, filled with the order (C-2)."""

import json
import zipfile
from decimal import Decimal
from io import BytesIO

import dossierkit as kit
import openpyxl
import pytest
from commands import command
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from test_dossier_papers import many, pages, png, squeezed, workbooks

from xlpy.core.issues import FileError
from xlpy.documents.boxes import Value
from xlpy.documents.papers import PAPERS, paper_fields, papers
from xlpy.documents.starter import save_starter
from xlpy.documents.templatefields import as_text
from xlpy.documents.templates import fill
from xlpy.files import WorkbookFile

BOX = Border(*(Side("thin"),) * 4)


def template(path, change=None):
    """An invoice form as a company has one: merged title, boxed lines, formulas below, picture,
    print set-up.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Invoice"
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "{company.name}"
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A2"] = "Invoice {number} of {date}"
    sheet["A3"] = "{to}"
    sheet["A3"].alignment = Alignment(wrap_text=True)
    sheet.merge_cells("A3:C3")
    sheet["E3"] = "{terms}"
    for column, text in enumerate(("No.", "Goods", "Qty", "Price", "Amount", "Check"), 1):
        head = sheet.cell(5, column, text)
        head.fill, head.border = PatternFill("solid", "DDEEFF"), BOX
    cells = ("{line.position}", "{line.description}", "{line.quantity}", "{line.price}")
    for column, text in enumerate((*cells, "{line.amount}", "=C6*D6"), 1):
        sheet.cell(6, column, text).border = BOX
    sheet["D6"].number_format = sheet["E6"].number_format = "#,##0.00"
    sheet["A7"] = "Total"
    sheet.merge_cells("A7:D7")
    sheet["E7"], sheet["F7"] = "=SUM(E6:E6)", "=SUM(F6)"
    sheet["A8"] = "{in_words}"
    sheet["A10"] = "Bank: {bank.bank}, {bank.account_no}, SWIFT {bank.swift}"
    sheet["A12"] = "Signed"
    sheet.column_dimensions["B"].width = 40
    sheet.print_title_rows, sheet.print_area = "5:5", "A1:F12"
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = 9, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "{number}", "&P / &N"
    if change is None:
        sheet.add_image(Image(BytesIO(png(120, 60))), "E10")
    if change:
        change(book, sheet)
    book.save(path)
    return path


def made(tmp_path, rows=None, name="proforma", change=None, make=workbooks, **more):
    """A paper by the template, as (what was made, its sheet as openpyxl reads it); with its PDF
    where `make` is `papers`.
    """
    form = template(tmp_path / "form.xlsx", change)
    tables = kit.tables(rows or kit.order())
    [done] = make(tables, [kit.NO], [name], tmp_path / "out", language="en", templates=form, **more)
    return done, openpyxl.load_workbook(done.paths[0])["Invoice"]


def test_a_template_is_filled_and_keeps_its_looks(tmp_path):
    done, sheet = made(tmp_path)
    assert done.gaps == () and done.paths[0].name == "SO-0001-proforma.xlsx"
    assert sheet["A1"].value == "Shenzhen Haiqiao Import & Export Co., Ltd."
    assert sheet["A1"].font.size == 16
    assert sheet["A2"].value == "Invoice PI-0001 of 2012-03-14"
    assert sheet["A3"].value.startswith("Brandt & Söhne Haushaltswaren GmbH\nSpeicherstraße 12")
    assert [c.value for c in sheet[6]][:5] == ["1", sheet["B6"].value, 400, 12.5, 5000]
    assert [c.value for c in sheet[7]][2:] == [800, 9.375, 7500, "=C7*D7"]
    assert sheet["B7"].border.left.style == "thin"
    assert [sheet[ref].value for ref in ("E8", "F8")] == ["=SUM(E6:E7)", "=SUM(F6:F7)"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:F1", "A3:C3", "A8:D8"]
    assert sheet["A9"].value == "SAY US DOLLARS TWELVE THOUSAND FIVE HUNDRED ONLY"
    assert (sheet.print_title_rows, sheet.print_area) == ("$5:$5", "'Invoice'!$A$1:$F$13")
    assert sheet.oddFooter.left.text == "PI-0001"
    assert [image.anchor._from.row for image in sheet._images] == [10]  # with its row


def test_a_price_shows_all_its_decimals_whatever_the_templates_format(tmp_path):
    _, sheet = made(tmp_path)
    assert [sheet[ref].number_format for ref in ("D6", "D7")] == ["#,##0.00", "#,##0.000"]
    assert sheet["E7"].number_format == "#,##0.00" and sheet["C7"].number_format == "#,##0"


def test_200_lines_are_all_there_in_the_pdf_and_sum_up(tmp_path):
    rows = many(200)
    rows["order_lines"][3]["specification"] = "M004"
    done, sheet = made(tmp_path, rows, make=papers)
    found = pages(done.paths[1])
    text = squeezed(" ".join(found))
    amounts = [Decimal("8.75") * (1000 + at) for at in range(1, 201)]
    assert [a for a in amounts if f"{a:,.2f}" not in text] == []
    assert [at for at in range(1, 201) if f"M{at:03d}" not in text] == []
    first = 6 + 1 + len(done.gaps)  # a draft: the lines are not those that were approved
    assert sheet[f"E{first + 200}"].value == f"=SUM(E{first}:E{first + 199})"
    whole = squeezed(found[-1]) + squeezed(found[-2])
    assert whole.count(f"{sum(amounts):.0f}") == 2  # both sums, worked out in the form's format
    assert all("Goods" in page for page in found[:-1]) and "Signed" in found[-1]
    assert "###" not in text


def test_a_draft_says_so_and_what_is_missing(tmp_path):
    rows = kit.order()
    rows["proformas"][0]["delivery_on"] = None
    done, sheet = made(tmp_path, rows, make=papers)
    assert done.paths[0].name == "SO-0001-proforma-DRAFT.xlsx"
    assert sheet["A1"].value == "草稿 DRAFT" and sheet["A2"].value == f"· {done.gaps[0].en}"
    below = 1 + len(done.gaps)
    assert sheet[f"A{below + 1}"].value.startswith("Shenzhen Haiqiao")
    assert sheet.print_area == f"'Invoice'!$A$1:$F${13 + below}"
    [page] = pages(done.paths[1])
    assert squeezed(page).count("草稿 DRAFT") == 2  # on the sheet, and in the printed header


def test_what_begins_like_a_formula_stays_text(tmp_path):
    rows = kit.order()
    rows["order_lines"][0]["specification"] = "=1+1"
    done, sheet = made(tmp_path, rows)
    goods = sheet[f"B{6 + 1 + len(done.gaps)}"]
    assert "\n=1+1\n" in goods.value and goods.data_type != "f"


def test_a_named_cell_and_a_label_are_fields_too(tmp_path):
    def change(book, sheet):
        book.defined_names["salesperson"] = DefinedName("salesperson", attr_text="Invoice!$E$4")
        sheet["E4"] = "here"
        sheet["A4"] = "{贸易术语} / {Payment}"

    _, sheet = made(tmp_path, change=change)
    assert (sheet["E4"].value, sheet["A4"].value) == (
        "王芳",
        f"CIF Hamburg, Incoterms 2020 / {kit.TT}",
    )


def test_lines_of_two_rows_each_grow_together(tmp_path):
    def change(_, sheet):
        sheet.unmerge_cells("A7:D7")
        sheet.move_range("A7:F12", rows=1, translate=False)
        sheet["B7"], sheet["E8"] = "{line.item}", "=SUM(E6:E7)"
        sheet.merge_cells("B7:C7")

    _, sheet = made(tmp_path, change=change)
    assert [sheet[f"B{at}"].value for at in (7, 9)] == ["KB-01", "CB-02"]
    assert [sheet[f"E{at}"].value for at in (6, 8, 10)] == [5000, 7500, "=SUM(E6:E9)"]
    assert {"B7:C7", "B9:C9"} <= set(map(str, sheet.merged_cells.ranges))


def test_all_that_is_wrong_is_named_with_sheet_and_cell_and_nothing_is_written(tmp_path):
    def change(book, sheet):
        sheet["A2"] = "{numbr}"
        sheet["A12"] = "{line.position}"
        book.create_sheet("More")["C3"] = "{what is this}"

    with pytest.raises(FileError) as failure:
        made(tmp_path, change=change)
    said = failure.value.en
    assert "Invoice!A2: there is no field {numbr}; do you mean {number}?" in said
    assert "More!C3: there is no field {what is this}" in said
    assert "Invoice: the rows of line are not next to each other: 6, 12" in said
    assert not (tmp_path / "out").exists()


def test_a_template_without_rows_for_the_lines_is_refused(tmp_path):
    def change(_, sheet):
        for column in range(1, 7):
            sheet.cell(6, column).value = None

    with pytest.raises(FileError, match=r"no row for the lines.*\{line.position\}"):
        made(tmp_path, change=change)


def test_a_text_that_no_row_can_hold_is_named(tmp_path):
    with pytest.raises(FileError, match="the text of B9 needs a row higher than a sheet allows"):
        made(tmp_path, many(5))


def test_merged_cells_that_reach_out_of_the_lines_are_named(tmp_path):
    with pytest.raises(FileError, match="Invoice!B6:B7: merged cells reach out"):
        made(
            tmp_path,
            change=lambda _, sheet: (sheet.unmerge_cells("A7:D7"), sheet.merge_cells("B6:B7")),
        )


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\3\4 broken"])
def test_a_template_that_is_no_workbook_is_refused(tmp_path, data):
    form = tmp_path / "form.xlsx"
    form.write_bytes(data)
    with pytest.raises(FileError):
        papers(kit.tables(kit.order()), [kit.NO], ["proforma"], tmp_path / "out", templates=form)
    assert not (tmp_path / "out").exists()


def test_the_folder_beside_the_workbook_says_which_template_a_paper_uses(tmp_path):
    folder = tmp_path / "Trade.templates"
    folder.mkdir()
    template(folder / "proforma-en.xlsx")
    tables = kit.tables(kit.order())
    out = tmp_path / "out"
    names = ["proforma", "quotation"]
    done = workbooks(tables, [kit.NO], names, out, language="en", templates=folder)
    sheets = [openpyxl.load_workbook(each.paths[0]).sheetnames for each in done]
    assert sheets == [["Invoice"], ["quotation"]]
    [other] = workbooks(tables, [kit.NO], ["proforma"], out, language="zh", templates=folder)
    assert openpyxl.load_workbook(other.paths[0]).sheetnames == ["proforma"]


def test_purchase_orders_are_a_file_each(tmp_path):
    rows = kit.order()
    second = rows["purchase_orders"][0] | {"purchase_no": "CG-0002"}
    rows["purchase_orders"].append(second)
    rows["purchase_lines"].append(rows["purchase_lines"][0] | {"purchase_no": "CG-0002"})

    def change(_, sheet):
        sheet["B6"], sheet["E3"], sheet["A10"] = "{line.part}", "{delivery_by}", "{quality}"
        sheet["D6"] = "{line.price_with_vat}"

    form = template(tmp_path / "form.xlsx", change)
    done = workbooks(
        kit.tables(rows), [kit.NO], ["purchase"], tmp_path / "out", language="en", templates=form
    )
    stems = [each.paths[0].stem.replace("-DRAFT", "") for each in done]
    assert stems == ["SO-0001-purchase-CG-0001", "SO-0001-purchase-CG-0002"]


def test_the_same_paper_has_the_same_bytes(tmp_path):
    first, _ = made(tmp_path)
    one = first.paths[0].read_bytes()
    again, _ = made(tmp_path)
    with zipfile.ZipFile(again.paths[0]) as book:
        assert book.testzip() is None
    assert again.paths[0].read_bytes() == one


PAPERS_THERE = [name for name in PAPERS if name not in ("beneficiary", "vgm", "cover")]


@pytest.mark.parametrize("name", PAPERS_THERE)
def test_a_starter_of_each_paper_can_be_filled_and_says_all_that_ours_says(tmp_path, name):
    tables = kit.tables(kit.order())
    job, fields = paper_fields(tables, kit.NO, name, "en")
    save_starter(job, fields, tmp_path / "starter.xlsx")
    with pytest.raises(FileError, match="exists"):
        save_starter(job, fields, tmp_path / "starter.xlsx")
    filled = fill(tmp_path / "starter.xlsx", fields, (), "en")
    filled.write(tmp_path / "filled.xlsx", kit.NO)
    sheet = openpyxl.load_workbook(tmp_path / "filled.xlsx").worksheets[0]
    cells = [each.value for row in sheet.iter_rows() for each in row if each.value is not None]
    text = "\n".join(map(str, cells))
    assert "{" not in text
    left_out = ("company.", "customer.", "order_no", "currency", "number")
    for key, value in fields.said.items():
        said = as_text(value)
        if said and not key.startswith(left_out) and not isinstance(value, Value):
            assert said in text, key
    for line in fields.lists.get("line", ()):
        numbers = [each.value for each in line.values() if isinstance(each, Value)]
        assert [
            n for n in numbers if n is not None and not isinstance(n, str) and float(n) not in cells
        ] == []


def test_the_command_lists_fields_saves_a_starter_and_fills_it(tmp_path):
    path, form = tmp_path / "Book.xlsm", tmp_path / "my.xlsx"
    assert command("new", path).code == 0
    book = WorkbookFile(path)
    rows = {**kit.shared(), **kit.order()}
    for key in ("staff", "customers", "companies", "banks", "addresses", "products"):
        kit.type_below(book, key, *(kit.cells(key, row) for row in rows[key]))
    for key in ("orders", "order_lines", "proformas"):
        kit.type_below(book, key, *(kit.cells(key, row) for row in rows[key]))
    listed = command("paper", path, kit.NO, "proforma", "--fields", "--json")
    found = {row["field"]: row["says"] for row in json.loads(listed.out)}
    assert (found["line.quantity"], found["number"]) == ("400", "PI-0001")
    assert command("paper", path, kit.NO, "proforma", "--starter", form).code == 0
    words = ("--out", tmp_path / "out", "--template", form)
    assert command("paper", path, kit.NO, "proforma", *words).code == 0
    [made] = (tmp_path / "out").glob("*.xlsx")
    cells = [cell.value for row in openpyxl.load_workbook(made).active for cell in row]
    assert "Brandt & Söhne" in "".join(map(str, cells)) and 9.375 in cells
    assert command("paper", path, kit.NO, "proforma,packing", *words).code == 2
    assert command("paper", path, kit.NO, "proforma").code == 2
    gone = ("--out", tmp_path / "no", "--template", tmp_path / "gone.xlsx")
    done = command("paper", path, kit.NO, "proforma", *gone)
    assert done.code == 3 and b"gone.xlsx" in done.err and not (tmp_path / "no").exists()
