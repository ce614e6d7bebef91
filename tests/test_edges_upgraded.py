"""A workbook full of edges, closed by an earlier program: it stays as it was paid, and goes on by
today's rules.

`golden/edges-3.xlsm.xz` (see `golden/README.md`): a leaver's target, a team that ended with a
carry, a team clawed back, a quarter's pool below zero, two managers one of whom left, vacancies to
the welfare fund, someone hired on a Saturday, fines carried and shown, amounts with more decimals
than their currency has.
"""

import lzma
from datetime import datetime
from pathlib import Path

import oracle
import pytest
from olderbooks import upgraded

from xlpy.book.tables import Change
from xlpy.files import WorkbookFile
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.export import export_rows
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.sealing.verify import verify
from xlpy.upgrade import upgrade

EDGES = Path(__file__).parent / "golden" / "edges-3.xlsm.xz"
AT = datetime(2020, 1, 1)
AUGUST = {
    "targets": "month,name,amount\n"
    + "".join(f"2012-08,{name},100000\n" for name in ("王芳", "陈明", "孙丽", "李强", "赵磊")),
    "attendance": "month,name,late\n"
    + "".join(f"2012-08,{name},0\n" for name in ("王芳", "陈明", "孙丽", "李强")),
    "grades": "month,name,teamwork,execution\n"
    + "".join(f"2012-08,{name},full,half\n" for name in ("王芳", "陈明", "孙丽", "李强")),
    "receipts": "receipt_no,date,order_no,amount,currency\n"
    "R-70,2012-08-10,S-1,30000,CNY\nR-71,2012-08-10,C-1,30000,CNY\n",
}


def opened(folder):
    """The upgraded workbook."""
    old = folder / "edges.xlsm"
    old.write_bytes(lzma.decompress(EDGES.read_bytes()))
    return WorkbookFile(upgrade(old).book)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("edges"))


@pytest.fixture(scope="module")
def august(book):
    """The first month that was open when the workbook was upgraded, closed after people sorted
    their tables.
    """
    for table in ("staff", "receipts", "orders", "targets", "credits"):
        rows = book.read([table])[table].length
        book.commit([Change(table, keep=list(reversed(range(rows))))])
    for table, text in AUGUST.items():
        import_rows(book, table, text.encode())
    return close(book, "2012-08", by="会计", at=AT)


def policy_of(book, key):
    return [(row["value"], row["from"]) for row in export_rows(book, "policy") if row["key"] == key]


def test_the_upgrade_dates_what_is_another_rule_now(book):
    assert policy_of(book, "rules.edition") == [("1", "1990-01-01"), ("2", "2012-08-01")]
    assert policy_of(book, "prize.managers") == [("equal", "1990-01-01"), ("months", "2012-08-01")]
    assert policy_of(book, "split.scope") == [("department", "1990-01-01")]


def test_what_was_closed_is_intact_and_no_error(book):
    assert verify(book).intact
    assert [issue for issue in check(book) if issue.severity == "error"] == []


def test_sorted_tables_and_today_s_rules_change_nothing_of_closed_months(august, book):
    assert august.rows["adjustments"] == []
    assert verify(book).intact


def test_the_first_open_month_goes_by_today_s_rules(august):
    """赵磊 left in January: the target does not count, 300 000 and not 400 000. 孙丽 left 新组 in
    August, and its
    -30 000 of July pass to 二组; of the fines carried before, 300.00 were left.
    """
    teams = {
        row.name: (row.target, row.carried_in, row.commission)
        for row in august.rows["team_commissions"]
    }
    assert teams == {"一组": (30_000_000, 0, 15_000), "二组": (10_000_000, -3_000_000, 0)}
    pay = {row.name: row.fines_taken for row in august.rows["payroll"]}
    assert pay["孙丽"] == oracle.fen("300")
    assert {issue.key for issue in august.issues} >= {"target.stranger", "team.passed"}


def test_closed_periods_computed_again_are_as_they_stand(august, book):
    for period in ("2012-01", "2012-03", "2012-Q1", "2012-04", "2012-Q2", "2012-07"):
        assert close(book, period, by="x", at=AT).differences == [], period


@pytest.mark.parametrize(("layout", "first_open"), [(1, "2012-05"), (2, "2012-03"), (3, "2012-10")])
def test_a_workbook_of_each_earlier_layout_goes_on_without_an_adjustment(
    layout, first_open, tmp_path
):
    """Its months stay as the program of then closed them; today's rules begin with the first that
    was open.
    """
    book = WorkbookFile(upgraded(layout, tmp_path / "new.xlsm"))
    assert verify(book).intact
    assert policy_of(book, "rules.edition") == [("1", "1990-01-01"), ("2", f"{first_open}-01")]
    assert close(book, first_open, by="x", at=AT, dry_run=True).rows["adjustments"] == []
