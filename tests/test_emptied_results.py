"""A cell that was emptied or overwritten in a closed month: verify names row, person, old value
and new one.
"""

import copy
import csv
import io
from datetime import datetime, timedelta

import goodbook
import pytest

from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv
from xlpy.jobs.sealing.verify import verify
from xlpy.messages.results import verify_text

CELLS = [
    ("payroll", "post_wage"),
    ("payroll", "total"),
    ("payroll", "name"),
    ("payroll", "month"),
    ("commissions", "base"),
    ("splits", "amount"),
    ("pools", "closing"),
    ("prizes", "amount"),
]
TAIL = "1 处与结账时不同。1 differences to what the closes read and wrote."


@pytest.fixture(scope="module")
def three_months():
    """Three closed months and their quarter."""
    tables = goodbook.memory_book(("2012-07", "2012-08", "2012-09", "2012-10"))
    for number, period in enumerate(("2012-07", "2012-08", "2012-09", "2012-Q3")):
        close(tables, period, by="刘洋", at=datetime(2012, 11, 1) + timedelta(minutes=number))
    return tables


@pytest.fixture
def closed(three_months):
    return copy.deepcopy(three_months)


def exported(tables, table):
    return list(csv.DictReader(io.StringIO(export_csv(tables, table))))


def old_value(tables, table, row, column):
    """What an export has in a cell."""
    return exported(tables, table)[row - 2][column]


@pytest.mark.parametrize(
    ("table", "column", "new"),
    # Another name makes another row of it.
    [(*cell, new) for cell in CELLS for new in (None, "abc") if new is None or cell[1] != "name"],
)
def test_a_result_cell_is_named_with_its_row_old_and_new_value_without_any_backup(
    closed, table, column, new
):
    was = old_value(closed, table, 3, column)
    goodbook.put(closed, table, 3, column, new)
    [changed] = verify(closed).changed
    assert (changed.kind, changed.table, changed.row) == ("changed", table, 3)
    assert {
        key: (changed.was[key], value)
        for key, value in changed.now.items()
        if changed.was[key] != value
    } == {column: (was, new or "")}
    assert f"{column}: {was} → {new or '（空 blank）'}" in verify_text(verify(closed))


def test_the_person_is_named(closed):
    goodbook.put(closed, "payroll", 3, "name", None)
    person = old_value(closed, "commissions", 2, "name")
    assert verify_text(verify(closed)) == (
        f"[改动 changed] 2012-07 payroll 行 row 3 2012-07 · {person}: name: {person} → （空 "
        f"blank）\n{TAIL}"
    )


def test_cells_of_several_rows_are_told_apart(closed):
    for row in (2, 3, 4):
        goodbook.put(closed, "payroll", row, "total", None)
    found = verify(closed).changed
    assert [(each.kind, each.row) for each in found] == [
        ("changed", 2),
        ("changed", 3),
        ("changed", 4),
    ]
    assert all(each.was["name"] == each.now["name"] != "" for each in found)


def test_a_row_that_was_deleted_is_removed_still_and_its_values_are_told(closed):
    was = exported(closed, "payroll")[1]
    goodbook.drop(closed, "payroll", 3)
    [changed] = verify(closed).changed
    assert (changed.kind, changed.was["name"], changed.was["total"]) == (
        "removed",
        was["name"],
        was["total"],
    )


def test_a_row_deleted_beside_a_row_with_an_emptied_cell_are_two_things(closed):
    goodbook.put(closed, "payroll", 2, "total", None)
    goodbook.drop(closed, "payroll", 3)
    assert sorted(each.kind for each in verify(closed).changed) == ["changed", "removed"]
