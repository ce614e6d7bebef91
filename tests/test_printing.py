"""How the sheets of tables come onto paper: readable, with keys and headings on every page."""

import warnings
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlpy.core.tables import TABLES

SHIPPED = Path(__file__).parent.parent / "workbook" / "TradeDept.xlsm"
A4_ACROSS, A4_UPRIGHT = 11.69, 8.27
READABLE, PAYROLL = 0.6, 2 / 3
"""The least part of its size that can still be read; what is read on paper most is larger."""


@cache
def shipped():
    with warnings.catch_warnings(), open(SHIPPED, "rb") as file:
        warnings.simplefilter("ignore")  # parts that openpyxl would drop if it wrote the file
        return load_workbook(file)


def scale(sheet, columns):
    """The part of their size at which the columns come onto one page: a character is 7 pixels, a
    column's margins 5, an inch 96.
    """
    paper = A4_ACROSS if sheet.page_setup.orientation == "landscape" else A4_UPRIGHT
    margins = sheet.page_margins.left + sheet.page_margins.right
    widths = {
        at: each.width
        for each in sheet.column_dimensions.values()
        for at in range(each.min, each.max + 1)
    }
    # In the file, a width has its column's margins in it.
    inches = sum(widths[at] * 7 for at in range(1, columns + 1)) / 96
    return (paper - margins) / inches


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_can_be_read_on_a4_with_its_keys_on_every_page(table):
    sheet = shipped()[table.sheet]
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$5:$5", "the headings, on every page"
    # One page wide: each has all columns, so the keys, too, and no title is cut by its edge.
    setup = sheet.page_setup
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    least = PAYROLL if table.key == "payroll" else READABLE
    assert scale(sheet, len(table.columns)) >= least


def test_the_programs_own_figures_have_no_print_area_so_that_they_stay_hidden_on_paper():
    # LibreOffice prints hidden sheets that have one.
    areas = {sheet.title: sheet.print_area for sheet in shipped() if sheet.sheet_state != "visible"}
    assert [title for title, area in areas.items() if area and "Chart data" in title] == []
    assert "图表数据 Chart data" in areas
