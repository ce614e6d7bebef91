"""What files of others say in their headings and cells: lines of tests/cases, and of no other
place.
"""

import csv
import io
from pathlib import Path

import pytest

from xlpy.book.cells.given import unit_of
from xlpy.book.tables import MemoryTables
from xlpy.book.words import columns_named
from xlpy.core.headings import Named
from xlpy.core.issues import DataError
from xlpy.core.tables import INPUTS, TABLES
from xlpy.jobs.export import export_rows
from xlpy.jobs.import_ import import_rows

CASES = Path(__file__).parent / "cases"
REST = {
    "targets": {"month": "2012-07", "name": "王芳"},
    "deductions": {"month": "2012-07", "name": "王芳", "kind": "社保"},
    "staff": {"name": "王芳", "role": "manager"},
    "grades": {"month": "2012-07", "name": "王芳", "teamwork": "full", "execution": "full"},
    "plans": {"period": "2012", "name": "王芳", "amount": "1"},
    "customers": {"customer": "Acme"},
    "credits": {"order_no": "S-1", "name": "王芳"},
    "orders": {"order_no": "S-1", "customer": "Acme", "salesperson": "王芳"},
}
"""What a row holds beside the cell of a case."""


def lines(name):
    with open(CASES / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "line", lines("headings.csv"), ids=lambda line: f"{line['table']} {line['heading']}"
)
def test_a_heading_is_understood_or_asked_about(line):
    heading, _ = unit_of(line["heading"])
    assert (columns_named(line["table"]).meant(heading).key or "") == line["column"]


@pytest.mark.parametrize("line", lines("given.csv"), ids=lambda line: line["case"])
def test_a_cell_is_taken_in_our_form_or_refused(line):
    table, column = line["table"], line["column"]
    row = {key: cell for key, cell in REST[table].items() if key != column} | {
        line["heading"]: line["cell"]
    }
    if table == "orders" and column == "amount":
        row[line["heading"]], row["currency"] = line["cell"].split(" | ")
    text = io.StringIO()
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerow(row)
    tables = MemoryTables()
    if not line["taken"]:
        with pytest.raises(DataError) as caught:
            import_rows(tables, table, text.getvalue().encode())
        assert {issue.column for issue in caught.value.issues} == {column}
        assert line["cell"].split(" | ")[0] in caught.value.issues[0].zh
        return
    import_rows(tables, table, text.getvalue().encode())
    found = export_rows(tables, table)[0][column]
    wanted = None if line["taken"] == "blank" else line["taken"]
    same_number = str(found).removesuffix(".00") == wanted
    assert found == wanted or same_number


@pytest.mark.parametrize("key", TABLES)
def test_no_name_is_that_of_two_columns(key):
    """Nor is a column's own name ever taken for another's."""
    named = columns_named(key)
    for column in TABLES[key].columns:
        for name in column.names:
            assert named.meant(name).key == column.key, name


@pytest.mark.parametrize("table", [table.key for table in INPUTS])
def test_what_somebody_says_of_a_heading_counts_more_than_what_it_says_itself(table):
    first, second = TABLES[table].columns[:2]
    named = columns_named(table, {first.zh: second.key})
    assert named.meant(first.zh).key == second.key


def test_words_of_several_things_are_no_name_of_one():
    named = Named([("day", "date"), ("no", "number")], {"a": ["start date"], "b": ["end date"]})
    assert named.meant("date").key is None
    assert set(named.meant("date").likely) <= {"a", "b"}
