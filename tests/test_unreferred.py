"""The sheets to which nothing refers, which LibreOffice need not read to show the others."""

import pytest
import xlsxwriter

from xlpy.libreoffice.statements import _bare_copy
from xlpy.ooxml.package import package_at
from xlpy.ooxml.unreferred import unreferred_sheets


def names(path, *shown):
    with package_at(path) as package:
        return [sheet.name for sheet in unreferred_sheets(package, set(shown))]


@pytest.fixture
def book(tmp_path):
    """The sheet `Of it` bears a number, a table `numbers` and the name `mine`, which stands for the
    table's column by another name; what a test writes on the sheet `Asks` may refer to it.
    """

    def made(prepare, called="Of it"):
        workbook = xlsxwriter.Workbook(tmp_path / "Book.xlsx")
        asks, of_it = workbook.add_worksheet("Asks"), workbook.add_worksheet(called)
        of_it.write("A1", 5)
        of_it.add_table("C1:C3", {"name": "numbers", "columns": [{"header": "Amount"}]})
        workbook.define_name("column", "=numbers[Amount]")
        workbook.define_name("mine", "=SUM(column)")
        asks.write_formula("A1", "=1+1")
        prepare(workbook, asks)
        workbook.close()
        return tmp_path / "Book.xlsx"

    return made


@pytest.mark.parametrize(
    "formula",
    [
        "='Of it'!A1",
        "='OF IT'!A1*2",
        "=IF(1,\"it's\",2)&'Of it'!A1",
        "=SUM(numbers[Amount])",
        "=Mine+1",
        "=INDIRECT(B1)",
        "=SHEET(B1)",
        "=SUM('Asks:Of it'!A1)",
    ],
)
def test_a_sheet_to_which_a_formula_refers_is_none(book, formula):
    assert names(book(lambda _, asks: asks.write_formula("B2", formula))) == []


@pytest.mark.parametrize("called", ["Second", "It's"])
def test_a_name_without_blanks_and_one_with_an_apostrophe_are_found(book, called):
    quoted = "'It''s'!A1" if "'" in called else "second!A1"
    assert names(book(lambda _, asks: asks.write_formula("B2", f"={quoted}"), called)) == []


def test_one_to_which_nothing_refers_is_left_unless_it_has_a_formula_or_is_shown(book):
    path = book(lambda workbook, _: workbook.add_worksheet("Alone").write_formula("A1", "=2"))
    assert names(path) == ["Of it"]
    assert names(path, "of it") == []


def test_a_chart_refers_to_cells_and_so_does_a_highlight_of_a_sheet_that_is_shown(book):
    def charted(workbook, asks):
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "='Of it'!$A$1:$A$1"})
        asks.insert_chart("D1", chart)

    def lit(_, asks):
        rule = {"type": "formula", "criteria": "=mine>1"}
        asks.conditional_format("A1", rule)

    assert names(book(charted)) == []
    assert names(book(lit)) == ["Of it"]
    assert names(book(lit), "asks") == []


def test_the_copy_that_libreoffice_prints_from_has_such_a_sheet_without_its_part(book, tmp_path):
    path, copy = book(lambda *_: None), tmp_path / "Copy.xlsx"
    for blank, parts in ((False, 2), (True, 1)):
        _bare_copy(path, copy, (), blank)
        with package_at(copy) as package:
            listed = [
                e.attributes["name"]
                for e in package.elements(package.workbook)
                if e.name == "sheet"
            ]
            assert listed == ["Asks", "Of it"]
            links = package.relationships(package.workbook)
            assert len([each for each in links if each.kind == "worksheet"]) == parts
