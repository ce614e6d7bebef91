"""What cells hold becomes typed values, or is refused with words; every line of cases/cells.csv is
one test.
"""

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from xlpy.book.cells.columns import typed_column
from xlpy.book.cells.values import BadCell, parse, to_cell, to_export
from xlpy.book.load import duplicate_keys, load
from xlpy.book.tables import MemoryTables, RawTable, as_cell
from xlpy.core.issues import WARNING
from xlpy.core.roles import ROLES
from xlpy.core.tables import TABLES, Column
from xlpy.ooxml.values import CellError

with open(Path(__file__).parent / "cases" / "cells.csv", encoding="utf-8", newline="") as file:
    CASES = [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def column(type_):
    return Column("x", "列", "Column", type_, choices=ROLES if type_ == "choice" else ())


def cell(kind, written):
    """A cell as a reader gives it back: a number as a float, a date as a tuple."""
    if kind == "number":
        return float(written)
    if kind == "date":
        when = datetime.fromisoformat(written)
        clock = (when.hour, when.minute, when.second) if " " in written else ()
        return (when.year, when.month, when.day, *clock)
    return {"text": written, "bool": written == "TRUE", "error": CellError(written)}[kind]


def told(type_, value):
    """A value as the cases write it."""
    if value is None:
        return ""
    return f"{Decimal(value).scaleb(-2):.2f}" if type_ == "fen" else str(value)


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    raw = cell(case["cell"], case["written"])
    if case["refused"]:
        with pytest.raises(BadCell, match=r"[一-鿿].* / .*") as caught:
            parse(column(case["type"]), raw)
        assert case["refused"] in caught.value.en
    else:
        assert case["read_as"] == told(case["type"], parse(column(case["type"]), raw))


def test_each_case_has_its_own_sentence():
    sentences = [case.id for case in CASES]
    assert sorted(set(sentences)) == sorted(sentences)


def test_rounded_money_is_said():
    notes = []
    assert parse(column("fen"), 100.005, notes) == 10001
    assert [n.en for n in notes] == [
        '"100.005" has more than two decimals and is taken as 100.01 yuan; check it'
    ]


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), -float("inf"), 1e300, True, False])
@pytest.mark.parametrize(
    "type_", ["fen", "amount", "rate", "percent", "days", "count", "date", "month", "period"]
)
def test_no_odd_number_is_read(type_, raw):
    with pytest.raises(BadCell):
        parse(column(type_), raw)


COLUMNS = sorted({c for table in TABLES.values() for c in table.columns}, key=repr)
# Made once and not in each draw: on a busy machine that took so long that Hypothesis gave up.
VALUES = st.one_of([st.tuples(st.just(one), strategies.values(one)) for one in COLUMNS])


@given(VALUES)
def test_a_value_comes_back_from_its_cell(drawn):
    one, value = drawn
    tables = MemoryTables({"closes": [{"closed_by": to_cell(one, value)}]})
    assert value == parse(one, tables.read(["closes"])["closes"].columns["closed_by"][0])


@given(VALUES)
def test_a_value_comes_back_from_its_export(drawn):
    one, value = drawn
    assert value == parse(one, to_export(one, value, csv=True))


@given(st.text() | st.floats() | st.integers() | st.booleans())
def test_every_cell_is_read_or_refused(raw):
    for one in map(column, strategies.BY_TYPE):
        try:
            parse(one, raw)
        except BadCell as bad:
            assert bad.zh
            assert bad.en


@given(st.data())
def test_a_column_is_read_as_its_cells_are(data):
    one = data.draw(st.sampled_from([column(type_) for type_ in strategies.BY_TYPE]))
    cells = (
        st.none()
        | st.text(max_size=8)
        | st.floats()
        | st.integers()
        | st.booleans()
        | st.just((2012, 7, 3))
    )
    written = strategies.BY_TYPE[one.type].map(lambda value: to_cell(one, value)).map(as_cell)
    values = data.draw(st.lists(cells, max_size=6) | st.lists(written, max_size=6))
    found, odd = typed_column(one, values)
    for index, (value, got) in enumerate(zip(values, found, strict=True)):
        notes = []
        try:
            expected = parse(one, value, notes)
        except BadCell:
            expected, notes = None, ["bad"]
        assert (got, index in odd) == (expected, bool(notes) or expected is None)


# --- Tables ---------------------------------------------------------------------------------------

RECEIPT = {
    "receipt_no": "R-1",
    "date": (2012, 7, 3),
    "order_no": "S-1",
    "amount": 1.0,
    "currency": "CNY",
    "rate": None,
}


def receipts(*changes):
    rows = [RECEIPT | change for change in changes]
    return RawTable("receipts", {key: [row[key] for row in rows] for key in RECEIPT}, len(rows))


def test_every_table_has_a_record_with_its_columns():
    for key, table in TABLES.items():
        empty = RawTable(key, {column: [] for column in table.column_keys}, 0)
        assert load(empty) == ([], [])


def test_all_problems_of_all_rows_are_listed_at_once():
    raw = receipts(
        {}, {"amount": "abc", "currency": "USX"}, {"date": None}, {"order_no": CellError("#N/A")}
    )
    records, issues = load(raw)
    assert [record.row for record in records] == [2]
    assert [(i.row, i.column) for i in issues] == [
        (3, "amount"),
        (3, "currency"),
        (4, "date"),
        (5, "order_no"),
    ]
    assert {"B-3.B.1"} == {issue.rule for issue in issues}


def test_empty_rows_are_no_rows_and_keep_the_numbers_true():
    records, issues = load(receipts(dict.fromkeys(RECEIPT), dict.fromkeys(RECEIPT, " "), {}))
    assert ([record.row for record in records], issues) == ([4], [])


def test_a_missing_required_column_is_one_issue():
    raw = RawTable("receipts", {key: [RECEIPT[key]] for key in RECEIPT if key != "currency"}, 1)
    assert [issue.column for issue in load(raw)[1]] == ["currency"]


def test_a_missing_optional_column_is_empty():
    raw = RawTable("receipts", {key: [RECEIPT[key]] for key in RECEIPT if key != "rate"}, 1)
    assert [record.rate for record in load(raw)[0]] == [None]


def test_rounding_is_a_warning_with_its_row():
    raw = RawTable(
        "targets", {"month": ["2012-07"], "name": ["王芳"], "amount": [0.125]}, 1, first_row=5
    )
    records, issues = load(raw)
    assert [record.amount for record in records] == [13]
    assert [(issue.severity, issue.row, issue.column) for issue in issues] == [
        (WARNING, 5, "amount")
    ]


@pytest.mark.parametrize("one, other", [("R-1", "R-1 "), (1001.0, "1001"), ("R-1", "　R-1")])
def test_a_key_in_two_forms_is_a_duplicate_that_names_both_rows(one, other):
    issues = duplicate_keys(
        receipts({"receipt_no": one}, {"receipt_no": "R-2"}, {"receipt_no": other})
    )
    assert [issue.row for issue in issues] == [4]
    assert "row 2" in issues[0].en


def test_keys_of_two_columns_are_compared_as_values():
    raw = RawTable(
        "stars", {"month": ["2012-07", (2012, 7, 1), "2012-08"], "name": ["王芳"] * 3}, 3
    )
    assert [issue.row for issue in duplicate_keys(raw)] == [3]


def test_rows_without_a_key_are_never_duplicates():
    assert duplicate_keys(receipts({"receipt_no": None}, {"receipt_no": None})) == []
