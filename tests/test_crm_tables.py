"""The tables of customers: a year of lists by its headings; birthdays; quotations first."""

from datetime import date

import pytest
from commands import command
from filekit import PROJECT

from xlpy.book.cells.values import BadCell, parse
from xlpy.book.load import load
from xlpy.book.tables import RawTable
from xlpy.core.dossier.office import Office
from xlpy.core.dossier.opened import dossiers
from xlpy.core.tables import CUSTOMERS, DOSSIER, TABLES
from xlpy.core.tables.offers import Quotation

DATA = PROJECT.parent / "shared" / "data" / "crm"
FILES = {
    "staff": "staff",
    "customers": "customers",
    "contacts": "contacts",
    "mails": "mails",
    "fairs": "fairs",
    "orders": "orders",
    "enquiries": "enquiries",
    "assignments": "assignments",
    "follow_ups": "follow_ups",
    "fair_leads": "fair_leads",
}
IGNORED = ("customer", "salesperson", "currency", "amount")
"""What a list of quotations says and our quotations take from the enquiry and the order."""


@pytest.mark.skipif(not DATA.exists(), reason="the year of 2012 is not beside the project")
def test_a_year_of_lists_comes_in_by_its_headings(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    for table, name in FILES.items():
        path = DATA / f"{name}.csv"
        done = command("import", book, table, path)
        rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
        assert (done.code, f"added {rows}\n" in done.out.decode()) == (0, True), done.err.decode()
    left_out = [word for name in IGNORED for word in ("--ignore", name)]
    done = command("import", book, "quotations", DATA / "quotes.csv", *left_out)
    assert (done.code, "added 253\n" in done.out.decode()) == (0, True), done.err.decode()


def test_the_tables_of_customers_are_read_by_no_close_and_no_dossier():
    assert not {table.key for table in CUSTOMERS} & {table.key for table in DOSSIER}
    assert not any(table.closing for table in CUSTOMERS)


@pytest.mark.parametrize("text", ["1964-02-29", "1900-03-01", "2004/2/29"])
def test_a_birthday_may_lie_before_the_first_day_of_other_dates(text):
    column = TABLES["contacts"].column("birthday")
    assert parse(column, text).isoformat().replace("-0", "-") == text.replace("/", "-").replace(
        "-0", "-"
    )


@pytest.mark.parametrize("text", ["1899-12-31", "1963-02-29"])
def test_a_birthday_that_is_no_day_is_refused(text):
    with pytest.raises(BadCell):
        parse(TABLES["contacts"].column("birthday"), text)


def test_a_reason_may_be_the_id_of_its_rule():
    from xlpy.book.cells.given import taken

    cells = ["he leaves (B-2.A.6)", "new customer", "移交（A-1.5）", "something (C-9)"]
    column = TABLES["assignments"].column("reason")
    assert taken(column, cells) == ["hand-over", "new", "manager", "something (C-9)"]


def quotation(**cells):
    return Quotation("QT-1", row=6, **cells)


def test_a_quotation_may_come_before_its_order_if_it_names_its_enquiry():
    rows = {"orders": [], "quotations": [quotation(enquiry_no="E-1", sent_on=date(2012, 7, 3))]}
    assert dossiers(Office(), rows) == ([], [])
    found = dossiers(Office(), {"orders": [], "quotations": [quotation()]})[1]
    assert [(issue.row, issue.column, issue.key) for issue in found] == [
        (6, "order_no", "dossier.stray")
    ]
    named = dossiers(Office(), {"orders": [], "quotations": [quotation(order_no="SO-9")]})[1]
    assert "SO-9" in named[0].zh


def test_a_mail_may_be_that_of_two_contacts():
    raw = RawTable("mails", {"mail": ["a@b.example"] * 2, "contact_no": ["C-1", "C-2"]}, 2, 6)
    assert load(raw)[1] == []
