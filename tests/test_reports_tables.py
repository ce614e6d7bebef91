"""The tables of budget, expenses, reports and forecasts: lists come in by their headings."""

import csv

import pytest
from commands import command
from filekit import PROJECT

from xlpy.core.tables import DOSSIER, TABLES, of_part

DATA = PROJECT.parent / "shared" / "data" / "crm"


@pytest.mark.skipif(not DATA.exists(), reason="the year of 2012 is not beside the project")
def test_a_year_of_budget_and_expenses_comes_in_by_its_headings(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    names = {"staff": "staff", "fairs": "fairs", "budgets": "budgets", "expenses": "expenses"}
    for table, name in names.items():
        path = DATA / f"{name}.csv"
        rows = len(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))) - 1
        done = command("import", book, table, path)
        assert (done.code, f"added {rows}\n" in done.out.decode()) == (0, True), done.err.decode()


def test_an_office_list_of_expenses_comes_in_by_its_chinese_headings(tmp_path):
    book, path = tmp_path / "book.xlsm", tmp_path / "费用.csv"
    assert command("new", book).code == 0
    path.write_text(
        "报销日期,费用类别,报销金额,来源\n2012/3/5,快递,-12.50,网站\n", encoding="utf-8"
    )
    done = command("import", book, "expenses", path)
    assert done.code == 0, done.err.decode()
    shown = command("export", book, "expenses", "--csv").out.decode("utf-8-sig").splitlines()
    assert shown[1] == "2012-03-05,快递,-12.50,网站,,"


def test_no_close_and_no_dossier_reads_the_tables_of_reports():
    assert not {table.key for table in of_part("reports")} & {table.key for table in DOSSIER}
    assert not any(table.closing for table in of_part("reports"))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("budgets", "period item amount"),
        ("expenses", "date item amount channel fair approved_by"),
        (
            "sales_report",
            "period by key orders order_amount receipts target attainment previous last_year",
        ),
        ("forecasts", "made_on period method low forecast high known_due actual error"),
    ],
)
def test_the_columns_stand_in_the_order_that_stays(table, columns):
    assert TABLES[table].column_keys[: len(columns.split())] == tuple(columns.split())
