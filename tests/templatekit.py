"""Forms of the user's own with all that a sheet can bear: charts, table, highlights, checked cells,
sparkline, note, link, text box, picture, page break, name, another sheet that refers to it.

The lines stand in row 6; all the rest is below, and below that ends the first page.
"""

import shutil
from io import BytesIO

import openpyxl
import xlsxwriter
from calculating import opened
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from test_dossier_papers import png

CELLS = {
    "A1": "{company.name}",
    "A2": "No. {number}",
    "A5": "No.",
    "B5": "Goods",
    "C5": "Qty",
    "D5": "Price",
    "E5": "Amount",
    "F5": "Check",
    "A6": "{line.position}",
    "B6": "{line.item}",
    "C6": "{line.quantity}",
    "D6": "{line.price}",
    "E6": "{line.amount}",
    "F6": "=C6*D6",
    "A7": "Total",
    "E7": "=SUM(E6:E6)",
    "F7": "=SUM(F6)",
    "A9": "Kind",
    "B9": "Part",
    "A10": "quarter",
    "B10": "=E7/4",
    "A11": "rest",
    "B11": "=E7-B10",
    "A13": "Noted",
    "B13": "quarter",
}
OTHER = {"A1": "=Form!E7", "B1": "=SUM(Form!E6:E6)", "C1": "=Form!B11"}
HIGHLIGHTS = {
    "A6:D6": "$C6>1001",
    "F6": "F6=MAX(F$6:F$6)",
    "E7": "E7<>SUM(E6:E6)",
    "B10:B11": "B10>$E$7",
}
TITLE, SAID = "Amounts of {number}", "Order {order_no} of {customer.name}"


def with_xlsxwriter(path):
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("Form"), book.add_worksheet("Other")
    for ref, value in CELLS.items():
        sheet.write(ref, value)
    for ref, value in OTHER.items():
        other.write(ref, value)
    green = book.add_format({"bg_color": "#C6EFCE"})
    for area, formula in HIGHLIGHTS.items():
        rule = {"type": "formula", "criteria": f"={formula}", "format": green}
        sheet.conditional_format(area, rule)
    other.conditional_format("A1", {"type": "formula", "criteria": "=$A$1>0", "format": green})
    sheet.conditional_format("E6", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("C6", {"validate": "custom", "value": "=C6>0"})
    sheet.data_validation("B13", {"validate": "list", "source": "=$A$10:$A$11"})
    other.data_validation("D1", {"validate": "list", "source": "=Form!$A$10:$A$11"})
    sheet.add_sparkline("G7", {"range": "Form!E6:E6"})
    columns = [{"header": "Kind"}, {"header": "Part", "formula": None}]
    sheet.add_table("A9:B11", {"name": "Parts", "columns": columns, "autofilter": True})
    for ref in ("B10", "B11"):
        sheet.write(ref, CELLS[ref])
    sheet.write_comment("A13", "Look here")
    sheet.write_url("C13", "internal:Form!A7", string="to the total")
    sheet.insert_textbox("A15", SAID, {"width": 300, "height": 60})
    sheet.insert_image("D15", "dot.png", {"image_data": BytesIO(png(60, 30))})
    for place, (names, values) in CHARTED.items():
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {"categories": f"=Form!{names}", "values": f"=Form!{values}", "data_labels": LABELS}
        )
        chart.set_title({"name": TITLE})
        sheet.insert_chart(place, chart)
    sheet.set_h_pagebreaks([12])
    book.define_name("amounts", "=Form!$E$6:$E$6")
    book.close()
    return path


CHARTED = {"A20": ("$A$6:$A$6", "$E$6:$E$6"), "A36": ("$A$10:$A$11", "$B$10:$B$11")}
LABELS = {"value": True}


def with_openpyxl(path):
    book = openpyxl.Workbook()
    sheet, other = book.active, book.create_sheet("Other")
    sheet.title = "Form"
    for ref, value in CELLS.items():
        sheet[ref] = value
    for ref, value in OTHER.items():
        other[ref] = value
    green = PatternFill(bgColor="C6EFCE", fill_type="solid")
    for area, formula in HIGHLIGHTS.items():
        sheet.conditional_formatting.add(area, FormulaRule([formula], fill=green))
    other.conditional_formatting.add("A1", FormulaRule(["$A$1>0"], fill=green))
    bar = DataBarRule("num", 0, "max", color="638EC6")
    sheet.conditional_formatting.add("E6", bar)
    for on, ref, kind, formula in (
        (sheet, "C6", "custom", "C6>0"),
        (sheet, "B13", "list", "$A$10:$A$11"),
        (other, "D1", "list", "Form!$A$10:$A$11"),
    ):
        checked = DataValidation(type=kind, formula1=formula)
        checked.add(ref)
        on.add_data_validation(checked)
    sheet.add_table(Table(displayName="Parts", ref="A9:B11"))
    sheet["A13"].comment = Comment("Look here", "x")
    sheet["C13"].hyperlink = "#Form!A7"
    sheet.add_image(Image(BytesIO(png(60, 30))), "D15")
    for place, (names, values) in CHARTED.items():
        chart = BarChart()
        chart.add_data(Reference(sheet, range_string=f"Form!{values}"))
        chart.set_categories(Reference(sheet, range_string=f"Form!{names}"))
        chart.title = TITLE
        sheet.add_chart(chart, place)
    sheet.row_breaks.append(Break(12))
    book.defined_names["amounts"] = DefinedName("amounts", attr_text="Form!$E$6:$E$6")
    book.save(path)
    return path


def saved_by_libreoffice(path):
    """The form that XlsxWriter makes, as LibreOffice saves it."""
    folder = path.parent / "before"
    folder.mkdir()
    made = with_xlsxwriter(folder / path.name)
    return shutil.copyfile(opened(made, folder), path)
