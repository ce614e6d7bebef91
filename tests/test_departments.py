"""Made-up departments, imported and closed by the product, row by row against the second reading
(RULES 1-5).
"""

import csv
import io

import departments
import oracle
import pytest
from commands import command

QUICK = range(25)
REAL = (23, 28)


def sum_of(rows, column, **where):
    """The sum of a money column, in fen, over the rows that have the given values."""
    return sum(
        oracle.fen(row[column]) for row in rows if all(row[k] == v for k, v in where.items())
    )


def check_conservation(department, books):
    """What came in equals what went out and stands in pools, to the fen."""
    months = department.months
    came_in = sum(oracle.cny(receipt) for receipt in department.tables["receipts"])
    assert (
        sum_of(books["commissions"], "receipts")
        == sum_of(books["team_commissions"], "receipts")
        == came_in
    )
    for month in months:
        assert sum_of(books["splits"], "amount", month=month) == sum_of(
            books["team_commissions"], "commission", month=month
        )
    spent = sum_of(department.tables["welfare"], "amount")
    standing = sum_of(books["pools"], "closing", month=months[-1])
    paid = sum_of(books["payroll"], "team_share") + sum_of(books["payroll"], "prizes")
    assert sum_of(books["team_commissions"], "commission") == paid + spent + standing
    assert sum_of(books["payroll"], "commission") == sum_of(books["commissions"], "commission")
    carried = sum_of(books["commissions"], "carried_out", month=months[-1])
    assert sum_of(books["commissions"], "carried_in") + carried == sum_of(
        books["commissions"], "carried_out"
    )


@pytest.mark.parametrize("seed", QUICK)
def test_a_department_closes_as_the_second_reading_does(seed):
    department = departments.make(seed)
    books = departments.closed_by_product(department)
    expected = department.expected()
    for table in oracle.RESULTS:
        assert books[table] == expected[table], table
    check_conservation(department, books)


def tradedept(*arguments):
    """What the real command prints; it must succeed."""
    done = command(*arguments)
    assert (done.code, done.err.decode() if done.code else "") == (0, "")
    return done.out.decode()


@pytest.mark.parametrize("seed", REAL)
def test_a_department_closes_alike_through_the_real_command(seed, tmp_path):
    department, book = departments.make(seed), tmp_path / "部门 book.xlsm"
    tradedept("new", book)
    for table, rows in department.tables.items():
        if rows:
            file = tmp_path / f"{table}.csv"
            file.write_text(department.csv(table), encoding="utf-8")
            tradedept("import", book, table, file)
    for period in department.periods:
        tradedept("close", book, period)
    expected = department.expected()
    for table in oracle.RESULTS:
        rows = list(csv.DictReader(io.StringIO(tradedept("export", book, table, "--csv"))))
        assert departments.comparable(rows) == expected[table], table
