"""Every line of cases/bad_input.csv spoils a good department in one way; the issue says where and
what to do.
"""

import csv
from datetime import date, datetime
from pathlib import Path

import goodbook
import pytest

from xlpy.core.issues import DataError
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv, export_rows
from xlpy.ooxml.values import CellError

MONTH = Month(2012, 7)
AT = datetime(2012, 8, 1)
CASES = Path(__file__).parent / "cases" / "bad_input.csv"
TYPED = {
    "text": str,
    "number": float,
    "date": date.fromisoformat,
    "error": CellError,
    "true": lambda text: True,
    "empty": lambda text: None,
}


def lines():
    with open(CASES, encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def row_number(tables, table, text):
    """The sheet row that a line names: its number, `last`, or the first cell of the row."""
    raw = tables.read([table])[table]
    if not text or text.isdigit():
        return int(text) if text else None
    if text == "last":
        return raw.first_row + raw.length - 1
    return raw.first_row + raw.columns[TABLES[table].keys[0]].index(text)


def spoil(tables, case):
    """Do to the department what a line says."""
    table, value = case["table"], TYPED[case["as"] or "text"]
    if case["do"] == "add":
        cells = dict(item.split("=", 1) for item in case["value"].split("; "))
        goodbook.add(tables, table, **cells)
    elif case["do"] == "delete":
        goodbook.drop(tables, table, row_number(tables, table, case["row"]))
    else:
        for column in case["column"].split():
            goodbook.put(
                tables, table, row_number(tables, table, case["row"]), column, value(case["value"])
            )


def everything(tables):
    """All tables as text."""
    return {table: export_csv(tables, table) for table in TABLES}


def where(issue):
    return issue.severity, issue.table, issue.row, issue.column, issue.rule


@pytest.fixture
def book():
    return goodbook.memory_book(["2012-07"])


def test_the_department_is_good_before_it_is_spoilt(book):
    assert check(book, MONTH) == []
    assert close(book, MONTH, by="刘洋", at=AT).issues == []


@pytest.mark.parametrize("case", lines())
def test_a_fault_is_named_and_nothing_is_written(case, book):
    place = row_number(book, case["at_table"], case["at_row"]) if case["at_row"] != "last" else None
    spoil(book, case)
    place = place or row_number(book, case["at_table"], case["at_row"])
    expected = (case["severity"], case["at_table"], place, case["at_column"], case["rule"])
    issues = check(book, MONTH)
    if case["severity"] == "none":
        assert issues == []
        assert case["says"] == exported_cell(book, case["at_table"], place, case["at_column"])
    else:
        assert [expected] == [where(issue) for issue in issues]
        assert case["says"] in issues[0].text
        assert issues[0].zh and issues[0].en
    stops_or_goes_on(book, issues)


def exported_cell(tables, table, row, column):
    raw = tables.read([table])[table]
    filled = [index for index in range(raw.length) if not raw.is_empty(index)]
    value = export_rows(tables, table)[filled.index(row - raw.first_row)][column]
    return str(value)


def stops_or_goes_on(tables, issues):
    """A close refuses with the same issues and writes nothing; warnings do not stop it."""
    before = everything(tables)
    if any(issue.severity == "error" for issue in issues):
        with pytest.raises(DataError) as caught:
            close(tables, MONTH, by="刘洋", at=AT)
        assert issues == caught.value.issues
        assert before == everything(tables)
        assert caught.value.exit_code == 1
    else:
        assert issues == close(tables, MONTH, by="刘洋", at=AT).issues


def one_fault_a_row():
    """The first line of the file that spoils each row: faults that can all be there at once."""
    chosen = {}
    for parameter in lines():
        case = parameter.values[0]
        if case["do"] == "set" and case["severity"] == "error":
            chosen.setdefault((case["table"], case["row"]), case)
    return list(chosen.values())


def test_faults_that_are_there_at_once_are_all_listed(book):
    cases = one_fault_a_row()
    expected = []
    for case in cases:
        place = row_number(book, case["at_table"], case["at_row"])
        expected.append(
            (case["severity"], case["at_table"], place, case["at_column"], case["rule"])
        )
    for case in cases:
        spoil(book, case)
    issues = check(book, MONTH)
    assert len(cases) > 25
    assert set(expected) <= {where(issue) for issue in issues}
    stops_or_goes_on(book, issues)


def test_issues_stand_in_the_order_of_the_tables_and_rows(book):
    for case in one_fault_a_row():
        spoil(book, case)
    places = list(TABLES)
    found = [
        (issue.severity, places.index(issue.table), issue.row or 0) for issue in check(book, MONTH)
    ]
    assert found == sorted(found)


def test_a_month_without_a_working_day_is_named(book):
    for day in range(1, 32):
        if date(2012, 7, day).weekday() < 5 and day != 16:
            goodbook.add(book, "holidays", date=date(2012, 7, day), kind="holiday")
    assert [where(issue) for issue in check(book, MONTH)] == [
        ("error", "holidays", None, "date", "D-4.3")
    ]


def test_what_a_later_month_lacks_does_not_stop_this_one(book):
    goodbook.add(book, "targets", month="2012-08", name="王芳", amount="much")
    goodbook.add(book, "fines", date="2012-08-05", name="张三", code="E-1.7")
    assert check(book, MONTH) == []
    assert [issue.table for issue in check(book)] == ["targets", "fines"]
    assert close(book, MONTH, by="刘洋", at=AT).written


def test_a_row_whose_month_cannot_be_read_stops_every_close(book):
    goodbook.add(book, "fines", date="soon", name="王芳", code="E-1.7")
    assert [where(issue) for issue in check(book, MONTH)] == [("error", "fines", 3, "date", "B-4")]


def test_someone_new_lacks_everything_at_once(book):
    goodbook.add(book, "staff", name="孙丽", role="salesperson", hired="2012-07-02")
    assert [where(issue) for issue in check(book, MONTH)] == [
        ("error", "attendance", None, "name", "B-3.A"),
        ("error", "grades", None, "name", "B-3.A"),
        ("warning", "targets", None, "amount", "B-3.B.1"),
    ]


def test_someone_paid_in_a_closed_month_must_stay_in_the_staff_table():
    book = goodbook.memory_book(["2012-07"])
    close(book, MONTH, by="刘洋", at=AT)
    goodbook.drop(book, "staff", 5)
    assert [where(issue) for issue in check(book)] == [("error", "staff", None, "name", "B-3.A")]
    assert "赵磊" in check(book)[0].zh


def test_a_closed_month_whose_data_became_bad_stops_the_next_close():
    book = goodbook.memory_book(["2012-07", "2012-08"])
    close(book, MONTH, by="刘洋", at=AT)
    goodbook.put(book, "credits", 2, "share", 59.0)
    goodbook.put(book, "receipts", 3, "amount", CellError("#REF!"))
    expected = [
        ("error", "credits", 2, "share", "B-3.B.1"),
        ("error", "receipts", 3, "amount", "B-3.B.1"),
    ]
    assert expected == [
        where(issue) for issue in check(book, Month(2012, 8)) if issue.severity == "error"
    ]
    before = everything(book)
    with pytest.raises(DataError) as caught:
        close(book, Month(2012, 8), by="刘洋", at=AT)
    assert set(expected) <= set(map(where, caught.value.issues))
    # The closed month stays closed: closing it again says so, with what is wrong in its data now.
    again = close(book, MONTH, by="刘洋", at=AT)
    assert again.already_closed and not again.written
    assert set(expected) <= set(map(where, again.issues))
    assert everything(book) == before


def test_a_team_below_zero_is_carried_whatever_the_choice_and_leaves_the_fund_alone():
    """B-3.B.1: claw-back is for persons only; the team's -170 150.00 are carried, its commission
    is 0.00.
    """
    book = goodbook.memory_book(["2012-07"])
    goodbook.drop(book, "welfare", 2)
    goodbook.add(
        book, "policy", key="receipts.negative", value="claw_back", **{"from": "2012-07-01"}
    )
    goodbook.add(
        book,
        "receipts",
        receipt_no="R-9",
        date="2012-07-31",
        order_no="S-2",
        amount=-300_000,
        currency="CNY",
    )
    assert [issue for issue in check(book, MONTH) if issue.table == "welfare"] == []
    close(book, MONTH, by="刘洋", at=AT)
